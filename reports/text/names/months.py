"""In which months something happened, and in which it did not."""

from collections.abc import Callable, Collection, Iterable

from reports.facts import SPECIAL, Facts

SEVERAL = 2  # in one month
MOST_NAMES = 4  # months that are named; of more the number says enough


def _in_words(months: Iterable[int]) -> str | None:
    return "、".join(f"{month}月" for month in months) or None


def _few(months: Collection[int]) -> str | None:
    """Name months as 2月、6月, or say how many where nobody would listen to all of them."""
    if len(months) > MOST_NAMES:
        return f"有{len(months)}个月"
    return _in_words(months)


def active(facts: Facts, key: str) -> str | None:
    """Count the months in which it happened."""
    if facts.values[key].missing:
        return None
    months = facts.months.get(key)
    return str(len(months)) if months else None


def idle(facts: Facts, key: str) -> str | None:
    """Name the months gone by without it, or say how many they are."""
    return _few(facts.without(key))


def full(facts: Facts, key: str) -> str | None:
    """Count the months that are over, only where it happened in every one of them."""
    months = facts.scope.months_over
    if not months or facts.values[key].missing or facts.without(key):
        return None
    return str(months)


def _idle_months(facts: Facts) -> str | None:
    return _few(facts.idle_months)


def _idle_months_count(facts: Facts) -> str | None:
    return str(len(facts.idle_months)) if facts.idle_months else None


def _idle_months_last(facts: Facts) -> str | None:
    """Count the months of last year without a 党建专题会议; None where there were none."""
    return str(len(facts.idle_months_last)) if facts.idle_months_last else None


def _crowded_months(facts: Facts) -> str | None:
    """Say 11月3次、12月2次: the months with more than one 党建专题会议, where others had none."""
    if not facts.idle_months:
        return None
    months = []
    for month, number in sorted(facts.months[SPECIAL].items()):
        if number >= SEVERAL:
            months.append(f"{month}月{int(number)}次")
    return "、".join(months) or None


NAMES: dict[str, Callable[[Facts], str | None]] = {
    "idle_months": _idle_months,
    "idle_months_count": _idle_months_count,
    "idle_months_last": _idle_months_last,
    "crowded_months": _crowded_months,
}
ROOMS: dict[str, Callable[[Facts, str], str | None]] = {"active": active, "idle": idle, "full": full}
