"""Closing a round, which writes down what the figures gave and freezes its scores, and opening it again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from access.reach import Reach
from access.roles import Reader
from assessment.scores import Cell, ScoreTable, score_table
from duties.models import FULL_MARKS, Round, Score, marks_text
from records import store


@dataclass(frozen=True)
class Lack:
    """What a 社区 has no points for, and of these which figures have nothing to be computed from."""

    community: str
    criteria: tuple[str, ...]
    without_figure: tuple[str, ...] = ()


def lacks(table: ScoreTable) -> list[Lack]:
    """Return by 社区 what stands against closing a round."""
    places = []
    for row in table.rows:
        by_hand = [cell.criterion.content for cell in row.missing if not cell.by_figure]
        by_figure = [cell.criterion.content for cell in row.missing if cell.by_figure]
        if by_hand or by_figure:
            places.append(Lack(str(row.community), tuple(by_hand), tuple(by_figure)))
    return places


def faults(table: ScoreTable) -> list[str]:
    """Return what stands against closing a round besides the points of a 社区."""
    texts = []
    if table.full_marks != FULL_MARKS:
        marks = f"各项满分合计 {marks_text(table.full_marks)}，不是 {FULL_MARKS}"
        texts.append(f"{table.round.scheme}{marks}，请先改考核指标")
    if not table.rows:
        texts.append(f"{table.day:%Y-%m-%d} 没有社区，不能结束")
    return [*texts, *_wrong_points(table)]


def _wrong_points(table: ScoreTable) -> Iterator[str]:
    """Say which points do not fit their criterion, which may have been changed since they were given."""
    for cell in table.cells:
        if cell.score is None or cell.result is not None or not cell.is_given:
            continue
        cell.score.criterion = cell.criterion
        try:
            cell.score.check_points()
        except ValidationError as error:
            yield f"{cell.community}“{cell.criterion.content}”：{'；'.join(error.messages)}，请在打分表里改"


def refuse_day(round_: Round, day: date) -> None:
    """Raise `ValidationError` where a round cannot end on that day."""
    if day > timezone.localdate():
        raise ValidationError(f"{day:%Y-%m-%d} 还没有到，请填今天或以前的日期")
    if day < round_.begun_on:
        raise ValidationError(f"{day:%Y-%m-%d} 早于开始日期 {round_.begun_on:%Y-%m-%d}，请核对两个日期")


@transaction.atomic
def close(round_: Round, day: date, by: Reader, expected_version: int | None = None) -> Round:
    """Write the points by figure and close the round; return it.

    `ValidationError` where a score is missing, the full marks are not 100, or it is closed already;
    `EditConflictError` where somebody else changed it meanwhile.
    """
    current = store.lock(round_, expected_version)
    if current.is_closed:
        raise ValidationError(f"{current}已经结束")
    store.lock(current.scheme)  # nobody changes its criteria meanwhile
    refuse_day(current, day)
    table = score_table(current, Reach.whole(current.subdistrict_id), day)
    if texts := faults(table):
        raise ValidationError(texts)
    if lacks(table):
        raise ValidationError("还有没打的分或没有算出的指标，这一轮没有结束")
    _freeze(table, by)
    current.closed_on = day
    current.full_clean()
    return store.save(current, by=by, reason="结束轮次")


def _freeze(table: ScoreTable, by: Reader) -> None:
    """Write what the figures gave as scores."""
    new: list[Score] = []
    old: list[Score] = []
    for cell in table.cells:
        if cell.result is None:
            continue
        score = cell.score or _new_score(table.round, cell)
        score.points, score.reason, score.value = cell.result.points, "", cell.result.text
        score.numerator, score.denominator = cell.result.numerator, cell.result.denominator
        target = old if cell.score else new
        target.append(score)
    store.insert(new, by=by, reason="结束轮次")
    store.update(old, by=by, reason="结束轮次")


def _new_score(round_: Round, cell: Cell) -> Score:
    return Score(
        subdistrict_id=round_.subdistrict_id,
        round=round_,
        community=cell.community,
        criterion=cell.criterion,
    )


@transaction.atomic
def reopen(round_: Round, reason: str, by: Reader, expected_version: int | None = None) -> Round:
    """Open a closed round again, for a reason that stands in its history; return it.

    `ValidationError` where it is open or no reason is given; `EditConflictError` where somebody else changed
    it.
    """
    current = store.lock(round_, expected_version)
    if not current.is_closed:
        raise ValidationError(f"{current}没有结束，不用重新打开")
    if not reason:
        raise ValidationError("请写重新打开的原因")
    current.closed_on = None
    return store.save(current, by=by, reason=f"重新打开：{reason}")
