"""Who and what stands behind a finding: which 社区 and 支部, and how far from the limit."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from communities.models import Community
from indicators.amounts import mean, text_of
from members.models import Applicant, PartyOrg
from reports.facts import Branch, Facts
from reports.text.names.places import mean_of
from visits.models import VisitIssue

MOST_NAMES = 4  # 支部 or 社区 that are named; of more the number says enough
LEAST_CATEGORIES = 2  # of which one has the most
OPEN = "visits.difficulties_open"
Name = Callable[[Facts], str | None]


def _names_communities(facts: Facts) -> bool:
    """Tell whether the office prints names of 社区 and 支部."""
    return facts.scope.report.names_communities


# ── 满意率偏低的社区 ────────────────────────────────────────────────────────
def _low_places(facts: Facts) -> str | None:
    """Say 杨庄社区54.3%; without the name where the office so decided."""
    low = facts.low_communities
    if not low or len(low) > MOST_NAMES:
        return None
    with_names = _names_communities(facts)
    places = []
    for community, rate in low:
        name = community.name if with_names else ""
        places.append(f"{name}{text_of(rate, 1)}%")
    text = "、".join(places)
    return text if with_names else f"满意率{text}"


def _places(facts: Facts) -> str | None:
    """Count the 社区; None of one alone, which cannot differ from others."""
    value = facts.values["communities.total"]
    if value.missing or value.value <= 1:
        return None
    return value.text


def _urban(facts: Facts) -> str | None:
    return str(len(facts.urban)) if facts.urban else None


def _urban_now(facts: Facts) -> str | None:
    """Count the 城市社区 on the cut-off day.

    None where more had elections: then some ended in the year.
    """
    total = facts.values["communities.total"]
    villages = facts.values["communities.former_villages"]
    elections = facts.values["communities.elections_completed"]
    if total.missing or villages.missing:
        return None
    number = int(total.value) - int(villages.value)
    if not number:
        return None
    if not elections.missing and elections.value > number:
        return None
    return str(number)


def _low_names(facts: Facts) -> str | None:
    return _listed_names(facts, [community for community, _ in facts.low_communities])


def _low_kind(facts: Facts) -> str | None:
    """Say which kind the 社区 under the limit are: 都是村改居社区."""
    low = facts.low_communities
    if not low:
        return None
    kinds = [community.kind for community, _ in low]
    villages = kinds.count(Community.Kind.FORMER_VILLAGE)
    are = "都是" if len(low) > 1 else "是"
    if villages == len(low):
        return f"{are}村改居社区"
    if not villages:
        return f"{are}城市社区"
    return f"有村改居社区{villages}个"


def _low_gap(facts: Facts) -> str | None:
    """Say how far the lowest rate is from the limit."""
    low = facts.low_communities
    if not low:
        return None
    lowest = min(rate for _, rate in low)
    gap = Decimal(facts.scope.report.low_satisfaction) - Decimal(text_of(lowest, 1))
    if gap <= 0:
        return None
    text = f"离门槛差{text_of(gap, 1)}个百分点"
    return f"最低的{text}" if len(low) > 1 else text


def _under_mean(facts: Facts, key: str) -> tuple[str, str] | None:
    """Return the mean of the 社区 under the limit and the mean of all, where the first is lower."""
    value = facts.values[key]
    low = {community.pk for community, _ in facts.low_communities}
    if value.missing or not low:
        return None
    amounts = {pk: Decimal(value.rows.get(pk, 0)) for pk in facts.scope.standing_throughout}
    low_mean = mean_of([amount for pk, amount in amounts.items() if pk in low])
    whole_mean = mean_of(list(amounts.values()))
    if Decimal(low_mean) >= Decimal(whole_mean):
        return None
    return low_mean, whole_mean


def _mean_of_low(key: str) -> Name:
    """Say the mean of the 社区 under the limit, where it is under the mean of all."""

    def name(facts: Facts) -> str | None:
        means = _under_mean(facts, key)
        return means[0] if means else None

    return name


def _mean_of_all(key: str) -> Name:
    """Say the mean of all 社区, where that of those under the limit is lower."""

    def name(facts: Facts) -> str | None:
        means = _under_mean(facts, key)
        return means[1] if means else None

    return name


# ── 民主决策, 支部学习 ──────────────────────────────────────────────────────
def _seldom_places(facts: Facts) -> str | None:
    """Say 东湖社区1次、槐荫社区没有记录."""
    seldom = facts.seldom_deciding
    if not seldom or len(seldom) > MOST_NAMES or not _names_communities(facts):
        return None
    decisions = facts.values["meetings.decisions"]
    return "、".join(f"{place.name}{_times(decisions.at(place.pk).amount)}" for place, _ in seldom)


def _times(amount: Decimal | None) -> str:
    if amount is None:
        return "没有记录"
    return f"{text_of(amount, 0)}次"


def _decisions_mean(facts: Facts) -> str | None:
    """Say the mean of the 城市社区 that stood all through the year; None while one has no record."""
    value = facts.values["meetings.decisions"]
    amounts = []
    for community in facts.urban:
        amount = value.at(community.pk).amount
        if amount is None:
            return None
        amounts.append(amount)
    if not amounts or value.missing:
        return None
    return mean_of(amounts)


def _low_decisions_mean(facts: Facts) -> str | None:
    """Say the mean of those that decide seldom, where others decide more often."""
    seldom = facts.seldom_deciding
    whole_mean = _decisions_mean(facts)
    if not seldom or whole_mean is None:
        return None
    low_mean = mean_of([Decimal(number) for _, number in seldom])
    if Decimal(low_mean) >= Decimal(whole_mean):
        return None
    return low_mean


def _idle_branches(facts: Facts) -> str | None:
    """Name the 支部 that study seldom, where the office prints names."""
    return _listed_names(facts, facts.idle_branches)


def _vacant_orgs(facts: Facts) -> str | None:
    """Name the Party organisations without a 书记, where the office prints names."""
    return _listed_names(facts, facts.vacant_orgs)


def _idle_mean(facts: Facts) -> str | None:
    branches = facts.idle_branches
    if not branches:
        return None
    studies = sum(branch.studies for branch in branches)
    return text_of(mean(Decimal(studies), Decimal(len(branches))), 1)


# ── 两新申请人, 困难, 比率 ──────────────────────────────────────────────────
def _longest_wait(facts: Facts) -> str | None:
    """Say for how many days the first of those who wait has waited."""
    if not facts.waiting:
        return None
    return str((facts.scope.day - facts.waiting[0]).days)


def _two_new_applicants(facts: Facts) -> str | None:
    """Count the applicants of 两新组织 on their way on the cut-off day, those who wait among them."""
    day = facts.scope.day
    employees = facts.scope.all(Applicant).employed_by_two_new()
    number = employees.going_on(day).filter(applied_on__lte=day).exclude(admitted_on__lte=day).count()
    return str(number) if number else None


def _open_category(facts: Facts) -> str | None:
    """Say 公共设施12件, where one category has more than any other and there are others."""
    categories = facts.open_categories
    if len(categories) < LEAST_CATEGORIES:
        return None
    (category, number), (_, next_number) = categories[:2]
    if number == next_number:
        return None
    return f"{VisitIssue.Category(category).label}{number}件"


def _only_category(facts: Facts) -> str | None:
    """Say 公共设施, where all that is open is of one category."""
    categories = facts.open_categories
    if len(categories) != 1:
        return None
    category, number = categories[0]
    if number != facts.values[OPEN].value:
        return None
    return str(VisitIssue.Category(category).label)


def _gap(key: str, limit: str, side: int) -> Name:
    """Say by how many points a rate is over its limit (side 1) or under it (side -1)."""

    def name(facts: Facts) -> str | None:
        value = facts.values[key]
        if value.missing:
            return None
        gap = (Decimal(value.value) - Decimal(getattr(facts.scope.report, limit))) * side
        return text_of(gap, 1) if gap > 0 else None

    return name


def _listed_names(facts: Facts, places: Iterable[Community | Branch | PartyOrg]) -> str | None:
    """Name a few, where the office prints names."""
    names = [place.name for place in places]
    if not names or len(names) > MOST_NAMES or not _names_communities(facts):
        return None
    return "、".join(names)


VISITS, MONEY = "visits.frontline", "funding.party"
NAMES: dict[str, Name] = {
    "urban": _urban,
    "urban_now": _urban_now,
    "places": _places,
    "low_places": _low_places,
    "low_names": _low_names,
    "low_kind": _low_kind,
    "low_gap": _low_gap,
    "low_visits": _mean_of_low(VISITS),
    "mean_visits": _mean_of_all(VISITS),
    "low_money": _mean_of_low(MONEY),
    "mean_money": _mean_of_all(MONEY),
    "seldom_places": _seldom_places,
    "decisions_mean": _decisions_mean,
    "low_decisions_mean": _low_decisions_mean,
    "idle_branches": _idle_branches,
    "idle_branch_mean": _idle_mean,
    "vacant_orgs": _vacant_orgs,
    "longest_wait": _longest_wait,
    "two_new_applicants": _two_new_applicants,
    "open_category": _open_category,
    "only_category": _only_category,
    "attendance_gap": _gap("meetings.study_attendance", "low_attendance", -1),
    "elderly_gap": _gap("members.elderly_share", "many_elderly", 1),
    "duties_gap": _gap("duties.duties_done", "least_duties_done", -1),
}
