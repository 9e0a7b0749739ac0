"""起草 → 审核 → 定稿: who, when, and what is frozen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.db import OperationalError, transaction
from django.utils import timezone

from access.roles import Role
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


def _locked(draft: Draft, *stages: str) -> AnnualReport:
    SubDistrict.objects.select_for_update().get(pk=draft.scope.subdistrict.pk)
    report = AnnualReport.of_year(draft.scope.subdistrict, draft.scope.year)
    if report.stage not in stages:
        raise TransitionNotAllowedError(f"报告现在是“{report.get_stage_display()}”，请刷新页面后再办")
    return report


def _enter(report: AnnualReport, stage: str, by: Any, reason: str, **changes: Any) -> None:
    report.stage = stage
    for name, value in changes.items():
        setattr(report, name, value)
    store.save(report, by=by, reason=reason)


def _refuse_faults(draft: Draft) -> None:
    left = stops(run(draft))
    if left:
        raise TransitionNotAllowedError(f"还有 {len(left)} 项检查没有通过，请先处理右侧列出的各项")


@contextmanager
def _one_state() -> Iterator[None]:
    """Figures and the ids behind them are of one state of the records. `TransitionNotAllowedError` where somebody else was faster."""
    try:
        with snapshot(writes=True):
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != SERIALIZATION_FAILURE:
            raise
        raise TransitionNotAllowedError("报告刚才已由别人办理，请刷新页面后再办") from error


@_one_state()
def submit(draft: Draft, user: Any) -> None:
    """起草 → 审核."""
    report = _locked(draft, Stage.DRAFT)
    _refuse_faults(draft)
    _enter(report, Stage.REVIEW, user, "送审", submitted_by=user, submitted_at=timezone.now())


@transaction.atomic
def send_back(draft: Draft, user: Any) -> None:
    """审核 → 起草."""
    _enter(_locked(draft, Stage.REVIEW), Stage.DRAFT, user, "退回修改", submitted_by=None, submitted_at=None)


@_one_state()
def sign(draft: Draft, user: Any) -> Edition:
    """审核 → 定稿: by another account than submitted it, unless there is no other of that role."""
    report = _locked(draft, Stage.REVIEW)
    if report.submitted_by_id == user.pk and others(user):
        raise TransitionNotAllowedError("送审和定稿要由两个书记账号分别办理，请另一位书记定稿")
    _refuse_faults(draft)
    number = (report.editions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    edition = Edition(report=report, number=number, signed_by=user, signed_at=timezone.now())
    edition.submitted_by, edition.submitted_at = report.submitted_by, report.submitted_at  # type: ignore[assignment]
    edition.freeze(content(draft, edition))
    edition.save()
    _enter(report, Stage.SIGNED, user, "定稿")
    return edition


@transaction.atomic
def reopen(draft: Draft, user: Any) -> None:
    """定稿 → 起草 of a new edition; the signed one stays as it is."""
    _enter(_locked(draft, Stage.SIGNED), Stage.DRAFT, user, "开新稿", submitted_by=None, submitted_at=None)


def others(user: Any) -> bool:
    """Whether another active account of the 街道 may sign."""
    accounts = get_user_model()._default_manager.filter(
        subdistrict=user.subdistrict_id, role=Role.SECRETARY, is_active=True
    )
    return accounts.exclude(pk=user.pk).exists()
