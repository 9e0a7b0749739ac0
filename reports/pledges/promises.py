"""上年承诺—今年实际: the targets that last year's report printed, judged by this year's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from indicators.amounts import mean, text_of
from indicators.catalogue import TARGETS
from indicators.kinds import MONTH, VISIT, TargetIndicator, Value
from indicators.scope import Goal
from reports.context import ReportScope
from reports.pledges.demonstrations import Progress, progress
from reports.pledges.each import Outcome, outcome


class Verdict(StrEnum):
    """What became of a promise; while the year runs only what cannot be kept any more is missed, or what cannot be lost reached."""

    KEPT = "已兑现"
    MISSED = "未兑现"
    REACHED = "已达到"
    RUNNING = "进行中"
    UNKNOWN = "缺数"


# By these words a sentence about a promise is known again, and held against its verdict.
WORDS = {
    Verdict.KEPT: "兑现了",
    Verdict.MISSED: "没有达到",
    Verdict.REACHED: "已经达到",
    Verdict.RUNNING: "还在推进",
}
BUILT = {Verdict.KEPT: "都已建成", Verdict.MISSED: "没有都建成", Verdict.REACHED: "已经都建成"}
SAID = {word: verdict for words in (WORDS, BUILT) for verdict, word in words.items()}
OPENERS = {
    Verdict.KEPT: "说过的事办到了",
    Verdict.MISSED: "说过的事没有办到位",
    Verdict.REACHED: "说过的事提前办到了",
    Verdict.RUNNING: "说过的事正在办",
}


@dataclass(frozen=True)
class Promise:
    """A target with its verdict.

    `outcome` is how every month, visit or member stands where each was to reach it, `places` what became of 社区 chosen.
    """

    figure: TargetIndicator
    promised: str
    actual: Value
    verdict: Verdict
    by_mean: bool = False
    outcome: Outcome | None = None
    mean: str = ""  # per month, where the office meant that
    until: str = ""  # the cut-off day of a year that still runs
    places: str = ""

    @property
    def kept(self) -> bool | None:
        """None while that is open, or while the figure it is judged by is missing."""
        return {Verdict.KEPT: True, Verdict.MISSED: False}.get(self.verdict)

    @property
    def is_running(self) -> bool:
        return self.verdict == Verdict.RUNNING

    @property
    def told_as(self) -> str:
        """The part of the report it belongs to: highlights, problems, or neither."""
        parts = {Verdict.KEPT: "highlights", Verdict.REACHED: "highlights", Verdict.MISSED: "problems"}
        return parts.get(self.verdict, "")

    @property
    def per(self) -> str:
        return self.figure.per(self.by_mean)

    @property
    def name(self) -> str:
        """The key of the target without its room: what its tokens end with."""
        return self.figure.key.partition(".")[2]

    @property
    def token(self) -> str:
        """What stands for the target in the text."""
        return f"{{promised.{self.name}}}"

    @property
    def done(self) -> str:
        return with_unit(self.actual.text, self.actual.indicator)

    @property
    def detail(self) -> str:
        """Which months, visits, members or 社区 reached it and which did not, or the mean per month that was meant."""
        if self.places:
            return self.places
        if self.outcome is not None:
            return self.outcome.text
        return f"平均每月{with_unit(self.mean, self.actual.indicator)}" if self.mean else ""

    @property
    def done_in_full(self) -> str:
        return "；".join(filter(None, [self.done, self.detail]))

    @property
    def short_of(self) -> str:
        """The promise beside what became of it: 党建工作经费（承诺90万元，实际87.36万元）."""
        done = f"截至{self.until}" if self.until else "实际"
        told = [f"承诺{self.per}{self.promised}", f"{done}{self.done_in_full}", *self._left]
        return f"{self.figure.label}（{'，'.join(told)}）"

    @property
    def short_of_briefly(self) -> str:
        """Of what was to be reached each time only how often it was: 每月党建专题会议（承诺每月1次，12个月中8个月做到）."""
        if self.outcome is None or not self.outcome.total:
            return self.short_of
        return f"{self.figure.label}（承诺{self.per}{self.promised}，{self._times}）"

    @property
    def _times(self) -> str:
        """12个月中8个月做到."""
        each = self.outcome
        return f"{each.total}{each.unit}中{each.met}{each.unit}做到" if each is not None else ""

    @property
    def as_done(self) -> str:
        """What became of it first: 党建工作经费87.36万元（定90万元）, 班子每月到社区走访平均每月30次（定平均每月32次）."""
        return f"{self.figure.label}{self._shortly_done}（定{self.per}{self.promised}）"

    @property
    def _shortly_done(self) -> str:
        """In the measure in which it was promised."""
        if self.outcome is not None and self.outcome.total:
            return self._times
        until = f"到{self.until}" if self.until else ""
        return f"{until}{self.places or self.detail or self.done}"

    @property
    def by_gap(self) -> str:
        """What is left to be done: 党建工作经费（差2.64万元）, 每月党建专题会议（差4个月）."""
        return f"{self.figure.label}（{''.join(self._left) or self._short}）"

    @property
    def _short(self) -> str:
        if self.outcome is not None and self.outcome.total:
            return f"差{len(self.outcome.short)}{self.outcome.unit}"
        return f"定{self.per}{self.promised}，{self._shortly_done}"

    @property
    def promised_number(self) -> Decimal:
        """The amount promised; of 社区 chosen there is none."""
        return Decimal(self.promised.removesuffix("%").removesuffix(self.figure.unit))

    @property
    def _left(self) -> list[str]:
        """差2.64万元, of an amount for the year as a whole."""
        if (
            self.verdict != Verdict.MISSED
            or self.figure.each
            or self.figure.of_communities
            or self.actual.missing
        ):
            return []
        left = text_of(self.promised_number - as_printed(self.actual), 2)
        return [f"差{left}{'个百分点' if self.figure.unit == '%' else self.figure.unit}"]

    @property
    def passage(self) -> str:
        """What the report may say of it, with figures as tokens; nothing where the figure is missing."""
        return f"{OPENERS[self.verdict]}。{self.sentence}" if self.verdict in OPENERS else ""

    @property
    def sentence(self) -> str:
        if self.verdict == Verdict.UNKNOWN:
            return ""
        until = "截至{until}，" if self.until else ""
        clauses = self._of_communities if self.figure.of_communities else self._of_amount
        return f"{until}{clauses}。"

    @property
    def _of_communities(self) -> str:
        told = f"{{judged.{self.name}}}" if self.places else ""
        if self.verdict == Verdict.RUNNING:
            return f"上年选定{self.token}创建党建示范社区，{told or WORDS[self.verdict]}"
        return "，".join(filter(None, [f"上年选定的{self.token}{BUILT[self.verdict]}党建示范社区", told]))

    @property
    def _of_amount(self) -> str:
        measure, label = self.actual.indicator, self.actual.indicator.label
        average = "平均" if self.figure.each == VISIT else ""
        done = f"{label}{average}{{{measure.key}}}{unit_of(measure)}／{label}为零"
        goal = f"上年{self.per}{self.token}{unit_of(self.figure)}的承诺"
        verdict = (
            f"{goal}{WORDS[self.verdict]}"
            if self.verdict == Verdict.RUNNING
            else f"{WORDS[self.verdict]}{goal}"
        )
        return "，".join(filter(None, [done, verdict, f"{{judged.{self.name}}}" if self.detail else ""]))


def unit_of(figure: Any) -> str:
    return "" if figure.unit == "%" else figure.unit


def with_unit(text: str, figure: Any) -> str:
    return text if text == "X" else f"{text}{unit_of(figure)}"


# ── Judging ─────────────────────────────────────────────────────────────────
def promises(scope: ReportScope, values: Mapping[str, Value]) -> list[Promise]:
    """Every target set for the scope's year, in the catalogue's order; to do nothing, on record, is no promise."""
    judged = []
    for key, target in scope.promised.items():
        figure = TARGETS.get(key)
        if figure is not None and not (figure.of(target).missing or figure.of(target).zero):
            judged.append(_judged(figure, target, values[figure.measure], scope))
    order = list(TARGETS)
    return sorted(judged, key=lambda promise: order.index(promise.figure.key))


def _judged(figure: TargetIndicator, target: Goal, actual: Value, scope: ReportScope) -> Promise:
    by_mean = bool(figure.each and target.by_mean)
    one_by_one = bool(figure.each) and not by_mean and not actual.missing
    each = outcome(figure, target.amount or Decimal(0), scope) if one_by_one else None
    monthly = (
        mean(Decimal(actual.value), months_begun(scope))
        if by_mean and figure.each == MONTH and not actual.missing
        else None
    )
    chosen = target.communities if figure.of_communities else ()
    places = progress(chosen, scope) if chosen else None
    reached = places.all_built if places else _reached(target, actual, each, monthly)
    verdict = _verdict_so_far(figure, actual, reached, each) if scope.running else _verdict(reached)
    promised = with_unit(figure.of(target).text, figure)
    until = scope.until if scope.running else ""
    usual = "" if monthly is None else text_of(monthly, 1)
    return Promise(
        figure, promised, actual, verdict, by_mean, each, usual, until, _places_told(places, scope)
    )


def _places_told(places: Progress | None, scope: ReportScope) -> str:
    """While the year runs each 社区 chosen; in the end the verdict tells of them, but not of those that ended."""
    if places is None:
        return ""
    return places.text if scope.running else places.endings


def months_begun(scope: ReportScope) -> Decimal:
    """Of a running year those begun: what happened in them is in the sum."""
    return Decimal(scope.day.month)


def _reached(target: Goal, actual: Value, each: Outcome | None, monthly: Decimal | None) -> bool | None:
    if actual.missing:
        return None
    if each is not None:
        return each.all_met if each.total else None
    return bool((as_printed(actual) if monthly is None else monthly) >= (target.amount or 0))


def as_printed(value: Value) -> Decimal:
    """The number a reader sees: what is judged must not differ from what stands beside the verdict."""
    return Decimal(value.text.removesuffix("%"))


def _verdict(reached: bool | None) -> Verdict:
    return {True: Verdict.KEPT, False: Verdict.MISSED, None: Verdict.UNKNOWN}[reached]


def _verdict_so_far(
    figure: TargetIndicator, actual: Value, reached: bool | None, each: Outcome | None
) -> Verdict:
    """What happened in the year and is enough stays so; what stands, a rate, a mean, or every month may still be lost.

    A month that is over, or a visit, that fell short stays short; a member may still do what is missing.
    """
    if each is not None and each.short and figure.each in (MONTH, VISIT):
        return Verdict.MISSED
    return (
        Verdict.REACHED if reached and not figure.each and actual.indicator.accumulates else Verdict.RUNNING
    )
