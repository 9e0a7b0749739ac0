"""Who decided what no record tells: a target, a selection, a threshold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators.kinds import DecidedIndicator
from reports.context import ReportScope
from reports.models import AnnualReport


@dataclass(frozen=True)
class Decision:
    """Who brought about what now stands, and when; `year` is the report it was decided in."""

    who: str
    moment: datetime
    year: int


def decision(indicator: DecidedIndicator, scope: ReportScope) -> Decision | None:
    """None where nobody decided, or where the reader may not see the 街道's own records."""
    if scope.reach is not None or not indicator.is_decided(scope):
        return None
    if not indicator.columns:
        return _settled(scope.target_rows.get(indicator.key), (), scope.year)
    report = scope.report if scope.report.pk else _report_before(scope)
    return _settled(report, indicator.columns, report.year) if report else None


def _report_before(scope: ReportScope) -> AnnualReport | None:
    """The report that a year without one of its own takes its limits from."""
    return AnnualReport.objects.of(scope.subdistrict.pk).filter(year__lt=scope.year).first()


def _settled(record: Any, columns: tuple[str, ...], year: int) -> Decision | None:
    """The version that brought these columns to their present values; the latest one where none are named."""
    if record is None:
        return None
    settled = None
    for row in (
        type(record).history.filter(id=record.pk).select_related("history_user").order_by("-history_id")
    ):
        if settled and (not columns or any(getattr(row, name) != getattr(settled, name) for name in columns)):
            break
        settled = row
    return Decision(str(settled.history_user or "系统"), settled.history_date, year) if settled else None
