"""What the default wording claims, clause by clause, each with the records that bear it.

The table is `claims.txt`: every clause of every default wording, put there by whoever has read it. A clause that is printed
and does not stand there is a fault, and so is one whose figures and names are not what the records say. Figures are recounted
in plain SQL; names are asked of the records here, apart from the product; what became of promises has tests of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import Community, Leader, Survey
from duties.models import Remedy
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.months import has_months
from meetings.models import Campaign, Decision, Meeting
from members.models import Applicant, PartyOrg
from reports.context import ReportScope
from reports.facts import Facts
from reports.models import ZeroStatement
from reports.outline.problems import PROBLEMS
from reports.text import names
from reports.text.names.problems import OF_TOLD
from services.models import Brand
from tests.indicators.recount import RATES, VACANT
from tests.reports.recounted import ROWS, days_of, expected, number, row, written
from tests.reports.recounted import ask as column
from visits.models import Visit, VisitIssue

TOKEN = re.compile(r"\{([a-z_.]+)\}")
TABLE = Path(__file__).with_name("claims.txt").read_text().splitlines()
NOTHING = ("X", "0", "0%")
Told = str | set[str] | None


def listed() -> list[str]:
    """Every clause of the table, the openers left out."""
    start = TABLE.index("# opening")
    return [line for line in TABLE[start:] if line and not line.startswith("#")]


OPENERS = frozenset(line for line in TABLE[1 : TABLE.index("# opening")] if line)


# ── What is said besides figures ────────────────────────────────────────────
def closed(scope: ReportScope) -> bool:
    return (scope.day.month, scope.day.day) == (12, 31)


def over(scope: ReportScope) -> int:
    return 12 if closed(scope) else scope.day.month - 1


def earlier(scope: ReportScope) -> str:
    return "上年" if closed(scope) else "上年同期"


def month_names(months: Any) -> str | None:
    """2月、6月; of more than four how many they are."""
    if len(months) > 4:
        return f"有{len(months)}个月"
    return "、".join(f"{month}月" for month in months) or None


BY_OFFICE = Q(org=None) | Q(org__kind="work_committee")
KIND_OF = {
    "meetings.special": "special",
    "meetings.conduct_education": "conduct",
    "meetings.decision_training": "decision_training",
}


def held(key: str, scope: ReportScope) -> list[int]:
    """The month of every meeting of the 街道 of that kind."""
    rows = Meeting.objects.filter(
        BY_OFFICE, subdistrict=scope.subdistrict, kind=KIND_OF[key], date__year=scope.year, in_doubt=False
    )
    return sorted(day.month for day in rows.filter(date__lte=scope.day).values_list("date", flat=True))


def without(key: str, scope: ReportScope) -> list[int]:
    return (
        []
        if expected(key, scope) == "X"
        else [month for month in range(1, over(scope) + 1) if month not in held(key, scope)]
    )


def crowded(scope: ReportScope) -> str | None:
    found = held("meetings.special", scope)
    if not without("meetings.special", scope):
        return None
    return (
        "、".join(
            f"{month}月{found.count(month)}次" for month in sorted(set(found)) if found.count(month) > 1
        )
        or None
    )


def idle_last(scope: ReportScope) -> str | None:
    found = without("meetings.special", scope.before)
    return str(len([month for month in found if month <= over(scope)])) if found else None


def me(scope: ReportScope) -> str:
    rows = Leader.objects.filter(subdistrict=scope.subdistrict, post="secretary", since__lte=scope.day)
    names_of = set(
        rows.filter(Q(until=None) | Q(until__gt=date(scope.year, 1, 1))).values_list("name", flat=True)
    )
    return "我" if names_of == {scope.reporter} else "书记"


def campaigns(scope: ReportScope) -> QuerySet:
    return Campaign.objects.filter(
        subdistrict=scope.subdistrict, first_year__lte=scope.year, last_year__gte=scope.year
    )


def of_brand(say: Callable[[Brand], object]) -> Callable[[ReportScope], str]:
    """Of the brand that was chosen, else of the one begun last that the press wrote about."""

    def of(scope: ReportScope) -> str:
        standing = Brand.objects.filter(
            Q(until=None) | Q(until__gt=scope.day), subdistrict=scope.subdistrict, since__lte=scope.day
        )
        reported = standing.filter(reports__date__lte=scope.day).order_by("-since", "-pk")
        brand = scope.report.brand or reported.first()
        return str(say(brand)) if brand else "X"

    return of


def media(scope: ReportScope) -> str:
    last = of_brand(
        lambda brand: brand.reports.filter(date__lte=scope.day).order_by("-date", "-pk")[0].outlet
    )
    return scope.report.media_report.outlet if scope.report.media_report else last(scope)


OF_BRAND: dict[str, Callable[[ReportScope], str]] = {
    "services.brand_month": of_brand(lambda brand: brand.since.month),
    "services.brand_community": of_brand(lambda brand: brand.community or brand.subdistrict),
    "services.brand_media": media,
}


def all_year(scope: ReportScope) -> list[Community]:
    first = date(scope.year, 1, 1)
    rows = Community.objects.filter(
        Q(since=None) | Q(since__lte=first),
        Q(until=None) | Q(until__gt=scope.day),
        subdistrict=scope.subdistrict,
    )
    return list(rows.order_by("order", "code", "pk"))


def urban(scope: ReportScope) -> list[Community]:
    return [place for place in all_year(scope) if place.kind == "urban"]


def rate_of(place: Community, scope: ReportScope) -> Decimal | None:
    surveys = Survey.objects.filter(
        community=place, kind="satisfaction", phase="annual", date__year=scope.year, date__lte=scope.day
    )
    last = surveys.order_by("-date", "-pk").first()
    if last is None:
        return None
    good = last.satisfied + (last.basically_satisfied if scope.report.basically_satisfied else 0)
    return Decimal(good * 100) / last.valid


def low(scope: ReportScope) -> list[tuple[Community, Decimal]]:
    rates = [(place, rate_of(place, scope)) for place in all_year(scope)]
    return [
        (place, rate) for place, rate in rates if rate is not None and rate < scope.report.low_satisfaction
    ]


def some_named(found: list[Any]) -> bool:
    return 0 < len(found) <= 4


def low_places(scope: ReportScope) -> str | None:
    found = low(scope)
    return (
        "、".join(f"{place.name}{written(rate, 1)}%" for place, rate in found) if some_named(found) else None
    )


def standing(scope: ReportScope) -> list[Community]:
    """On the cut-off day."""
    rows = Community.objects.filter(
        Q(since=None) | Q(since__lte=scope.day), Q(until=None) | Q(until__gt=scope.day)
    )
    return list(rows.filter(subdistrict=scope.subdistrict))


def number_of(found: list[Community]) -> str:
    return str(len(found))


def urban_now(scope: ReportScope) -> str | None:
    found = [place for place in standing(scope) if place.kind == "urban"]
    elected = expected("communities.elections_completed", scope)
    return number_of(found) if found and (elected == "X" or int(elected) <= len(found)) else None


def low_kind(scope: ReportScope) -> str | None:
    kinds = [place.kind for place, _ in low(scope)]
    if not kinds:
        return None
    every = "都是" if len(kinds) > 1 else "是"
    villages = kinds.count("former_village")
    if villages == len(kinds):
        return f"{every}村改居社区"
    return f"有村改居社区{villages}个" if villages else f"{every}城市社区"


def low_gap(scope: ReportScope) -> str | None:
    rates = [rate for _, rate in low(scope)]
    if not rates:
        return None
    apart = scope.report.low_satisfaction - Decimal(written(min(rates), 1))
    return (
        f"{'最低的' if len(rates) > 1 else ''}离门槛差{written(Decimal(apart), 1)}个百分点"
        if apart > 0
        else None
    )


def trips(place: Community, scope: ReportScope) -> int:
    rows = Visit.objects.filter(
        community=place, kind="community", date__year=scope.year, date__lte=scope.day, leaders__isnull=False
    )
    return rows.distinct().count()


def paid(place: Community, scope: ReportScope) -> Decimal:
    told = row("funding.party", scope, place)
    return Decimal(0 if told == "—" else told)


def mean(found: list[Any]) -> str:
    """One decimal, never 0 unless nothing was counted."""
    total = sum(Decimal(amount) for amount in found)
    told = written(total / len(found), 1)
    return "0.1" if told == "0" and total else told


def lower(
    count: Callable[[Community, ReportScope], Any], key: str, place: int
) -> Callable[[ReportScope], str | None]:
    def of(scope: ReportScope) -> str | None:
        few = [community for community, _ in low(scope)]
        if not few or expected(key, scope) == "X":
            return None
        theirs, every = mean([count(c, scope) for c in few]), mean([count(c, scope) for c in all_year(scope)])
        return (theirs, every)[place] if Decimal(theirs) < Decimal(every) else None

    return of


def decided(place: Community, scope: ReportScope) -> int:
    rows = Decision.objects.filter(community=place, resolved_on__year=scope.year, resolved_on__lte=scope.day)
    found = 0
    for matter in rows:
        third = matter.solicited_on if matter.method == "solicit_first" else matter.deliberated_on
        found += bool(matter.proposed_on and matter.consulted_on and third)
    return found


def seldom(scope: ReportScope) -> str | None:
    found = [(place, decided(place, scope)) for place in urban(scope)]
    few = [(place, times) for place, times in found if times < scope.report.low_decisions]
    return (
        "、".join(f"{place.name}{told_times(place, times, scope)}" for place, times in few)
        if some_named(few)
        else None
    )


def told_times(place: Community, times: int, scope: ReportScope) -> str:
    return "没有记录" if without_records(place, scope) else f"{times}次"


def without_records(place: Community, scope: ReportScope) -> bool:
    """Whether a 社区 has none is the figures' own matter, and tested there."""
    value = compute([CATALOGUE["meetings.decisions"]], scope)["meetings.decisions"]
    return value.at(place.pk).amount is None


