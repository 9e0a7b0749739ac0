"""All indicators in a constant number of statements: every count and sum is one branch of a UNION ALL."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, DecimalField, F, QuerySet, When
from django.db.models import Value as Constant
from django.db.models.functions import Cast

from indicators.kinds import Indicator, Value
from indicators.measures import Answers, Measure, Row
from indicators.scope import Scope
from indicators.territory import Territory

NUMBER: Any = DecimalField(max_digits=20, decimal_places=2)
KEY = BigIntegerField()
BRANCHES = 150  # of one UNION; SQLite takes up to 500


def compute(indicators: Iterable[Indicator], scope: Scope) -> dict[str, Value]:
    """Every indicator's value in the one 街道 of the scope, by key."""
    return compute_each(indicators, scope)[scope.subdistrict.pk]


def compute_each(indicators: Iterable[Indicator], scope: Scope) -> dict[int, dict[str, Value]]:
    """Every indicator's value by 街道 and key: all 街道 in the same statements, each by what it decided itself."""
    chosen = list(indicators)
    defined = [indicator for indicator in chosen if indicator.is_defined_for(scope.length)]
    measures = {measure.tag: measure for indicator in defined for measure in indicator.measures(scope)}
    answers = ask_each(measures.values(), scope.territory)
    values = {}
    for subdistrict in scope.territory.subdistricts:
        values[subdistrict.pk] = _read(chosen, scope.within(subdistrict), answers[subdistrict.pk])
    return values


def _read(indicators: Iterable[Indicator], scope: Scope, answers: Answers) -> dict[str, Value]:
    values = {}
    for indicator in indicators:
        defined = indicator.is_defined_for(scope.length)
        values[indicator.key] = indicator.read(scope, answers) if defined else Value.undefined(indicator)
    return values


def ask(measures: Iterable[Measure], scope: Scope) -> Answers:
    """What the database answers, of the one 街道 of the scope."""
    return ask_each(measures, scope.territory)[scope.subdistrict.pk]


def ask_each(measures: Iterable[Measure], territory: Territory) -> Mapping[int, Answers]:
    """What the database answers, by 街道."""
    answers: dict[int, Answers] = {subdistrict.pk: {} for subdistrict in territory.subdistricts}
    asked = list(measures)
    for start in range(0, len(asked), BRANCHES):
        first, *others = [_branch(measure, territory) for measure in asked[start : start + BRANCHES]]
        for tag, office, community, amount, records in first.union(*others, all=True):
            exact = Decimal(amount or 0).quantize(Decimal("0.01"))
            answers[office].setdefault(tag, {})[community] = Row(exact, records)
    return answers


def _branch(measure: Measure, territory: Territory) -> QuerySet:
    """Rows (tag, 街道, community, amount, records) of one measure."""
    rows = measure.rows.order_by().annotate(
        _office=_office(measure, territory), _owner=Cast(_place(measure), KEY)
    )
    return (
        rows.values("_office", "_owner")
        .annotate(
            _amount=Cast(measure.aggregate, NUMBER),
            _records=Count("*"),
            _tag=Constant(measure.tag, output_field=CharField()),
        )
        .values_list("_tag", "_office", "_owner", "_amount", "_records")
    )


def _office(measure: Measure, territory: Territory) -> Any:
    """Whose a row is; of one 街道 alone nothing is read for it."""
    if len(territory.subdistricts) > 1:
        return Cast(F(measure.rows.model.subdistrict_path), KEY)
    return Constant(territory.subdistricts[0].pk, output_field=KEY)


def _place(measure: Measure) -> Any:
    """Where a row counts: at its own 社区 or at the one it moved to, so that what is counted once is counted once there.

    Of rows that are grouped by something else, that.
    """
    path = measure.rows.model.community_path
    if measure.by is not None:
        return measure.by
    if not measure.apart or not path:
        return Constant(None, output_field=KEY)
    gone: dict[int | None, list[int]] = {}
    for community, place in measure.moved.items():
        gone.setdefault(place, []).append(community)
    if not gone:
        return F(path)
    moves = [
        When(**{f"{path}__in": pks}, then=Constant(place, output_field=KEY)) for place, pks in gone.items()
    ]
    return Case(*moves, default=F(path), output_field=KEY)
