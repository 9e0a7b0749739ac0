"""The kinds of figure. A figure is data: what it counts, and what must exist for it to be known.

F flow and S stock are `Tally`, R is `Ratio`, T `Target`, P `Chosen`, K `Threshold`. Figures that count rows say so with
querysets; `compute` reads all of them in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from communities.models import Community
from reports.figures.places import DASH, At, Places, Presence
from reports.figures.terms import Answers, Base, Measure, Term

if TYPE_CHECKING:
    from reports.scope import Scope

MISSING = "X"
WAN = Decimal(10_000)  # 万元 in 元
TO_THE_FEN = 6  # decimals of 万元 down to 分
KINDS = {"F": "年内发生数", "S": "时点数", "R": "比率", "T": "目标", "P": "选定", "K": "门槛"}


NOWHERE = Places()


@dataclass(frozen=True)
class Value:
    """A computed figure. `value` is an int, a Decimal (万元, %), a text or a list of names; None where it is missing."""

    figure: Figure
    value: Any = None
    text: str = MISSING
    numerator: Any = None
    denominator: Any = None
    records: int = 0
    incomplete: tuple[Community, ...] = ()
    rows: dict[int | None, Decimal] = field(default_factory=dict)
    pairs: dict[int | None, tuple[Decimal, Decimal]] = field(default_factory=dict)  # of a rate: part and whole
    known: frozenset[int | None] = frozenset()  # who has base records, or stated zero
    places: Places = NOWHERE
    stated_zero: bool = False
    contradicted: bool = False

    @property
    def key(self) -> str:
        return self.figure.key

    @property
    def missing(self) -> bool:
        return self.value is None

    @property
    def excuse(self) -> str:
        """Why it need not be known, where it is not and its clause simply drops: 本年无换届. Empty otherwise."""
        return self.figure.optional if self.missing else ""

    @property
    def is_gap(self) -> bool:
        """It is missing, and somebody has to record it."""
        return self.missing and not self.figure.optional

    @property
    def shown(self) -> str:
        """The text for a page: with separators, which the report goes without; — where it need not be known."""
        if self.excuse:
            return DASH
        whole = self.text.isdigit() and self.figure.kind in "FS"
        return f"{int(self.text):,}" if whole else self.text

    def at(self, place: int | None) -> At:
        """What it is at a 社区, or (None) at the 街道 itself: decided here for every page, document and workbook."""
        if place is not None and (note := self.places.absent.get(place)):
            return At(Presence.NOT_STANDING, note=note)
        if isinstance(self.figure, Ratio) and place in self.pairs:
            return At.counted(self.figure.rate(*self.pairs[place]), self.pairs[place])
        if place in self.rows or (place in self.known and not self.missing):
            return At.counted(Decimal(self.rows.get(place, 0)))
        return At(Presence.NOT_RECORDED)

    @property
    def repeated(self) -> Decimal:
        """重复: by how much the rows of the communities together exceed the figure, which counts everybody once."""
        if self.missing or not self.rows:
            return Decimal(0)
        return sum(self.rows.values(), Decimal(0)) - Decimal(self.value)

    @property
    def zero(self) -> bool:
        """Truly zero: nothing happened, and the office knows it."""
        return not self.missing and isinstance(self.value, (int, Decimal)) and self.value == 0


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What every figure has: a lasting key, names, a unit and its 口径 in Chinese."""

    kind: ClassVar[str] = ""

    key: str
    label: str
    unit: str
    definition: str
    source: str  # where the 口径 comes from: a regulation, a standard, or a convention of this system
    optional: str = ""  # why a missing figure may simply drop out of the report

    def measures(self, scope: Scope) -> Iterable[Measure]:
        return ()

    def read(self, scope: Scope, answers: Answers) -> Value:
        raise NotImplementedError

    @property
    def of_year(self) -> bool:
        """It counts what happened in the year."""
        return self.kind == "F"

    @property
    def kind_in_words(self) -> str:
        return KINDS[self.kind]

    @property
    def formula(self) -> str:
        """How it is computed, in words; empty where a person sets it."""
        return ""

    @property
    def when_missing(self) -> str:
        """What must be there for it to be known, and what is printed until then."""
        return "没有填写时印作 X 并列入缺数"

    @property
    def lists(self) -> dict[str, Term]:
        """The lists of records this figure can be opened down to, by part."""
        return {}