def decisions_mean(scope: ReportScope) -> str | None:
    if expected("meetings.decisions", scope) == "X" or not urban(scope):
        return None
    if any(without_records(place, scope) for place in urban(scope)):
        return None
    return mean([decided(place, scope) for place in urban(scope)])


def low_decisions_mean(scope: ReportScope) -> str | None:
    times = [decided(place, scope) for place in urban(scope)]
    few = [number for number in times if number < scope.report.low_decisions]
    if not few or decisions_mean(scope) is None:
        return None
    return mean(few) if Decimal(mean(few)) < Decimal(mean(times)) else None


STUDIES = ("lecture", "study", "party_spirit", "theme_day")


def idle_branches(scope: ReportScope) -> list[tuple[PartyOrg, list[str]]]:
    first = date(scope.year, 1, 1)
    rows = PartyOrg.objects.filter(
        subdistrict=scope.subdistrict,
        sphere="community",
        kind__in=["branch", "joint_branch"],
        since__lte=first,
    )
    found = []
    for org in rows.filter(Q(until=None) | Q(until__gt=scope.day)).order_by(
        "community__order", "name_order", "pk"
    ):
        studied = Meeting.objects.filter(
            org=org, kind__in=STUDIES, date__year=scope.year, date__lte=scope.day
        )
        kinds = list(studied.values_list("kind", flat=True))
        if len(kinds) < scope.report.low_study:
            found.append((org, kinds))
    return found


