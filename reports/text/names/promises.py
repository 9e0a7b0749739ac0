"""Last year's promises against this year's figures, and next year's targets beside them."""

from collections.abc import Callable
from decimal import Decimal

from indicators.amounts import text_of
from indicators.catalogue import CATALOGUE, TARGETS
from indicators.kinds import MONTH, TargetIndicator
from indicators.scope import Goal
from reports.facts import Facts
from reports.pledges.each import outcome
from reports.pledges.judging import months_begun
from reports.pledges.promises import Promise, Verdict, as_printed, unit_of, with_unit

MOST_EXAMPLES = 3  # kept promises that are told as examples
MOST_HEARD = 5  # missed ones that are named where the report is read out
REACHED = (Verdict.KEPT, Verdict.REACHED)


def _promise(facts: Facts, target: str) -> Promise | None:
    return facts.promise(f"targets.{target}")


def promised_amount(facts: Facts, target: str) -> str | None:
    """Return the amount promised as the text says it: with its %, without any other unit."""
    promise = _promise(facts, target)
    if promise is None:
        return None
    return promise.promised.removesuffix(unit_of(promise.figure))


def pledge(facts: Facts, target: str) -> str | None:
    """Say 每月不少于32次, 不少于90万元; None of what came to nothing, which is told as missed."""
    promise = _promise(facts, target)
    if promise is None or promise.figure.of_communities or promise.actual.zero:
        return None
    return f"{promise.per}不少于{promise.promised}"


def strict(facts: Facts, target: str) -> str | None:
    """Say a pledge where every month, visit or member was to reach it."""
    promise = _promise(facts, target)
    if promise is None or promise.outcome is None:
        return None
    return pledge(facts, target)


def _apart(facts: Facts, target: str, side: int) -> str | None:
    """Say by how much a year that is over came out above (side 1) or below (side -1) a promise."""
    promise = _promise(facts, target)
    if promise is None or promise.actual.missing or facts.running:
        return None
    if promise.figure.of_communities or promise.figure.each:
        return None
    apart = as_printed(promise.actual) - promise.promised_number
    if apart * side <= 0:
        return None
    return text_of(abs(apart), 2)


def beyond(facts: Facts, target: str) -> str | None:
    """Say by how much the year came out over an amount that was promised."""
    return _apart(facts, target, 1)


def short(facts: Facts, target: str) -> str | None:
    """Say by how much the year came out under an amount that was promised."""
    return _apart(facts, target, -1)


def detail(facts: Facts, target: str) -> str | None:
    """Say which months, visits or members reached a promise, or what became of the 社区 chosen."""
    promise = _promise(facts, target)
    if promise is None:
        return None
    return promise.detail or None


def per(facts: Facts, target: str) -> str | None:
    """Say 每月, 每次, 每名 of next year's target; 平均每月, 平均每次, 人均 where the mean is meant."""
    key = f"targets.{target}"
    goal = facts.scope.targets.get(key)
    return CATALOGUE[key].per(goal is not None and goal.by_mean)


# ── Next year's beside this year's ──────────────────────────────────────────
def side_of_target(facts: Facts, figure: TargetIndicator) -> int | None:
    """Compare next year's target with what this year came to: above (1), at it (0) or below (-1).

    None where that is not known. A target for every month, visit or member lies above unless each of them
    reached it this year.
    """
    goal, actual = facts.scope.targets.get(figure.key), facts.values[figure.measure]
    if goal is None or goal.amount is None or actual.missing:
        return None
    if _is_one_by_one(figure, goal):
        each = outcome(figure, goal.amount, facts.scope)
        if not each.total:
            return None
        return 1 if each.short else 0
    now = _now(facts, figure)
    return (goal.amount > now) - (goal.amount < now)


def _is_one_by_one(figure: TargetIndicator, goal: Goal) -> bool:
    """Tell whether every month, visit or member is to reach it."""
    return bool(figure.each) and not goal.by_mean


def _now(facts: Facts, figure: TargetIndicator) -> Decimal:
    """Return this year's figure; of a mean per month that was meant, the mean."""
    now = as_printed(facts.values[figure.measure])
    if figure.each == MONTH:
        return Decimal(text_of(now / months_begun(facts.scope), 1))
    return now


def beside(facts: Facts, target: str) -> str | None:
    """Say 今年12次: what stands beside next year's target, so that a hearer knows whether it is more."""
    figure = TARGETS[f"targets.{target}"]
    side = side_of_target(facts, figure)
    if side is None:
        return None
    goal = facts.scope.targets[figure.key]
    if _is_one_by_one(figure, goal):
        return _of_each(facts, figure, goal, side)
    lower_than_before = _lower_than_before(facts, figure, goal)
    if side == 0:
        return f"保持{lower_than_before}"
    per_month = "平均每月" if figure.each == MONTH else ""
    now = f"今年{per_month}{_amount_now(facts, figure)}"
    if side > 0:
        return f"{now}{lower_than_before}"
    return f"{now}，{facts.values[figure.key].text}{unit_of(figure)}是底线"


