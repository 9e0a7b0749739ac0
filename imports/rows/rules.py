"""Unique constraints of the models, judged by their own declaration over many rows at once."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import models
from django.db.models import Q

from records.columns.registry import columns_of
from records.derived import Derived
from records.models import Record

IS_NULL = "__isnull"
RuleField = models.Field


class Owner(Protocol):
    """A row below which others stand: `record` is that of the row."""

    record: Any


class Rule:
    """One constraint; a key is what its columns hold, in their order."""

    def __init__(self, constraint: models.UniqueConstraint, model: type[Record]) -> None:
        self.message = str(constraint.get_violation_error_message())
        self.condition = constraint.condition
        self.columns = columns_of(model, constraint.fields)
        self.fields = [column.field for column in self.columns]
        names = _names_in(constraint.condition) if constraint.condition else set()
        self.condition_fields: list[Any] = [model._meta.get_field(name) for name in sorted(names)]
        self.attnames = [field.attname for field in (*self.fields, *self.condition_fields)]

    def key(self, values: Mapping[str, Any]) -> tuple | None:
        """Return the key of a row given as values by attname, names as they are entered.

        None where the constraint does not speak of the row.
        """
        key = tuple([column.stored_key(values[column.field.attname]) for column in self.columns])
        if None in key:
            return None
        if self.condition and not holds(self.condition, values):
            return None
        return key

    def key_of(self, record: Record, owner: Owner | None = None) -> tuple | None:
        """Return the key of a record not yet written.

        `owner` stands for the record it is below, which may have no key of its own yet.
        """
        for field in (*self.fields, *self.condition_fields):
            if isinstance(field, Derived):
                field.refresh(record)
        values = {name: getattr(record, name) for name in self.attnames}
        for field in self.fields:
            is_owner = owner is not None and field.related_model is type(owner.record)
            if is_owner and values[field.attname] is None:
                values[field.attname] = id(owner)
        return self.key(values)


def rules_of(model: type[Record]) -> list[Rule]:
    """Return the unique constraints of a model as rules."""
    constraints = model._meta.constraints
    return [Rule(each, model) for each in constraints if isinstance(each, models.UniqueConstraint)]


def keys_on_record(model: type[Record], rule: Rule, subdistrict: int | None) -> dict[tuple, int]:
    """Return every key of the whole 街道 by this rule, each with its record.

    Records beyond somebody's reach are among them, for these may not be named twice either.
    """
    rows = model._default_manager.of(subdistrict)  # type: ignore[attr-defined]
    if rule.condition:
        rows = rows.filter(rule.condition)
    keys = {}
    for pk, *values in rows.values_list("pk", *rule.attnames):
        key = rule.key(dict(zip(rule.attnames, values, strict=True)))
        if key is not None:
            keys[key] = pk
    return keys


# ── Conditions made of `name=value` and `name__isnull`, as ours are ─────────
def _names_in(condition: Q) -> set[str]:
    """Return the columns that a condition speaks of."""
    names: set[str] = set()
    for part in condition.children:
        if isinstance(part, Q):
            names |= _names_in(part)
        else:
            names.add(_lookup(part)[0].removesuffix(IS_NULL))
    return names


def holds(condition: Q, values: Mapping[str, Any]) -> bool:
    """Tell whether a row, given as values by attname, fulfils a condition."""
    results = [_part_holds(part, values) for part in condition.children]
    result = any(results) if condition.connector == Q.OR else all(results)
    return result != condition.negated


def _part_holds(part: object, values: Mapping[str, Any]) -> bool:
    if isinstance(part, Q):
        return holds(part, values)
    lookup, right_value = _lookup(part)
    name = lookup.removesuffix(IS_NULL)
    value = values[name] if name in values else values[f"{name}_id"]
    if lookup.endswith(IS_NULL):
        return (value is None) == right_value
    return bool(value == right_value)


def _lookup(part: Any) -> tuple[str, Any]:
    """Return name and value of a part of a condition that is no condition itself."""
    return part[0], part[1]
