"""What is stated from the desk: that a figure is truly zero, and why a warning may stand."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from dangjian.records import store
from reports.actions.wording import locked_report
from reports.checks import run
from reports.draft import Draft
from reports.models import Remark, ZeroStatement


class WarningNotFoundError(Exception):
    """No such warning stands against the report now."""


@transaction.atomic
def state_zero(draft: Draft, key: str, communities: Sequence[int], note: str, *, by: Any) -> None:
    """For each of the communities, or for the whole 街道 where none is named. `ValidationError` where a rule stands against it."""
    locked_report(draft, by)
    reachable = draft.scope.communities
    if not set(communities) <= reachable.keys():
        raise ValidationError("没有这个社区")
    for community in communities or (None,):
        statement = ZeroStatement(
            subdistrict=draft.scope.subdistrict, community_id=community, year=draft.scope.year, key=key, note=note[:200].strip()
        )
        statement.full_clean()
        store.save(statement, by=by)


@transaction.atomic
def pass_warning(draft: Draft, check: str, subject: str, reason: str, *, by: Any) -> Remark:
    """One warning of the present report, with a reason. `WarningNotFoundError`, `ValidationError`."""
    report = locked_report(draft, by)
    found = next((r for r in run(draft) if (r.check.key, r.fault.subject) == (check, subject) and not r.check.blocking), None)
    if found is None:
        raise WarningNotFoundError
    remark = report.remarks.filter(check_key=check, subject=subject).first() or Remark(report=report, check_key=check, subject=subject)
    remark.message, remark.reason = found.fault.message[:300], reason
    remark.full_clean()
    store.save(remark, by=by)
    return remark
