"""Who is one person, recounted from the rule's own words: pair by pair, and closed under it."""

from itertools import combinations
from typing import Any


def alike(one: Any, other: Any) -> bool:
    """Whether the rule says of two registrations by themselves that they are of one person."""
    if one.id_no and other.id_no:
        return one.id_no == other.id_no
    if one.name != other.name:
        return False
    if one.phone and one.phone == other.phone:
        return True
    return one.unit == other.unit and not (one.phone and other.phone)


def partition(registrations: list[Any]) -> tuple[set[frozenset[int]], set[int]]:
    """The persons, each as the keys of his registrations; and those in doubt, which could be of several."""
    persons = {row.pk: {row.pk} for row in registrations}
    near: dict[int, list[Any]] = {row.pk: [] for row in registrations}
    for one, other in combinations(registrations, 2):
        if alike(one, other):
            near[one.pk].append(other)
            near[other.pk].append(one)
    by_key = {row.pk: row for row in registrations}
    numbers: dict[str, set[int]] = {}
    for row in registrations:
        if row.id_no:
            numbers.setdefault(row.id_no, set()).add(row.pk)
    groups = list(numbers.values())
    doubted: set[int] = set()
    rest = {row.pk for row in registrations if not row.id_no}
    while rest:
        reached = _reach(rest.pop(), by_key, near)
        rest -= reached
        touched = {other.id_no for pk in reached for other in near[pk] if other.id_no}
        if not touched:
            groups.append(reached)
            continue
        first = min(
            (by_key[pk] for number in touched for pk in numbers[number]), key=lambda row: (row.since, row.pk)
        )
        persons[first.pk] |= reached
        doubted |= reached if len(touched) > 1 else set()
    joined = [group | {pk for member in group for pk in persons[member]} for group in groups]
    return {frozenset(group) for group in joined}, doubted


def _reach(start: int, by_key: dict[int, Any], near: dict[int, list[Any]]) -> set[int]:
    """Everything without an ID number that can be reached from one, over such alone."""
    found, waiting = set(), [start]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += [other.pk for other in near[pk] if not other.id_no]
    return found
