"""The persons of the registrations on record, kept in their columns."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from records.forms import as_entered
from services.persons import Belonging, Registration, belongings

AT_ONCE = 500  # keys in one statement
TELLING = ("pk", "since", "name_key", "unit", "phone_digest", "id_no_digest")


def regroup(registrations: QuerySet, names: set[str], numbers: set[str]) -> dict[int, Belonging]:
    """Set the person of all registrations of a 街道 that could be of one person with these; returns them.

    `names` are as they are compared, `numbers` the digests of ID numbers. Nothing else of the 街道 is read.
    """
    near = {row[0]: row for row in _neighbourhood(registrations, names, numbers)}
    unit = registrations.model._meta.get_field("unit")
    found = belongings(registration(unit, *row[: len(TELLING)]) for row in near.values())
    changed = {pk: belonging for pk, belonging in found.items() if near[pk][len(TELLING) :] != belonging}
    alone = [pk for pk, belonging in changed.items() if belonging == (pk, False)]
    for part in _parts(alone):
        registrations.filter(pk__in=part).update(person=F("pk"), in_doubt=False)
    model: Any = registrations.model
    others = [
        model(pk=pk, person=b.person, in_doubt=b.in_doubt) for pk, b in changed.items() if b != (pk, False)
    ]
    model.objects.bulk_update(others, ["person", "in_doubt"], batch_size=AT_ONCE)
    return found


def registration(
    column: Any, pk: int, since: date, name: str, unit: str, phone: str | None, id_no: str | None
) -> Registration:
    """What is stored, the 工作单位 as the form of that column would keep it."""
    return Registration(pk, since, name, as_entered(column, unit), phone or "", id_no or "")


def _neighbourhood(registrations: QuerySet, names: set[str], numbers: set[str]) -> Iterator[tuple[Any, ...]]:
    """Everything that shares a name or an ID number with these, or with something that does, and so on."""
    known_names: set[str] = set()
    known_numbers: set[str] = set()
    while names or numbers:
        known_names |= names
        known_numbers |= numbers
        met = [*_holding(registrations, "name_key", names), *_holding(registrations, "id_no_digest", numbers)]
        yield from met
        names = {row[2] for row in met} - known_names
        numbers = {row[5] for row in met if row[5]} - known_numbers


def _holding(registrations: QuerySet, column: str, values: set[str]) -> Iterator[tuple[Any, ...]]:
    for part in _parts(sorted(values)):
        yield from (
            registrations.filter(**{f"{column}__in": part})
            .order_by()
            .values_list(*TELLING, "person", "in_doubt")
        )


def _parts(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
