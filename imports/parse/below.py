"""Columns of a sheet that hold what stands below its records: 反映问题 of a visit, 当事人 of a case."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from imports.parse.asides import Row
from imports.parse.candidates import NumberedRow
from imports.parse.cells import NOTHING
from imports.parse.decisions import Decisions
from imports.parse.sheets import Sheet
from imports.parse.vocabulary import Candidate, Rank, plain_heading
from records.columns.named import names_in
from records.columns.registry import column_of
from records.inputs import plain
from records.layout import Layout, SheetLayout
from records.presentation import label

# By the label of the main model and the title of the rows below: column, or column and what another one has,
# and the headings under which it may stand in the main sheet. The first column is needed in each row.
BELOW: dict[tuple[str, str], dict[str, str]] = {
    ("meetings.decision", "意见"): {"content": "居民意见 群众意见 征求到的意见 征求意见情况"},
    ("meetings.meeting", "到会情况"): {
        "member state=到": "参会党员 到会党员 出席人员 到会人员 参会人员 参加党员 出席党员 参加人员",
        "member state=请假": "请假人员 请假党员",
        "member state=缺席": "缺席人员 缺席党员 未到人员",
    },
    ("mediation.mediationcase", "当事人"): {
        "name side=申请人": "申请人 申请人姓名 甲方 申请方",
        "name side=被申请人": "被申请人 被申请人姓名 乙方 对方当事人 被申请方",
        "name": "当事人 当事人姓名 双方当事人 纠纷当事人",
    },
    ("visits.visit", "意见建议"): {
        "content": "意见建议 群众意见 意见和建议 征求意见 收集意见 意见",
        "reply": "答复 答复情况 回复情况",
    },
    ("visits.visit", "困难"): {
        "content": "反映问题 存在困难 困难诉求 实际困难 困难问题 群众困难 困难 存在问题",
        "solved_on": "解决日期 解决时间",
        "handler": "承办人 解决责任人",
    },
}
LIKELY = ("反映问题", "存在问题", "意见")  # headings that may mean other rows below as well
PART_LEFT_OUT = "“{}”，已定为不导入"
COUNTED = ("expected",)  # columns of a main sheet that say themselves what a list of people below would


class Target(NamedTuple):
    """A column of rows below, as a column of the main sheet may be taken for it."""

    layout: SheetLayout
    spec: str  # of `BELOW`

    @property
    def key(self) -> str:
        """By what decisions know it: 到会情况/member state=到."""
        return f"{self.layout.title}/{self.spec}"

    @property
    def name(self) -> str:
        return self.spec.partition(" ")[0]

    @property
    def constant(self) -> tuple[str, str]:
        """Another column, and what it has in each of these rows; both empty where nothing is fixed."""
        name, _, value = self.spec.partition(" ")[2].partition("=")
        return name, value

    @property
    def label(self) -> str:
        """What it is called on pages: 到会情况：党员（到）."""
        value = self.constant[1]
        column = label(self.layout.model, self.name)
        return f"{self.layout.title}：{column}" + (f"（{value}）" if value else "")


def targets(layout: Layout) -> dict[str, Target]:
    """Return what may stand below the records of a kind in their own rows, by key."""
    by_key = {}
    for child in layout.children:
        for spec in BELOW.get((layout.main.model._meta.label_lower, child.title), {}):
            target = Target(child, spec)
            by_key[target.key] = target
    return by_key


def target_of(layout: Layout, heading: str) -> Target | None:
    """Find what a bare heading of a main sheet names below its records."""
    for target in targets(layout).values():
        headings = BELOW[layout.main.model._meta.label_lower, target.layout.title][target.spec]
        if heading in map(plain_heading, headings.split()):
            return target
    return None


@dataclass
class SheetBelow(Sheet):
    """Rows below the records of another sheet, in the same rows.

    Several of them where a cell names several people.
    """

    owner: Sheet | None = None
    needed_name: str = ""
    is_divided: bool = False
    parts_left_out: dict[str, list[int]] = field(default_factory=dict)

    def rows(self) -> Iterator[NumberedRow]:
        for number, cells in self.owner.rows() if self.owner else ():
            place = self.places[self.needed_name]
            cell = cells[place] if place < len(cells) else None
            text = str(cell if cell is not None else "").strip()
            if not text or plain(text) in NOTHING or number in self.left_out:
                continue
            for part in names_in(text) if self.is_divided else [cell]:
                if part not in self.parts_left_out:
                    yield number, [*cells[:place], part, *cells[place + 1 :]]

    def leave_out_part(self, text: str, number: int) -> None:
        """Leave out one of several people in a cell; the others of the same row stay."""
        self.parts_left_out.setdefault(text, []).append(number)

    @property
    def rows_by_aside(self) -> dict[str, list[int]]:
        """The people who are left out, by the reason."""
        return {PART_LEFT_OUT.format(text): rows for text, rows in self.parts_left_out.items()}

    @property
    def below(self) -> list[Row]:  # type: ignore[override]
        """None of its own: those of its owner are told there."""
        return []

    @property
    def unread_headings(self) -> list[str]:
        return []


def sheets_below(sheet: Sheet, layout: Layout, decisions: Decisions, titles: set[str]) -> list[SheetBelow]:
    """Find what stands below the records of a main sheet in its own rows.

    What is called by one of `titles` has a sheet of its own and is passed over.

    The columns are no longer others of the main sheet.
    """
    groups: dict[tuple[str, tuple[str, str]], SheetBelow] = {}
    for place, target in _places(sheet, layout, decisions):
        if target.layout.title not in titles:
            group = groups.setdefault((target.layout.title, target.constant), _sheet_below(sheet, target))
            group.places.setdefault(target.name, place)
            text = sheet.others.pop(place, "")
            group.candidates.setdefault(target.name, []).append(Candidate(place, text, Rank.SYNONYM, ""))
            sheet.places_below[place] = target.key
    return [group for group in groups.values() if group.needed_name in group.places]


def _places(sheet: Sheet, layout: Layout, decisions: Decisions) -> Iterator[tuple[int, Target]]:
    by_key = targets(layout)
    ours = set(sheet.places.values())
    for place, key in enumerate(sheet.keys):
        decision = decisions.columns.get(key)
        if decision in by_key:
            yield place, by_key[decision]
        elif decision is None and place not in ours and key not in LIKELY:
            target = target_of(layout, key)
            if target and not _is_counted(sheet, target):
                yield place, target


def _is_counted(sheet: Sheet, target: Target) -> bool:
    """Tell whether a sheet has numbers of people that a list of them would have to agree with."""
    return target.name == "member" and any(name in sheet.places for name in COUNTED)


def _sheet_below(sheet: Sheet, target: Target) -> SheetBelow:
    column = column_of(target.layout.model, target.name)
    needed_name = _first_name(sheet, target)
    name, value = target.constant
    constants = {name: value} if name else {}
    below = SheetBelow(sheet.grid, target.layout, sheet.heading, {}, owner=sheet, needed_name=needed_name)
    below.constants, below.is_divided = constants, column.by_hand or needed_name == "name"
    return below


def _first_name(sheet: Sheet, target: Target) -> str:
    """Return the column without which there is no such row: the first that `BELOW` names."""
    specs = BELOW[sheet.layout.model._meta.label_lower, target.layout.title]
    return next(iter(specs)).partition(" ")[0]
