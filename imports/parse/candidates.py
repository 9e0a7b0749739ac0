"""Several columns of a file that could each be one of ours: which is taken, and what its writer is asked."""

from collections.abc import Iterable, Sequence

from imports.parse.columns import Column
from imports.parse.questions import Question
from imports.parse.sheets import Sheet
from imports.parse.vocabulary import Candidate, Rank
from spreadsheets.reading.grids import Cell, letters

NumberedRow = tuple[int, list[Cell]]
SILENT = (Rank.BY_CONTENT, Rank.WHERE_IT_FITS)  # of what was not taken: it says other things as well


def settle(sheet: Sheet, column: Column, rows: list[NumberedRow]) -> Question | None:
    """Give a column its place among the candidates; return the question where these differ.

    What was decided wins, then our own name, wherever it stands. Of phones the one that is filled in is
    taken, row by row.
    """
    candidates = sheet.candidates[column.name]
    if len(candidates) == 1:
        _tell_last(sheet, column, candidates[0])
        return None
    with_text = [
        each for each in candidates if each.rank == Rank.DECIDED or _count_filled(each, rows)
    ] or candidates
    equals = [each for each in with_text if each.rank == with_text[0].rank]
    if len(equals) > 1:
        row = _first_difference(column, equals, rows)
        if row:
            places = tuple([each.place for each in equals])
            return Question(column, _question(column, equals, row), places)
        equals.sort(key=lambda each: -_count_filled(each, rows))
    choice = equals[0]
    sheet.places[column.name] = choice.place
    _tell_last(sheet, column, choice)
    others = [each for each in candidates if each is not choice and each.rank not in SILENT]
    if column.kind.personal:
        sheet.spare[column.name] = [each.place for each in others]
    for other in others:
        if _first_difference(column, [choice, other], rows):
            sheet.choices.append(_remark(column, choice, other))
    return None


def _first_difference(
    column: Column, candidates: list[Candidate], rows: list[NumberedRow]
) -> NumberedRow | None:
    """Find the first row in which they say different things.

    Of personal data only cells that are filled in are compared, else only columns with some content.
    """
    is_personal = column.kind.personal
    if not is_personal:
        candidates = [each for each in candidates if _count_filled(each, rows)]
    for row in rows:
        texts = {_text(column, each, row[1]) for each in candidates}
        if is_personal:
            texts.discard("")
        if len(texts) > 1:
            return row
    return None


def _count_filled(candidate: Candidate, rows: Iterable[NumberedRow]) -> int:
    """Count the rows that say something there."""
    count = 0
    for _, cells in rows:
        if str(_cell(candidate, cells) or "").strip():
            count += 1
    return count


def _question(column: Column, candidates: list[Candidate], row: NumberedRow) -> str:
    number, cells = row
    places = []
    contents = []
    for each in candidates:
        letter = letters(each.place + 1)
        places.append(f"“{each.text}”（{letter} 列）")
        contents.append(f"{letter} 列是“{_text(column, each, cells) or '空'}”")
    return (
        f"{'和'.join(places)}都可以当作“{column.heading}”，内容却不同，例如第 {number} 行，{'，'.join(contents)}。"
        f"请把要用的那一列的表头写成“{column.heading}”，其余的改成别的名称，再导入"
    )


def _tell_last(sheet: Sheet, column: Column, choice: Candidate) -> None:
    """Tell that a column was taken for want of a better one."""
    if choice.rank == Rank.LAST:
        where = f"“{choice.text}”（{letters(choice.place + 1)} 列）"
        sheet.choices.append(f"表里没有更合适的列，“{column.heading}”取自{where}")


def _remark(column: Column, choice: Candidate, other: Candidate) -> str:
    return (
        f"“{column.heading}”取自“{choice.text}”（{letters(choice.place + 1)} 列），"
        f"没有取“{other.text}”（{letters(other.place + 1)} 列）。"
        f"要改用后一列，请在表里把它的表头改成“{column.heading}”，原来那一列改成别的名称"
    )


def _text(column: Column, candidate: Candidate, cells: Sequence[Cell]) -> str:
    return column.text(_cell(candidate, cells)).strip()


def _cell(candidate: Candidate, cells: Sequence[Cell]) -> Cell:
    return cells[candidate.place] if candidate.place < len(cells) else None
