"""What a file would do to the records: every row judged by the model's own rules, and nothing written."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

from django.db.models import QuerySet

from access.roles import Reader
from imports.parse.below import SheetBelow
from imports.parse.columns import Column
from imports.parse.decisions import ByTitle
from imports.parse.headings import NONE_DECIDED, OURS, without_grids
from imports.parse.sheets import Sheet
from imports.problems import Problem
from imports.progress import Progress
from imports.reading import Reading
from imports.rows.alike import hold_alike, take
from imports.rows.judging import Judging
from imports.rows.lines import Action, Book, Faults, Line
from imports.rows.matching import match
from records.layout import NUMBER, SheetLayout
from records.pages import RecordPages
from spreadsheets.reading.grids import Grid


class Plan:
    """All rows of a file for one reader: `lines` of the main sheet with their child rows, and all problems.

    `UnreadableError` where no sheet has the heading of this kind.
    """

    def __init__(
        self,
        pages: type[RecordPages],
        reader: Reader,
        grids: list[Grid],
        progress: Progress | None = None,
        decisions: ByTitle = NONE_DECIDED,
        file_name: str = "",
    ) -> None:
        self._judge_all(Reading(pages, reader, grids, decisions, file_name), progress)

    @classmethod
    def of(cls, reading: Reading, progress: Progress | None = None) -> "Plan":
        """Make the plan of a file that was read already."""
        plan = cls.__new__(cls)
        plan._judge_all(reading, progress)
        return plan

    def _judge_all(self, reading: Reading, progress: Progress | None) -> None:
        self.reading = reading
        self.pages, self.reader, self.grids = reading.pages, reading.reader, reading.grids
        self.layout, self.sheets, self.visible_grids = reading.layout, reading.sheets, reading.visible_grids
        self.progress = progress or Progress()
        rows = sum(len(grid.rows) for grid in self.grids)
        self.progress.begin("核对", 2 * rows)  # a row is read, then judged
        self.faults = Faults()
        self.is_partly_read = bool(reading.unread)
        for grid, row, reason in reading.unread:
            self.faults.of_grid(grid.title, row, reason)
        self.book = Book(reading.main, self.progress)
        self.children = [Book(table, self.progress) for table in reading.children]
        self._tie()
        self._judge()

    def below(self, layout: SheetLayout) -> QuerySet:
        """Return the child records of everything within reach."""
        return self.reading.below(layout)

    # ── What was read ───────────────────────────────────────────────────────
    @property
    def books(self) -> list[Book]:
        return [self.book, *self.children]

    @property
    def lines(self) -> list[Line]:
        return self.book.lines

    @property
    def all_sheets(self) -> list[Sheet]:
        """Every sheet that was read."""
        sheets: list[Sheet] = []
        for book in self.books:
            sheets += book.sheets
        return sheets

    @property
    def unread_titles(self) -> list[str]:
        """The titles of sheets with something in them that were taken for nothing."""
        titles = []
        for grid in without_grids(self.grids, [sheet.grid for sheet in self.all_sheets]):
            if grid.rows and grid.title not in OURS:
                mark = "（隐藏）" if grid.is_hidden else ""
                titles.append(grid.title + mark)
        return titles

    @property
    def problems(self) -> list[Problem]:
        """All problems in the order of the file, the main sheet first."""
        main = self.book.sheet.grid.title
        return sorted(
            self.faults.problems,
            key=lambda problem: (problem.sheet != main, problem.sheet, problem.row, problem.position),
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many lines come to what; `alike`, of the rows of all sheets, only where there are some."""
        counts = {action.value: 0 for action in Action if action != Action.ALIKE}
        for line in self.lines:
            if line.action != Action.ALIKE:
                counts[line.action.value] += 1
        alike = self.alike
        if alike:
            counts["alike"] = len(alike)
        return counts

    # ── Rows that are held ──────────────────────────────────────────────────
    @property
    def alike(self) -> list[Line]:
        """The rows of all sheets that are held because a record or another row says the same."""
        alike: list[Line] = []
        for book in self.books:
            alike += filter(_has_good_owner, book.lines_of(Action.ALIKE))
        return alike

    def take_alike(self) -> None:
        """Let the held rows be written as well."""
        for book in self.books:
            take(book.lines)
        self._change_owners()

    def mark(self) -> str:
        """Return a digest of what would be done to which version of which record."""
        return self._digest(lambda line: f"{line.pk}{_mark_of_twin(line)}")

    def outline(self) -> str:
        """Return a digest of what would become of each row, whatever keys its records have.

        Records of a trial have other keys than those that are written in the end, but the same versions.
        """
        return self._digest(lambda line: str(line.changes))

    def _digest(self, more: Callable[[Line], str]) -> str:
        """Return a digest of each row, what is done to which version, and `more` of it."""
        digest = hashlib.sha256()
        for book in self.books:
            for line in book.lines:
                version = book.existing.stored[line.pk].version if line.pk else 0
                text = f"{line.sheet.grid.title}|{line.row}|{line.action}|{version}|{more(line)}"
                digest.update(f"{text}\n".encode())
        return digest.hexdigest()

    def take_alike_alone(self) -> int:
        """Let the held rows be written, and no others, which are written already. Return how many."""
        count = len(self.alike)
        for book in self.books:
            for line in book.writing_lines:
                line.action = Action.UNCHANGED
        self.take_alike()
        return count

    # ── How the rows are judged ─────────────────────────────────────────────
    def _tie(self) -> None:
        """Put child rows below their owners, by number."""
        owners: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            owners[line.number].append(line)
        by_row = {(id(line.sheet), line.row): line for line in self.lines}
        for book in self.children:
            for line in book.lines:
                if isinstance(line.sheet, SheetBelow):
                    line.owner = by_row[id(line.sheet.owner), line.row]
                    line.owner.children.append(line)
                    continue
                candidates = owners[line.number] if line.number else []
                if len(candidates) == 1:
                    line.owner = candidates[0]
                    candidates[0].children.append(line)
                else:
                    message = _explain_no_owner(self.book.layout.title, line.number, len(candidates))
                    self.faults.refuse(line, NUMBER, line.number, message)

    def _judge(self) -> None:
        has_questions = self._ask_of_columns()
        self._match()
        has_questions = self._ask_of_places() or has_questions
        self._change_owners()
        judgings = [Judging(book, self.pages, self.reader, self.faults) for book in self.books]
        for judging in judgings:
            judging.judge(self.progress)
        if self.children and self.layout.main.model.follows_rows:
            judgings[0].follow_rows(list(dict.fromkeys(book.layout for book in self.children)))
        if has_questions or self.is_partly_read:
            self._change_owners()
            _refuse_all(self.lines)
            return
        for book in self.books:
            hold_alike(book, self.reader.subdistrict_id)
        self._change_owners()

    def _ask_of_columns(self) -> bool:
        """Note needed columns that are not there, and columns that could mean two things.

        Return whether there are such.
        """
        has_questions = False
        for book in self.books:
            for column in book.table.lacking:
                message = f"缺少“{column.heading}”这一列，它是必填的。请从模板补上这一列再导入"
                self.faults.of_sheet(book, column, message)
            for question in book.table.questions:
                self.faults.of_sheet(book, question.column, question.text)
            if book.table.lacking or book.table.questions:
                has_questions = True
        return has_questions

    def _match(self) -> None:
        """Let every line find its record, owners before the rows below them."""
        subdistrict = self.reader.subdistrict_id
        match(self.book, self.lines, subdistrict, self.faults)
        for book in self.children:
            with_owner = [line for line in book.lines if line.owner]
            match(book, with_owner, subdistrict, self.faults)

    def _ask_of_places(self) -> bool:
        """Note where new records would be the 街道's own for want of a column; return whether some would."""
        has_questions = False
        for book in self.books:
            column = book.lacking_place
            if column:
                self.faults.of_sheet(book, column, _ask_of_place(column))
                has_questions = True
        return has_questions

    def _change_owners(self) -> None:
        """Let a record change with its child rows, and not for those that turn out to stay as they are."""
        for line in self.lines:
            changes_below = bool(line.writing_children)
            if line.action == Action.UNCHANGED and changes_below:
                line.action = Action.UPDATED
            elif line.action == Action.UPDATED and not changes_below and _changes_nothing(line):
                line.action = Action.UNCHANGED