EVERY = "every"
URBAN = "urban"
ALL_YEAR = "all_year"


@dataclass(frozen=True, kw_only=True)
class Tally(Figure):
    """A flow (F) or a stock (S): rows counted or summed. `expects` names the communities that should have base records."""

    term: Term
    base: Base
    kind: str = "F"  # type: ignore[misc]
    money: bool = False
    expects: str = ""
    yearly: bool = False  # held against a limit for a whole year: while the year runs, short of it so far

    def measures(self, scope: Scope) -> Iterable[Measure]:
        yield from self.term.measures(self.key, scope, scope.places(self))
        yield from self.base.measures(scope)

    @property
    def lists(self) -> dict[str, Term]:
        return {"records": self.term}

    @property
    def formula(self) -> str:
        return f"{self.term.formula}{' ÷ 10000' * self.money}"

    @property
    def when_missing(self) -> str:
        if self.optional:
            return f"没有{self.base.label}时，按“{self.optional}”，这一句不写"
        return f"没有{self.base.label}时，印作 X 并列入缺数，不当作 0"

    def read(self, scope: Scope, answers: Answers) -> Value:
        amount, records = self.term.total(self.key, answers)
        counted = answers.get(self.key, {})
        places = scope.places(self)
        known = self.base.known(answers, places)
        stated = scope.zeros.get(self.key, set())
        expected = self._expected(scope)
        silent = tuple(c for c in expected if c.pk not in known and c.pk not in stated)
        told = None in stated or bool(expected and stated and not silent)
        if not known and not told:
            return Value(self, incomplete=silent, known=frozenset(stated), places=places)
        rows = {community: self.scaled(row.amount) for community, row in counted.items()}
        value = self.scaled(amount)
        return Value(
            self,
            value=value,
            text=wan_text(value) if self.money else text_of(value, 0),
            records=records,
            incomplete=() if None in stated and not known else silent,
            rows=rows,
            known=frozenset(known | stated | (places.asked.keys() if None in stated else set())),
            places=places,
            stated_zero=not known,
            contradicted=bool(known and (None in stated or stated & known)),
        )

    def _expected(self, scope: Scope) -> list[Community]:
        """Which of the communities standing then should have base records."""
        if self.expects == ALL_YEAR:
            return list(scope.standing_throughout.values())
        asked = scope.places(self).asked.values()
        if self.expects == URBAN:
            return [community for community in asked if community.kind == Community.Kind.URBAN]
        return list(asked) if self.expects == EVERY else []

    def scaled(self, amount: Decimal) -> Any:
        return amount.quantize(Decimal("0.01")) / WAN if self.money else int(amount)


@dataclass(frozen=True, kw_only=True)
class Ratio(Figure):
    """A rate (R): part ÷ whole, both kept. In % unless `percent` is false, and then a mean."""

    kind: ClassVar[str] = "R"

    part: Term
    whole: Term
    percent: bool = True
    unknown: Term | None = None  # rows that nobody can place in part or whole: left out, and listed
    standing: bool = False  # its whole is what stands on the cut-off day, not what happened in the year

    @property
    def of_year(self) -> bool:
        return not self.standing

    def measures(self, scope: Scope) -> Iterable[Measure]:
        yield from self.part.measures(f"{self.key}/part", scope, scope.places(self))
        yield from self.whole.measures(f"{self.key}/whole", scope, scope.places(self))

    @property
    def lists(self) -> dict[str, Term]:
        unknown = {"unknown": self.unknown} if self.unknown else {}
        return {"numerator": self.part, "denominator": self.whole, **unknown}

    @property
    def formula(self) -> str:
        return f"{self.part.label} ÷ {self.whole.label}{' × 100%' * self.percent}"

    @property
    def when_missing(self) -> str:
        return f"没有{self.whole.label}时算不出比率，印作 X 并列入缺数，零报告也不能代替"

    def read(self, scope: Scope, answers: Answers) -> Value:
        part, whole = self.part.total(f"{self.key}/part", answers), self.whole.total(f"{self.key}/whole", answers)
        if not whole.amount:
            return Value(self, places=scope.places(self))
        value = self.rate(part.amount, whole.amount)
        parts = (int(part.amount), int(whole.amount))
        return Value(self, value, self.written(value), *parts, whole.records, pairs=self.pairs(answers), places=scope.places(self))

    def rate(self, part: Decimal, whole: Decimal) -> Decimal:
        return percentage(part, whole) if self.percent else mean(part, whole)

    def written(self, rate: Decimal) -> str:
        return text_of(rate, 1) + "%" * self.percent

    def pairs(self, answers: Answers) -> dict[int | None, tuple[Decimal, Decimal]]:
        """Part and whole of each community that has a whole."""
        parts, wholes = answers.get(f"{self.key}/part", {}), answers.get(f"{self.key}/whole", {})
        return {place: (parts[place].amount if place in parts else Decimal(0), row.amount) for place, row in wholes.items() if row.amount}


