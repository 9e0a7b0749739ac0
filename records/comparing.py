"""Records that say the same, found by the columns that their models declare (`likeness`).

What is on record is narrowed by equality in the database, as far as that can tell, and compared here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from django.db import models
from django.db.models import Q

from records.columns.registry import column_of
from records.derived import Derived
from records.likeness import Likeness, Trait, if_empty
from records.models import Record

# The rows below a record as they are to be written, by the name of their relation.
Below = Mapping[str, Sequence[Record]]
LASTING = Q(until__isnull=True)
# The key of a link that names nothing: of 社区 that is 街道本级, and says as much as any other.
NAMES_NONE = 0


class _Compared:
    """A trait of one model."""

    def __init__(self, model: type[Record], trait: Trait) -> None:
        self.normal = trait.normal
        self.below, _, name = trait.name.rpartition("__")
        owner: Any = model
        if self.below:
            owner = model._meta.get_field(self.below).related_model
        column = column_of(owner, name)
        self.names_record = column.linked
        self.field = owner._meta.get_field(column.attname)
        self.lookup = f"{self.below}__{self.field.name}" if self.below else self.field.name
        self.is_exact = self.normal is None and column.comparable

    def key(self, value: object) -> Any:
        """Return what is compared of a value; None where it says nothing."""
        if self.names_record:
            return value or NAMES_NONE
        if self.normal is not None:
            value = self.normal(value)
        return None if value in (None, "") else value

    def keys(self, record: Record, below: Below) -> set[Any]:
        """Return what a record, or the rows below it, would say in this column."""
        records = below.get(self.below, ()) if self.below else (record,)
        keys = {self.key(self._value(each)) for each in records}
        return keys - {None}

    def _value(self, record: Record) -> Any:
        if isinstance(self.field, Derived):
            return self.field.refresh(record)
        value = getattr(record, self.field.attname)
        if value is None and self.names_record:
            other = self.field.get_cached_value(record, default=None)
            # to be written together with it, and without a key as yet
            return None if other is None else -id(other)
        return value

    def among(self, keys: Collection[object]) -> Q:
        """Return the condition of holding one of these."""
        if NAMES_NONE in keys and self.names_record:
            others = [key for key in keys if key]
            return Q(**{f"{self.lookup}__isnull": True}) | Q(**{f"{self.lookup}__in": others})
        return Q(**{f"{self.lookup}__in": list(keys)})


class Comparison:
    """A likeness of one model; a key is what its columns hold, in their order."""

    def __init__(self, model: type[Record], likeness: Likeness) -> None:
        self.traits = [_Compared(model, trait) for trait in likeness.traits]
        self.columns = [trait.name for trait in likeness.traits]

    def keys(self, record: Record, below: Below) -> set[tuple]:
        """Return what a record says that is to be written: one key, or several by the rows below it."""
        return set(product(*[trait.keys(record, below) for trait in self.traits]))

    def on_record(self, rows: models.QuerySet) -> Iterator[tuple[int, tuple]]:
        """Yield what these records say, each with the record's key in the database."""
        lookups = [trait.lookup for trait in self.traits]
        for pk, *values in rows.order_by().values_list("pk", *lookups):
            key = tuple(trait.key(value) for trait, value in zip(self.traits, values, strict=True))
            if None not in key:
                yield pk, key

    def candidates(self, rows: models.QuerySet, keys: Collection[tuple]) -> models.QuerySet:
        """Keep those records that may say one of the keys, as far as the database can tell."""
        for place, trait in enumerate(self.traits):
            if trait.is_exact:
                rows = rows.filter(trait.among({key[place] for key in keys}))
        return rows


@cache
def comparisons(model: type[Record]) -> list[Comparison]:
    """Return by what records of a model say the same: as it declares, else by its unique constraints."""
    return [Comparison(model, likeness) for likeness in model.alike or _by_constraints(model)]


def _by_constraints(model: type[Record]) -> Iterator[Likeness]:
    """Yield what the constraints span.

    Of those for records that last, two that have ended say the same if they began on one day. A model with
    constraints for records of another sort has to declare.
    """
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        names = [name for name in constraint.fields if name != "subdistrict"]
        if constraint.condition is None:
            yield Likeness(*names)
        elif constraint.condition == LASTING:
            yield Likeness(*names, Trait("until", if_empty))
            yield Likeness(*names, "since")


def telling(model: type[Record]) -> list[str]:
    """Return the columns by which records of a model say the same, of rows below it too (`parties__name`)."""
    names: list[str] = []
    for comparison in comparisons(model):
        names += comparison.columns
    return list(dict.fromkeys(names))