def _changes_nothing(line: Line) -> bool:
    return line.record is not None and not line.changes


def _has_good_owner(line: Line) -> bool:
    """Tell whether a row does not stand below one that is held or wrong itself."""
    return line.owner is None or line.owner.action not in (Action.ALIKE, Action.ERROR)


def _mark_of_twin(line: Line) -> str:
    """Write what a held line is like: the row, or the key of the record."""
    if line.twin is None:
        return ""
    if isinstance(line.twin, Line):
        return f"|{line.twin.row}"
    return f"|{line.twin}"


def _ask_of_place(column: Column) -> str:
    own = f"写“{column.without}”" if column.without else "留空"
    return (
        f"表中没有“{column.heading}”这一列，看不出是哪里的："
        f"照这样导入，新增的各行全部算作街道自己的，不算在任何社区。"
        f"请加上“{column.heading}”一列，各行写明是哪一个，街道自己的{own}，再导入"
    )


def _explain_no_owner(title: str, number: str, owners: int) -> str:
    if not number:
        return f"请填序号，写明这一行属于“{title}”表的哪一行"
    if owners:
        return f"“{title}”表里有 {owners} 行的序号都是 {number}，请先改成各不相同"
    return f"“{title}”表里没有序号 {number}，请核对"


def _refuse_all(lines: Iterable[Line]) -> None:
    """Refuse every row: a lacking column, or one that could mean two things, concerns all of them."""
    for line in lines:
        line.action = Action.ERROR
