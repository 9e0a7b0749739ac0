"""Indicators that divide a part by a whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from indicators.amounts import mean, percentage, text_of
from indicators.criteria import Opening, RecordSet
from indicators.kinds.base import Gap, Indicator, Kind, Remedy, Value, Way
from indicators.measures import Answers, Measure, Row
from indicators.periods import Length
from indicators.scope import Scope
from indicators.values import At, State

NOTHING = Row(Decimal(0), 0)


@dataclass(frozen=True, kw_only=True)
class RatioIndicator(Indicator):
    """A rate: part ÷ whole, in % unless `percent` is false, and then a mean.

    Its value keeps both.
    """

    kind: ClassVar[Kind] = Kind.RATIO
    comparable: ClassVar[bool] = True
    has_parts: ClassVar[bool] = True
    main_list: ClassVar[str] = "denominator"
    way_out: ClassVar[str] = "请补录计算它所需的记录"

    part: RecordSet
    whole: RecordSet
    percent: bool = True
    unknown: RecordSet | None = None  # rows that nobody can place in part or whole: left out, and listed
    whole_year: bool = False  # it is of a year, and no day tells of which part of it
    standing: bool = False  # its whole is what stands on the cut-off day, not what happened in the year

    def is_defined_for(self, length: Length) -> bool:
        return length is Length.YEAR or not self.whole_year

    @property
    def of_year(self) -> bool:
        return not self.standing

    def measures(self, scope: Scope) -> Iterable[Measure]:
        yield from self.part.measures(f"{self.key}/part", scope, self.places(scope))
        yield from self.whole.measures(f"{self.key}/whole", scope, self.places(scope))

    @property
    def lists(self) -> dict[str, RecordSet]:
        lists = {"numerator": self.part, "denominator": self.whole}
        if self.unknown:
            lists["unknown"] = self.unknown
        return lists

    @property
    def openings(self) -> tuple[Opening, ...]:
        """The denominator's, and the numerator's from where it parts from that."""
        whole, part = self.whole, self.part
        denominator = Opening("denominator", whole, "计入分母", "未计入分母的原因")
        is_same_kind = part.model is whole.model
        if is_same_kind and part.criteria == whole.criteria:
            return (denominator,)
        common = len(whole.criteria)
        if is_same_kind and part.criteria[:common] == whole.criteria:
            reasons = "在分母中，未计入分子的原因"
            return denominator, Opening("numerator", part, "计入分子", reasons, common, whole.label)
        return denominator, Opening("numerator", part, "计入分子", "未计入分子的原因")

    @property
    def formula(self) -> str:
        quotient = f"{self.part.label} ÷ {self.whole.label}"
        if self.percent:
            return f"{quotient} × 100%"
        return quotient

    @property
    def when_missing(self) -> str:
        return f"没有{self.whole.label}时算不出比率，印作 X 并列入缺数，零报告也不能代替"

    def read(self, scope: Scope, answers: Answers) -> Value:
        part = self.part.total(f"{self.key}/part", answers)
        whole = self.whole.total(f"{self.key}/whole", answers)
        places = self.places(scope)
        if not whole.amount:
            return Value(self, places=places)
        value = self.rate(part.amount, whole.amount)
        return Value(
            self,
            value=value,
            text=self.format_amount(value),
            numerator=int(part.amount),
            denominator=int(whole.amount),
            records=whole.records,
            pairs=self.pairs(answers),
            places=places,
        )

    def rate(self, part: Decimal, whole: Decimal) -> Decimal:
        if self.percent:
            return percentage(part, whole)
        return mean(part, whole)

    def format_amount(self, amount: Decimal) -> str:
        text = text_of(amount, 1)
        if self.percent:
            return f"{text}%"
        return text

    def pairs(self, answers: Answers) -> dict[int | None, tuple[Decimal, Decimal]]:
        """Return part and whole of each community that has a whole."""
        parts = answers.get(f"{self.key}/part", {})
        wholes = answers.get(f"{self.key}/whole", {})
        pairs = {}
        for place, whole in wholes.items():
            if whole.amount:
                part = parts.get(place, NOTHING)
                pairs[place] = (part.amount, whole.amount)
        return pairs

    def at(self, value: Value, place: int | None) -> At:
        if place not in value.pairs:
            return At(State.NOT_RECORDED)
        part, whole = value.pairs[place]
        return At.of_amount(self.rate(part, whole), (part, whole))

    def gap(self, value: Value, scope: Scope) -> Gap:
        return Gap(f"没有{self.whole.label}，算不出比率", (Way(Remedy.RECORD, self.whole.model),))

    def explain(self, value: Value) -> str:
        return f"{self.part.label}{value.numerator} ÷ {self.whole.label}{value.denominator} = {value.text}"
