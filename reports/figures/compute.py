"""All figures in a constant number of statements: every count and sum is one branch of a UNION ALL."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, CharField, Count, DecimalField, F, QuerySet, When
from django.db.models import Value as Constant
from django.db.models.functions import Cast

from reports.figures.base import Figure, Value
from reports.figures.terms import Answers, Measure, Row

if TYPE_CHECKING:
    from reports.scope import Scope

NUMBER: Any = DecimalField(max_digits=20, decimal_places=2)
BRANCHES = 150  # of one UNION; SQLite takes up to 500


def compute(figures: Iterable[Figure], scope: Scope) -> dict[str, Value]:
    """Every figure's value, by key."""
    chosen = list(figures)
    measures = {measure.tag: measure for figure in chosen for measure in figure.measures(scope)}
    answers = ask(list(measures.values()))
    return {figure.key: figure.read(scope, answers) for figure in chosen}


def ask(measures: list[Measure]) -> Answers:
    answers: Answers = {}
    for start in range(0, len(measures), BRANCHES):
        first, *others = [_branch(measure) for measure in measures[start : start + BRANCHES]]
        for tag, community, amount, records in first.union(*others, all=True):
            answers.setdefault(tag, {})[community] = Row(Decimal(amount or 0).quantize(Decimal("0.01")), records)
    return answers


def _branch(measure: Measure) -> QuerySet:
    """Rows (tag, community, amount, records) of one measure."""
    grouped = measure.rows.order_by().annotate(_owner=Cast(_place(measure), BigIntegerField())).values("_owner")
    return grouped.annotate(
        _amount=Cast(measure.aggregate, NUMBER), _records=Count("*"), _tag=Constant(measure.tag, output_field=CharField())
    ).values_list("_tag", "_owner", "_amount", "_records")


def _place(measure: Measure) -> Any:
    """Where a row counts: at its own 社区 or at the one it moved to, so that what is counted once is counted once there."""
    path = measure.rows.model.community_path
    if not measure.apart or not path:
        return Constant(None, output_field=BigIntegerField())
    gone: dict[int | None, list[int]] = {}
    for community, place in measure.moved.items():
        gone.setdefault(place, []).append(community)
    if not gone:
        return F(path)
    moves = [When(**{f"{path}__in": pks}, then=Constant(place, output_field=BigIntegerField())) for place, pks in gone.items()]
    return Case(*moves, default=F(path), output_field=BigIntegerField())