def going_on(scope: ReportScope) -> QuerySet:
    rows = Applicant.objects.filter(
        subdistrict=scope.subdistrict, unit__isnull=False, applied_on__lte=scope.day
    )
    return rows.filter(Q(ended_on=None) | Q(ended_on__gt=scope.day))


def longest_wait(scope: ReportScope) -> str | None:
    if expected("members.waiting_applicants", scope) in NOTHING:
        return None
    waiting = going_on(scope).filter(Q(talked_on=None) | Q(talked_on__gt=scope.day)).order_by("applied_on")
    return str((scope.day - waiting[0].applied_on).days)


def two_new_applicants(scope: ReportScope) -> str | None:
    rows = going_on(scope).filter(Q(admitted_on=None) | Q(admitted_on__gt=scope.day))
    return str(rows.count()) if rows.exists() else None


def open_categories(scope: ReportScope) -> tuple[list[tuple[int, str]], int]:
    """How many of each category are open, the most first; and of how many difficulties that is."""
    rows = VisitIssue.objects.filter(
        visit__subdistrict=scope.subdistrict, kind="difficulty", visit__date__lte=scope.day
    )
    left = list(
        rows.filter(Q(solved_on=None) | Q(solved_on__gt=scope.day)).values_list("category", flat=True)
    )
    return sorted(((left.count(category), category) for category in set(left) - {""}), reverse=True), len(
        left
    )


