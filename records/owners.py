"""The 街道 of a child row in a column of its own, so that one office's rows are found without reading another's."""

from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from records.derived import Derived


class OwnerField(Derived, models.ForeignKey):
    """The 街道 of the record named by the column `source`: written whenever the row is, by a form or in bulk."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("to", "communities.SubDistrict")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("verbose_name", "街道")
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def derive(self, value: Any) -> int | None:
        return getattr(value, "subdistrict_id", None)

    def refresh(self, record: Any) -> Any:
        """Set it anew where the row names another record than it was read with; a row that names none yet keeps its own."""
        if self._is_settled(record):
            return getattr(record, self.attname)
        parent = self._parent(record)
        if parent is not None:
            setattr(record, self.attname, self.derive(parent))
        return getattr(record, self.attname)

    def _is_settled(self, record: Any) -> bool:
        attname = record._meta.get_field(self.source).attname
        return getattr(record, self.attname) is not None and record.stored_values().get(attname) == getattr(
            record, attname
        )

    def _parent(self, record: Any) -> Any:
        parent = record._meta.get_field(self.source)
        if parent.is_cached(record) or getattr(record, parent.attname) is not None:
            return getattr(record, self.source)
        return None


def parent_of(record: Any) -> Any:
    """Return the record that a child row is below; None of a record that stands by itself."""
    owner = next((field for field in record._meta.fields if isinstance(field, OwnerField)), None)
    return getattr(record, owner.source) if owner else None


def fill_owners(apps: Any, app: str, child: str, parent: str, source: str) -> None:
    """Give every row and every version of `child` the 街道 of the `parent` that its column `source` names: for a migration.

    A parent that was removed is asked for in its own versions.
    """
    past = apps.get_model(app, f"Historical{parent}").objects.filter(id=OuterRef(f"{source}_id"))
    live = apps.get_model(app, parent).objects.filter(pk=OuterRef(f"{source}_id"))
    now, then = (Subquery(rows.order_by().values("subdistrict_id")[:1]) for rows in (live, past))
    apps.get_model(app, child).objects.update(subdistrict_id=now)
    apps.get_model(app, f"Historical{child}").objects.update(subdistrict_id=Coalesce(now, then))
