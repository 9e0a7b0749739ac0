"""Which kind of record each sheet of several files holds.

By its headings, its title and the name of its file.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from imports.kinds import KINDS, in_order
from imports.parse import asides
from imports.parse.further import is_alike
from imports.parse.headings import OURS, read_heading
from imports.parse.sheets import Sheet, bare
from imports.parse.vocabulary import Rank
from records.columns.base import Column
from records.columns.registry import columns_of
from records.layout import LASTING, NUMBER, Layout
from records.pages import RecordPages
from spreadsheets.reading import Grid

NAMED = 4.0  # points for the name of a kind in a title, of which a heading that is understood has one
MISSED = 3.0  # points less for each column that a kind needs and the sheet does not have
CLEAR = 1.0  # points by which one kind has to be before every other
ENOUGH = 2.0  # points without which a sheet is of no kind
NAMES = {  # other names of kinds in titles
    "communities.leader": "班子 领导班子",
    "communities.partnerunit": "共建",
    "funding.payment": "经费 资金 支出",
    "mediation.mediationcase": "矛盾纠纷 纠纷 调解",
    "meetings.decision": "民主决策 四议两公开",
    "meetings.meeting": "会议 三会一课 组织生活 学习",
    "members.applicant": "发展党员 积极分子 入党申请",
    "members.instructor": "指导员",
    "members.member": "党员名册 党员信息 党员花名册 党员登记",
    "members.partyorg": "党组织 党支部 支部信息",
    "members.twonewunit": "两新 非公 社会组织 企业",
    "services.checkin": "双报到 报到",
    "services.gooddeed": "实事 好事",
    "services.servicecase": "代办",
    "services.volunteerteam": "志愿",
    "visits.visit": "走访 入户",
}


class Place(NamedTuple):
    """A sheet of several files: the number of its file, and its title."""

    file: int
    title: str


class Sorted(NamedTuple):
    """Of which kind a sheet is; `is_sure` is False where it may be another one, or is of none."""

    place: Place
    kind: str
    is_sure: bool


def sort(
    files: Sequence[tuple[str, list[Grid]]], labels: Collection[str], first: str = ""
) -> Iterator[Sorted]:
    """Say of every sheet in which something stands of which of these kinds it is; `first` is where in doubt.

    Sheets with rows below those of another in the same file are of its kind.
    """
    for number, (name, grids) in enumerate(files):
        sheets = [grid for grid in grids if not grid.is_hidden and _holds_something(grid)]
        kinds = [_kind_of(grid, name, labels, first) for grid in sheets]
        kinds_of_file = {kind for kind, _ in kinds if kind}
        for grid, (kind, is_sure) in zip(sheets, kinds, strict=True):
            owner = _owner_of(grid, kinds_of_file)
            if _has_no_rows(grid, owner or kind):
                continue
            place = Place(number, grid.title)
            yield Sorted(place, owner or kind, bool(owner) or is_sure)


def _holds_something(grid: Grid) -> bool:
    return grid.title not in OURS and sum(len(asides.texts_of(cells)) for cells in grid.rows) > 1


def _has_no_rows(grid: Grid, label: str) -> bool:
    """Tell whether a sheet of a kind has a heading and nothing below it.

    As a template has that nobody filled in.
    """
    if not label:
        return False
    for layout in Layout.of(KINDS[label]):
        sheet = read_heading(grid, layout, 1)
        if sheet is not None and any(sheet.rows()):
            return False
    return True


def _owner_of(grid: Grid, kinds: Collection[str]) -> str:
    """Return of which of these kinds a sheet holds the rows below; empty where it does not."""
    for label in kinds:
        for child in Layout.of(KINDS[label]).children:
            if bare(grid.title) == bare(child.title):
                return label
    return ""


def _kind_of(grid: Grid, file_name: str, labels: Collection[str], first: str) -> tuple[str, bool]:
    """Return the likeliest kind of a sheet, and whether it is clearly before the others."""
    points = {label: _points(grid, file_name, KINDS[label]) for label in in_order() if label in labels}
    if first in points:
        points[first] += CLEAR
    ranking = sorted(points, key=lambda label: -points[label])
    if not ranking or points[ranking[0]] < ENOUGH:
        return "", False
    best = ranking[0]
    is_clear = len(ranking) == 1 or points[best] - points[ranking[1]] >= CLEAR
    return best, is_clear


def _points(grid: Grid, file_name: str, pages: type[RecordPages]) -> float:
    layout = Layout.of(pages)
    sheet = read_heading(grid, layout.main)
    if sheet is None:
        return 0.0
    return _points_of_columns(sheet) + _points_of_names(sheet, file_name, pages)


def _points_of_columns(sheet: Sheet) -> float:
    """Count the headings that are understood.

    The own ones fully, less the needed columns that are not there.
    """
    points = 0.0
    for name, candidates in sheet.candidates.items():
        if name not in (NUMBER, LASTING):
            points += 1.0 if candidates[0].rank <= Rank.OWN else 0.7
    needs = [
        column.name for column in columns_of(sheet.layout.model, sheet.layout.fields) if _is_needed(column)
    ]
    missing = [name for name in needs if name not in sheet.places]
    headings = max(len(sheet.headed_places), 1)
    return points * (0.5 + len(sheet.places) / headings / 2) - MISSED * len(missing)


def _is_needed(column: Column) -> bool:
    return not column.field.blank and not column.field.has_default()


def _points_of_names(sheet: Sheet, file_name: str, pages: type[RecordPages]) -> float:
    """Return points where the title of the sheet, the lines above its heading or the file name the kind."""
    names = [pages.name(), *NAMES.get(pages.label(), "").split()]
    texts = [sheet.grid.title, re.sub(r"\.\w+$", "", file_name), *(cell.text for cell in sheet.above())]
    longest = 0
    for name in names:
        if any(name in text for text in texts):
            longest = max(longest, len(name))
    if bare(sheet.grid.title) == bare(pages.name()):
        return 2 * NAMED
    return NAMED + longest / 10 if longest else 0.0


def groups(
    files: Sequence[tuple[str, list[Grid]]], kinds: Sequence[tuple[Place, str]]
) -> list[tuple[str, list[Place]]]:
    """Put the sheets together that are read as one.

    Of one kind, under the same headings. In the order of kinds.
    """
    by_kind: dict[str, list[list[Place]]] = {}
    for place, kind in kinds:
        if kind:
            _put(files, by_kind.setdefault(kind, []), place, kind)
    order = in_order()
    return [(kind, group) for kind in sorted(by_kind, key=order.index) for group in by_kind[kind]]


def _put(
    files: Sequence[tuple[str, list[Grid]]], own_groups: list[list[Place]], place: Place, kind: str
) -> None:
    layout = Layout.of(KINDS[kind])
    grid = grid_at(files, place)
    is_below = any(bare(grid.title) == bare(child.title) for child in layout.children)
    for group in own_groups:
        if is_below and group[0].file == place.file:
            group.append(place)
            return
        head = read_heading(grid_at(files, group[0]), layout.main, 1)
        own = read_heading(grid, layout.main, 1)
        if head and own and is_alike(own, head):
            group.append(place)
            return
    own_groups.append([place])


def grid_at(files: Sequence[tuple[str, list[Grid]]], place: Place) -> Grid:
    """Return a sheet of several files. `KeyError` where there is none such."""
    for grid in files[place.file][1]:
        if grid.title == place.title:
            return grid
    raise KeyError(place)
