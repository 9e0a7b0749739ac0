"""Taking an import back: what nobody has changed since; what it leaves, it names."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max

from dangjian.records import history
from imports.models import Batch

EVERY = 50  # records between two words of progress
CHANGED, HELD, GONE = "导入以后又有修改", "已被其他记录选用", "已经移走"


def undo(batch: Batch, told: Callable[[int], None] = lambda done: None) -> list[dict[str, Any]]:
    """Each record with its child rows by itself, so that others can go on working; the records left, each with the reason.

    Any change to a child row is a new version of its owner: whether the owner is untouched says it of all.
    """
    left: list[dict[str, Any]] = []
    rows = versions(batch, batch.pages.model)
    below = _child_versions(batch)
    newest = dict(
        batch.pages.model.history.filter(id__in=[row.id for row in rows]).order_by().values_list("id").annotate(Max("history_id"))
    )
    for done, row in enumerate(rows, start=1):
        why = _take_back(batch, row, below[row.id]) if newest[row.id] == row.history_id else _why_not(batch, row)
        if why:
            left.append({"title": history.title(row), "why": why, "pk": row.id})
        if done % EVERY == 0:
            told(done)
    return left


def versions(batch: Batch, model: Any) -> list[Any]:
    """The versions that a batch gave to records of a model, the last first."""
    return list(model.history.filter(history_date=batch.finished_at, history_change_reason=str(batch)).order_by("-history_id"))


def _child_versions(batch: Batch) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for kind in {kind.model: kind for kind in batch.pages.children}.values():
        owner = kind.link(batch.pages.model).attname
        for row in versions(batch, kind.model):
            found[getattr(row, owner)].append(row)
    return found


def reason(batch: Batch) -> str:
    return f"撤销{batch}"


@transaction.atomic
def _take_back(batch: Batch, row: Any, below: list[Any]) -> str:
    """Why the record stays as it is; empty if it was taken back."""
    if row.history_type == "~":
        for child in below:
            _take_child_back(child, batch)
        history.revert(row, reason(batch), batch.undone_by)
        return ""
    record = type(row.instance)._default_manager.get(pk=row.id)
    record._change_reason, record._history_user = reason(batch), batch.undone_by
    try:
        history.remove(record, batch.pages.children)
    except history.Held:
        return HELD
    return ""


def _take_child_back(row: Any, batch: Batch) -> None:
    if row.history_type == "~":
        history.revert(row, reason(batch), batch.undone_by)
    else:
        record = type(row.instance)._default_manager.get(pk=row.id)
        record._change_reason, record._history_user = reason(batch), batch.undone_by
        record.delete()


def _why_not(batch: Batch, row: Any) -> str:
    """A record that an interrupted undo has dealt with already is not left over."""
    last = batch.pages.model.history.filter(id=row.id).order_by("-history_id").first()
    if last.history_change_reason == reason(batch):
        return ""
    return GONE if last.history_type == "-" else CHANGED
