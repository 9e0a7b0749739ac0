"""Who and what stands behind a finding: which 社区 and 支部, how far from the limit, since when."""

from collections.abc import Callable, Collection
from decimal import Decimal

from indicators.amounts import mean, text_of
from members.models import Applicant
from reports.facts import SPECIAL, Facts
from reports.outline.problems import PROBLEMS, Problem
from reports.text.findings import FIGURES, holds
from reports.text.names.places import mean_of
from reports.text.names.years import difference
from reports.text.order import own_place
from visits.models import VisitIssue

NAMED = 4  # 支部 or 社区 that are named; of more the number says enough
WORST_FIRST = (1, 0, None, -1)  # what became of it since last year
ASKED = 2  # findings to be asked for next year
LEAST_CATEGORIES = 2  # of which one has the most
OfTold = Callable[[Facts, Collection[str]], str | None]
USUAL_KEYS = frozenset(problem.key for problem in PROBLEMS if problem.usual)
OPEN = "visits.difficulties_open"


def _names_wanted(facts: Facts) -> bool:
    return bool(facts.scope.report.names_communities)


# ── 满意率偏低的社区 ────────────────────────────────────────────────────────
def _low_places(facts: Facts) -> str | None:
    """杨庄社区54.3%; without the name where the office so decided."""
    low = facts.low_communities
    if not low or len(low) > NAMED:
        return None
    rates = [f"{text_of(rate, 1)}%" for _, rate in low]
    if not _names_wanted(facts):
        return f"满意率{'、'.join(rates)}"
    return "、".join(f"{community.name}{rate}" for (community, _), rate in zip(low, rates, strict=True))


def _places(facts: Facts) -> str | None:
    """Of one alone nobody says that it differs from the others."""
    value = facts.values["communities.total"]
    return value.text if not value.missing and value.value > 1 else None


def _urban_now(facts: Facts) -> str | None:
    """The 城市社区 on the cut-off day; None where more than they are counted of them, since some ended in the year."""
    total, villages = (facts.values[f"communities.{key}"] for key in ("total", "former_villages"))
    if total.missing or villages.missing:
        return None
    number = int(total.value) - int(villages.value)
    elected = facts.values["communities.elections_completed"]
    return str(number) if number and (elected.missing or elected.value <= number) else None


def _low_names(facts: Facts) -> str | None:
    low = facts.low_communities
    return (
        "、".join(community.name for community, _ in low)
        if low and len(low) <= NAMED and _names_wanted(facts)
        else None
    )


def _low_kind(facts: Facts) -> str | None:
    """Which kind they are: 都是村改居社区."""
    low = facts.low_communities
    villages = sum(community.kind == community.Kind.FORMER_VILLAGE for community, _ in low)
    every = "都是" if len(low) > 1 else "是"
    if not low:
        return None
    if villages in (0, len(low)):
        return f"{every}{'村改居' if villages else '城市'}社区"
    return f"有村改居社区{villages}个"


def _low_gap(facts: Facts) -> str | None:
    """How far the lowest is from the limit."""
    low = facts.low_communities
    if not low:
        return None
    apart = Decimal(facts.scope.report.low_satisfaction) - Decimal(text_of(min(rate for _, rate in low), 1))
    return f"{'最低的' if len(low) > 1 else ''}离门槛差{text_of(apart, 1)}个百分点" if apart > 0 else None


def _under_mean(facts: Facts, key: str) -> tuple[str, str] | None:
    """The mean of the 社区 under the limit and of all, where the first is lower."""
    value, low = facts.values[key], {community.pk for community, _ in facts.low_communities}
    if value.missing or not low:
        return None
    every = {pk: value.rows.get(pk, Decimal(0)) for pk in facts.scope.standing_throughout}
    theirs = mean_of([Decimal(amount) for pk, amount in every.items() if pk in low])
    whole = mean_of([Decimal(amount) for amount in every.values()])
    return (theirs, whole) if Decimal(theirs) < Decimal(whole) else None


def _of_under_mean(key: str, place: int) -> Callable[[Facts], str | None]:
    def of(facts: Facts) -> str | None:
        found = _under_mean(facts, key)
        return found[place] if found else None

    return of


