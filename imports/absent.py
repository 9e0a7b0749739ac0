"""Who is on record and no longer in a full list that comes again.

Nothing ends by being absent unless it is said so.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from imports.parse.columns import Column
from imports.plan import Plan
from imports.rows.lines import Action
from records.models import Standing

SHOWN = 300  # of the absent ones


def absent(plan: Plan) -> QuerySet:
    """Return the records of a standing kind that last and that no row of a file speaks of.

    Only those of the 党组织 or 社区 that the file itself names are looked at: of others it may say nothing.
    None of a kind that happens on a day, nor of one of which the file has no record yet.
    """
    model: Any = plan.layout.main.model
    rows = plan.pages.queryset(plan.reader)
    if not issubclass(model, Standing) or not model.ends_by_absence:
        return rows.none()
    if _leaves_somebody_out(plan):
        return rows.none()
    spoken_of = {line.pk for line in plan.lines if line.pk}
    spoken_of |= {line.twin for line in plan.lines if isinstance(line.twin, int)}
    if not spoken_of:
        return rows.none()
    rows = rows.filter(until__isnull=True).exclude(pk__in=spoken_of)
    for place, column in enumerate(plan.book.columns):
        if column.name in ("org", "community"):
            return _of_named(rows, plan, column, place)
    return rows


def _leaves_somebody_out(plan: Plan) -> bool:
    """Tell whether rows of the file could not be read, or were left out: they may speak of anybody."""
    has_unreadable = any(line.action == Action.ERROR and not line.pk for line in plan.lines)
    return has_unreadable or any(sheet.left_out for sheet in plan.book.sheets)


def _of_named(rows: QuerySet, plan: Plan, column: Column, place: int) -> QuerySet:
    """Narrow the records to those of what the file names in a column."""
    keys = {line.keys[place] for line in plan.lines}
    return rows.filter(**{f"{column.name}__in": [key for key in keys if isinstance(key, int)]})


def describe_absent(plan: Plan) -> dict[str, Any]:
    """Describe the absent ones for the preview, and the reasons for which they may have left."""
    rows = absent(plan)
    records: list[Any] = list(rows[:SHOWN])
    model: Any = plan.layout.main.model
    reason = getattr(model, "leaving_reason", "")
    return {
        "count": rows.count() if records else 0,
        "rows": [{"pk": record.pk, "title": record.told_apart} for record in records],
        "reasons": [list(choice) for choice in model._meta.get_field(reason).choices] if reason else [],
    }


def end(record: Any, day: date, reason: str) -> None:
    """Let a record end on a day. `ValidationError` where its rules do not let it."""
    record.until = day
    if record.leaving_reason:
        setattr(record, record.leaving_reason, reason)
    record.clean()
    record.refuse_unasked()
