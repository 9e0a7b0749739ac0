"""What became of last year's problems, and which of this year's are to be asked for next year."""

from collections.abc import Callable, Collection
from decimal import Decimal

from reports.facts import SPECIAL, Facts
from reports.outline.problems import PROBLEMS, Problem
from reports.text.findings import FIGURES, holds
from reports.text.names.years import difference
from reports.text.order import own_place

LESS_IS_WORSE = ("attendance", "duties", "talks")
MOST_ASKED = 2  # findings to be asked for next year
BETTER, SAME, WORSE = -1, 0, 1  # what became of a problem since last year
WORST_FIRST = (WORSE, SAME, None, BETTER)
USUAL_KEYS = frozenset(problem.key for problem in PROBLEMS if problem.usual)
Name = Callable[[Facts], str | None]
NameOfTold = Callable[[Facts, Collection[str]], str | None]  # with the findings that are told, by key


def _problems_by_change(facts: Facts, change: int, findings: Collection[str]) -> str | None:
    """Name what was a problem last year, by what became of it.

    满意率偏低的社区（由2个到1个）、学习少的支部. What did not get better is named only among the findings that are told.
    """
    names = []
    for problem in PROBLEMS:
        if _change(facts, problem.key) != change:
            continue
        if change == BETTER or problem.key in findings:
            numbers = "" if change == SAME else _from_to(facts, problem.key)
            names.append(f"{problem.label}{numbers}")
    return "、".join(names) or None


def _from_to(facts: Facts, problem: str) -> str:
    """Say （由67件到77件）."""
    if problem not in FIGURES:
        return f"（由{len(facts.idle_months_last or [])}个到{len(facts.idle_months)}个）"
    key = FIGURES[problem]
    last, now = facts.before[key], facts.values[key]
    unit = now.indicator.unit
    if unit == "%":  # the text of a rate has it already
        unit = ""
    return f"（由{last.text}{unit}到{now.text}{unit}）"


def _change(facts: Facts, problem: str) -> int | None:
    """Tell whether a problem got better, stayed or got worse; None where it was none, or is not known."""
    apart = _apart(facts, problem)
    if apart is None:
        return None
    if not apart:
        return SAME
    is_more = apart > 0
    if problem in LESS_IS_WORSE:
        is_more = not is_more
    return WORSE if is_more else BETTER


def _apart(facts: Facts, problem: str) -> Decimal | None:
    """Return this year's number less last year's; None of what was no problem then, or is not known."""
    if problem not in FIGURES:
        return _idle_months_apart(facts, problem)
    key = FIGURES[problem]
    apart = difference(facts, key)
    if apart is None or not _was_problem(facts, problem, key):
        return None
    return apart


def _idle_months_apart(facts: Facts, problem: str) -> Decimal | None:
    if problem != "special_meetings" or not facts.idle_months_last or facts.values[SPECIAL].missing:
        return None
    return Decimal(len(facts.idle_months) - len(facts.idle_months_last))


def _was_problem(facts: Facts, problem: str, key: str) -> bool:
    """Tell whether it was one last year, by this year's limits."""
    return holds(problem, Facts(facts.scope, facts.before)) and not facts.before[key].zero


def asked_for(facts: Facts, findings: Collection[str]) -> list[Problem]:
    """Choose what to ask for next year, of the findings that are told and can be counted.

    First comes what got worse, then what stayed as it was.
    """
    office = facts.scope.subdistrict.code

    def rank(problem: Problem) -> tuple[int, int]:
        return WORST_FIRST.index(_change(facts, problem.key)), own_place(office, problem.key)

    problems = []
    for problem in PROBLEMS:
        is_countable = problem.key in findings and bool(problem.aim)
        if is_countable and holds(problem.key, facts) and _has_figure(facts, problem.key):
            problems.append(problem)
    return sorted(problems, key=rank)[:MOST_ASKED]


def _has_figure(facts: Facts, problem: str) -> bool:
    return not facts.values[FIGURES.get(problem, SPECIAL)].missing


def _problems_fewer(facts: Facts) -> str | None:
    return _problems_by_change(facts, BETTER, USUAL_KEYS)


def _problems_same(facts: Facts, findings: Collection[str]) -> str | None:
    return _problems_by_change(facts, SAME, findings)


def _problems_more(facts: Facts, findings: Collection[str]) -> str | None:
    return _problems_by_change(facts, WORSE, findings)


def _asked_first(facts: Facts, findings: Collection[str]) -> str | None:
    return "和".join(problem.label for problem in asked_for(facts, findings)) or None


def _first_aims(facts: Facts, findings: Collection[str]) -> str | None:
    return "、".join(problem.aim for problem in asked_for(facts, findings)) or None


def _usually(name_of: NameOfTold) -> Name:
    """Ask with the findings that are told unless somebody decides otherwise."""
    return lambda facts: name_of(facts, USUAL_KEYS)


# What is said of the findings that a text tells; asked without a text, of the usual ones.
OF_TOLD: dict[str, NameOfTold] = {
    "problems_same": _problems_same,
    "problems_more": _problems_more,
    "asked_first": _asked_first,
    "first_aims": _first_aims,
}
NAMES: dict[str, Name] = {
    "problems_fewer": _problems_fewer,
    **{key: _usually(name_of) for key, name_of in OF_TOLD.items()},
}
