"""The persons of the registrations on record, kept in their columns."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, Field, QuerySet

from records.forms import as_entered
from services.persons import Belonging, Belongings, Registration, belongings

T = TypeVar("T")

AT_ONCE = 500  # keys in one statement


class Row(NamedTuple):
    """A registration as it is stored: the columns of these names."""

    pk: int
    since: date
    name_key: str
    unit: str
    phone_digest: str | None
    id_no_digest: str | None
    person: int | None
    in_doubt: bool

    def holds(self, belonging: Belonging) -> bool:
        """Whether this is what is stored already."""
        return (self.person, self.in_doubt) == belonging

    def registration(self, unit_column: Field) -> Registration:
        return registration(
            unit_column,
            self.pk,
            self.since,
            self.name_key,
            self.unit,
            self.phone_digest,
            self.id_no_digest,
        )


def regroup(registrations: QuerySet, names: set[str], numbers: set[str]) -> Belongings:
    """Set the person of all registrations of a 街道 that could be of one person with these; return them.

    `names` are as they are compared, `numbers` the digests of ID numbers. Nothing else of the 街道 is read.
    """
    near = {row.pk: row for row in _neighbourhood(registrations, names, numbers)}
    unit = registrations.model._meta.get_field("unit")
    persons = belongings(row.registration(unit) for row in near.values())
    changes = {pk: belonging for pk, belonging in persons.items() if not near[pk].holds(belonging)}
    _write(registrations, changes)
    return persons


def _write(registrations: QuerySet, changes: Belongings) -> None:
    """Set these persons; those who are alone by themselves in one statement for many."""
    model: Any = registrations.model
    alone: list[int] = []
    others: list[Any] = []
    for pk, belonging in changes.items():
        if belonging == Belonging(pk, in_doubt=False):
            alone.append(pk)
        else:
            others.append(model(pk=pk, person=belonging.person, in_doubt=belonging.in_doubt))
    for part in _parts(alone):
        registrations.filter(pk__in=part).update(person=F("pk"), in_doubt=False)
    model.objects.bulk_update(others, ["person", "in_doubt"], batch_size=AT_ONCE)


def registration(
    column: Field, pk: int, since: date, name: str, unit: str, phone: str | None, id_no: str | None
) -> Registration:
    """Return what is stored, the 工作单位 as the form of that column would keep it; migrations use it as well."""
    return Registration(pk, since, name, as_entered(column, unit), phone or "", id_no or "")


def _neighbourhood(registrations: QuerySet, names: set[str], numbers: set[str]) -> Iterator[Row]:
    """Find all that shares a name or an ID number with these, or with something that does, and so on."""
    known_names: set[str] = set()
    known_numbers: set[str] = set()
    while names or numbers:
        known_names |= names
        known_numbers |= numbers
        next_names: set[str] = set()
        next_numbers: set[str] = set()
        rows = list(_rows_with(registrations, "name_key", names))
        rows += _rows_with(registrations, "id_no_digest", numbers)
        for row in rows:
            next_names.add(row.name_key)
            if row.id_no_digest:
                next_numbers.add(row.id_no_digest)
        yield from rows
        names = next_names - known_names
        numbers = next_numbers - known_numbers


def _rows_with(registrations: QuerySet, column: str, values: set[str]) -> Iterator[Row]:
    for part in _parts(sorted(values)):
        rows = registrations.filter(**{f"{column}__in": part}).order_by()
        for columns in rows.values_list(*Row._fields):
            yield Row(*columns)


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
