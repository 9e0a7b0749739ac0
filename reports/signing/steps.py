"""起草 → 审核 → 定稿: who, when, and what is frozen."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, transaction
from django.utils import timezone

from access.roles import Role
from accounts.models import User
from common.snapshot import snapshot
from communities.models import SubDistrict
from records import store
from reports.checks import run, stops
from reports.draft import Draft
from reports.models import AnnualReport, Edition
from reports.signing.edition import content

Stage = AnnualReport.Stage
SERIALIZATION_FAILURE = "40001"  # SQLSTATE


class TransitionNotAllowedError(Exception):
    """The step cannot be taken; the message says why and what to do."""


def _lock(draft: Draft, stage: str) -> AnnualReport:
    """Return the year's report for writing; whoever comes second waits. It has to be at that stage."""
    SubDistrict.objects.everywhere().select_for_update().get(pk=draft.scope.subdistrict.pk)
    report = AnnualReport.of_year(draft.scope.subdistrict, draft.scope.year)
    if report.stage != stage:
        raise TransitionNotAllowedError(f"报告现在是“{report.get_stage_display()}”，请刷新页面后再办")
    return report


def _enter(report: AnnualReport, stage: str, by: User, reason: str) -> None:
    """Save the report at its new stage, with what else was set of it."""
    report.stage = stage
    store.save(report, by=by, reason=reason)


def _refuse_faults(draft: Draft) -> None:
    number = len(stops(run(draft)))
    if number:
        raise TransitionNotAllowedError(f"还有 {number} 项检查没有通过，请先处理右侧列出的各项")


@contextmanager
def _one_state() -> Iterator[None]:
    """Have figures and the ids behind them of one state of the records.

    `TransitionNotAllowedError` where somebody else was faster.
    """
    try:
        with snapshot(writes=True):
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != SERIALIZATION_FAILURE:
            raise
        raise TransitionNotAllowedError("报告刚才已由别人办理，请刷新页面后再办") from error


@_one_state()
def submit(draft: Draft, user: User) -> None:
    """Send the report for review: 起草 → 审核."""
    report = _lock(draft, Stage.DRAFT)
    _refuse_faults(draft)
    report.submitted_by, report.submitted_at = user, timezone.now()
    _enter(report, Stage.REVIEW, user, "送审")


@transaction.atomic
def send_back(draft: Draft, user: User) -> None:
    """Give the report back: 审核 → 起草."""
    _begin_draft(_lock(draft, Stage.REVIEW), user, "退回修改")


def _begin_draft(report: AnnualReport, user: User, reason: str) -> None:
    report.submitted_by = report.submitted_at = None
    _enter(report, Stage.DRAFT, user, reason)


@_one_state()
def sign(draft: Draft, user: User) -> Edition:
    """Sign the report: 审核 → 定稿.

    Another account than submitted it has to sign, unless there is no other of that role.
    """
    report = _lock(draft, Stage.REVIEW)
    if report.submitted_by_id == user.pk and has_other_signer(user):
        raise TransitionNotAllowedError("送审和定稿要由两个书记账号分别办理，请另一位书记定稿")
    _refuse_faults(draft)
    last_number = report.editions.order_by("-number").values_list("number", flat=True).first() or 0
    edition = Edition(report=report, number=last_number + 1, signed_by=user, signed_at=timezone.now())
    # it was submitted, so both are there
    edition.submitted_by = report.submitted_by  # type: ignore[assignment]
    edition.submitted_at = report.submitted_at  # type: ignore[assignment]
    edition.freeze(content(draft, edition))
    edition.save()
    _enter(report, Stage.SIGNED, user, "定稿")
    return edition


@transaction.atomic
def reopen(draft: Draft, user: User) -> None:
    """Begin the draft of a new edition: 定稿 → 起草. The signed one stays as it is."""
    _begin_draft(_lock(draft, Stage.SIGNED), user, "开新稿")


def has_other_signer(user: User) -> bool:
    """Whether another active account of the 街道 may sign."""
    secretaries = User.objects.filter(subdistrict=user.subdistrict_id, role=Role.SECRETARY, is_active=True)
    return secretaries.exclude(pk=user.pk).exists()
