"""Unique constraints of the models, judged by their own declaration over many rows at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from records.columns.registry import columns_of
from records.derived import Derived


class Rule:
    """One constraint; a key is what its columns hold, in their order."""

    def __init__(self, constraint: models.UniqueConstraint, model: Any) -> None:
        self.message = str(constraint.get_violation_error_message())
        self.condition = constraint.condition
        self.columns = columns_of(model, constraint.fields)
        self.fields = [column.field for column in self.columns]
        named = _named_in(constraint.condition) if constraint.condition else set()
        self.named = [
            model._meta.get_field(name) for name in sorted(named)
        ]  # those that its condition speaks of
        self.attnames = [f.attname for f in (*self.fields, *self.named)]

    def key(self, values: Mapping[str, Any]) -> tuple | None:
        """The key of a row given as values by attname, names as they are entered; None where the constraint does not speak of it."""
        key = tuple(column.stored_key(values[column.field.attname]) for column in self.columns)
        return None if None in key or (self.condition and not holds(self.condition, values)) else key

    def key_of(self, record: Any, owner: Any = None) -> tuple | None:
        """Of a record not yet written; `owner` stands for the record it is below, which may have no key of its own yet."""
        for f in (*self.fields, *self.named):
            if isinstance(f, Derived):
                f.refresh(record)
        values = {name: getattr(record, name) for name in self.attnames}
        for f in self.fields:
            if owner is not None and f.related_model is type(owner.record) and values[f.attname] is None:
                values[f.attname] = id(owner)
        return self.key(values)


def rules_of(model: Any) -> list[Rule]:
    return [Rule(c, model) for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]


def taken(model: Any, rule: Rule, subdistrict: Any) -> dict[tuple, int]:
    """Every key of the whole 街道 by this rule: also of records beyond somebody's reach, which he may not name twice."""
    rows = model._default_manager.of(subdistrict)
    rows = rows.filter(rule.condition) if rule.condition else rows
    found: Iterable[tuple] = rows.values_list("pk", *rule.attnames)
    keys = ((row[0], rule.key(dict(zip(rule.attnames, row[1:], strict=True)))) for row in found)
    return {key: pk for pk, key in keys if key is not None}


def _named_in(condition: Q) -> set[str]:
    found: set[str] = set()
    for part in condition.children:
        found |= _named_in(part) if isinstance(part, Q) else {_lookup(part)[0].removesuffix("__isnull")}
    return found


def holds(condition: Q, values: Mapping[str, Any]) -> bool:
    """Whether a row fulfils a condition made of `name=value` and `name__isnull`, as ours are."""
    said = [
        holds(part, values) if isinstance(part, Q) else _says(*_lookup(part), values)
        for part in condition.children
    ]
    return (any(said) if condition.connector == Q.OR else all(said)) != condition.negated


def _lookup(part: Any) -> tuple[str, Any]:
    return part[0], part[1]


def _says(lookup: str, wanted: Any, values: Mapping[str, Any]) -> bool:
    name = lookup.removesuffix("__isnull")
    found = next(values[n] for n in (name, f"{name}_id") if n in values)
    return (found is None) == wanted if lookup.endswith("__isnull") else found == wanted
