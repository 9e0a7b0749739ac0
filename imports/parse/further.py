"""Sheets beside the main one that hold records of the same kind: one a month, or one a 社区."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from imports.parse import asides
from imports.parse.decisions import UNDECIDED, Decisions
from imports.parse.headings import OURS, read_heading
from imports.parse.sheets import Sheet, bare
from imports.parse.units import MONEY
from records.columns.registry import columns_of
from records.layout import SheetLayout
from records.presentation import label
from spreadsheets.reading.grids import Grid

HEADLESS = "这一张没有找到“{}”的表头"
LACKING = "这一张的表头里没有{}"
HEADED_OTHERWISE = "这一张的表头（列名、顺序或单位）与“{}”不同"
HIDDEN = (
    "这一张是隐藏的，里面有“{}”的记录，没有读，所以整份没有导入。要导入的请取消隐藏，不导入的请删去这一张"
)
NAMED_AS_OURS = (
    "“{}”是系统自己用的名称，这一张里却有“{}”的记录，没有读，所以整份没有导入。"
    "要导入的请换一个名称，不导入的请删去这一张"
)
MEND = "，没有读，所以整份没有导入。请把它的表头改成与“{}”一样，或分几个文件导入；不导入的工作表请删去"


class Unread(NamedTuple):
    """A sheet in which something stands and that cannot be read with the main one."""

    grid: Grid
    row: int  # Excel's, of what heads it
    reason: str


class Further(NamedTuple):
    """The other sheets: `alike` are read with the main one, `others` are not, each with row and reason."""

    alike: list[Sheet]
    others: list[Unread]


def find_further(
    grids: Iterable[Grid],
    main: Sheet,
    needed_columns: Collection[str],
    children: Sequence[SheetLayout] = (),
    decisions: Decisions = UNDECIDED,
) -> Further:
    """Sort these sheets; one in which nothing stands is left out.

    No record is without the `needed_columns`, which are asked for as far as the main sheet has them.
    """
    further = Further([], [])
    needed_columns = set(needed_columns) & main.places.keys()
    for grid in grids:
        sheet = read_heading(grid, main.layout, 2, decisions)
        if grid.title in OURS or grid.is_hidden:
            if _holds_records(sheet, needed_columns) or _holds_child_rows(grid, children):
                further.others.append(Unread(grid, 1, _reason_of_hidden(grid, main)))
        elif not _has_content(grid) or (sheet is not None and not any(sheet.rows())):
            continue
        elif sheet is not None and is_alike(sheet, main):
            further.alike.append(sheet)
        else:
            further.others.append(_describe_unread(grid, sheet, main, needed_columns))
    return further


def _holds_records(sheet: Sheet | None, needed_columns: Collection[str]) -> bool:
    """Tell whether there are records of ours in a sheet that nobody was meant to fill in."""
    return sheet is not None and sheet.places.keys() >= set(needed_columns) and any(sheet.rows())


def _holds_child_rows(grid: Grid, children: Sequence[SheetLayout]) -> bool:
    for child in children:
        if bare(grid.title) == bare(child.title) and _holds_records(read_heading(grid, child, enough=1), ()):
            return True
    return False


def _reason_of_hidden(grid: Grid, main: Sheet) -> str:
    if grid.is_hidden:
        return HIDDEN.format(main.layout.title)
    return NAMED_AS_OURS.format(grid.title, main.layout.title)


def _has_content(grid: Grid) -> bool:
    """Tell whether more than one cell is filled: a title alone says nothing that could be lost."""
    return sum(len(asides.texts_of(cells)) for cells in grid.rows) > 1


def _describe_unread(grid: Grid, sheet: Sheet | None, main: Sheet, needed_columns: Collection[str]) -> Unread:
    mend = MEND.format(main.grid.title)
    if sheet is None:
        return Unread(grid, 1, HEADLESS.format(main.layout.title) + mend)
    lacking = []
    for name in main.places:
        if name in needed_columns and name not in sheet.places:
            lacking.append(f"“{label(main.layout.model, name)}”")
    if lacking:
        return Unread(grid, sheet.heading, LACKING.format("、".join(lacking)) + mend)
    return Unread(grid, sheet.heading, HEADED_OTHERWISE.format(main.grid.title) + mend)


def is_alike(sheet: Sheet, main: Sheet) -> bool:
    """Tell whether the same columns stand in the same places under the same headings, in the same units."""
    return (
        sheet.candidates == main.candidates
        and _larger_units(sheet) == _larger_units(main)
        and _scales(sheet) == _scales(main)
    )


def _larger_units(sheet: Sheet) -> list[str]:
    """Return the units that the sheet states; in 元 is a number in any case."""
    return [unit for unit in sheet.stated_units if MONEY.get(unit) != 1]


def _scales(sheet: Sheet) -> dict[str, Decimal | None]:
    """Return what each number is multiplied by, by the unit in its heading or its hint, or that of the sheet.

    It is 1 where no unit is written.
    """
    columns = columns_of(sheet.layout.model, sheet.places.keys() & set(sheet.layout.fields))
    unit_of_sheet = next((unit for unit in sheet.stated_units if unit in MONEY), "")
    scales: dict[str, Decimal | None] = {}
    for column in columns:
        if not column.measured:
            continue
        unit = sheet.own_unit(column.name)
        if not unit and column.is_money:
            unit = unit_of_sheet
        scales[column.name] = column.factor(unit) if unit else Decimal(1)
    return scales


def join(sheets: Iterable[Sheet], main: Sheet) -> None:
    """Let the sheets find their columns where the main one does, whatever is settled later."""
    for sheet in sheets:
        sheet.places, sheet.spare = main.places, main.spare
