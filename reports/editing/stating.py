"""What is stated from the desk: that a figure is truly zero, and why a warning may stand."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from records import store
from reports.checks import Result, run
from reports.draft import Draft
from reports.editing.wording import lock_report
from reports.models import AnnualReport, Remark, ZeroStatement


class WarningNotFoundError(Exception):
    """No such warning stands against the report now."""


@transaction.atomic
def state_zero(draft: Draft, key: str, community_keys: Sequence[int] | None, note: str, *, by: User) -> None:
    """State a figure to be zero: of each of these communities, or of the whole 街道 for None.

    `ValidationError` where a rule stands against it.
    """
    lock_report(draft, by)
    if community_keys is not None:
        _refuse_unknown(draft, community_keys)
    for community_key in (None,) if community_keys is None else community_keys:
        statement = ZeroStatement(
            subdistrict=draft.scope.subdistrict,
            community_id=community_key,
            year=draft.scope.year,
            key=key,
            note=note.strip(),
        )
        statement.full_clean()
        store.save(statement, by=by)


def _refuse_unknown(draft: Draft, community_keys: Sequence[int]) -> None:
    if not community_keys:
        raise ValidationError("没有写明是哪些社区")
    if not set(community_keys) <= draft.scope.communities.keys():
        raise ValidationError("没有这个社区")


@transaction.atomic
def pass_warning(draft: Draft, check: str, subject: str, reason: str, *, by: User) -> Remark:
    """Pass one warning of the present report with a reason.

    `WarningNotFoundError` where it does not stand any more, `ValidationError` where the reason will not do.
    """
    report = lock_report(draft, by)
    for result in _warnings(draft, check):
        if result.fault.subject == subject:
            return _pass(report, result, reason, by)
    raise WarningNotFoundError


@transaction.atomic
def pass_warnings(draft: Draft, check: str, reason: str, *, by: User) -> list[Remark]:
    """Pass every warning of one check that nobody passed yet, with one reason.

    `WarningNotFoundError` where there is none, `ValidationError` where the reason will not do.
    """
    report = lock_report(draft, by)
    open_warnings = [result for result in _warnings(draft, check) if result.stops]
    if not open_warnings:
        raise WarningNotFoundError
    return [_pass(report, result, reason, by) for result in open_warnings]


def _warnings(draft: Draft, check: str) -> list[Result]:
    return [result for result in run(draft) if result.check.key == check and not result.check.blocking]


def _pass(report: AnnualReport, result: Result, reason: str, by: User) -> Remark:
    """Save the remark that passes a warning, in place of an earlier one."""
    check, subject = result.check.key, result.fault.subject
    remark = report.remarks.filter(check_key=check, subject=subject).first()
    if remark is None:
        remark = Remark(report=report, check_key=check, subject=subject)
    remark.message = result.fault.message[: Remark.LONGEST]
    remark.reason = reason
    remark.full_clean()
    store.save(remark, by=by)
    return remark
