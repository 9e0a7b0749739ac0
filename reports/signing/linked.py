"""Names of linked records as they were when an edition was signed, for its data workbook."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Field, Model

from records.models import Record
from records.personal import encrypted_fields
from records.presentation import column


class Version(Protocol):
    """A row of the history of a kind of record."""

    id: int  # of the record
    pk: int
    version: int
    history_date: datetime
    tracked_fields: Iterable[Field]


class RecordsAtMoment:
    """Records of every kind as they were at a moment, each read once.

    A record that was entered later is taken as its first version says; one without any version as it is now.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._records: dict[type[Record], dict[int, Record]] = {}

    def versions(self, model: type[Record], version_numbers: Mapping[int, int]) -> dict[int, Any]:
        """Read one version of each record, by the record's key; `version_numbers` has their numbers by it.

        A record that was removed and entered again may have the same number twice: then the last of them up
        to the moment counts, else the first.
        """
        secret = [field.name for field in encrypted_fields(model)]  # no sheet tells them
        rows = model.history.filter(id__in=version_numbers).defer(*secret).order_by("history_id")
        return self._up_to_the_moment(row for row in rows if row.version == version_numbers[row.id])

    def _up_to_the_moment(self, rows: Iterable[Version]) -> dict[int, Version]:
        """Return by record its last version up to the moment, else its first, of rows in order of time."""
        versions: dict[int, Version] = {}
        for row in rows:
            if row.id not in versions or row.history_date <= self.moment:
                versions[row.id] = row
        return versions

    def fill_foreign_keys(self, rows: Sequence[Model], model: type[Record]) -> None:
        """Fill the foreign keys of records, or of versions of them, with records as they were at the moment.

        The foreign keys of these are filled in the same way.
        """
        for field in _links(model):
            keys = {getattr(row, field.attname) for row in rows}
            records = self._read(field.related_model, keys - {None})
            for row in rows:
                record = records.get(getattr(row, field.attname))
                if record is not None:
                    # what writes the row then reads the name of that time, not today's
                    type(row)._meta.get_field(field.name).set_cached_value(row, record)

    def names_of_links(
        self, model: type[Record], name: str, versions: Iterable[Version]
    ) -> Callable[[Version], str]:
        """Return what writes a many-to-many column of these versions."""
        field = column(model, name)
        target = f"{field.m2m_reverse_field_name()}_id"
        targets_of: dict[int, set[int]] = {version.pk: set() for version in versions}
        links = getattr(model.history.model, name).filter(history_id__in=targets_of)
        for version_key, target_key in links.values_list("history_id", target):
            targets_of[version_key].add(target_key)
        records = self._read(field.related_model, set().union(*targets_of.values()))

        def names(version: Version) -> str:
            own = [records[key] for key in targets_of[version.pk] if key in records]
            return "、".join(sorted(record.told_apart for record in own))

        return names

    def _read(self, model: type[Record], keys: Iterable[int]) -> dict[int, Record]:
        records = self._records.setdefault(model, {})
        new_keys = [key for key in keys if key not in records]
        if new_keys:
            new = self._at_the_moment(model, new_keys)
            records.update(new)
            self.fill_foreign_keys(list(new.values()), model)
        return records

    def _at_the_moment(self, model: type[Record], keys: list[int]) -> dict[int, Record]:
        versions = self._up_to_the_moment(model.history.filter(id__in=keys).order_by("history_id"))
        records = model._base_manager.in_bulk([key for key in keys if key not in versions])
        for key, version in versions.items():
            records[key] = _instance(model, version)
        return records


def _links(model: type[Record]) -> list[Any]:
    """Return the columns that name another record."""
    links = []
    for field in model._meta.fields:
        target = field.related_model
        if isinstance(target, type) and issubclass(target, Record):
            links.append(field)
    return links


def _instance(model: type[Record], version: Version) -> Record:
    """Make the record as it was at a version, of whose columns only those with a history are filled in."""
    values = {}
    for field in version.tracked_fields:
        values[field.attname] = getattr(version, field.attname)
    return model(**values)
