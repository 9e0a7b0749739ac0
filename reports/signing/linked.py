"""What records name, called as at the moment of a signature: for the sheets of an edition."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from records.models import Record
from records.personal import encrypted_fields
from records.presentation import column


class LinkedThen:
    """Records of every kind as their history says they were at a moment, each read once.

    Of one that has no version so old the first version counts, and of one without any what it is now.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.records: dict[type[Record], dict[int, Any]] = {}

    def versions(self, model: type[Record], numbers: Mapping[int, int]) -> dict[int, Any]:
        """Of each record its version of that number; where several bear it, the one that stood at the moment."""
        secret = [field.name for field in encrypted_fields(model)]  # no sheet tells them
        rows = model.history.filter(id__in=numbers).defer(*secret).order_by("-history_id")
        same = [row for row in rows if row.version == numbers[row.id]]
        first = {row.id: row for row in same}
        then = {row.id: row for row in reversed(same) if row.history_date <= self.moment}
        return {**first, **then}

    def join(self, rows: Sequence[Any], model: type[Record]) -> None:
        """Let records of one model, or versions of them, name what they named then, and that in turn likewise."""
        for field in _links(model):
            keys = {key for row in rows if (key := getattr(row, field.attname)) is not None}
            linked = self._read(field.related_model, keys)
            for row in rows:
                record = linked.get(getattr(row, field.attname))
                if record is not None:
                    type(row)._meta.get_field(field.name).set_cached_value(row, record)

    def several(self, model: type[Record], name: str, versions: Iterable[Any]) -> Callable[[Any], str]:
        """What writes a many-to-many column of these versions."""
        key = f"{column(model, name).m2m_reverse_field_name()}_id"
        keys: dict[int, set[int]] = {version.pk: set() for version in versions}
        links = getattr(model.history.model, name).filter(history_id__in=keys)
        for version, linked in links.values_list("history_id", key):
            keys[version].add(linked)
        records = self._read(column(model, name).related_model, {pk for own in keys.values() for pk in own})

        def names(version: Any) -> str:
            return "、".join(sorted(records[pk].told_apart for pk in keys[version.pk] if pk in records))

        return names

    def _read(self, model: type[Record], keys: Iterable[int]) -> dict[int, Any]:
        records = self.records.setdefault(model, {})
        new = [key for key in keys if key not in records]
        if new:
            found = self._at_the_moment(model, new)
            records.update(found)
            self.join(list(found.values()), model)
        return records

    def _at_the_moment(self, model: type[Record], keys: list[int]) -> dict[int, Any]:
        versions = list(model.history.filter(id__in=keys).order_by("history_id"))
        first = {row.id: row for row in reversed(versions)}
        then = {row.id: row for row in versions if row.history_date <= self.moment}
        now = model._default_manager.in_bulk([key for key in keys if key not in first])
        return now | {key: _instance(model, row) for key, row in {**first, **then}.items()}


def _links(model: type[Record]) -> list[Any]:
    """The columns that name another record."""
    return [
        f
        for f in model._meta.fields
        if isinstance(f.related_model, type) and issubclass(f.related_model, Record)
    ]


def _instance(model: type[Record], version: Any) -> Any:
    """The record as it was at a version, of whose columns only those with a history are filled in."""
    return model(**{field.attname: getattr(version, field.attname) for field in version.tracked_fields})
