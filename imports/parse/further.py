"""Sheets beside the main one that hold records of the same kind: one a month, or one a 社区."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from imports.parse import asides
from imports.parse.headings import OURS, Sheet, bare, read_heading
from imports.parse.units import MONEY
from records.columns.registry import columns_of
from records.layout import SheetLayout
from records.presentation import label

HEADLESS = "这一张没有找到“{}”的表头"
LACKING = "这一张的表头里没有{}"
HEADED_OTHERWISE = "这一张的表头（列名、顺序或单位）与“{}”不同"
HIDDEN = (
    "这一张是隐藏的，里面有“{}”的记录，没有读，所以整份没有导入。要导入的请取消隐藏，不导入的请删去这一张"
)
NAMED_AS_OURS = "“{}”是系统自己用的名称，这一张里却有“{}”的记录，没有读，所以整份没有导入。要导入的请换一个名称，不导入的请删去这一张"
MEND = "，没有读，所以整份没有导入。请把它的表头改成与“{}”一样，或分几个文件导入；不导入的工作表请删去"


class Unread(NamedTuple):
    """A sheet in which something stands and that cannot be read with the main one."""

    grid: Any
    row: int  # Excel's, of what heads it
    reason: str


class Further(NamedTuple):
    """`alike` are read with the main sheet as one; `others` are not, each with the row and the reason."""

    alike: list[Sheet]
    others: list[Unread]


def further(
    grids: Iterable[Any],
    main: Sheet,
    taken: Collection[Any],
    needed: Collection[str],
    children: Iterable[SheetLayout] = (),
) -> Further:
    """Every sheet in which something stands. `taken` are the grids read already; `needed` the columns no record is without."""
    found = Further([], [])
    wanted = set(needed) & main.places.keys()
    for grid in grids:
        if any(grid is other for other in taken):
            continue
        sheet = read_heading(grid, main.layout)
        if grid.title in OURS or grid.is_hidden:
            below = [
                read_heading(grid, child, enough=1)
                for child in children
                if bare(grid.title) == bare(child.title)
            ]
            if _holds_records(sheet, wanted) or any(_holds_records(each, ()) for each in below):
                found.others.append(Unread(grid, 1, _unseen(grid, main)))
            continue
        if not _has_content(grid) or (sheet is not None and not any(sheet.rows())):
            continue
        if sheet is not None and _is_alike(sheet, main):
            found.alike.append(sheet)
        else:
            found.others.append(_unread(grid, sheet, main, wanted))
    return found


def _holds_records(sheet: Sheet | None, wanted: Collection[str]) -> bool:
    """Whether there are records of ours in a sheet that nobody was meant to fill in."""
    return sheet is not None and set(wanted) <= sheet.places.keys() and any(sheet.rows())


def _unseen(grid: Any, main: Sheet) -> str:
    return (
        HIDDEN.format(main.layout.title)
        if grid.is_hidden
        else NAMED_AS_OURS.format(grid.title, main.layout.title)
    )


def _has_content(grid: Any) -> bool:
    """Whether more than one cell is filled: a title alone says nothing that could be lost."""
    return sum(len(asides.texts_of(cells)) for cells in grid.rows) > 1


def _unread(grid: Any, sheet: Sheet | None, main: Sheet, wanted: Collection[str]) -> Unread:
    title = main.grid.title
    if sheet is None:
        return Unread(grid, 1, HEADLESS.format(main.layout.title) + MEND.format(title))
    lacking = [
        f"“{label(main.layout.model, name)}”"
        for name in main.places
        if name in wanted and name not in sheet.places
    ]
    reason = LACKING.format("、".join(lacking)) if lacking else HEADED_OTHERWISE.format(title)
    return Unread(grid, sheet.heading, reason + MEND.format(title))


def _is_alike(sheet: Sheet, main: Sheet) -> bool:
    """Whether the same columns stand in the same places under the same headings, their numbers in the same unit."""
    return (
        sheet.candidates == main.candidates
        and _stated(sheet) == _stated(main)
        and _scales(sheet) == _scales(main)
    )


def _stated(sheet: Sheet) -> list[str]:
    """The units it states; in 元 is a number in any case."""
    return [unit for unit in sheet.stated if MONEY.get(unit) != 1]


def _scales(sheet: Sheet) -> dict[str, Any]:
    """What each number is multiplied by, by the unit in its heading or its hint, or that of the sheet; 1 where none is written."""
    columns = columns_of(sheet.layout.model, [name for name in sheet.places if name in sheet.layout.fields])
    of_sheet = next((unit for unit in sheet.stated if unit in MONEY), "")
    found: dict[str, Any] = {}
    for column in columns:
        if column.measured:
            unit = sheet.own_unit(column.name) or (column.is_money and of_sheet)
            found[column.name] = column.factor(unit) if unit else 1
    return found


def join(sheets: Iterable[Sheet], main: Sheet) -> None:
    """Let the sheets find their columns where the main one does, whatever is settled later."""
    for sheet in sheets:
        sheet.places, sheet.spare = main.places, main.spare
