"""Indicators that say what an office plans for the coming year."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from indicators.amounts import text_of
from indicators.kinds.base import Gap, Kind, Page, Remedy, Value, Way
from indicators.kinds.decided import DecidedIndicator
from indicators.measures import Answers
from indicators.scope import Goal, Scope

MONTH, VISIT, MEMBER = "month", "visit", "member"
EACH = {MONTH: "每月", VISIT: "每次", MEMBER: "每名"}
MEAN = {MONTH: "平均每月", VISIT: "平均每次", MEMBER: "人均"}


@dataclass(frozen=True, kw_only=True)
class TargetIndicator(DecidedIndicator):
    """A target for the coming year, set by a person and judged then by `measure`.

    `each` is month, visit or member where every one should reach it, unless the office means their mean.
    """

    kind: ClassVar[Kind] = Kind.TARGET
    may_be_rounded: ClassVar[bool] = True
    is_target: ClassVar[bool] = True
    page: ClassVar[Page] = Page.TARGETS
    way_out: ClassVar[str] = "请填写下年目标"

    measure: str
    each: str = ""
    of_communities: bool = False

    @property
    def judged_by(self) -> str:
        return self.measure

    def per(self, by_mean: bool) -> str:
        """Return 每月, or 平均每月 where the office means the mean; nothing of a target for the whole year."""
        if by_mean:
            return MEAN.get(self.each, "")
        return EACH.get(self.each, "")

    def read(self, scope: Scope, answers: Answers) -> Value:
        return self.of(scope.own.targets.get(self.key))

    def of(self, goal: Goal | None) -> Value:
        """Return the value of what an office set."""
        if goal is None:
            return Value(self)
        if self.of_communities and goal.communities:
            names = [community.name for community in goal.communities]
            return Value(self, names, "、".join(names), records=1)
        if goal.amount is None:
            return Value(self)
        return Value(self, self._number(goal.amount), self._text(goal.amount), records=1)

    def _number(self, amount: Decimal) -> Decimal | int:
        if self.unit not in ("%", "万元") and amount == amount.to_integral_value():
            return int(amount)
        return amount

    def _text(self, amount: Decimal) -> str:
        text = text_of(amount, 2)
        if self.unit == "%":
            text += "%"
        if self.of_communities:
            text += "个"
        return text

    def gap(self, value: Value, scope: Scope) -> Gap:
        return Gap(f"{scope.year + 1}年目标还没有填", (Way(Remedy.SET_TARGET),))

    def heading_now(self, year: int) -> str:
        return f"{year}年报告中写下的 {year + 1} 年目标"

    def heading_before(self, year: int) -> str:
        return f"上年报告中写下的 {year} 年目标"

    @property
    def note_if_undecided(self) -> str:
        return "还没有填"