MONTH, VISIT, MEMBER = "month", "visit", "member"
EACH = {MONTH: "每月", VISIT: "每次", MEMBER: "每名"}
MEAN = {MONTH: "平均每月", VISIT: "平均每次", MEMBER: "人均"}


@dataclass(frozen=True, kw_only=True)
class Target(Figure):
    """A target (T) for the coming year, set by a person and judged then by `measure`.

    `each` is month, visit or member where every single one should reach it, unless the office means their mean.
    """

    kind: ClassVar[str] = "T"

    measure: str
    each: str = ""
    of_communities: bool = False

    def per(self, by_mean: bool) -> str:
        """每月, or 平均每月 where the office means the mean; nothing of a target for the year as a whole."""
        return (MEAN if by_mean else EACH).get(self.each, "")

    def read(self, scope: Scope, answers: Answers) -> Value:
        return self.of(scope.targets.get(self.key))

    def of(self, target: Any) -> Value:
        """What one stored target says."""
        names = [community.name for community in target.communities.all()] if target and self.of_communities else []
        if names:
            return Value(self, names, "、".join(names), records=1)
        if target is None or target.amount is None:
            return Value(self)
        whole = self.unit not in ("%", "万元") and target.amount == target.amount.to_integral_value()
        text = text_of(target.amount, 2) + "%" * (self.unit == "%") + "个" * self.of_communities
        return Value(self, int(target.amount) if whole else target.amount, text, records=1)


@dataclass(frozen=True, kw_only=True)
class Chosen(Figure):
    """Something read off one chosen record (P)."""

    kind: ClassVar[str] = "P"

    pick: Callable[[Scope], Any]
    columns: tuple[str, ...]  # of the year's report: any of them filled in means that a person chose

    @property
    def when_missing(self) -> str:
        return "没有选定时自动取；没有可取的，印作 X 并列入缺数"

    def read(self, scope: Scope, answers: Answers) -> Value:
        found = self.pick(scope)
        return Value(self) if found in (None, "") else Value(self, found, str(found), records=1)


@dataclass(frozen=True, kw_only=True)
class Threshold(Figure):
    """A limit kept with the report (K)."""

    kind: ClassVar[str] = "K"

    column: str  # of the year's report

    @property
    def when_missing(self) -> str:
        return "没有填写时沿用上一份报告的，从来没有填写的用默认值"

    def read(self, scope: Scope, answers: Answers) -> Value:
        found = Decimal(getattr(scope.report, self.column))
        return Value(self, found, text_of(found, 1) + "%" * (self.unit == "%"))


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """In %, one decimal, half up; never 100 unless part = whole, never 0 unless part is 0."""
    value = (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if value == 100 and part != whole:
        return Decimal("99.9") if part < whole else Decimal("100.1")
    if value == 0 and part != 0:
        return Decimal("0.1")
    return value


def mean(part: Decimal, whole: Decimal) -> Decimal:
    """One decimal, half up; never 0 unless part is 0."""
    value = (part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Decimal("0.1") if value == 0 and part != 0 else value


def wan_text(amount: Decimal) -> str:
    """万元, two decimals at most; what they would make 0 is written down to the 分, for only nothing is 0."""
    return text_of(amount, TO_THE_FEN if is_lost_in_wan(amount) else 2)


def is_lost_in_wan(amount: Decimal) -> bool:
    """Whether two decimals of 万元 would make nothing of what is something: under 50 元."""
    return bool(amount) and not Decimal(text_of(amount, 2))


def text_of(value: Any, places: int) -> str:
    """A number at most that many decimals long, half up, without trailing zeros or separators."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
