"""Who decided what no record tells: a target, a selection, a threshold."""

from dataclasses import dataclass
from datetime import datetime

from indicators.kinds import DecidedIndicator
from records.models import Record
from reports.context import ReportScope
from reports.models import AnnualReport


@dataclass(frozen=True)
class Decision:
    """Who brought about what now stands, and when; `year` is the report it was decided in."""

    who: str
    moment: datetime
    year: int


def decision(indicator: DecidedIndicator, scope: ReportScope) -> Decision | None:
    """Find who decided an indicator.

    None where nobody did, or where the reader may not see the 街道's own records.
    """
    if not scope.reach.is_whole or not indicator.is_decided(scope):
        return None
    if not indicator.columns:
        target = scope.target_rows.get(indicator.key)
        return _latest_decision(target, (), scope.year) if target else None
    report = scope.report if scope.report.pk else _report_before(scope)
    if report is None:
        return None
    return _latest_decision(report, indicator.columns, report.year)


def _report_before(scope: ReportScope) -> AnnualReport | None:
    """Return the report that a year without one of its own takes its limits from."""
    return AnnualReport.objects.of(scope.subdistrict.pk).filter(year__lt=scope.year).first()


def _latest_decision(record: Record, columns: tuple[str, ...], year: int) -> Decision | None:
    """Find the version that brought these columns to their present values.

    Where no columns are named it is the latest version.
    """
    history = type(record).history.filter(id=record.pk).select_related("history_user")
    decisive = None
    for version in history.order_by("-history_id"):
        if decisive is None or (columns and _are_same(version, decisive, columns)):
            decisive = version
        else:
            break
    if decisive is None:
        return None
    return Decision(str(decisive.history_user or "系统"), decisive.history_date, year)


def _are_same(one: object, other: object, columns: tuple[str, ...]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in columns)
