"""Two columns of a file that could both be one of ours: which is taken, and what its writer is asked where that is not certain."""

from collections.abc import Iterable
from typing import Any

from imports.parse.columns import Column
from imports.parse.headings import Candidate, Sheet
from imports.parse.vocabulary import Rank
from spreadsheets.reading.grids import letters

Row = tuple[int, list[Any]]


def settle(sheet: Sheet, c: Column, rows: list[Row]) -> str:
    """Give a column its place among the candidates; a question where these say different things, else empty.

    Our own name wins wherever it stands. Of phones the one that is filled in is taken, row by row.
    """
    candidates = sheet.candidates[c.name]
    if len(candidates) == 1:
        return ""
    equals = [each for each in candidates if each.rank == candidates[0].rank]
    if len(equals) > 1 and (number := _differing(c, equals, rows, both_filled=c.kind.personal)):
        return _question(c, equals, rows, number)
    if len(equals) > 1:
        equals.sort(key=lambda each: -_filled(each, rows))
    chosen = equals[0]
    sheet.places[c.name] = chosen.place
    others = [each for each in candidates if each is not chosen and each.rank != Rank.BY_CONTENT]
    if c.kind.personal:
        sheet.spare[c.name] = [each.place for each in others]
    for other in others:
        if _differing(c, [chosen, other], rows, both_filled=c.kind.personal):
            sheet.choices.append(_choice(c, chosen, other))
    return ""


def _differing(c: Column, candidates: list[Candidate], rows: list[Row], *, both_filled: bool) -> int:
    """The first row in which they say different things; 0 if there is none. Of columns without any content nothing is asked."""
    written = candidates if both_filled else [each for each in candidates if _filled(each, rows)]
    for number, cells in rows:
        texts = [_text(c, each, cells) for each in written]
        if both_filled:
            texts = [text for text in texts if text]
        if len(set(texts)) > 1:
            return number
    return 0


def _filled(candidate: Candidate, rows: Iterable[Row]) -> int:
    """How many rows say something there."""
    return sum(1 for _, cells in rows if str(_cell(candidate, cells) or "").strip())


def _question(c: Column, candidates: list[Candidate], rows: list[Row], number: int) -> str:
    cells = next(cells for row, cells in rows if row == number)
    columns = [f"“{each.text}”（{letters(each.place + 1)} 列）" for each in candidates]
    meant = [f"{letters(each.place + 1)} 列是“{_text(c, each, cells) or '空'}”" for each in candidates]
    return (
        f"{'和'.join(columns)}都可以当作“{c.heading}”，内容却不同，例如第 {number} 行，{'，'.join(meant)}。"
        f"请把要用的那一列的表头写成“{c.heading}”，其余的改成别的名称，再导入"
    )


def _choice(c: Column, chosen: Candidate, other: Candidate) -> str:
    places = [f"“{each.text}”（{letters(each.place + 1)} 列）" for each in (chosen, other)]
    return f"“{c.heading}”取自{places[0]}，没有取{places[1]}。要改用后一列，请在表里把它的表头改成“{c.heading}”，原来那一列改成别的名称"


def _text(c: Column, candidate: Candidate, cells: list[Any]) -> str:
    return c.text(_cell(candidate, cells)).strip()


def _cell(candidate: Candidate, cells: list[Any]) -> Any:
    return cells[candidate.place] if candidate.place < len(cells) else None
