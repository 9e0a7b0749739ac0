"""回收站: what was taken away, as its last version says."""

from typing import Any

from django.db import models

from access.roles import Reader
from records.children import Children
from records.models import Record


def removals(model: type[Record], reader: Reader) -> models.QuerySet:
    """Return every version with which a record was once taken away, newest first."""
    rows = reader.record_reach.filter(model.history.filter(history_type="-"))
    return rows.select_related("history_user").order_by("-history_id")


def removed(model: type[Record], reader: Reader) -> models.QuerySet:
    """Return the last version of each record that is taken away now, newest first."""
    newer = model.history.filter(id=models.OuterRef("id"), history_id__gt=models.OuterRef("history_id"))
    return removals(model, reader).filter(~models.Exists(newer))


def removed_rows(row: Any, kind: Children) -> list[Any]:
    """Return the child rows that were taken away together with a record, as they were."""
    link = {kind.link(type(row.instance)).name: row.id}
    rows = kind.model.history.filter(
        **link, history_type="-", history_date=row.history_date, **dict(kind.fixed)
    )
    return [child.instance for child in rows.order_by("id")]