def open_category(scope: ReportScope) -> str | None:
    counts, _ = open_categories(scope)
    if len(counts) < 2 or counts[0][0] == counts[1][0]:
        return None
    return f"{VisitIssue.Category(counts[0][1]).label}{counts[0][0]}件"


def only_category(scope: ReportScope) -> str | None:
    counts, left = open_categories(scope)
    return str(VisitIssue.Category(counts[0][1]).label) if len(counts) == 1 and counts[0][0] == left else None


def gap(key: str, column: str, side: int) -> Callable[[ReportScope], str | None]:
    def of(scope: ReportScope) -> str | None:
        told = expected(key, scope)
        if told == "X":
            return None
        apart = (Decimal(told.rstrip("%")) - getattr(scope.report, column)) * side
        return written(apart, 1) if apart > 0 else None

    return of


def vacant_orgs(scope: ReportScope) -> str | None:
    """Named by the keys that plain SQL finds."""
    if expected("members.vacant_orgs", scope) == "X":
        return None
    keys = column(VACANT.replace("COUNT(*)", "g.id", 1), scope)
    orgs = PartyOrg.objects.filter(pk__in=keys).order_by("community__order", "name_order", "pk")
    return "、".join(org.name for org in orgs) if some_named(keys) else None


def remedies_of_report(scope: ReportScope) -> str | None:
    rows = Remedy.objects.filter(subdistrict=scope.subdistrict, year=scope.year, source="report")
    return str(rows.count()) if rows.exists() else None


# What Facts judges: promises, and which problem became what, have tests of their own.
JUDGED = {
    "targets_set", "targets_kept", "targets_missed", "targets_open", "missed_targets", "missed_first", "missed_monthly", "missed_money",
    "missed_briefly", "missed_as_done", "missed_by_gap", "problems_fewer", "problems_same", "problems_more", "asked_first", "first_aims",
    "targets_unknown", "targets_next",
}  # fmt: skip
OF_TARGETS = {"pledge", "strict", "judged", "beyond", "short", "per", "beside", "promised"}
NAMES: dict[str, Callable[[ReportScope], Told]] = {
    "office": lambda scope: scope.subdistrict.name,
    "year": lambda scope: str(scope.year),
    "next_year": lambda scope: str(scope.year + 1),
    "span": lambda scope: "全年" if closed(scope) else f"截至{scope.day.month}月{scope.day.day}日",
    "so_far": lambda scope: "全年" if closed(scope) else "今年以来",
    "this_year": lambda scope: "今年" if closed(scope) else "今年以来",
    "last_year": earlier,
    "me": me,
    "campaign": lambda scope: set(campaigns(scope).values_list("name", flat=True)) or None,
    "brand": of_brand(lambda brand: brand.name),
    "brand_year": of_brand(lambda brand: brand.since.year),
    "urban": lambda scope: str(len(urban(scope))) if urban(scope) else None,
    "idle_months": lambda scope: month_names(without("meetings.special", scope)),
    "idle_months_count": lambda scope: str(len(without("meetings.special", scope)) or "") or None,
    "idle_months_last": idle_last,
    "crowded_months": crowded,
    "low_places": low_places,
    "urban_now": urban_now,
    "places": lambda scope: number_of(standing(scope)) if len(standing(scope)) > 1 else None,
    "low_kind": low_kind,
    "low_gap": low_gap,
    "low_visits": lower(trips, "visits.frontline", 0),
    "mean_visits": lower(trips, "visits.frontline", 1),
    "low_money": lower(paid, "funding.party", 0),
    "mean_money": lower(paid, "funding.party", 1),
    "seldom_places": seldom,
    "decisions_mean": decisions_mean,
    "low_decisions_mean": low_decisions_mean,
    "idle_branches": lambda s: (
        "、".join(org.name for org, _ in idle_branches(s)) if some_named(idle_branches(s)) else None
    ),
    "idle_branch_mean": lambda s: (
        mean([len(held) for _, held in idle_branches(s)]) if idle_branches(s) else None
    ),
    "longest_wait": longest_wait,
    "two_new_applicants": two_new_applicants,
    "open_category": open_category,
    "only_category": only_category,
    "attendance_gap": gap("meetings.study_attendance", "low_attendance", -1),
    "elderly_gap": gap("members.elderly_share", "many_elderly", 1),
    "vacant_orgs": vacant_orgs,
    "duties_gap": gap("duties.duties_done", "least_duties_done", -1),
    "remedies_of_report": remedies_of_report,
}


