"""What may be chosen in a cell, found by its name; and what to say where there is no such name."""

from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from records.columns.choice import not_among
from records.columns.links import names_within
from records.inputs import plain
from records.models import LocalList


class Options:
    """The records of a queryset by their full names, or else by their bare ones: 王建军 for 王建军（党工委书记）."""

    def __init__(self, rows: QuerySet) -> None:
        self.rows = rows

    def called(self, name: str) -> list[Any]:
        return self._named.get(plain(name)) or self._barely_named.get(plain(name), [])

    def unknown(self, name: str, without: str = "") -> str:
        """The message; `without` is what may stand where none is named."""
        items: list[Any] = [item for item in chain.from_iterable(self._named.values()) if not retired(item)]
        if items and without:
            items.append(without)
        return not_among(name, {_bare(item): str(item) for item in items})

    @cached_property
    def _named(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for item in self.rows.select_related(*names_within(self.rows.model)):
            found.setdefault(plain(str(item)), []).append(item)
        return found

    @cached_property
    def _barely_named(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for item in chain.from_iterable(self._named.values()):
            found.setdefault(plain(_bare(item)), []).append(item)
        return found


def retired(value: Any) -> bool:
    """A term of a local list that is no longer in use."""
    return isinstance(value, LocalList) and not value.in_use


def _bare(item: Any) -> str:
    return str(getattr(item, "name", "") or item)
