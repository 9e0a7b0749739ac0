"""The base of all kinds of indicator, and the value computed of one.

An indicator is data: what it counts, and what must exist for it to be known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar

from django.db.models import TextChoices

from communities.models import Community
from documents.blocks import DASH, MISSING
from indicators.criteria import Opening, RecordSet
from indicators.measures import Answers, Measure
from indicators.periods import Length
from indicators.scope import Scope
from indicators.territory import Places
from indicators.values import At, State
from records.models import Record

NOWHERE = Places()
UNDEFINED = "不适用"  # printed of a stretch for which an indicator says nothing


class Kind(TextChoices):
    """The sort of number that an indicator is."""

    FLOW = "F", "年内发生数"
    STOCK = "S", "时点数"
    RATIO = "R", "比率"
    DURATION = "D", "用时"
    TARGET = "T", "目标"
    SELECTED = "P", "选定"
    THRESHOLD = "K", "门槛"


class Page(Enum):
    """The pages on which a person sets what is not computed."""

    TARGETS = "下年目标"
    SETTINGS = "年度报告设置"


class Remedy(Enum):
    """The things that a person can do about a gap."""

    RECORD = "record"
    STATE_ZERO = "state zero"
    SET_TARGET = "set target"
    SELECT = "select"


@dataclass(frozen=True)
class Way:
    """One way out of a gap: which records to enter, or of which 社区 to state zero."""

    remedy: Remedy
    model: type[Record] | None = None
    community: Community | None = None


@dataclass(frozen=True)
class Gap:
    """Why a value is missing or incomplete, in words, and what can be done about it."""

    reason: str = ""
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Value:
    """A computed indicator.

    `value` is an int, a Decimal (万元, %), a text or a list of names; None where it is missing.
    """

    indicator: Indicator
    value: Any = None
    text: str = MISSING
    numerator: Any = None
    denominator: Any = None
    records: int = 0
    incomplete: tuple[Community, ...] = ()
    rows: dict[int | None, Decimal] = field(default_factory=dict)
    pairs: dict[int | None, tuple[Decimal, Decimal]] = field(default_factory=dict)  # of a rate: part, whole
    known: frozenset[int | None] = frozenset()  # who has base records, or stated zero
    places: Places = NOWHERE
    stated_zero: bool = False
    contradicted: bool = False
    is_defined: bool = True  # whether the indicator says anything of a stretch as long as this one

    @classmethod
    def not_applicable(cls, indicator: Indicator) -> Value:
        """Return the value of a stretch for which an indicator is not defined: neither a number nor a gap."""
        return cls(indicator, text=UNDEFINED, is_defined=False)

    @property
    def key(self) -> str:
        return self.indicator.key

    @property
    def missing(self) -> bool:
        """Whether it should be known and is not."""
        return self.value is None and self.is_defined

    @property
    def excuse(self) -> str:
        """Why it need not be known, where it is not and its clause simply drops: 本年无换届. Empty otherwise."""
        if self.missing:
            return self.indicator.optional
        return ""

    @property
    def is_gap(self) -> bool:
        """Whether it is missing, and somebody has to record it."""
        return self.missing and not self.indicator.optional

    @property
    def page_text(self) -> str:
        """The text for a page: with separators, unlike in the report; — where it need not be known."""
        if self.excuse:
            return DASH
        return self.indicator.format_text(self.text)

    def at(self, place: int | None) -> At:
        """Return what it is at a 社区, or (None) at the 街道 itself.

        It is decided here for every page, document and workbook.
        """
        if not self.is_defined:
            return At(State.NOT_DEFINED)
        if place is not None and place in self.places.absent:
            return At(State.NOT_STANDING, note=self.places.absent[place])
        return self.indicator.at(self, place)

    @property
    def surplus(self) -> Decimal:
        """重复: by how much the rows of the communities exceed the number, which counts everybody once."""
        if self.value is None or not self.rows:
            return Decimal(0)
        return sum(self.rows.values(), Decimal(0)) - Decimal(self.value)

    @property
    def zero(self) -> bool:
        """Whether it is truly zero: nothing happened, and the office knows it."""
        return isinstance(self.value, (int, Decimal)) and self.value == 0

    @property
    def comparable(self) -> bool:
        """Whether it may be held against another year's."""
        return self.indicator.comparable and isinstance(self.value, (int, Decimal))

    @property
    def explanation(self) -> str:
        """The words for how it came about, with its numbers."""
        if self.excuse:
            return f"{self.excuse}，不写"
        if self.missing:
            return "没有记录，缺数"
        return self.indicator.explain(self)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """An indicator of any kind: a lasting key, a name, a unit and its 口径 in Chinese."""

    kind: ClassVar[Kind]
    comparable: ClassVar[bool] = False  # with another year's
    may_be_stated_zero: ClassVar[bool] = False
    may_be_rounded: ClassVar[bool] = False  # by whoever writes it in a text
    has_parts: ClassVar[bool] = False  # a part and a whole
    is_median: ClassVar[bool] = False
    is_target: ClassVar[bool] = False  # for the year after
    main_list: ClassVar[str] = ""  # the list that shows what a place's number consists of
    way_out: ClassVar[str] = ""  # what to do where it is missing, in words

    key: str
    label: str
    unit: str
    definition: str
    source: str  # where the 口径 comes from: a regulation, a standard, or a convention of this system
    optional: str = ""  # why a missing one may simply drop out of the report
    expects: str = ""  # which 社区 should have records that make it known; empty where none in particular
    yearly: bool = False  # held against a limit for a whole year: while the year runs, short of it so far
    money: bool = False  # kept in 元, given in 万元

    @property
    def unit_beside(self) -> str:
        """Return the unit that stands beside a value; % is a part of the value's own text."""
        return "" if self.unit == "%" else self.unit

    def measures(self, scope: Scope) -> Iterable[Measure]:
        """Return what has to be asked of the database to know it."""
        return ()

    def read(self, scope: Scope, answers: Answers) -> Value:
        """Return the value over a scope of one 街道, from the answers to its measures."""
        raise NotImplementedError

    def is_defined_for(self, length: Length) -> bool:
        """Whether it says anything of a stretch that long; where not, it is no gap."""
        return length is Length.YEAR

    def at(self, value: Value, place: int | None) -> At:
        """Return what its value is at a 社区 that stands, or at the 街道 itself."""
        return At(State.NOT_RECORDED)

    def gap(self, value: Value, scope: Scope) -> Gap:
        """Say why its value is missing or incomplete, and what can be done about it."""
        return Gap()

    def explain(self, value: Value) -> str:
        """Say how a known value came about, with its numbers."""
        return f"{self.label} = {value.text}"

    def format_amount(self, amount: Decimal) -> str:
        """Write an amount of it at one place, for a page."""
        return f"{amount:,.0f}"

    def format_text(self, text: str) -> str:
        """Write its text for a page."""
        return text

    def places(self, scope: Scope) -> Places:
        """Return where its records count."""
        if self.of_year:
            return scope.in_flows
        return scope.in_stocks

    def per(self, by_mean: bool) -> str:
        """Return 每月, 平均每月 … of a target; nothing of others."""
        return ""

    @property
    def judged_by(self) -> str:
        """The key of the indicator that tells whether a target is reached; empty of others."""
        return ""

    @property
    def of_year(self) -> bool:
        """Whether it counts what happened in the year."""
        return self.kind == Kind.FLOW

    @property
    def accumulates(self) -> bool:
        """Whether what it has reached once in a year is not lost again."""
        return self.kind == Kind.FLOW

    @property
    def is_stock(self) -> bool:
        """Whether it counts what stands on the cut-off day."""
        return self.kind == Kind.STOCK

    @property
    def kind_in_words(self) -> str:
        return str(self.kind.label)

    @property
    def formula(self) -> str:
        """The words for how it is computed; empty where a person sets it."""
        return ""

    @property
    def when_missing(self) -> str:
        """What must be there for it to be known, and what is printed until then."""
        return "没有填写时印作 X 并列入缺数"

    @property
    def lists(self) -> dict[str, RecordSet]:
        """The lists of records it can be opened down to, by part."""
        return {}

    @property
    def is_confidential(self) -> bool:
        """Whether it counts records that only their own pages tell of."""
        return any(record_set.model.is_confidential for record_set in self.lists.values())

    @property
    def main(self) -> RecordSet:
        """The records that a place's number consists of; `KeyError` where a person sets it."""
        return self.lists[self.main_list]

    @property
    def openings(self) -> tuple[Opening, ...]:
        """The funnels from all records of a kind down to those it counts."""
        return ()
