"""Which registrations of 在职党员 are of one person.

Two are when their ID numbers are equal; or when name and phone are equal and not both have an ID number; or when name
and unit are equal, at least one has no ID number, and not both have a phone. Different ID numbers are never one person.
Groups are closed under this; a registration without an ID number that would join two of them goes to the earliest
registration among theirs, and is in doubt until somebody tells which it is.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Registration(NamedTuple):
    """What tells persons apart; phone and ID number are compared by their digests, empty where there is none."""

    pk: int
    since: date
    name: str
    unit: str
    phone: str
    id_no: str

    @property
    def age(self) -> tuple[date, int]:
        """Orders registrations: the earlier first, of one day the one entered first."""
        return self.since, self.pk


class Belonging(NamedTuple):
    """Whose a registration is: the key of that person's earliest one; `in_doubt` where it could be somebody else's."""

    person: int
    in_doubt: bool


def belongings(registrations: Iterable[Registration]) -> dict[int, Belonging]:
    """The person of each registration, by key; to be given all that could be of one person with any of them."""
    rows = list(registrations)
    kin = _Kin([row for row in rows if not row.id_no])
    anchors: dict[int, set[str]] = defaultdict(set)
    for numbered, anonymous in _matches(rows):
        kin.join(anonymous)
        for row in anonymous:
            anchors[row.pk] |= numbered
    numbers = _earliest(rows)
    found: dict[int, Belonging] = {
        row.pk: Belonging(numbers[row.id_no].pk, False) for row in rows if row.id_no
    }
    for group in kin.groups():
        reached = {number for row in group for number in anchors[row.pk]}
        first = min([numbers[number] for number in reached] or group, key=lambda row: row.age)
        found |= {row.pk: Belonging(first.pk, len(reached) > 1) for row in group}
    return _by_earliest(rows, found)


def _matches(rows: list[Registration]) -> Iterable[tuple[set[str], list[Registration]]]:
    """Registrations without an ID number that are of one person, and the ID numbers that each of them matches."""
    for bucket in _buckets(rows, "phone"):
        yield {row.id_no for row in bucket if row.id_no}, [row for row in bucket if not row.id_no]
    for bucket in _buckets(rows, "unit"):
        anonymous = [row for row in bucket if not row.id_no]
        if any(not row.phone for row in anonymous):  # matches all others, and so ties them
            yield {row.id_no for row in bucket if row.id_no}, anonymous
            continue
        without_phone = {row.id_no for row in bucket if row.id_no and not row.phone}
        yield from ((without_phone, [row]) for row in anonymous)


def _buckets(rows: list[Registration], column: str) -> Iterable[list[Registration]]:
    """Registrations of the same name that hold the same there, where they hold anything."""
    found: dict[tuple[str, str], list[Registration]] = defaultdict(list)
    for row in rows:
        if value := getattr(row, column):
            found[row.name, value].append(row)
    return found.values()


def _earliest(rows: list[Registration]) -> dict[str, Registration]:
    """The earliest registration of each ID number."""
    found: dict[str, Registration] = {}
    for row in sorted(rows, key=lambda row: row.age):
        if row.id_no:
            found.setdefault(row.id_no, row)
    return found


def _by_earliest(rows: list[Registration], found: dict[int, Belonging]) -> dict[int, Belonging]:
    """Name each person by the earliest registration of all, which may have no ID number."""
    first: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: row.age):
        first.setdefault(found[row.pk].person, row.pk)
    return {pk: Belonging(first[belonging.person], belonging.in_doubt) for pk, belonging in found.items()}


class _Kin:
    """Registrations joined into groups, whichever order they are met in."""

    def __init__(self, rows: list[Registration]) -> None:
        self.rows = rows
        self.above = {row.pk: row.pk for row in rows}

    def join(self, rows: list[Registration]) -> None:
        for row in rows[1:]:
            self.above[self._top(row.pk)] = self._top(rows[0].pk)

    def _top(self, pk: int) -> int:
        while self.above[pk] != pk:
            self.above[pk] = self.above[self.above[pk]]
            pk = self.above[pk]
        return pk

    def groups(self) -> Iterable[list[Registration]]:
        found: dict[int, list[Registration]] = defaultdict(list)
        for row in self.rows:
            found[self._top(row.pk)].append(row)
        return found.values()
