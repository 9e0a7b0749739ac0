"""Every unique constraint of our models, judged over rows as the database judges them."""

from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from imports.kinds import ALL
from imports.rows.rules import Rule, rules_of
from records.layout import Layout
from tests.records.support import make

IN_WORKBOOKS = {sheet.model for pages in ALL if not pages.parent for sheet in Layout.of(pages)}
CONSTRAINED = sorted(
    (model for model in IN_WORKBOOKS if model._meta.constraints), key=lambda model: model._meta.label
)
MOST = 24  # rows that a model is tried with beside themselves


def test_every_constraint_of_what_stands_in_workbooks_is_a_rule():
    for model in CONSTRAINED:
        assert all(
            isinstance(c, models.UniqueConstraint) and c.fields and c.nulls_distinct is None
            for c in model._meta.constraints
        )
        assert len(rules_of(model)) == len(model._meta.constraints)
        assert not model._meta.unique_together


def values_of(field: Any, *records: Any) -> list[Any]:
    """Two values that a column may hold, and none where it may be empty."""
    if field.is_relation:
        found = [getattr(record, field.attname) for record in records]
    elif isinstance(field, models.BooleanField):
        found = [True, False]
    elif isinstance(field, models.DateField):
        found = [date(2025, 5, 1), date(2025, 6, 1)]
    elif isinstance(field, models.IntegerField):
        found = [2024, 2025]
    elif field.choices:
        found = [value for value, _ in field.flatchoices[:2]]
    else:
        found = ["", "甲"]
    return [None] * field.null + [value for value in dict.fromkeys(found) if value is not None]


class Undone(Exception):
    pass


def refused(records: list[Any], rows: list[dict[str, Any]]) -> bool:
    """What the database says of two records with these values; they stay as they were."""
    try:
        with transaction.atomic():
            for record, row in zip(records, rows, strict=True):
                type(record).objects.filter(pk=record.pk).update(**row)
            raise Undone
    except IntegrityError:
        return True
    except Undone:
        return False


def judged(rules: list[Rule], one: dict[str, Any], other: dict[str, Any]) -> bool:
    return any((key := rule.key(one)) is not None and key == rule.key(other) for rule in rules)


@pytest.mark.parametrize("model", CONSTRAINED, ids=[model._meta.model_name for model in CONSTRAINED])
def test_two_rows_are_judged_as_by_the_database(town, model):
    records = [make(model, town.qingquan, town.office), make(model, town.wenchang, town.office)]
    rules = rules_of(model)
    columns = list(dict.fromkeys(name for rule in rules for name in rule.attnames))
    fields = [next(f for f in model._meta.fields if f.attname == name) for name in columns]
    rows = [
        dict(zip(columns, row, strict=True)) for row in product(*(values_of(f, *records) for f in fields))
    ]
    chance = Random(model._meta.label)  # the same every time
    pairs = [(row, row) for row in chance.sample(rows, min(MOST, len(rows)))] + [
        tuple(chance.choices(rows, k=2)) for _ in range(5 * MOST)
    ]
    second = {name: getattr(records[1], name) for name in columns}
    verdicts = set()
    for one, other in pairs:
        if not judged(rules, one, second):  # else the first update would already fail
            verdicts.add(judged(rules, one, other))
            assert judged(rules, one, other) is refused(records, [one, other]), (one, other)
    assert verdicts == {True, False}