# ── What is said of one figure or target ────────────────────────────────────
def known(key: str, scope: ReportScope) -> str | None:
    told = expected(key, scope)
    return None if told in NOTHING else told


def moved(key: str, scope: ReportScope) -> str | None:
    """Last year's, where this year's is another."""
    sides = both(key, scope)
    return sides[1] if sides and sides[0] != sides[1] and sides[0] not in NOTHING else None


def half(key: str, scope: ReportScope) -> str | None:
    days = expected(key, scope)
    return (
        days if len(days_of(key, scope)) >= 5 and days not in NOTHING and not days.startswith("-") else None
    )


def both(key: str, scope: ReportScope) -> tuple[str, str] | None:
    """This year's and last year's as they are printed; None where one of them says nothing of the other."""
    sides = expected(key, scope), expected(key, scope.before)
    acted = (
        expected("meetings.two_new_activities", scope.before) if key == "meetings.two_new_idle_orgs" else ""
    )
    if "X" in sides or acted in NOTHING or (sides[1] in NOTHING and not begun(key, scope)):
        return None
    return sides


def begun(key: str, scope: ReportScope) -> bool:
    """Whether anybody had recorded such things by then, or stated that there were none."""
    if not has_months(CATALOGUE[key]):
        return True
    stated = ZeroStatement.objects.filter(subdistrict=scope.subdistrict, year=scope.year - 1, key=key)
    record_set = CATALOGUE[key].main
    path = record_set.model.subdistrict_path or "subdistrict"
    rows = record_set.model.objects.filter(
        **{path: scope.subdistrict, f"{record_set.day}__lte": scope.before.day}
    )
    return stated.exists() or rows.exists()


def apart(key: str, scope: ReportScope) -> Decimal | None:
    sides = both(key, scope)
    return None if sides is None else Decimal(sides[0].rstrip("%")) - Decimal(sides[1].rstrip("%"))


def unit(key: str) -> str:
    return CATALOGUE[key].unit


def points(key: str) -> str:
    return "个百分点" if unit(key) == "%" else unit(key)


def change(key: str, scope: ReportScope) -> str | None:
    by = apart(key, scope)
    if by is None:
        return None
    if not by:
        return f"与{earlier(scope)}持平"
    if both(key, scope)[1] in NOTHING:  # type: ignore[index]
        return f"{earlier(scope)}为零"
    more, less = ("高", "低") if unit(key) == "%" else ("多", "少")
    return f"比{earlier(scope)}{more if by > 0 else less}{written(abs(by), 2)}{points(key)}"


def by_side(side: int) -> Callable[[str, ReportScope], str | None]:
    def of(key: str, scope: ReportScope) -> str | None:
        by = apart(key, scope)
        return written(abs(by), 2) if by is not None and by * side > 0 else None

    return of


def since(key: str, scope: ReportScope) -> str | None:
    sides, by = both(key, scope), apart(key, scope)
    if sides is None or by is None:
        return None
    shown = "" if unit(key) == "%" else unit(key)
    if sides[1] in NOTHING:
        return f"{earlier(scope)}没有"
    if not by:
        return f"{earlier(scope)}也是{sides[1]}{shown}"
    return (
        f"{earlier(scope)}{sides[1]}{shown}，今年{'多' if by > 0 else '少'}{written(abs(by), 2)}{points(key)}"
    )


