"""What may be chosen in a cell, found by its name; and what to say where there is no such name."""

from functools import cached_property
from itertools import chain

from django.db.models import Model, QuerySet

from records.columns.choice import not_among
from records.columns.links import names_within
from records.inputs import plain
from records.models import LocalList


class Options:
    """The records of a queryset by their full names, or else by their bare ones: 王建军 for 王建军（党工委书记）."""

    def __init__(self, rows: QuerySet) -> None:
        self.rows = rows

    def records_by_name(self, name: str) -> list[Model]:
        """Find the records of a full name, or else of a bare one."""
        return self._by_full_name.get(plain(name)) or self._by_bare_name.get(plain(name), [])

    def explain_absence(self, name: str, without: str = "") -> str:
        """Say that there is no such name, and which there are.

        `without` is what may stand where none is named.
        """
        names = {}
        for record in chain.from_iterable(self._by_full_name.values()):
            if not is_retired(record):
                names[_bare_name(record)] = str(record)
        if names and without:
            names[without] = without
        return not_among(name, names)

    @cached_property
    def _by_full_name(self) -> dict[str, list[Model]]:
        records: dict[str, list[Model]] = {}
        for record in self.rows.select_related(*names_within(self.rows.model)):
            records.setdefault(plain(str(record)), []).append(record)
        return records

    @cached_property
    def _by_bare_name(self) -> dict[str, list[Model]]:
        records: dict[str, list[Model]] = {}
        for record in chain.from_iterable(self._by_full_name.values()):
            records.setdefault(plain(_bare_name(record)), []).append(record)
        return records


def is_retired(value: object) -> bool:
    """Tell whether a value is a term of a local list that is no longer in use."""
    return isinstance(value, LocalList) and not value.in_use


def _bare_name(record: Model) -> str:
    return str(getattr(record, "name", "") or record)
