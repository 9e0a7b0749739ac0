"""What is stated from the desk: that a figure is truly zero, and why a warning may stand."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from records import store
from reports.checks import Result, run
from reports.draft import Draft
from reports.editing.wording import locked_report
from reports.models import AnnualReport, Remark, ZeroStatement


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
            subdistrict=draft.scope.subdistrict,
            community_id=community,
            year=draft.scope.year,
            key=key,
            note=note[:200].strip(),
        )
        statement.full_clean()
        store.save(statement, by=by)


@transaction.atomic
def pass_warning(draft: Draft, check: str, subject: str, reason: str, *, by: Any) -> Remark:
    """One warning of the present report, with a reason. `WarningNotFoundError`, `ValidationError`."""
    report = locked_report(draft, by)
    found = next((result for result in _warnings(draft, check) if result.fault.subject == subject), None)
    if found is None:
        raise WarningNotFoundError
    return _pass(report, found, reason, by)


@transaction.atomic
def pass_warnings(draft: Draft, check: str, reason: str, *, by: Any) -> list[Remark]:
    """Every warning of one check that nobody passed yet, with one reason. `WarningNotFoundError`, `ValidationError`."""
    report = locked_report(draft, by)
    open_ones = [result for result in _warnings(draft, check) if result.stops]
    if not open_ones:
        raise WarningNotFoundError
    return [_pass(report, result, reason, by) for result in open_ones]


def _warnings(draft: Draft, check: str) -> list[Result]:
    return [result for result in run(draft) if result.check.key == check and not result.check.blocking]


def _pass(report: AnnualReport, found: Result, reason: str, by: Any) -> Remark:
    check, subject = found.check.key, found.fault.subject
    remark = report.remarks.filter(check_key=check, subject=subject).first() or Remark(
        report=report, check_key=check, subject=subject
    )
    remark.message, remark.reason = found.fault.message[:300], reason
    remark.full_clean()
    store.save(remark, by=by)
    return remark
