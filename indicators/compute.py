"""All indicators in a constant number of statements: every count and sum is one branch of a UNION ALL."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DecimalField,
    Expression,
    F,
    QuerySet,
    When,
)
from django.db.models import Value as Constant
from django.db.models.functions import Cast

from indicators.kinds import Indicator, Value
from indicators.measures import Answers, Measure, Row
from indicators.scope import Scope
from indicators.territory import Territory

NUMBER: DecimalField = DecimalField(max_digits=20, decimal_places=2)
KEY = BigIntegerField()
CENT = Decimal("0.01")
BRANCHES = 150  # of one UNION; SQLite takes up to 500


def compute(indicators: Iterable[Indicator], scope: Scope) -> dict[str, Value]:
    """Return every indicator's value in the one 街道 of the scope, by key."""
    return compute_each(indicators, scope)[scope.subdistrict.pk]


def compute_each(indicators: Iterable[Indicator], scope: Scope) -> dict[int, dict[str, Value]]:
    """Return every indicator's value, by the id of the 街道 and then by key.

    All 街道 are in the same statements; each indicator is read by what that 街道 decided itself.
    """
    selection = list(indicators)
    answers = ask_each(_measures(selection, scope), scope.territory)
    values = {}
    for subdistrict in scope.territory.subdistricts:
        values[subdistrict.pk] = _read(selection, scope.within(subdistrict), answers[subdistrict.pk])
    return values


def _measures(indicators: Iterable[Indicator], scope: Scope) -> Iterable[Measure]:
    """Collect what has to be asked, once where several indicators ask it."""
    measures: dict[str, Measure] = {}
    for indicator in indicators:
        if indicator.is_defined_for(scope.length):
            for measure in indicator.measures(scope):
                measures[measure.tag] = measure
    return measures.values()


def _read(indicators: Iterable[Indicator], scope: Scope, answers: Answers) -> dict[str, Value]:
    values = {}
    for indicator in indicators:
        if indicator.is_defined_for(scope.length):
            values[indicator.key] = indicator.read(scope, answers)
        else:
            values[indicator.key] = Value.not_applicable(indicator)
    return values


def ask(measures: Iterable[Measure], scope: Scope) -> Answers:
    """Return what the database answers for the one 街道 of the scope."""
    return ask_each(measures, scope.territory)[scope.subdistrict.pk]


def ask_each(measures: Iterable[Measure], territory: Territory) -> Mapping[int, Answers]:
    """Return what the database answers, by the id of the 街道."""
    answers: dict[int, Answers] = {subdistrict.pk: {} for subdistrict in territory.subdistricts}
    every = list(measures)
    for start in range(0, len(every), BRANCHES):
        first, *others = [_branch(measure, territory) for measure in every[start : start + BRANCHES]]
        for tag, office, place, amount, records in first.union(*others, all=True):
            by_place = answers[office].setdefault(tag, {})
            by_place[place] = Row(Decimal(amount or 0).quantize(CENT), records)
    return answers


def _branch(measure: Measure, territory: Territory) -> QuerySet:
    """Return rows (tag, 街道, community, amount, records) of one measure."""
    place = Cast(_place(measure), KEY)
    groups = (
        measure.rows.order_by()
        .annotate(_office=_office(measure, territory), _owner=place)
        .values("_office", "_owner")
    )
    totals = groups.annotate(
        _amount=Cast(measure.aggregate, NUMBER),
        _records=Count("*"),
        _tag=Constant(measure.tag, output_field=CharField()),
    )
    return totals.values_list("_tag", "_office", "_owner", "_amount", "_records")


def _office(measure: Measure, territory: Territory) -> Expression:
    """Return whose a row is; of one 街道 alone no column is read for it."""
    if len(territory.subdistricts) > 1:
        return Cast(F(measure.rows.model.subdistrict_path), KEY)
    return Constant(territory.subdistricts[0].pk, output_field=KEY)


def _place(measure: Measure) -> Expression | F:
    """Return where a row counts, or what else the rows are grouped by.

    It counts at its own 社区 or at the one it moved to, so that what is counted once is counted once there.
    """
    if measure.by is not None:
        return measure.by
    path = measure.rows.model.community_path
    if not measure.apart or not path:
        return Constant(None, output_field=KEY)
    by_destination: dict[int | None, list[int]] = {}
    for community, place in measure.moved.items():
        by_destination.setdefault(place, []).append(community)
    if not by_destination:
        return F(path)
    moves = []
    for place, communities in by_destination.items():
        moves.append(When(**{f"{path}__in": communities}, then=Constant(place, output_field=KEY)))
    return Case(*moves, default=F(path), output_field=KEY)
