"""Records that a full list has no longer and whose end its author has confirmed."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from imports.absent import absent, end
from imports.apply.writing import PlanRefusedError
from imports.models import Batch
from imports.plan import Plan
from records import store


def end_absent(batch: Batch, plan: Plan, moment: datetime) -> int:
    """Let the records that were confirmed end, and return how many; those that are there again do not.

    They have the moment and reason of the import, so that its undo takes them back. `PlanRefusedError`
    says which of them cannot end on that day.
    """
    if not batch.ending:
        return 0
    day, reason = date.fromisoformat(batch.ending["day"]), batch.ending["reason"]
    records: list[Any] = list(absent(plan).filter(pk__in=batch.ending["pks"]))
    for record in records:
        try:
            end(record, day, reason)
        except ValidationError as error:
            raise PlanRefusedError(f"“{record}”不能在 {day} 结束：{'；'.join(error.messages)}") from error
    store.update(records, by=batch.user, at=moment, reason=str(batch))
    return len(records)