def stood(key: str, scope: ReportScope) -> str | None:
    sides = both(key, scope)
    return sides[1] if sides and sides[0] not in NOTHING and sides[1] not in NOTHING else None


def fresh(key: str, scope: ReportScope) -> str | None:
    sides = both(key, scope)
    return sides[0] if sides and sides[0] not in NOTHING and sides[1] in NOTHING else None


def each_place(key: str, scope: ReportScope) -> list[tuple[Community, Decimal]]:
    """What every 社区 that stood all the year has of it; nothing where one of them has no number."""
    told = [(place, row(key, scope, place)) for place in all_year(scope)] if key in ROWS else []
    found = [(place, Decimal(amount)) for place, amount in told if amount != "—"]
    return found if len(found) == len(told) and expected(key, scope) != "X" else []


def extreme(pick: Callable[..., Decimal]) -> Callable[[str, ReportScope], str | None]:
    def of(key: str, scope: ReportScope) -> str | None:
        found = each_place(key, scope)
        if len(found) < 3:
            return None
        best = [place for place, amount in found if amount == pick(amount for _, amount in found)]
        amount = written(pick(amount for _, amount in found), 0)
        return f"{best[0].name}{amount}{unit(key)}" if len(best) == 1 else None

    return of


def average(key: str, scope: ReportScope) -> str | None:
    amounts = [amount for _, amount in each_place(key, scope)]
    return mean(amounts) if len(amounts) > 1 and any(amounts) else None


def reached(key: str, scope: ReportScope) -> str | None:
    return str(sum(bool(amount) for _, amount in each_place(key, scope)) or "") or None


def side_of(place: int) -> Callable[[str, ReportScope], str | None]:
    return lambda key, scope: str(int(number(RATES[key][place], scope)) or "") or None


def left(key: str, scope: ReportScope) -> str | None:
    return str(max(0, int(number(RATES[key][1], scope)) - int(number(RATES[key][0], scope))) or "") or None


def full(key: str, scope: ReportScope) -> str | None:
    return (
        str(over(scope)) if over(scope) and expected(key, scope) != "X" and not without(key, scope) else None
    )


ROOMS: dict[str, Callable[[str, ReportScope], Told]] = {
    "known": known,
    "half": half,
    "change": change,
    "was": lambda key, scope: both(key, scope)[1] if both(key, scope) else None,  # type: ignore[index]
    "moved": moved,
    "more": by_side(1),
    "fewer": by_side(-1),
    "since": since,
    "stood": stood,
    "fresh": fresh,
    "active": lambda key, scope: str(len(set(held(key, scope))) or "") or None,
    "idle": lambda key, scope: month_names(without(key, scope)),
    "full": full,
    "top": extreme(max),
    "bottom": extreme(min),
    "average": average,
    "reached": reached,
    "part": side_of(0),
    "whole": side_of(1),
    "left": left,
    "limit": lambda column, scope: f"{Decimal(getattr(scope.report, column)):f}".removesuffix(".0"),
    "owner": lambda problem, scope: "我",
    "due": lambda problem, scope: (
        f"{scope.year + 1}年{3 if problem in ('two_new', 'vacant_orgs', 'talks') else 11}月底"
    ),
}


class Truth:
    """What the records say of every token, each asked once."""

    def __init__(self, scope: ReportScope) -> None:
        self.scope, self.facts = scope, Facts(scope)
        self.asked: dict[str, Told] = {}

    def of(self, token: str) -> Told:
        if token not in self.asked:
            self.asked[token] = self._ask(token)
        return self.asked[token]

    def _ask(self, token: str) -> Told:
        if token in OF_BRAND:
            return OF_BRAND[token](self.scope)
        if token in CATALOGUE:
            return expected(token, self.scope)
        room, _, rest = token.partition(".")
        if token in OF_TOLD:
            return OF_TOLD[token](self.facts, {problem.key for problem in PROBLEMS})
        if token in JUDGED or room in OF_TARGETS:
            return names.name(self.facts, token)
        return ROOMS[room](rest, self.scope) if room in ROOMS else NAMES[token](self.scope)

    def stands(self, text: str) -> bool:
        """Every token of it is given, and no figure truly zero or excused."""
        return all(self._is_given(token) for token in TOKEN.findall(text))

    def _is_given(self, token: str) -> bool:
        told = self.of(token)
        if token in CATALOGUE:
            return told not in ("0", "0%") and not (told == "X" and CATALOGUE[token].optional)
        return told is not None


