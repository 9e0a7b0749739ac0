"""What an office plans for the coming year."""

from dataclasses import dataclass
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

    `each` is month, visit or member where every single one should reach it, unless the office means their mean.
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
        """每月, or 平均每月 where the office means the mean; nothing of a target for the year as a whole."""
        return (MEAN if by_mean else EACH).get(self.each, "")

    def read(self, scope: Scope, answers: Answers) -> Value:
        return self.of(scope.own.targets.get(self.key))

    def of(self, goal: Goal | None) -> Value:
        """What an office set."""
        names = [community.name for community in goal.communities] if goal and self.of_communities else []
        if names:
            return Value(self, names, "、".join(names), records=1)
        if goal is None or goal.amount is None:
            return Value(self)
        whole = self.unit not in ("%", "万元") and goal.amount == goal.amount.to_integral_value()
        text = text_of(goal.amount, 2) + "%" * (self.unit == "%") + "个" * self.of_communities
        return Value(self, int(goal.amount) if whole else goal.amount, text, records=1)

    def gap(self, value: Value, scope: Scope) -> Gap:
        return Gap(f"{scope.year + 1}年目标还没有填", (Way(Remedy.SET_TARGET),))

    def heading_now(self, year: int) -> str:
        return f"{year}年报告中写下的 {year + 1} 年目标"

    def heading_before(self, year: int) -> str:
        return f"上年报告中写下的 {year} 年目标"

    @property
    def undecided(self) -> str:
        return "还没有填"
