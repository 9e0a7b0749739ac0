"""What next year's targets may be, by what this year came to."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from communities.models import Community
from indicators.amounts import mean, text_of
from indicators.kinds import MEMBER, MONTH, VISIT, TargetIndicator, Value
from reports.context import ReportScope
from reports.pledges.each import lowest
from reports.pledges.judging import months_begun
from reports.pledges.promises import unit_of


@dataclass(frozen=True)
class Advice:
    """A target for next year that this year's figure makes plausible, and what has to be said beside it."""

    amount: Decimal | None
    remark: str = ""


LEAST = Decimal(1)  # what counts is at least 1, and per month the rule asks for no less
TENTH = Decimal("0.1")
WEAKEST = {MONTH: "最少的一个月", VISIT: "最少的一次", MEMBER: "最少的一名"}


def advise(figure: TargetIndicator, now: Value, scope: ReportScope, by_mean: bool = False) -> Advice:
    """Suggest next year's target; nothing where nothing is known, or nothing is left to promise.

    A suggestion below this year's result says so.
    """
    if figure.of_communities:
        return Advice(None, "已是示范社区的不再列出，不用再承诺" if now.value else "")
    if now.missing:
        return Advice(None)
    if _counts_communities(now):
        return _one_more(now, len(scope.in_stocks.asked))
    if figure.each:
        return _of_each(figure, now, scope, by_mean)
    if figure.unit == "%":
        return Advice(min(Decimal(100), _round_up(now.value)))
    if figure.unit == "万元":
        return Advice(max(LEAST, Decimal(now.value).quantize(TENTH, ROUND_CEILING)))
    return Advice(max(LEAST, _round_up(now.value)))


def _counts_communities(now: Value) -> bool:
    return now.indicator.is_stock and now.indicator.main.model is Community


def _one_more(now: Value, most: int) -> Advice:
    """Suggest one 试点 more: what stands already is not promised again."""
    if now.value >= most:
        return Advice(None, "各社区都已是试点，不用再承诺")
    return Advice(Decimal(now.value) + 1, "是年底的总数，含已有的")


def _of_each(figure: TargetIndicator, now: Value, scope: ReportScope, by_mean: bool) -> Advice:
    """Suggest what every month, visit or member reached this year, or their mean where that is meant."""
    usual = Decimal(now.value)
    if figure.each == MONTH:
        usual = mean(usual, months_begun(scope))
    if by_mean:
        return Advice(max(LEAST, _round_up(usual)))
    least = lowest(figure, scope)
    advice = max(LEAST, _round_up(least or 0))
    if least is None or advice >= usual:
        return Advice(advice)
    unit = unit_of(figure)
    weakest = f"{WEAKEST[figure.each]}{text_of(least, 0)}{unit}"
    return Advice(advice, f"{weakest}，{figure.per(True)}{text_of(usual, 1)}{unit}，低于平均数")


def _round_up(amount: Decimal | int) -> Decimal:
    return Decimal(amount).to_integral_value(ROUND_CEILING)