# ── 民主决策, 支部学习 ──────────────────────────────────────────────────────
def _seldom_places(facts: Facts) -> str | None:
    """东湖社区1次、槐荫社区没有记录."""
    found = facts.seldom_deciding
    if not found or len(found) > NAMED or not _names_wanted(facts):
        return None
    known = facts.values["meetings.decisions"]
    return "、".join(f"{place.name}{_times(known.at(place.pk).amount)}" for place, _ in found)


def _times(amount: Decimal | None) -> str:
    return "没有记录" if amount is None else f"{text_of(amount, 0)}次"


def _decisions_mean(facts: Facts) -> str | None:
    """Of the 城市社区 that stood all through the year; None while of one of them nothing is on record."""
    value = facts.values["meetings.decisions"]
    each = [value.at(community.pk).amount for community in facts.urban]
    known = [amount for amount in each if amount is not None]
    return mean_of(known) if known and len(known) == len(each) and not value.missing else None


def _low_decisions_mean(facts: Facts) -> str | None:
    """Of those that decide seldom, where others decide more often."""
    found = facts.seldom_deciding
    whole = _decisions_mean(facts)
    if not found or whole is None:
        return None
    theirs = mean_of([Decimal(number) for _, number in found])
    return theirs if Decimal(theirs) < Decimal(whole) else None


def _idle_branches(facts: Facts) -> str | None:
    """By name, where the office prints names."""
    found = facts.idle_branches
    return (
        "、".join(branch.name for branch in found)
        if found and len(found) <= NAMED and _names_wanted(facts)
        else None
    )


def _idle_mean(facts: Facts) -> str | None:
    found = facts.idle_branches
    return (
        text_of(mean(Decimal(sum(branch.studies for branch in found)), Decimal(len(found))), 1)
        if found
        else None
    )


# ── 两新申请人, 困难, 比率 ──────────────────────────────────────────────────
def _longest_wait(facts: Facts) -> str | None:
    return str((facts.scope.day - facts.waiting[0]).days) if facts.waiting else None


def _two_new_applicants(facts: Facts) -> str | None:
    """Applicants employed by a 两新组织 who are on their way on the cut-off day, those who wait among them."""
    day = facts.scope.day
    rows = (
        facts.scope.all(Applicant)
        .employed_by_two_new()
        .going_on(day)
        .filter(applied_on__lte=day)
        .exclude(admitted_on__lte=day)
    )
    return str(rows.count() or "") or None


def _open_category(facts: Facts) -> str | None:
    """公共设施12件, where one category has more than any other and there are others."""
    found = facts.open_categories
    if len(found) < LEAST_CATEGORIES or found[0][1] == found[1][1]:
        return None
    category, number = found[0]
    return f"{VisitIssue.Category(category).label}{number}件"


def _only_category(facts: Facts) -> str | None:
    """公共设施, where all that is open is of one category."""
    found = facts.open_categories
    alone = len(found) == 1 and found[0][1] == facts.values[OPEN].value
    return str(VisitIssue.Category(found[0][0]).label) if alone else None


def _gap(key: str, limit: str, side: int) -> Callable[[Facts], str | None]:
    """By how many points a rate is over its limit (1) or under it (-1)."""

    def of(facts: Facts) -> str | None:
        value = facts.values[key]
        if value.missing:
            return None
        apart = (Decimal(value.value) - Decimal(getattr(facts.scope.report, limit))) * side
        return text_of(apart, 1) if apart > 0 else None

    return of


# ── Since last year ─────────────────────────────────────────────────────────
def _since_last_year(facts: Facts, side: int, told: Collection[str] = USUAL_KEYS) -> str | None:
    """满意率偏低的社区（由2个到1个）、学习少的支部: what was a problem last year, by what became of it.

    What did not get better is named only among the findings that are told.
    """
    found = [
        problem
        for problem in PROBLEMS
        if _side(facts, problem.key) == side and (side < 0 or problem.key in told)
    ]
    return (
        "、".join(f"{problem.label}{_moved(facts, problem.key) if side else ''}" for problem in found) or None
    )


