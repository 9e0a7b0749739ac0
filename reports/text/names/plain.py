"""Names of the year, the office, its 主题教育 and its brand, and the limits of the settings."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from documents.blocks import MISSING
from indicators.amounts import text_of
from meetings.models import Campaign
from reports.facts import Facts

MANY = 5  # records, of which a median is told


def _campaign(facts: Facts) -> str | None:
    scope = facts.scope
    running = Campaign.objects.of(scope.subdistrict.pk).filter(
        first_year__lte=scope.year, last_year__gte=scope.year
    )
    return running.values_list("name", flat=True).first()


def _brand(facts: Facts) -> Any:
    return facts.scope.own.brand


def _limit(facts: Facts, column: str) -> str:
    return text_of(getattr(facts.scope.report, column), 1)


def _known(facts: Facts, key: str) -> str | None:
    """The figure itself, where it is known and more than nothing."""
    value = facts.values[key]
    return value.text if isinstance(value.value, (int, Decimal)) and value.value > 0 else None


def _half(facts: Facts, key: str) -> str | None:
    """A median, where it is of so many records that their half says something."""
    return _known(facts, key) if facts.values[key].records >= MANY else None


NAMES: dict[str, Callable[[Facts], str | None]] = {
    "year": lambda f: str(f.scope.year),
    "next_year": lambda f: str(f.scope.year + 1),
    "span": lambda f: f"截至{f.scope.until}" if f.running else "全年",
    "so_far": lambda f: "今年以来" if f.running else "全年",
    "this_year": lambda f: "今年以来" if f.running else "今年",
    "until": lambda f: f.scope.until,
    "last_year": lambda f: f.scope.last_year,
    "office": lambda f: f.scope.subdistrict.name,
    "me": lambda f: "我" if f.is_secretary else "书记",
    "campaign": _campaign,
    "brand": lambda f: _brand(f).name if _brand(f) else MISSING,
    "brand_year": lambda f: str(_brand(f).since.year) if _brand(f) else MISSING,
    "count": lambda f: None,  # what stands is known to the section alone
}
ROOMS: dict[str, Callable[[Facts, str], str | None]] = {"limit": _limit, "known": _known, "half": _half}