# ── Words of degree ─────────────────────────────────────────────────────────
def rose(truth: Truth) -> bool:
    sides = [truth.of(f"communities.satisfaction_{side}") for side in ("before", "after")]
    return "X" not in sides and float(sides[0].rstrip("%")) < float(sides[1].rstrip("%"))  # type: ignore[union-attr]


# What must hold besides its figures and names where a clause says this.
DEGREES: dict[str, Callable[[Truth], bool]] = {
    "提升至": rose,
    "整顿前为": lambda truth: not rose(truth),
    "提高到": rose,
    "满意的｜整顿前": lambda truth: not rose(truth),
    "一次也没有用": lambda truth: truth.of("meetings.low_decision_uses") == "0",
    "一次也没有学": lambda truth: truth.of("meetings.low_study_sessions") == "0",
    "{so_far}组织学习研讨": lambda truth: truth.of("campaign") is None,
    "应建已建率为": lambda truth: truth.of("members.two_new_coverage") == "X",
    "{so_far}调解成功率为": lambda truth: truth.of("mediation.success_rate") == "X",
}


@dataclass(frozen=True)
class Claim:
    """One clause of the table."""

    template: str

    @cached_property
    def pieces(self) -> list[tuple[str, bool]]:
        """Stretches in order, and whether each may be missing: an aside, or an item of several."""
        lead, mark, rest = self.template.partition("｜")
        body, _, tail = rest.partition("｜") if mark else (self.template, "", "")
        items = body.split("、")
        several = bool(mark) or sum(bool(TOKEN.search(item)) for item in items) > 1
        found = [(lead, False)] if mark else []
        for place, item in enumerate(items if several else [body]):
            found += [
                (piece, optional or several) for piece, optional in _asides(f"{'、' if place else ''}{item}")
            ]
        return [*found, (tail, False)]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("".join(_pattern(text, optional) for text, optional in self.pieces if text))

    @cached_property
    def tokens(self) -> list[str]:
        return TOKEN.findall("".join(text for text, _ in self.pieces))

    def bears(self, said: str, before: str, truth: Truth) -> bool:
        match = self.pattern.fullmatch(said)
        if match is None or (self.template.startswith(("其中", "我没有", "我也")) and not before):
            return False
        for token, found in zip(self.tokens, match.groups(), strict=True):
            right = truth.of(token)
            if found is not None and found not in (right if isinstance(right, set) else {right}):
                return False
        if any(found is None and truth.stands(text) for text, found in self._left_out(said)):
            return False
        return all(
            holds(truth)
            for words, holds in DEGREES.items()
            if self.template.startswith(words) or words in self.template.split("（")[0]
        )

    def _left_out(self, said: str) -> list[tuple[str, None]]:
        """Asides that are not printed."""
        return [
            (text, None)
            for text, optional in self.pieces
            if optional and text.startswith("（") and _plain(text) not in said
        ]


def _plain(text: str) -> str:
    """What is printed of an aside before its first token."""
    return TOKEN.split(text)[0] if TOKEN.split(text)[0] != "（" else "（"


def _asides(item: str) -> list[tuple[str, bool]]:
    return [
        (piece, piece.startswith("（") and bool(TOKEN.search(piece)))
        for piece in re.split("(（[^（）]*）)", item)
        if piece
    ]


WORDS = {
    "last_year": "(上年同期|上年)",
    "me": "(我|书记)",
    "so_far": "(全年|今年以来)",
    "this_year": "(今年以来|今年)",
}


def _pattern(text: str, optional: bool) -> str:
    pieces, end = [], 0
    for match in TOKEN.finditer(text):
        figure = match[1] in CATALOGUE or match[1].startswith(("known.", "half."))
        names_places = match[1] in (
            "targets.demonstration_communities",
            "services.brand_community",
            "services.brand_media",
        )
        usual = "(.+?)" if not figure or names_places else r"(X|[\d.]+%?)"
        pieces += [re.escape(text[end : match.start()]), WORDS.get(match[1], usual)]
        end = match.end()
    whole = "".join([*pieces, re.escape(text[end:])])
    if whole.startswith("、") and optional:
        whole = f"、?{whole[1:]}"
    return f"(?:{whole})?" if optional else whole


