"""What happened in each month of a stretch: one statement for as many indicators as are asked."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models.functions import ExtractMonth

from indicators.compute import ask
from indicators.kinds import CountIndicator
from indicators.measures import Measure, Row
from indicators.scope import Scope

Months = Mapping[int, Decimal]


def has_months(indicator: object) -> bool:
    """Whether it counts what happens on a day of the year."""
    return isinstance(indicator, CountIndicator) and indicator.of_year and bool(indicator.record_set.day)


def by_month(indicators: Iterable[CountIndicator], scope: Scope) -> dict[str, Months]:
    """Return by key the amount of each month in which anything happened; money in 元."""
    selection = [indicator for indicator in indicators if has_months(indicator)]
    answers = ask([_measure(indicator, scope) for indicator in selection], scope)
    return {indicator.key: _months(answers.get(indicator.key, {})) for indicator in selection}


def _months(rows: Mapping[int | None, Row]) -> Months:
    months = {}
    for month, row in rows.items():
        if month is not None:
            months[int(month)] = row.amount
    return months


def _measure(indicator: CountIndicator, scope: Scope) -> Measure:
    record_set = indicator.record_set
    rows = record_set.records(scope)
    return Measure(indicator.key, rows, record_set.amount, by=ExtractMonth(record_set.day))
