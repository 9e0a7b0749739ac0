"""Taking an import back: what nobody has changed since; what it leaves, it names."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import IntegrityError

from imports.models import Batch
from imports.progress import Progress
from records import store
from records.models import Record
from records.store import HistoryRow

CHANGED, HELD, GONE, BEYOND = "导入以后又有修改", "已被其他记录选用", "已经移走", "已不在您负责的范围内"
BARRED = "原来的内容现在放不回去"
AGAIN = f"{BARRED}：已有相同的一条"


def undo(batch: Batch, progress: Progress | None = None) -> list[dict[str, Any]]:
    """Take the records of a batch back; return those that are left, each with the reason.

    Each goes with its child rows by itself, so that others can go on working. Any change to a child row is a
    new version of its owner: whether the owner is untouched says it of all.
    """
    progress = progress or Progress()
    below, waiting = _child_versions(batch), versions(batch, batch.pages.model)
    beyond = _beyond_reach(batch, waiting)
    remaining: list[dict[str, Any]] = []
    progress.begin("撤销", len(waiting))
    while waiting:
        still_named = []
        for row in waiting:
            why = BEYOND if row.id in beyond else _take_back(batch, row, below[row.id])
            if why == HELD:
                still_named.append(row)
                continue
            if why:
                remaining.append(_describe(row, why))
            progress.advance()
        if len(still_named) == len(waiting):
            for row in still_named:
                remaining.append(_describe(row, HELD))
            break
        waiting = still_named  # what named them may be gone by now
    return remaining


def _beyond_reach(batch: Batch, rows: Sequence[HistoryRow]) -> set[int]:
    """Return the records that whoever undoes may not write today: his 社区 may be others since."""
    manager: Any = batch.pages.model._default_manager
    records = manager.everywhere().filter(pk__in=[row.id for row in rows])
    within_reach = records.visible_to(batch.undone_by)
    return set(records.values_list("pk", flat=True)) - set(within_reach.values_list("pk", flat=True))


def _describe(row: HistoryRow, why: str) -> dict[str, Any]:
    return {"title": store.title(row), "why": why, "pk": row.id}


def versions(batch: Batch, model: type[Record]) -> list[Any]:
    """Return the versions that a batch gave to records of a model, the last first."""
    rows = model.history.filter(history_date=batch.finished_at, history_change_reason=str(batch))
    return list(rows.order_by("-history_id"))


def _child_versions(batch: Batch) -> dict[int, list[HistoryRow]]:
    """Return the versions that a batch gave to child rows, by the key of their owner."""
    by_owner: dict[int, list[HistoryRow]] = defaultdict(list)
    kinds = {kind.model: kind for kind in batch.pages.children}
    for kind in kinds.values():
        link = kind.link(batch.pages.model)
        for row in versions(batch, kind.model):
            by_owner[getattr(row, link.attname)].append(row)
    return by_owner


def reason(batch: Batch) -> str:
    """Return what stands as the reason of the versions that an undo writes."""
    return f"撤销{batch}"


def _take_back(batch: Batch, row: HistoryRow, below: Sequence[HistoryRow]) -> str:
    """Take a record back; return why it stays as it is.

    The reason is empty if it was taken back, be it by an undo that was interrupted.
    """
    model = batch.pages.model
    try:
        with transaction.atomic():
            batch.hold()
            store.as_record(row).hold()
            record: Any = model._base_manager.select_for_update().order_by("pk").filter(pk=row.id).first()
            last = model.history.filter(id=row.id).order_by("-history_id").first()
            if last.history_id != row.history_id:
                return _why_not(batch, last)
            if row.history_type == "~":
                store.revert(row, below, by=batch.undone_by, reason=reason(batch))
            else:
                store.remove(record, by=batch.undone_by, reason=reason(batch), children=batch.pages.children)
    except store.StillReferencedError:
        return HELD
    except ValidationError as error:
        return f"{BARRED}：{'；'.join(store.problems(error, model))}"
    except IntegrityError:
        return AGAIN
    return ""


def _why_not(batch: Batch, last: HistoryRow) -> str:
    if last.history_change_reason == reason(batch):
        return ""
    return GONE if last.history_type == "-" else CHANGED
