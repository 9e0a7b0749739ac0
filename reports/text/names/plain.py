"""Names of the year, the office, its 主题教育 and its brand, and the limits of the settings."""

from collections.abc import Callable
from decimal import Decimal

from documents.blocks import MISSING
from indicators.amounts import text_of
from meetings.models import Campaign
from reports.facts import Facts

MANY = 5  # records, of which a median is told


def _span(facts: Facts) -> str:
    return f"截至{facts.scope.until}" if facts.running else "全年"


def _so_far(facts: Facts) -> str:
    return "今年以来" if facts.running else "全年"


def _this_year(facts: Facts) -> str:
    return "今年以来" if facts.running else "今年"


def _me(facts: Facts) -> str:
    return "我" if facts.is_secretary else "书记"


def _campaign(facts: Facts) -> str | None:
    year = facts.scope.year
    campaigns = Campaign.objects.of(facts.scope.subdistrict.pk)
    running = campaigns.filter(first_year__lte=year, last_year__gte=year)
    return running.values_list("name", flat=True).first()


def _brand(facts: Facts) -> str:
    brand = facts.scope.own.brand
    return brand.name if brand else MISSING


def _brand_year(facts: Facts) -> str:
    brand = facts.scope.own.brand
    return str(brand.since.year) if brand else MISSING


def _nothing(facts: Facts) -> None:
    """Stand for a name that the writer alone knows: how many points of a section stand."""


def _limit(facts: Facts, column: str) -> str:
    return text_of(getattr(facts.scope.report, column), 1)


def _positive(facts: Facts, key: str) -> str | None:
    """Return the figure itself, where it is known and more than nothing."""
    value = facts.values[key]
    if isinstance(value.value, (int, Decimal)) and value.value > 0:
        return value.text
    return None


def _half(facts: Facts, key: str) -> str | None:
    """Return a median, where it is of so many records that their half says something."""
    if facts.values[key].records < MANY:
        return None
    return _positive(facts, key)


NAMES: dict[str, Callable[[Facts], str | None]] = {
    "year": lambda facts: str(facts.scope.year),
    "next_year": lambda facts: str(facts.scope.year + 1),
    "span": _span,
    "so_far": _so_far,
    "this_year": _this_year,
    "until": lambda facts: facts.scope.until,
    "last_year": lambda facts: facts.scope.last_year,
    "office": lambda facts: facts.scope.subdistrict.name,
    "me": _me,
    "campaign": _campaign,
    "brand": _brand,
    "brand_year": _brand_year,
    "count": _nothing,
}
ROOMS: dict[str, Callable[[Facts, str], str | None]] = {"limit": _limit, "known": _positive, "half": _half}
