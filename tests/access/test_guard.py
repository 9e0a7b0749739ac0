"""A query of records without a reach fails while a page is answered."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from access.guard import MissingReachError, require_reach
from access.middleware import ReachGuard
from access.reach import Reach
from accounts.models import User
from tests.factories import VisitFactory, VisitIssueFactory
from tests.records.support import ALL_PAGES, each
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.django_db

WAYS = {
    "read": list,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "iterator": lambda rows: list(rows.iterator()),
    "values": lambda rows: list(rows.values_list("pk")),
    "aggregate": lambda rows: rows.aggregate(),
    "or": lambda rows: list(rows.of(1) | rows),
    "union": lambda rows: list(rows.of(1).union(rows)),
    "update": lambda rows: rows.update(version=2),
    "delete": lambda rows: rows.delete(),
}


@pytest.fixture
def visit(qingquan):
    return VisitFactory(community=qingquan, subdistrict=qingquan.subdistrict)


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_query_without_reach_fails(way, visit):
    with require_reach(), pytest.raises(MissingReachError, match="Visit"):
        way(Visit.objects.all())
    assert Visit.objects.get(pk=visit.pk).version == 1


@each(ALL_PAGES)
def test_every_kind_of_record_is_guarded(pages):
    with require_reach(), pytest.raises(MissingReachError):
        pages.model.objects.count()


def test_narrowed_queries_pass(visit, clerk, office):
    with require_reach():
        assert list(Visit.objects.visible_to(clerk)) == [visit]
        assert list(Visit.objects.of(office).filter(pk=visit.pk)) == [visit]
        assert list(Visit.objects.within(Reach.whole(office.pk)).order_by("pk")) == [visit]
        assert list(Visit.objects.everywhere().order_by("-date")) == [visit]


def test_what_a_record_at_hand_names_passes(visit):
    issue = VisitIssueFactory(visit=visit)
    with require_reach():
        assert list(visit.issues.all()) == [issue]
        assert VisitIssue.objects.everywhere().get().visit == visit


def test_rules_of_the_whole_street_are_asked(visit):
    """Unique constraints and rules look beyond reach, and show nothing."""
    with require_reach():
        visit.full_clean()


def test_every_request_is_guarded(visit):
    def answer(request) -> HttpResponse:
        return HttpResponse(str(Visit.objects.count()))

    request = RequestFactory().get("/")
    with pytest.raises(MissingReachError):
        ReachGuard(answer)(request)
    assert answer(request).content == b"1"  # the protection switched off


def test_whoever_has_no_reach_sees_nothing(visit):
    """The default of a reach is nothing."""
    assert not Visit.objects.within(Reach()).exists()
    assert not Reach().includes(visit)
    assert not Reach().has_community(visit.community_id)
    assert not Reach().has_community(None)
    stranger = User(username="stranger", role="clerk", reach=User.Reach.SUBDISTRICT)
    assert not Visit.objects.visible_to(stranger).exists()
