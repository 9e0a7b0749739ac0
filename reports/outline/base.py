"""What an outline is made of: sections, points and clauses, with figures as {tokens}.

A clause whose figures are truly zero drops; a missing figure never removes anything. Keys are lasting: what an office
changes later refers to them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reports.figures.base import Value

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Clause:
    """Items joined by 、 between `before` and `after`. `when` may refuse it: then `otherwise` stands in."""

    items: tuple[str, ...]
    before: str = ""
    after: str = ""
    when: Callable[[Values], bool] | None = None
    otherwise: "Clause | None" = None


def clause(*items: str, before: str = "", after: str = "", when: Callable[[Values], bool] | None = None, otherwise: str = "") -> Clause:
    return Clause(items, before, after, when, Clause((otherwise,)) if otherwise else None)


@dataclass(frozen=True)
class Point:
    """One 一是 … 。 of a section: an opening sentence, and clauses divided by commas."""

    key: str
    opener: str
    clauses: tuple[Clause, ...]


def point(key: str, opener: str, *clauses: Clause | str) -> Point:
    return Point(key, opener, tuple(c if isinstance(c, Clause) else Clause((c,)) for c in clauses))


@dataclass(frozen=True)
class Section:
    """A （一） of a part. {count} in the lead is the number of points that stand."""

    key: str
    lead: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Problem:
    """A （一） of the second part, found in the records when `driver` is not truly zero, and the cause proposed for it."""

    key: str
    driver: str
    lead: str
    clauses: tuple[Clause, ...]
    cause: str


@dataclass(frozen=True)
class Outline:
    """The default wording of a report."""

    opening: str
    highlights: tuple[Section, ...]
    problems: tuple[Problem, ...]
    no_problem: str
    causes_lead: str
    no_cause: str
    aim: str
    measures: tuple[Section, ...]
    headings: dict[str, str] = field(default_factory=dict)


def rose(before: str, after: str) -> Callable[[Values], bool]:
    """提升至 only where it rose. While one of them is missing nothing contradicts it."""

    def risen(values: Values) -> bool:
        return values[before].missing or values[after].missing or values[after].value > values[before].value

    return risen


def some(key: str) -> Callable[[Values], bool]:
    """Not truly zero."""
    return lambda values: not values[key].zero
