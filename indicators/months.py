"""What happened in each month of a stretch: one statement for as many indicators as are asked."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models.functions import ExtractMonth

from indicators.compute import ask
from indicators.kinds import CountIndicator
from indicators.measures import Measure
from indicators.scope import Scope

Months = Mapping[int, Decimal]


def has_months(indicator: object) -> bool:
    """Whether it counts what happens on a day of the year."""
    return isinstance(indicator, CountIndicator) and indicator.of_year and bool(indicator.record_set.day)


def by_month(indicators: Iterable[CountIndicator], scope: Scope) -> dict[str, Months]:
    """By key: the amount of each month in which anything happened; money in 元."""
    chosen = [indicator for indicator in indicators if has_months(indicator)]
    answers = ask([_measure(indicator, scope) for indicator in chosen], scope)
    return {
        indicator.key: {
            int(month): row.amount
            for month, row in answers.get(indicator.key, {}).items()
            if month is not None
        }
        for indicator in chosen
    }


def _measure(indicator: CountIndicator, scope: Scope) -> Measure:
    record_set = indicator.record_set
    return Measure(
        indicator.key, record_set.records(scope), record_set.amount, by=ExtractMonth(record_set.day)
    )
