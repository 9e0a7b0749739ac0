"""Which registrations of 在职党员 are of one person.

Two are of one person

- when their ID numbers are equal;
- when name and phone are equal and not both have an ID number;
- when name and unit are equal, at least one has no ID number, and not both have a phone.

Different ID numbers are never one person. Groups are closed under this. A registration without an ID number
that would join two ID numbers goes to the one registered first, and is in doubt until somebody says which.

Migrations of this app call `belongings`: what it takes and returns stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple


class Registration(NamedTuple):
    """A registration, as far as it tells persons apart.

    Phone and ID number are compared by their digests, empty where there is none.
    """

    pk: int
    since: date
    name: str
    unit: str
    phone: str
    id_no: str

    @property
    def place_in_order(self) -> tuple[date, int]:
        """Sorts registrations: the earlier first, of one day the one entered first."""
        return self.since, self.pk


class Belonging(NamedTuple):
    """The person of a registration, by the key of that person's earliest one.

    `in_doubt` where it could be somebody else's.
    """

    person: int
    in_doubt: bool


Belongings = dict[int, Belonging]  # by the key of the registration


def belongings(registrations: Iterable[Registration]) -> Belongings:
    """Return the person of each registration, by its key.

    To be given all registrations that could be of one person with any of them.
    """
    rows = sorted(registrations, key=lambda row: row.place_in_order)
    earliest = _earliest(rows)
    by_registration: Belongings = {}
    for row in rows:
        if row.id_no:
            by_registration[row.pk] = Belonging(earliest[row.id_no].pk, False)
    by_registration |= _belongings_without_number(rows, earliest)
    return _by_earliest(rows, by_registration)


def _earliest(rows: list[Registration]) -> dict[str, Registration]:
    """Return the earliest registration of each ID number."""
    earliest: dict[str, Registration] = {}
    for row in rows:
        if row.id_no:
            earliest.setdefault(row.id_no, row)
    return earliest


def _belongings_without_number(rows: list[Registration], earliest: dict[str, Registration]) -> Belongings:
    """Return the person of each registration that has no ID number."""
    groups = _Groups(_without_number(rows))
    numbers_of: dict[int, set[str]] = defaultdict(set)  # the ID numbers that each may belong to
    for match in _matches(rows):
        groups.join(match.without_number)
        for row in match.without_number:
            numbers_of[row.pk] |= match.numbers
    by_registration: Belongings = {}
    for group in groups.all():
        numbers: set[str] = set()
        for row in group:
            numbers |= numbers_of[row.pk]
        candidates = [earliest[number] for number in numbers] or group
        first = min(candidates, key=lambda row: row.place_in_order)
        for row in group:
            by_registration[row.pk] = Belonging(first.pk, len(numbers) > 1)
    return by_registration


class _Match(NamedTuple):
    """Registrations without an ID number that are of one person, and the ID numbers they may belong to."""

    numbers: set[str]
    without_number: list[Registration]


def _matches(rows: list[Registration]) -> Iterator[_Match]:
    for bucket in _buckets(rows, "phone"):
        yield _Match(_numbers(bucket), _without_number(bucket))
    for bucket in _buckets(rows, "unit"):
        without_number = _without_number(bucket)
        if any(not row.phone for row in without_number):  # matches all others, and so ties them
            yield _Match(_numbers(bucket), without_number)
            continue
        numbers = _numbers(row for row in bucket if not row.phone)
        for row in without_number:
            yield _Match(numbers, [row])


def _numbers(rows: Iterable[Registration]) -> set[str]:
    return {row.id_no for row in rows if row.id_no}


def _without_number(rows: Iterable[Registration]) -> list[Registration]:
    return [row for row in rows if not row.id_no]


def _buckets(rows: list[Registration], column: str) -> Iterable[list[Registration]]:
    """Group registrations of the same name that hold the same there, where they hold anything."""
    buckets: dict[tuple[str, str], list[Registration]] = defaultdict(list)
    for row in rows:
        if value := getattr(row, column):
            buckets[row.name, value].append(row)
    return buckets.values()


def _by_earliest(rows: list[Registration], by_registration: Belongings) -> Belongings:
    """Name each person by the earliest registration of all, which may have no ID number."""
    earliest_of: dict[int, int] = {}
    for row in rows:
        earliest_of.setdefault(by_registration[row.pk].person, row.pk)
    by_earliest = {}
    for pk, belonging in by_registration.items():
        by_earliest[pk] = Belonging(earliest_of[belonging.person], belonging.in_doubt)
    return by_earliest


class _Groups:
    """Registrations joined into groups, in whichever order they come: a union-find."""

    def __init__(self, rows: list[Registration]) -> None:
        self.rows = rows
        self.parents = {row.pk: row.pk for row in rows}

    def join(self, rows: list[Registration]) -> None:
        for row in rows[1:]:
            self.parents[self._root(row.pk)] = self._root(rows[0].pk)

    def _root(self, pk: int) -> int:
        while self.parents[pk] != pk:
            self.parents[pk] = self.parents[self.parents[pk]]
            pk = self.parents[pk]
        return pk

    def all(self) -> Iterable[list[Registration]]:
        groups: dict[int, list[Registration]] = defaultdict(list)
        for row in self.rows:
            groups[self._root(row.pk)].append(row)
        return groups.values()
