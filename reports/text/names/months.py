"""In which months something happened, and in which it did not."""

from collections.abc import Callable, Collection, Iterable

from reports.facts import SPECIAL, Facts

SEVERAL = 2  # in one month
NAMED = 4  # months; of more the number says enough


def listed(months: Iterable[int]) -> str | None:
    return "、".join(f"{month}月" for month in months) or None


def active(facts: Facts, key: str) -> str | None:
    """In how many months it happened."""
    return (
        None
        if facts.values[key].missing
        else str(len(facts.months.get(key, {})))
        if facts.months.get(key)
        else None
    )


def idle(facts: Facts, key: str) -> str | None:
    """The months gone by without it: 2月、6月, or how many where nobody would listen to all of them."""
    return few(facts.without(key))


def few(months: Collection[int]) -> str | None:
    return f"有{len(months)}个月" if len(months) > NAMED else listed(months)


def full(facts: Facts, key: str) -> str | None:
    """How many months are over, only where it happened in every one of them."""
    over = facts.scope.months_over
    return str(over) if over and not facts.values[key].missing and not facts.without(key) else None


def _crowded(facts: Facts) -> str | None:
    """11月3次、12月2次: the months with more than one 党建专题会议, where others had none."""
    if not facts.idle_months:
        return None
    crowded = [
        (month, int(number)) for month, number in sorted(facts.months[SPECIAL].items()) if number >= SEVERAL
    ]
    return "、".join(f"{month}月{number}次" for month, number in crowded) or None


def _idle_last(facts: Facts) -> str | None:
    """How many months of last year went by without; nothing where none did."""
    return str(len(facts.idle_months_last)) if facts.idle_months_last else None


NAMES: dict[str, Callable[[Facts], str | None]] = {
    "idle_months": lambda f: few(f.idle_months),
    "idle_months_count": lambda f: str(len(f.idle_months)) if f.idle_months else None,
    "idle_months_last": _idle_last,
    "crowded_months": _crowded,
}
ROOMS: dict[str, Callable[[Facts, str], str | None]] = {"active": active, "idle": idle, "full": full}
