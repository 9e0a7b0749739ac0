"""Last year's promises against this year's figures, and next year's targets beside them."""

from collections.abc import Callable
from decimal import Decimal

from indicators.amounts import text_of
from indicators.catalogue import CATALOGUE, TARGETS
from indicators.kinds import MONTH, TargetIndicator
from indicators.scope import Goal
from reports.facts import Facts
from reports.pledges.each import outcome
from reports.pledges.promises import Promise, Verdict, as_printed, months_begun, with_unit

NAMED = 3  # kept promises that are told as examples
MOST_HEARD = 5  # missed ones that are named where the report is read out
REACHED = (Verdict.KEPT, Verdict.REACHED)


def _of(facts: Facts, target: str) -> Promise | None:
    return facts.promise(f"targets.{target}")


def promised(facts: Facts, target: str) -> str | None:
    """As the text says it: with its %, without any other unit."""
    promise = _of(facts, target)
    if promise is None:
        return None
    return (
        promise.promised if promise.figure.unit == "%" else promise.promised.removesuffix(promise.figure.unit)
    )


def pledge(facts: Facts, target: str) -> str | None:
    """每月不少于32次, 不少于90万元; of what came to nothing the promises that were missed tell."""
    promise = _of(facts, target)
    if promise is None or promise.figure.of_communities or promise.actual.zero:
        return None
    return f"{promise.per}不少于{promise.promised}"


def strict(facts: Facts, target: str) -> str | None:
    """The same, where every month, visit or member was to reach it."""
    promise = _of(facts, target)
    return pledge(facts, target) if promise is not None and promise.outcome is not None else None


def _apart(facts: Facts, target: str, side: int) -> str | None:
    promise = _of(facts, target)
    if (
        promise is None
        or promise.figure.of_communities
        or promise.figure.each
        or promise.actual.missing
        or facts.running
    ):
        return None
    apart = as_printed(promise.actual) - Decimal(promise.promised_number)
    return text_of(abs(apart), 2) if apart * side > 0 else None


def beyond(facts: Facts, target: str) -> str | None:
    """By how much the year came out over an amount that was promised."""
    return _apart(facts, target, 1)


def short(facts: Facts, target: str) -> str | None:
    return _apart(facts, target, -1)


def judged(facts: Facts, target: str) -> str | None:
    """How many months, visits or members reached it, and which did not; of 社区 chosen what became of them."""
    promise = _of(facts, target)
    return promise.detail or None if promise else None


def per(facts: Facts, target: str) -> str | None:
    """每月, 每次, 每名 of next year's target; 平均每月, 平均每次, 人均 where the office means the mean."""
    key = f"targets.{target}"
    stored = facts.scope.targets.get(key)
    return CATALOGUE[key].per(stored is not None and stored.by_mean)


# ── Next year's beside this year's ──────────────────────────────────────────
def stands(facts: Facts, figure: TargetIndicator) -> int | None:
    """Whether next year's target lies above (1), at (0) or below (-1) what this year came to; None where that is not known.

    A target for every month, visit or member lies above unless each of them reached it this year.
    """
    goal, actual = facts.scope.targets.get(figure.key), facts.values[figure.measure]
    if goal is None or goal.amount is None or actual.missing:
        return None
    if figure.each and not goal.by_mean:
        each = outcome(figure, goal.amount, facts.scope)
        return None if not each.total else 1 if each.short else 0
    now = _now(facts, figure)
    return (goal.amount > now) - (goal.amount < now)


def _now(facts: Facts, figure: TargetIndicator) -> Decimal:
    """This year's figure; of a mean per month that was meant, the mean."""
    now = as_printed(facts.values[figure.measure])
    if figure.each == MONTH:
        return Decimal(text_of(now / months_begun(facts.scope), 1))
    return now