CLAIMS = tuple(Claim(line) for line in listed())


# ── Problems and causes ─────────────────────────────────────────────────────
def over_limit(key: str, column: str) -> Callable[[Truth], bool]:
    """Told only over its limit; unknown it prints X."""

    def holds(truth: Truth) -> bool:
        told = str(truth.of(key))
        return told == "X" or float(told.rstrip("%")) > float(getattr(truth.scope.report, column))

    return holds


def is_unknown(problem: str, truth: Truth) -> bool:
    """Of what nobody knows, nobody says that it is over its limit."""
    key = {
        "age": "members.elderly_share",
        "idle_orgs": "meetings.two_new_idle_orgs",
        "difficulties": "visits.difficulties_open",
    }.get(problem)
    return key is not None and truth.of(key) == "X"


def some(key: str) -> Callable[[Truth], bool]:
    return lambda truth: truth.of(key) != "0"


FIGURES = {
    "uneven": "communities.low_satisfaction",
    "decisions": "meetings.low_decision_communities",
    "education": "meetings.low_study_branches",
    "two_new": "members.waiting_applicants",
}
# What must be so where a problem is told, by its key.
HOLD: dict[str, Callable[[Truth], bool]] = {
    **{problem: some(key) for problem, key in FIGURES.items()},
    "attendance": lambda truth: (
        float(str(truth.of("meetings.study_attendance")).rstrip("%")) < truth.scope.report.low_attendance
    ),
    "age": over_limit("members.elderly_share", "many_elderly"),
    "idle_orgs": over_limit("meetings.two_new_idle_orgs", "most_idle_orgs"),
    "difficulties": over_limit("visits.difficulties_open", "most_open_difficulties"),
    "special_meetings": lambda truth: (
        len(without("meetings.special", truth.scope)) > truth.scope.report.most_idle_months
    ),
    "promises": lambda truth: truth.of("missed_targets") is not None,
    "vacant_orgs": lambda truth: truth.of("members.vacant_orgs") not in NOTHING,
    "duties": lambda truth: truth.of("duties_gap") is not None,
    "talks": lambda truth: truth.of("left.duties.talks_rectified") is not None,
}
assert set(HOLD) == {problem.key for problem in PROBLEMS}

NEAR = re.compile(
    r"(社区支部学习到课率|六十岁以上党员占自管党员的|没有活动的两新党组织|尚未解决的困难|责任清单到期完成率)([\d.]+)(?:%|家|件)"
    r"（(不低于|不高于|不多于)([\d.]+)(?:%|家|件)）"
)
NEAR_FIGURES = {
    "社区支部学习到课率": "meetings.study_attendance",
    "六十岁以上党员占自管党员的": "members.elderly_share",
    "没有活动的两新党组织": "meetings.two_new_idle_orgs",
    "尚未解决的困难": "visits.difficulties_open",
    "责任清单到期完成率": "duties.duties_done",
}


def near(said: str, truth: Truth) -> bool:
    """A figure on the good side of its limit, with the limit."""
    match = NEAR.fullmatch(said)
    if match is None or str(truth.of(NEAR_FIGURES[match[1]])).rstrip("%") != match[2]:
        return False
    return float(match[2]) >= float(match[4]) if match[3] == "不低于" else float(match[2]) <= float(match[4])


FRAME = {"这一部分没有列出原因", "上面没有列出问题，这里没有原因要说"}
COUNTED = re.compile(
    "做了([一两三四五六])(?:方面工作|件)|分([一两三四])件来说|共([一两三四五六])[项件]|涉及([一两三四])项建设|说([一两三四五六])[项件]|有([一两三四])项建设"
)


def clauses(sentence: str) -> list[str]:
    return [said for said in re.split("[；，](?![^（]*）)|(?<=也要看住的)：", sentence) if said]