def _amount_now(facts: Facts, figure: TargetIndicator) -> str:
    number = text_of(_now(facts, figure), 2)
    if figure.unit == "%":
        return f"{number}%"
    return with_unit(number, figure)


def _lower_than_before(facts: Facts, figure: TargetIndicator, goal: Goal) -> str:
    """Say ，比上年定的10.5件低: where this year missed what was promised, and less is promised now."""
    promise = facts.promise(figure.key)
    if promise is None or promise.is_kept is not False:
        return ""
    if (goal.amount or 0) >= promise.promised_number:
        return ""
    return f"，比上年定的{promise.promised}低"


def _of_each(facts: Facts, figure: TargetIndicator, goal: Goal, side: int) -> str:
    """Say 今年4个月做到."""
    each = outcome(figure, goal.amount or Decimal(0), facts.scope)
    if side:
        return f"今年{each.met}{each.unit}做到"
    verdict = "，做到了" if each.total == 1 else "都做到"
    return f"今年{each.total}{each.unit}{verdict}，保持"


# ── All of them ─────────────────────────────────────────────────────────────
def _missed_promises(facts: Facts) -> list[Promise]:
    return [promise for promise in facts.promises if promise.is_kept is False]


def _number(promises: list[Promise]) -> str | None:
    return str(len(promises)) if promises else None


def _number_with(*verdicts: Verdict) -> Callable[[Facts], str | None]:
    """Count the promises that have one of these verdicts."""

    def name(facts: Facts) -> str | None:
        return _number([promise for promise in facts.promises if promise.verdict in verdicts])

    return name


def _examples(facts: Facts) -> str | None:
    """Say 党性学习12次（定10次）: some promises that were kept, of those whose number says it."""
    examples = []
    for promise in facts.promises:
        if promise.verdict not in REACHED or promise.figure.of_communities or promise.figure.each:
            continue
        examples.append(f"{promise.actual.indicator.label}{promise.result}（定{promise.promised}）")
    return "、".join(examples[:MOST_EXAMPLES]) or None


def _labels(promises: list[Promise]) -> str | None:
    return "、".join(promise.figure.label for promise in promises) or None


def _targets_next(facts: Facts) -> str | None:
    """Count the targets that are set for the next year."""
    number = 0
    for key in TARGETS:
        value = facts.values[key]
        if not value.missing and not value.zero:
            number += 1
    return str(number) if number else None


def _missed_targets(facts: Facts) -> str | None:
    return _labels(_missed_promises(facts))


def _missed_first(facts: Facts) -> str | None:
    """Name as many as a hearer takes in: the others stand in the written report."""
    promises = _missed_promises(facts)
    if len(promises) <= MOST_HEARD:
        return _labels(promises)
    return f"{_labels(promises[:MOST_HEARD])}等"


def _missed_monthly(facts: Facts) -> str | None:
    promises = _missed_promises(facts)
    return _labels([promise for promise in promises if promise.figure.each == MONTH and not promise.by_mean])


def _missed_money(facts: Facts) -> str | None:
    promises = _missed_promises(facts)
    return _labels([promise for promise in promises if promise.figure.unit == "万元"])


def _each_missed(say: Callable[[Promise], str], mark: str) -> Callable[[Facts], str | None]:
    """Say all promises that were missed, each in one way."""

    def name(facts: Facts) -> str | None:
        return mark.join(map(say, _missed_promises(facts))) or None

    return name


NAMES: dict[str, Callable[[Facts], str | None]] = {
    "targets_set": lambda facts: _number(facts.promises),
    "targets_kept": _number_with(*REACHED),
    "targets_missed": _number_with(Verdict.MISSED),
    "targets_unknown": _number_with(Verdict.UNKNOWN),
    "targets_next": _targets_next,
    "targets_open": _number_with(Verdict.RUNNING),
    "kept_examples": _examples,
    "missed_targets": _missed_targets,
    "missed_first": _missed_first,
    "missed_monthly": _missed_monthly,
    "missed_money": _missed_money,
    "missed_in_full": _each_missed(lambda promise: promise.short_of, "、"),
    "missed_by_gap": _each_missed(lambda promise: promise.by_gap, "、"),
    "missed_as_done": _each_missed(lambda promise: promise.as_done, "；"),
    "missed_briefly": _each_missed(lambda promise: promise.short_of_briefly, "；"),
}
ROOMS: dict[str, Callable[[Facts, str], str | None]] = {
    "promised": promised_amount,
    "pledge": pledge,
    "strict": strict,
    "beyond": beyond,
    "short": short,
    "judged": detail,
    "per": per,
    "beside": beside,
}
