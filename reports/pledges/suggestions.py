"""What next year's targets may be, by what this year came to."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from indicators.amounts import mean, text_of
from indicators.kinds import MONTH, TargetIndicator, Value
from reports.context import ReportScope
from reports.pledges.each import lowest
from reports.pledges.promises import months_begun, unit_of


@dataclass(frozen=True)
class Advice:
    """A target for next year that this year's figure makes plausible, and what has to be said beside it."""

    amount: Decimal | None
    remark: str = ""


LEAST = Decimal(1)  # what counts is at least 1, and per month the rule asks for no less
TENTH = Decimal("0.1")


def suggested(figure: TargetIndicator, now: Value, scope: ReportScope, by_mean: bool = False) -> Advice:
    """Nothing where nothing is known, or where there is nothing left to promise. Never below this year's result unsaid."""
    if figure.of_communities:
        return Advice(None, "已是示范社区的不再列出，不用再承诺" if now.value else "")
    if now.missing:
        return Advice(None)
    if now.indicator.is_stock:
        return _one_more(now, len(scope.in_stocks.asked))
    if figure.each:
        return _of_each(figure, now, scope, by_mean)
    if figure.unit == "%":
        return Advice(min(Decimal(100), _whole(now.value)))
    if figure.unit == "万元":
        return Advice(max(LEAST, Decimal(now.value).quantize(TENTH, ROUND_CEILING)))
    return Advice(max(LEAST, _whole(now.value)))


def _one_more(now: Value, most: int) -> Advice:
    """What stands already, a 试点, is not promised again."""
    if now.value >= most:
        return Advice(None, "各社区都已是试点，不用再承诺")
    return Advice(Decimal(now.value) + 1, "是年底的总数，含已有的")


def _of_each(figure: TargetIndicator, now: Value, scope: ReportScope, by_mean: bool) -> Advice:
    usual = mean(Decimal(now.value), months_begun(scope)) if figure.each == MONTH else Decimal(now.value)
    if by_mean:
        return Advice(max(LEAST, _whole(usual)))
    least = lowest(figure, scope)
    advice = max(LEAST, _whole(least or 0))
    if least is None or advice >= usual:
        return Advice(advice)
    weakest = {"month": "最少的一个月", "visit": "最少的一次", "member": "最少的一名"}[figure.each]
    unit = unit_of(figure)
    return Advice(
        advice, f"{weakest}{text_of(least, 0)}{unit}，{figure.per(True)}{text_of(usual, 1)}{unit}，低于平均数"
    )


def _whole(amount: Any) -> Decimal:
    return Decimal(amount).to_integral_value(ROUND_CEILING)
