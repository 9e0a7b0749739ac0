"""The 街道 of a child row in a column of its own: one office's rows are found without another's."""

from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from records.derived import Derived
from records.models import Record


class OwnerField(Derived, models.ForeignKey):
    """The 街道 of the record named by the column `source`, written whenever the row is."""

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

    def derive(self, value: object) -> int | None:
        return getattr(value, "subdistrict_id", None)

    def refresh(self, record: Any) -> int | None:
        """Set it anew where the row names another record than it was read with.

        A row that names none yet keeps its own.
        """
        if not self._is_settled(record):
            parent = self._parent(record)
            if parent is not None:
                setattr(record, self.attname, self.derive(parent))
        return getattr(record, self.attname)

    def _is_settled(self, record: Record) -> bool:
        """Say whether the row names the record that it was read with."""
        if getattr(record, self.attname) is None:
            return False
        attname = record._meta.get_field(self.source).attname
        return record.stored_values().get(attname) == getattr(record, attname)

    def _parent(self, record: models.Model) -> models.Model | None:
        parent: Any = record._meta.get_field(self.source)
        if parent.is_cached(record) or getattr(record, parent.attname) is not None:
            return getattr(record, self.source)
        return None


def parent_of(record: models.Model) -> models.Model | None:
    """Return the record that a child row is below; None of a record that stands by itself."""
    for field in record._meta.fields:
        if isinstance(field, OwnerField):
            return getattr(record, field.source)
    return None


def fill_owners(apps: Apps, app: str, child: str, parent: str, source: str) -> None:
    """Give each row and version of `child` the 街道 of the `parent` in its column `source`, in a migration.

    A parent that was removed is asked for in its own versions.
    """
    past = apps.get_model(app, f"Historical{parent}").objects.filter(id=OuterRef(f"{source}_id"))
    live = apps.get_model(app, parent).objects.filter(pk=OuterRef(f"{source}_id"))
    now = Subquery(live.order_by().values("subdistrict_id")[:1])
    then = Subquery(past.order_by().values("subdistrict_id")[:1])
    apps.get_model(app, child).objects.update(subdistrict_id=now)
    apps.get_model(app, f"Historical{child}").objects.update(subdistrict_id=Coalesce(now, then))
