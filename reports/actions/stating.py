"""What is stated from the desk: that a figure is truly zero, and why a warning may stand."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from dangjian.records.history import one_version
from reports.actions.wording import locked_report
from reports.checks import run
from reports.draft import Draft
from reports.models import Remark, ZeroStatement


class NotThere(Exception):
    """No such warning stands against the report now."""


@transaction.atomic
def state_zero(draft: Draft, key: str, communities: Sequence[int], note: str) -> None:
    """For each of the communities, or for the whole 街道 where none is named. `ValidationError` where a rule stands against it."""
    locked_report(draft)
    reachable = draft.scope.communities
    if not set(communities) <= reachable.keys():
        raise ValidationError("没有这个社区")
    for community in communities or (None,):
        statement = ZeroStatement(
            subdistrict=draft.scope.subdistrict, community_id=community, year=draft.scope.year, key=key, note=note[:200].strip()
        )
        statement.full_clean()
        with one_version(statement, "+"):
            statement.save()


@transaction.atomic
def pass_warning(draft: Draft, check: str, subject: str, reason: str) -> Remark:
    """One warning of the present report, with a reason. `NotThere`, `ValidationError`."""
    report = locked_report(draft)
    found = next((r for r in run(draft) if (r.check.key, r.fault.subject) == (check, subject) and not r.check.blocking), None)
    if found is None:
        raise NotThere
    remark = report.remarks.filter(check_key=check, subject=subject).first() or Remark(report=report, check_key=check, subject=subject)
    kind = "+" if remark._state.adding else "~"
    remark.message, remark.reason = found.fault.message[:300], reason
    remark.full_clean()
    with one_version(remark, kind):
        remark.version += kind == "~"
        remark.save()
    return remark
