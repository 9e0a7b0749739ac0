"""The 打分表 as it was sent: read cell by cell, judged, held against what others saved, and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from access.roles import Reader
from assessment.scores import Cell, ScoreTable, score_table
from duties.models import Round, Score, marks_text
from records import store
from records.forms import natural_field
from records.inputs import whole

POINTS: Any = natural_field(Score._meta.get_field("points"))
POINTS.error_messages["required"] = "写了原因，请填得分"
REASON: Any = natural_field(Score._meta.get_field("reason"))
NO_FIGURE = "没有记录、算不出来的指标，人工给分请写理由"
Boxes = tuple[str, str]  # points and reason, as in the boxes


@dataclass(frozen=True)
class Difference:
    """A cell that somebody else saved meanwhile: what it holds now, and what was typed."""

    where: str
    theirs: str
    mine: str
    who: str
    when: datetime | None


@dataclass
class Entry:
    """What a sheet comes to: scores to be written or taken away, faults, and what others saved meanwhile."""

    table: ScoreTable
    new: list[Score] = field(default_factory=list)
    changed: list[Score] = field(default_factory=list)
    removed: list[Score] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)

    @property
    def errors(self) -> list[dict[str, str]]:
        """Every fault, with the box to go to."""
        faults = []
        for cell in self.table.boxes:
            for name, text in cell.errors.items():
                where = f"{cell.community}“{cell.criterion.content}”"
                faults.append({"target": f"{name}-{cell.name}", "text": f"{where}：{text}"})
        return faults

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.removed)

    @property
    def number(self) -> int:
        return len(self.new) + len(self.changed) + len(self.removed)


@transaction.atomic
def save_sheet(round_: Round, data: Mapping[str, str], by: Reader) -> Entry:
    """Write what was sent, all of it or, where something is wrong or others were faster, nothing.

    `ValidationError` where the round is closed.
    """
    current = store.lock(round_)
    if current.is_closed:
        raise ValidationError(f"{current}已经结束，得分不能再改")
    entry = read(score_table(current, by.record_reach), data)
    if entry.errors or entry.conflicts:
        return entry
    store.insert(entry.new, by=by, reason="打分表")
    store.update(entry.changed, by=by, reason="打分表")
    for score in entry.removed:
        store.remove(score, by=by, reason="打分表")
    return entry


def read(table: ScoreTable, data: Mapping[str, str]) -> Entry:
    """Take what was sent into the cells of a table, and judge it."""
    entry = Entry(table)
    for cell in table.boxes:
        if f"points-{cell.name}" in data:
            _read_cell(entry, cell, data)
    return entry


def _read_cell(entry: Entry, cell: Cell, data: Mapping[str, str]) -> None:
    on_record = cell.points, cell.reason
    boxes = data[f"points-{cell.name}"].strip(), data.get(f"reason-{cell.name}", "").strip()
    version, shown_version = cell.seen, whole(data.get(f"seen-{cell.name}", "")) or 0
    if boxes == on_record:
        return
    if shown_version != version:
        before = _boxes_before(entry.table.round, cell, shown_version)
        if boxes == before:
            return  # it was somebody else who changed it
        entry.conflicts.append(_difference(cell, on_record, boxes))
    cell.points, cell.reason = boxes
    if boxes == ("", ""):
        if cell.score is not None and version:
            entry.removed.append(cell.score)
        return
    score = _judge(entry.table.round, cell)
    if cell.errors:
        return
    target = entry.new if cell.score is None else entry.changed
    target.append(score)


def _judge(round_: Round, cell: Cell) -> Score:
    """Return the score that a cell asks for, and note its faults in the cell."""
    score = cell.score or Score(subdistrict_id=round_.subdistrict_id)
    score.round, score.community, score.criterion = round_, cell.community, cell.criterion
    score.value, score.numerator, score.denominator = "", None, None
    for name, form_field, text in (("points", POINTS, cell.points), ("reason", REASON, cell.reason)):
        _take(cell, score, name, form_field, text)
    if cell.errors:
        return score
    try:
        score.clean()
    except ValidationError as error:
        _note(cell, error)
    if cell.by_figure and not score.reason:
        cell.errors["reason"] = NO_FIGURE
    return score


def _take(cell: Cell, score: Score, name: str, form_field: forms.Field, text: str) -> None:
    try:
        value = form_field.clean(text)
        score._meta.get_field(name).run_validators(value)
    except ValidationError as error:
        cell.errors[name] = "；".join(error.messages)
    else:
        setattr(score, name, value)


def _note(cell: Cell, error: ValidationError) -> None:
    for name, messages in error.message_dict.items():
        cell.errors["points" if name == NON_FIELD_ERRORS else name] = "；".join(messages)


# ── What somebody else saved meanwhile ──────────────────────────────────────
def _boxes_before(round_: Round, cell: Cell, version: int) -> Boxes:
    """Return what the boxes held when they were shown: of no score nothing."""
    if not version:
        return "", ""
    rows = Score.history.filter(round=round_, community=cell.community, criterion=cell.criterion)
    row = rows.filter(version=version).order_by("history_id").last()
    return ("", "") if row is None else (marks_text(row.points), row.reason)


def _difference(cell: Cell, theirs: Boxes, mine: Boxes) -> Difference:
    last = None
    if cell.score is not None:
        last = Score.history.filter(id=cell.score.pk).select_related("history_user").first()
    return Difference(
        f"{cell.community}“{cell.criterion.content}”",
        _in_words(theirs),
        _in_words(mine),
        str(last.history_user or "另一位同事") if last else "另一位同事",
        last.history_date if last else None,
    )


def _in_words(boxes: Boxes) -> str:
    points, reason = boxes
    if not points:
        return reason or "空"
    return f"{points} 分，{reason}" if reason else f"{points} 分"
