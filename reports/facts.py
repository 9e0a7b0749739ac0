"""Everything computed about one year of one 街道, each thing once: figures, last year's, promises, and names for the wording."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from indicators.amounts import MISSING, text_of
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Value
from meetings.models import Campaign, Meeting
from reports.changes import since_last_year
from reports.context import ReportScope
from reports.outline import tokens
from reports.promises import Promise, promises


class Facts:
    """What the text, the checks and the annexes are written from. `values` may be given where they are computed already."""

    def __init__(self, scope: ReportScope, values: Mapping[str, Value] | None = None) -> None:
        self.scope = scope
        self._names: dict[str, str | None] = {}
        if values is not None:
            self.values = values

    @cached_property
    def values(self) -> Mapping[str, Value]:
        return compute(CATALOGUE.values(), self.scope)

    @property
    def running(self) -> bool:
        """The year is not over: everything is told up to the cut-off day, and no promise is judged kept."""
        return self.scope.running

    @cached_property
    def before(self) -> Mapping[str, Value]:
        """Last year's figures by the same definitions; of a running year those of the same span of last year."""
        return compute(CATALOGUE.values(), self.scope.before)

    @cached_property
    def promises(self) -> list[Promise]:
        return promises(self.scope, self.values)

    @cached_property
    def idle_months(self) -> list[int]:
        """Months gone by in which the 街道 held no 党建专题会议; none while no such meeting is on record."""
        scope = self.scope
        if self.values["meetings.special"].missing:
            return []
        days = scope.during(Meeting).of_kind(Meeting.Kind.SPECIAL).held_by_office().values_list("date", flat=True)
        held = {day.month for day in days}
        return [month for month in range(1, scope.months_over + 1) if month not in held]

    def name(self, key: str) -> str | None:
        """A name or count the wording takes from the records; X where it should be there and is not, None where it need not."""
        if key not in self._names:
            room, _, rest = key.partition(".")
            of_room = ROOMS.get(room)
            self._names[key] = of_room(self, rest) if of_room else NAMES[key](self)
        return self._names[key]

    def promise(self, target: str) -> Promise | None:
        """What last year's report promised under that key, judged by this year's figures."""
        return next((promise for promise in self.promises if promise.figure.key == target), None)


def _change(facts: Facts, key: str) -> str | None:
    return since_last_year(facts.values[key], facts.before[key], facts.scope.last_year)


def _promised(facts: Facts, target: str) -> str | None:
    """As the text says it: with its %, without any other unit."""
    promise = facts.promise(f"targets.{target}")
    if promise is None:
        return None
    return promise.promised if promise.figure.unit == "%" else promise.promised.removesuffix(promise.figure.unit)


def _judged(facts: Facts, target: str) -> str | None:
    """How many months, visits or members reached it, and which did not; of 社区 chosen what became of them."""
    promise = facts.promise(f"targets.{target}")
    return promise.detail or None if promise else None


def _per(facts: Facts, target: str) -> str | None:
    """每月, 每次, 每名 of next year's target; 平均每月, 平均每次, 人均 where the office means the mean."""
    key = f"targets.{target}"
    stored = facts.scope.targets.get(key)
    return CATALOGUE[key].per(stored is not None and stored.by_mean)


# {promised.party_funding}, {change.visits.frontline}: what is said of one target or figure, by its key
ROOMS: dict[str, Callable[[Facts, str], str | None]] = {"change": _change, "promised": _promised, "judged": _judged, "per": _per}


def _targets_kept(facts: Facts) -> str | None:
    """Of how many promises the year is judged by; nothing while it runs, or before any was made."""
    if facts.running or not facts.promises:
        return None
    return str(sum(promise.kept is True for promise in facts.promises))


def _campaign(facts: Facts) -> str | None:
    scope = facts.scope
    running = Campaign.objects.of(scope.subdistrict.pk).filter(first_year__lte=scope.year, last_year__gte=scope.year)
    return running.values_list("name", flat=True).first()


def _brand(facts: Facts) -> Any:
    return facts.scope.own.brand


def _counted(key: str, side: str) -> Callable[["Facts"], str | None]:
    """Part or whole of a rate; nothing while it is unknown: the rate itself is then missed."""
    column = "numerator" if side == "part" else "denominator"

    def of(facts: Facts) -> str | None:
        amount = getattr(facts.values[key], column)
        return None if amount is None else str(amount)

    return of


def _limit(column: str) -> Callable[["Facts"], str]:
    return lambda facts: text_of(getattr(facts.scope.report, column), 1)


NAMES: dict[str, Callable[[Facts], str | None]] = {
    "year": lambda f: str(f.scope.year),
    "next_year": lambda f: str(f.scope.year + 1),
    "span": lambda f: f"截至{f.scope.until}" if f.running else "全年",
    "until": lambda f: f.scope.until,
    "office": lambda f: f.scope.subdistrict.name,
    "campaign": _campaign,
    "brand": lambda f: _brand(f).name if _brand(f) else MISSING,
    "brand_year": lambda f: str(_brand(f).since.year) if _brand(f) else MISSING,
    "count": lambda f: None,  # what stands is known to the section alone
    "idle_months": lambda f: "、".join(f"{month}月" for month in f.idle_months) or None,
    "targets_set": lambda f: str(len(f.promises)) if f.promises else None,
    "targets_kept": _targets_kept,
    "missed_in_full": lambda f: "、".join(p.short_of for p in f.promises if p.kept is False) or None,
    "missed_targets": lambda f: "、".join(p.figure.label for p in f.promises if p.kept is False) or None,
    **{name: _counted(name.partition(".")[2], name.partition(".")[0]) for name in tokens.COUNTS},
    **{name: _limit(name.partition(".")[2]) for name in tokens.LIMITS},
}
