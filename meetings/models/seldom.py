"""Who decides or meets less often than an office asks."""

from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, QuerySet

from common.periods import Period
from communities.models import CommunityQuerySet
from meetings.models.decision import DecisionQuerySet
from meetings.models.meeting import Meeting, MeetingQuerySet
from members.models import PartyOrgQuerySet
from records.models import RecordQuerySet

Owners = TypeVar("Owners", bound=RecordQuerySet)


def seldom_deciding(
    communities: CommunityQuerySet, decisions: DecisionQuerySet, limit: int
) -> CommunityQuerySet:
    """Keep 社区 with fewer than `limit` of these decisions, or none at all."""
    return _with_fewer(communities, limit, decisions, "community")


def seldom_studying(orgs: PartyOrgQuerySet, meetings: MeetingQuerySet, limit: int) -> PartyOrgQuerySet:
    """Keep Party organisations with fewer than `limit` study meetings among these, or none at all."""
    return _with_fewer(orgs, limit, meetings.studies(), "org")


def _with_fewer(owners: Owners, limit: int, records: QuerySet, owner: str) -> Owners:
    """Keep those of `owners` with fewer than `limit` of these records.

    One list for all: counted owner by owner, PostgreSQL counts anew for every pair of rows that it joins
    while its statistics are old, as after a first import, and needs minutes.
    """
    if limit == 0:
        return owners.none()
    keys = records.filter(**{f"{owner}__isnull": False}).order_by().values(owner)
    enough = keys.annotate(n=Count("pk")).filter(n__gte=limit)
    return owners.exclude(pk__in=enough.values(owner))


def idle(orgs: PartyOrgQuerySet, period: Period) -> PartyOrgQuerySet:
    """Keep Party organisations that held no meeting of any kind in the period."""
    meetings = Meeting.objects.during(period).filter(org=OuterRef("pk"))
    return orgs.filter(~Exists(meetings))
