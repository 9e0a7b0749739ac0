"""A promise per month, visit or member, held against every single one of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.db.models.functions import ExtractMonth

from common.periods import Period
from indicators.catalogue import CATALOGUE
from indicators.definitions.services import CHECKED_IN
from indicators.kinds import MEMBER, MONTH, VISIT, TargetIndicator
from reports.context import ReportScope
from services.models import CheckIn, GoodDeed

MOST_NAMES = 5  # visits that are named one by one; of more the first few
FEW = 3
Amounts = Iterable[tuple[str, Decimal]]  # by the name of a month, visit or member


@dataclass(frozen=True)
class Outcome:
    """How many reached what was promised, and which did not; members are counted only, never named."""

    each: str
    met: int
    short: tuple[str, ...]
    span: str = ""  # of members: the time they were registered for
    unnamed: int = 0  # deeds that no member is named for

    @property
    def total(self) -> int:
        return self.met + len(self.short)

    @property
    def unit(self) -> str:
        return {MONTH: "个月", VISIT: "次", MEMBER: "名"}[self.each]

    @property
    def all_met(self) -> bool:
        return not self.short

    @property
    def text(self) -> str:
        """7个月做到，1月、2月没到."""
        return TEXTS[self.each](self)


def _of_months(outcome: Outcome) -> str:
    if not outcome.total:
        return "还没有过完一个月"
    if outcome.all_met:
        return f"{outcome.total}个月都做到"
    if not outcome.met:
        return f"{outcome.total}个月都没做到"
    return f"{outcome.met}个月做到，{'、'.join(outcome.short)}没到"


def _of_visits(outcome: Outcome) -> str:
    if outcome.all_met:
        return f"{outcome.total}次都做到"
    if not outcome.met:
        return f"{outcome.total}次都没做到"
    return f"{outcome.total}次中{outcome.met}次做到，{_visits_in_words(outcome.short)}没到"


def _visits_in_words(visits: Sequence[str]) -> str:
    """1月5日、2月6日, or with 等8次 where they are many, or several were on one day."""
    days = list(dict.fromkeys(visits))
    if len(days) > MOST_NAMES:
        return f"{'、'.join(days[:FEW])}等{len(visits)}次"
    text = "、".join(days)
    if len(visits) > len(days):
        return f"{text}等{len(visits)}次"
    return text


def _of_members(outcome: Outcome) -> str:
    aside = f"，另有{outcome.unnamed}件没有记名" if outcome.unnamed else ""
    if not outcome.total:
        return f"没有{outcome.span}在册的报到党员{aside}"
    whole = f"{outcome.span}在册的{outcome.total}名"
    if outcome.all_met:
        return f"{whole}都做到{aside}"
    if not outcome.met:
        return f"{whole}都没做到{aside}"
    return f"{whole}中{outcome.met}名做到，{len(outcome.short)}名没到{aside}"


TEXTS: dict[str, Callable[[Outcome], str]] = {MONTH: _of_months, VISIT: _of_visits, MEMBER: _of_members}


def outcome(figure: TargetIndicator, amount: Decimal, scope: ReportScope) -> Outcome:
    """Hold every month that is over, visit, or member registered all year against the amount promised."""
    amounts = list(AMOUNTS[figure.each](figure, scope))
    short = tuple(name for name, reached_amount in amounts if reached_amount < amount)
    number_met = len(amounts) - len(short)
    if figure.each != MEMBER:
        return Outcome(figure.each, number_met, short)
    span = "年初以来" if scope.running else "全年"
    return Outcome(figure.each, number_met, short, span, _unnamed_deeds(scope))


def lowest(figure: TargetIndicator, scope: ReportScope) -> Decimal | None:
    """Return what the weakest month, visit or member came to; None where there is none."""
    amounts = [amount for _, amount in AMOUNTS[figure.each](figure, scope)]
    return min(amounts, default=None)


def months(figure: TargetIndicator, scope: ReportScope) -> Amounts:
    """Return the months that are over, with what happened in each."""
    record_set = CATALOGUE[figure.measure].main
    rows = record_set.records(scope).order_by().annotate(month=ExtractMonth("date")).values("month")
    amounts = dict(rows.annotate(amount=record_set.amount).values_list("month", "amount"))
    return [(f"{month}月", Decimal(amounts.get(month, 0))) for month in range(1, scope.months_over + 1)]


def visits(figure: TargetIndicator, scope: ReportScope) -> Amounts:
    """Return the visits that tell of households, by their days."""
    record_set = CATALOGUE[figure.measure].main
    rows = record_set.records(scope).order_by("date", "pk").values_list("date", "households")
    return [(f"{day.month}月{day.day}日", Decimal(households)) for day, households in rows]


def members(figure: TargetIndicator, scope: ReportScope) -> Amounts:
    """Return the deeds of every 在职党员 who was registered all through the period, in whatever 社区; no names."""
    [person] = CHECKED_IN.distinct
    spans: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for member, since, until in scope.all(CheckIn).order_by().values_list(person, "since", "until"):
        spans[member].append((since, until))
    deeds = scope.during(GoodDeed).filter(check_in__isnull=False).order_by().values(f"check_in__{person}")
    numbers = dict(deeds.annotate(deeds=Count("pk")).values_list(f"check_in__{person}", "deeds"))
    amounts = []
    for member, member_spans in spans.items():
        if covers(member_spans, scope.period):
            amounts.append(("", Decimal(numbers.get(member, 0))))
    return amounts


AMOUNTS: dict[str, Callable[[TargetIndicator, ReportScope], Amounts]] = {
    MONTH: months,
    VISIT: visits,
    MEMBER: members,
}


def _unnamed_deeds(scope: ReportScope) -> int:
    return scope.during(GoodDeed).filter(check_in__isnull=True).count()


def covers(spans: Iterable[tuple[date, date | None]], period: Period) -> bool:
    """Tell whether spans, each up to the day before its end (None: still), leave no day of the period out."""
    next_day = period.start  # the first one not covered so far
    for since, until in sorted(spans, key=lambda span: span[0]):
        if since > next_day:
            return False
        if until is None:
            return True
        next_day = max(next_day, until)
    return next_day > period.end
