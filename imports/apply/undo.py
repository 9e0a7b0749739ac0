"""Taking an import back: what nobody has changed since; what it leaves, it names."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import IntegrityError

from imports.models import Batch
from imports.progress import Progress
from records import store

CHANGED, HELD, GONE, BEYOND = "导入以后又有修改", "已被其他记录选用", "已经移走", "已不在您负责的范围内"
BARRED = "原来的内容现在放不回去"
AGAIN = f"{BARRED}：已有相同的一条"


def undo(batch: Batch, progress: Progress | None = None) -> list[dict[str, Any]]:
    """Each record with its child rows by itself, so that others can go on working; the records left, each with the reason.

    Any change to a child row is a new version of its owner: whether the owner is untouched says it of all.
    """
    progress = progress or Progress()
    below, waiting = _child_versions(batch), versions(batch, batch.pages.model)
    beyond = _beyond_reach(batch, waiting)
    left: list[dict[str, Any]] = []
    progress.begin("撤销", len(waiting))
    while waiting:
        held = []
        for row in waiting:
            why = BEYOND if row.id in beyond else _take_back(batch, row, below[row.id])
            if why == HELD:
                held.append(row)
                continue
            left += [_told(row, why)] if why else []
            progress.advance()
        if len(held) == len(waiting):
            return left + [_told(row, HELD) for row in held]
        waiting = held  # what held them may be gone by now
    return left


def _beyond_reach(batch: Batch, rows: list[Any]) -> set[int]:
    """Which of the records whoever undoes may not write today: his 社区 may be others since."""
    there = batch.pages.model._default_manager.filter(pk__in=[row.id for row in rows])
    return set(there.values_list("pk", flat=True)) - set(
        there.visible_to(batch.undone_by).values_list("pk", flat=True)
    )


def _told(row: Any, why: str) -> dict[str, Any]:
    return {"title": store.title(row), "why": why, "pk": row.id}


def versions(batch: Batch, model: Any) -> list[Any]:
    """The versions that a batch gave to records of a model, the last first."""
    return list(
        model.history.filter(history_date=batch.finished_at, history_change_reason=str(batch)).order_by(
            "-history_id"
        )
    )


def _child_versions(batch: Batch) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for kind in {kind.model: kind for kind in batch.pages.children}.values():
        owner = kind.link(batch.pages.model).attname
        for row in versions(batch, kind.model):
            found[getattr(row, owner)].append(row)
    return found


def reason(batch: Batch) -> str:
    return f"撤销{batch}"


def _take_back(batch: Batch, row: Any, below: list[Any]) -> str:
    """Why the record stays as it is; empty if it was taken back, be it by an undo that was interrupted."""
    model = batch.pages.model
    try:
        with transaction.atomic():
            batch.hold()
            row.instance.hold()
            record = model._default_manager.select_for_update().order_by("pk").filter(pk=row.id).first()
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


def _why_not(batch: Batch, last: Any) -> str:
    if last.history_change_reason == reason(batch):
        return ""
    return GONE if last.history_type == "-" else CHANGED