def _moved(facts: Facts, problem: str) -> str:
    """（由67件到77件）."""
    if problem not in FIGURES:
        return f"（由{len(facts.idle_months_last or [])}个到{len(facts.idle_months)}个）"
    last, now = (values[FIGURES[problem]] for values in (facts.before, facts.values))
    unit = "" if now.indicator.unit == "%" else now.indicator.unit
    return f"（由{last.text}{unit}到{now.text}{unit}）"


def _side(facts: Facts, problem: str) -> int | None:
    """Better (-1), the same (0) or worse (1) than last year; None of what was no problem then, or is not known."""
    key = FIGURES.get(problem, "")
    apart = difference(facts, key) if key else _idle_months_apart(facts, problem)
    if apart is None or (key and not _was_problem(facts, problem, key)):
        return None
    sign = (apart > 0) - (apart < 0)
    return -sign if problem == "attendance" else sign


def _idle_months_apart(facts: Facts, problem: str) -> Decimal | None:
    if problem != "special_meetings" or not facts.idle_months_last or facts.values[SPECIAL].missing:
        return None
    return Decimal(len(facts.idle_months) - len(facts.idle_months_last))


def _was_problem(facts: Facts, problem: str, key: str) -> bool:
    """By this year's limits."""
    return holds(problem, Facts(facts.scope, facts.before)) and not facts.before[key].zero


def asked(facts: Facts, told: Collection[str]) -> list[Problem]:
    """Of the findings that are told those that can be counted; first what got worse, then what stayed as it was."""
    found = [problem for problem in PROBLEMS if problem.key in told and problem.aim]
    found = [problem for problem in found if holds(problem.key, facts) and _is_known(facts, problem.key)]
    office = facts.scope.subdistrict.code
    found.sort(
        key=lambda problem: (WORST_FIRST.index(_side(facts, problem.key)), own_place(office, problem.key))
    )
    return found[:ASKED]


def _is_known(facts: Facts, problem: str) -> bool:
    return not facts.values[FIGURES.get(problem, SPECIAL)].missing


def _asked_first(facts: Facts, told: Collection[str]) -> str | None:
    return "和".join(problem.label for problem in asked(facts, told)) or None


def _first_aims(facts: Facts, told: Collection[str]) -> str | None:
    return "、".join(problem.aim for problem in asked(facts, told)) or None


def _usually(say: OfTold) -> Callable[[Facts], str | None]:
    return lambda facts: say(facts, USUAL_KEYS)


# What is said of the findings that a text tells; asked without a text, of those that are told unless somebody decides otherwise.
OF_TOLD: dict[str, OfTold] = {
    "problems_same": lambda facts, told: _since_last_year(facts, 0, told),
    "problems_more": lambda facts, told: _since_last_year(facts, 1, told),
    "asked_first": _asked_first,
    "first_aims": _first_aims,
}


VISITS, MONEY = "visits.frontline", "funding.party"
NAMES: dict[str, Callable[[Facts], str | None]] = {
    "urban": lambda f: str(len(f.urban)) if f.urban else None,
    "urban_now": _urban_now,
    "places": _places,
    "low_places": _low_places,
    "low_names": _low_names,
    "low_kind": _low_kind,
    "low_gap": _low_gap,
    "low_visits": _of_under_mean(VISITS, 0),
    "mean_visits": _of_under_mean(VISITS, 1),
    "low_money": _of_under_mean(MONEY, 0),
    "mean_money": _of_under_mean(MONEY, 1),
    "seldom_places": _seldom_places,
    "decisions_mean": _decisions_mean,
    "low_decisions_mean": _low_decisions_mean,
    "idle_branches": _idle_branches,
    "idle_branch_mean": _idle_mean,
    "longest_wait": _longest_wait,
    "two_new_applicants": _two_new_applicants,
    "open_category": _open_category,
    "only_category": _only_category,
    "attendance_gap": _gap("meetings.study_attendance", "low_attendance", -1),
    "elderly_gap": _gap("members.elderly_share", "many_elderly", 1),
    "problems_fewer": lambda f: _since_last_year(f, -1),
    **{name: _usually(say) for name, say in OF_TOLD.items()},
}
