"""What records name, called as at the moment of a signature: for the sheets of an edition."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dangjian.records.models import Record
from dangjian.records.presentation import column


class LinkedThen:
    """Records of every kind as their history says they were at a moment, each read once.

    Of one that has no version so old the first version counts, and of one without any what it is now.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.records: dict[type[Record], dict[int, Any]] = {}

    def versions(self, model: type[Record], numbers: Mapping[int, int]) -> dict[int, Any]:
        """Of each record its version of that number; where several bear it, the one that stood at the moment."""
        rows = model.history.filter(id__in=numbers).order_by("-history_id")
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

    def several(self, model: type[Record], name: str) -> Callable[[Any], str]:
        """What writes a many-to-many column of a version."""
        field = column(model, name)
        key = f"{field.m2m_reverse_field_name()}_id"

        def names(version: Any) -> str:
            keys = {getattr(link, key) for link in getattr(version, name).all()}
            linked = self._read(field.related_model, keys)
            return "、".join(sorted(linked[pk].told_apart for pk in keys if pk in linked))

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
        versions = model.history.filter(id__in=keys)
        first = {row.id: row for row in versions.order_by("-history_id")}
        then = {row.id: row for row in versions.filter(history_date__lte=self.moment).order_by("history_id")}
        now = model._default_manager.in_bulk([key for key in keys if key not in first])
        return now | {key: _instance(model, row) for key, row in {**first, **then}.items()}


def _links(model: type[Record]) -> list[Any]:
    """The columns that name another record."""
    return [f for f in model._meta.fields if isinstance(f.related_model, type) and issubclass(f.related_model, Record)]


def _instance(model: type[Record], version: Any) -> Any:
    """The record as it was at a version, of whose columns only those with a history are filled in."""
    return model(**{field.attname: getattr(version, field.attname) for field in version.tracked_fields})
