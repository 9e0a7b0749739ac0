"""How many meetings rules ask of a branch, and how many of these it held: expressions of the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, DateField, Expression, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from common.periods import Period
from meetings.models import MeetingQuerySet, Norm, Who
from members.models import PartyOrg
from records.models import begun_by, lasting_on

NOTHING = Value(0, output_field=IntegerField())


@dataclass(frozen=True)
class Lists:
    """The branches that rules for some of them ask, as lists of the database."""

    committees: QuerySet  # keys of organisations with a 支委会
    groups: QuerySet  # keys of organisations with 党小组


def throughout(span: Period) -> Q:
    """Return the condition of an organisation that stood on every day of a stretch."""
    return begun_by(span.start) & lasting_on(span.end)


def asked_by(who: str, lists: Lists, prefix: str = "pk") -> Q:
    """Return the condition of a branch that rules for such branches ask."""
    if who == Who.COMMITTEE:
        return Q(**{f"{prefix}__in": lists.committees})
    if who == Who.GROUPS:
        return Q(**{f"{prefix}__in": lists.groups})
    return Q()


def times_asked(norms: Iterable[Norm], period: Period, lists: Lists) -> Expression:
    """Return how many meetings a branch of a 社区 had to hold in the stretches that these days contain."""
    by_who: dict[str, dict[Period, int]] = defaultdict(lambda: defaultdict(int))
    for norm in norms:
        for span in norm.spans_within(period):
            by_who[norm.who][span] += norm.times
    total: Expression = NOTHING
    for who, spans in by_who.items():
        times: Expression = NOTHING
        for span, number in spans.items():
            times += _if(throughout(span), Value(number))
        total += _if(asked_by(who, lists), times)
    return total


def times_served(
    norms: Iterable[Norm], period: Period, meetings: MeetingQuerySet, lists: Lists
) -> Expression:
    """Return how many of the meetings asked for one meeting is: those beyond the number are none.

    `meetings` are all of the 街道, since the first ones of a stretch are those that count.
    """
    total: Expression = NOTHING
    for norm in norms:
        if spans := norm.spans_within(period):
            total += _if(Q(pk__in=_first_ones(norm, spans, meetings, lists)), Value(1))
    return total


def _first_ones(norm: Norm, spans: list[Period], meetings: MeetingQuerySet, lists: Lists) -> QuerySet:
    """Return the keys of the meetings by which branches did what one rule asks: the first ones."""
    rows = meetings.held_by_branches().held_in(PartyOrg.Sphere.COMMUNITY).of_kind(*norm.kinds)
    rows = rows.filter(asked_by(norm.who, lists, "org"))
    if norm.who == Who.SECRETARY:
        rows = rows.lectured_by_own_secretary()
    rows = rows.filter(date__range=(spans[0].start, spans[-1].end))
    rows = rows.annotate(first=_of_span(spans, "start"), last=_of_span(spans, "end"))
    rows = rows.filter(Q(org__until__isnull=True) | Q(org__until__gt=F("last")), org__since__lte=F("first"))
    turn = Window(RowNumber(), partition_by=[F("org"), F("first")], order_by=[F("date").asc(), F("pk").asc()])
    return rows.order_by().annotate(turn=turn).filter(turn__lte=norm.times).values("pk")


def _of_span(spans: list[Period], end: str) -> Expression:
    """Return the first or the last day of the stretch in which a meeting was held."""
    days = [When(date__lte=span.end, then=Value(getattr(span, end))) for span in spans]
    return Case(*days, output_field=DateField())


def _if(condition: Q, number: Expression) -> Expression:
    if not condition:
        return number
    return Case(When(condition, then=number), default=NOTHING, output_field=IntegerField())
