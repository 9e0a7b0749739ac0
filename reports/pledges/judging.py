"""Last year's promises judged by this year's figures."""

from collections.abc import Mapping
from decimal import Decimal

from indicators.amounts import mean, text_of
from indicators.catalogue import TARGETS
from indicators.kinds import MONTH, VISIT, TargetIndicator, Value
from indicators.scope import Goal
from reports.context import ReportScope
from reports.pledges.demonstrations import Progress, progress
from reports.pledges.each import Outcome, outcome
from reports.pledges.promises import Promise, Verdict, as_printed, with_unit


def judge_all(scope: ReportScope, values: Mapping[str, Value]) -> list[Promise]:
    """Judge every target set for the scope's year, in the catalogue's order.

    To do nothing, even where it was set as a target, is no promise.
    """
    promises = []
    for key, figure in TARGETS.items():
        goal = scope.promised.get(key)
        if goal is None:
            continue
        target = figure.of(goal)
        if not target.missing and not target.zero:
            promises.append(judge(figure, goal, values[figure.measure], scope))
    return promises


def judge(figure: TargetIndicator, goal: Goal, actual: Value, scope: ReportScope) -> Promise:
    """Hold one target against what the year came to."""
    by_mean = bool(figure.each and goal.by_mean)
    each, monthly = None, None
    if figure.each and not actual.missing:
        if not by_mean:
            each = outcome(figure, goal.amount or Decimal(0), scope)
        elif figure.each == MONTH:
            monthly = mean(Decimal(actual.value), months_begun(scope))
    places = None
    if figure.of_communities and goal.communities:
        places = progress(goal.communities, scope)
    is_reached = places.all_built if places else _is_reached(goal, actual, each, monthly)
    return Promise(
        figure,
        promised=with_unit(figure.of(goal).text, figure),
        actual=actual,
        verdict=_verdict(figure, actual, is_reached, each, scope),
        by_mean=by_mean,
        outcome=each,
        mean="" if monthly is None else text_of(monthly, 1),
        until=scope.until if scope.running else "",
        places=_places_in_words(places, scope),
    )


def _places_in_words(places: Progress | None, scope: ReportScope) -> str:
    """Tell of each 社区 chosen while the year runs.

    In the end the verdict tells of them, but not of those that ended.
    """
    if places is None:
        return ""
    return places.text if scope.running else places.endings


def months_begun(scope: ReportScope) -> Decimal:
    """Count the months of the year begun by the cut-off day: what happened in them is in the sum."""
    return Decimal(scope.day.month)


def _is_reached(goal: Goal, actual: Value, each: Outcome | None, monthly: Decimal | None) -> bool | None:
    """Compare; None while the figure is missing, or no month, visit or member is there to be judged."""
    if actual.missing:
        return None
    if each is not None:
        return each.all_met if each.total else None
    number = as_printed(actual) if monthly is None else monthly
    return number >= (goal.amount or 0)


def _verdict(
    figure: TargetIndicator, actual: Value, is_reached: bool | None, each: Outcome | None, scope: ReportScope
) -> Verdict:
    if scope.running:
        return _verdict_so_far(figure, actual, is_reached, each)
    if is_reached is None:
        return Verdict.UNKNOWN
    return Verdict.KEPT if is_reached else Verdict.MISSED


def _verdict_so_far(
    figure: TargetIndicator, actual: Value, is_reached: bool | None, each: Outcome | None
) -> Verdict:
    """Judge a year that still runs.

    What happened in the year and is enough stays so; what stands, a rate, a mean, or every month may
    still be lost. A month that is over, or a visit, that fell short stays short; a member may still do
    what is missing.
    """
    if each is not None and each.short and figure.each in (MONTH, VISIT):
        return Verdict.MISSED
    if is_reached and not figure.each and actual.indicator.accumulates:
        return Verdict.REACHED
    return Verdict.RUNNING