def beside(facts: Facts, target: str) -> str | None:
    """今年12次: what stands beside next year's target, so that a hearer knows whether it is more."""
    figure = TARGETS[f"targets.{target}"]
    side = stands(facts, figure)
    if side is None:
        return None
    goal = facts.scope.targets[figure.key]
    if figure.each and not goal.by_mean:
        return _of_each(facts, figure, goal.amount or Decimal(0), side)
    now = with_unit(f"{text_of(_now(facts, figure), 2)}{'%' * (figure.unit == '%')}", figure)
    per_month = "平均每月" if figure.each == MONTH else ""
    lowered = _lowered(facts, figure, goal)
    if side == 0:
        return f"保持{lowered}"
    floor = (
        lowered
        if side > 0
        else f"，{facts.values[figure.key].text}{'' if figure.unit == '%' else figure.unit}是底线"
    )
    return f"今年{per_month}{now}{floor}"


def _lowered(facts: Facts, figure: TargetIndicator, goal: Goal) -> str:
    """，比上年定的10.5件低: where this year missed what was promised, and less is promised now."""
    before = _of(facts, figure.key.partition(".")[2])
    if before is None or before.kept is not False or (goal.amount or 0) >= before.promised_number:
        return ""
    return f"，比上年定的{before.promised}低"


def _of_each(facts: Facts, figure: TargetIndicator, amount: Decimal, side: int) -> str:
    """今年4个月做到."""
    each = outcome(figure, amount, facts.scope)
    if side:
        return f"今年{each.met}{each.unit}做到"
    met = "，做到了" if each.total == 1 else "都做到"
    return f"今年{each.total}{each.unit}{met}，保持"


# ── All of them ─────────────────────────────────────────────────────────────
def _missed(facts: Facts) -> list[Promise]:
    return [promise for promise in facts.promises if promise.kept is False]


def _kept(facts: Facts) -> list[Promise]:
    return [promise for promise in facts.promises if promise.verdict in REACHED]


def _number(found: list[Promise]) -> str | None:
    return str(len(found)) if found else None


def _examples(facts: Facts) -> str | None:
    """党性学习12次（定10次）: of those whose number says it."""
    told = [p for p in _kept(facts) if not p.figure.of_communities and not p.figure.each]
    said = (f"{p.actual.indicator.label}{p.done}（定{p.promised}）" for p in told[:NAMED])
    return "、".join(said) or None


def _labels(found: list[Promise]) -> str | None:
    return "、".join(promise.figure.label for promise in found) or None


def _targets_next(facts: Facts) -> str | None:
    """How many targets are set for the next year."""
    found = [
        figure
        for figure in TARGETS.values()
        if not facts.values[figure.key].missing and not facts.values[figure.key].zero
    ]
    return str(len(found)) if found else None


def _first(found: list[Promise]) -> str | None:
    """As many as a hearer takes in: the others stand in the written report."""
    return f"{_labels(found[:MOST_HEARD])}等" if len(found) > MOST_HEARD else _labels(found)


NAMES: dict[str, Callable[[Facts], str | None]] = {
    "targets_set": lambda f: _number(f.promises),
    "targets_kept": lambda f: _number(_kept(f)),
    "targets_missed": lambda f: _number(_missed(f)),
    "targets_unknown": lambda f: _number([p for p in f.promises if p.verdict == Verdict.UNKNOWN]),
    "targets_next": _targets_next,
    "targets_open": lambda f: _number([p for p in f.promises if p.verdict == Verdict.RUNNING]),
    "kept_examples": _examples,
    "missed_targets": lambda f: _labels(_missed(f)),
    "missed_first": lambda f: _first(_missed(f)),
    "missed_monthly": lambda f: _labels([p for p in _missed(f) if p.figure.each == MONTH and not p.by_mean]),
    "missed_money": lambda f: _labels([p for p in _missed(f) if p.figure.unit == "万元"]),
    "missed_in_full": lambda f: "、".join(promise.short_of for promise in _missed(f)) or None,
    "missed_by_gap": lambda f: "、".join(promise.by_gap for promise in _missed(f)) or None,
    "missed_as_done": lambda f: "；".join(promise.as_done for promise in _missed(f)) or None,
    "missed_briefly": lambda f: "；".join(promise.short_of_briefly for promise in _missed(f)) or None,
}
ROOMS: dict[str, Callable[[Facts, str], str | None]] = {
    "promised": promised,
    "pledge": pledge,
    "strict": strict,
    "beyond": beyond,
    "short": short,
    "judged": judged,
    "per": per,
    "beside": beside,
}
