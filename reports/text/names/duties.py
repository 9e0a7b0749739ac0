"""What the 整改 of the year has of the problems of last year's report."""

from collections.abc import Callable

from duties.models import Remedy
from reports.facts import Facts


def _remedies_of_report(facts: Facts) -> str | None:
    """Count those that last year's report named."""
    number = sum(remedy.source == Remedy.Source.REPORT for remedy in facts.remedies)
    return str(number) if number else None


NAMES: dict[str, Callable[[Facts], str | None]] = {"remedies_of_report": _remedies_of_report}
