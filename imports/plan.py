"""What a file would do to the records: every row judged by the model's own rules, and nothing written."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from access.roles import Reader
from imports.parse.columns import Column
from imports.parse.further import find_further
from imports.parse.headings import OURS, find_headless, match_sheets, without_grids
from imports.parse.sheets import Sheet
from imports.problems import Problem
from imports.progress import Progress
from imports.rows.alike import hold_alike, take
from imports.rows.judging import Judging
from imports.rows.lines import Action, Book, Faults, Line
from imports.rows.matching import match
from records.forms import RecordForm
from records.layout import NUMBER, Layout, SheetLayout
from records.pages import RecordPages
from records.presentation import label
from spreadsheets.errors import UnreadableError
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
    ) -> None:
        self.pages, self.reader, self.grids = pages, reader, grids
        self.progress = progress or Progress()
        self.progress.begin("核对", 2 * sum(len(grid.rows) for grid in grids))  # a row is read, then judged
        self.layout = Layout.of(pages)
        self.faults = Faults()
        self.is_partly_read = False
        self.visible_grids = [grid for grid in grids if not grid.is_hidden]
        self.sheets = match_sheets(self.visible_grids, self.layout)
        if self.layout.main not in self.sheets:
            raise UnreadableError(_explain_lacking_main(pages))
        headless_grids = self._refuse_headless()
        main_form = pages.form_class()(reader=reader)
        alike = self._find_alike(headless_grids, main_form)
        self.book = Book(self._main_sheet, main_form, pages.queryset(reader), self.progress, alike)
        self.children = self._child_books()
        self._tie()
        self._judge()

    @property
    def _main_sheet(self) -> Sheet:
        return self.sheets[self.layout.main]

    def _refuse_headless(self) -> list[Grid]:
        """Refuse the sheets below the main one that have no heading; return them."""
        headless = find_headless(self.visible_grids, self.layout, self.sheets)
        for grid, layout in headless:
            self.is_partly_read = True
            columns = "、".join(layout.headings[:3])
            self.faults.of_grid(grid.title, 1, f"没有找到表头，这张表没有读。表头要有{columns}等列")
        return [grid for grid, _ in headless]

    def _find_alike(self, headless_grids: Collection[Grid], form: RecordForm) -> list[Sheet]:
        """Find the sheets that are read with the main one; refuse the others in which something stands."""
        matches = [sheet.grid for sheet in self.sheets.values()]
        others = without_grids(self.grids, [*matches, *headless_grids])
        needed_columns = [name for name, field in form.fields.items() if field.required]
        further = find_further(others, self._main_sheet, needed_columns, self.layout.children)
        for unread_sheet in further.others:
            self.is_partly_read = True
            self.faults.of_grid(unread_sheet.grid.title, unread_sheet.row, unread_sheet.reason)
        return further.alike

    def _child_books(self) -> list[Book]:
        kinds = {kind.title: kind for kind in self.pages.children}
        books = []
        for layout in self.layout.children:
            if layout in self.sheets:
                form_class: Any = kinds[layout.title].formset(self.pages.model).form
                form = form_class(reader=self.reader)
                books.append(Book(self.sheets[layout], form, self.below(layout), self.progress))
        return books

    def below(self, layout: SheetLayout) -> QuerySet:
        """Return the child records of everything within reach."""
        owners = self.pages.queryset(self.reader).order_by().values("pk")
        return layout.model._base_manager.filter(**{f"{layout.link}__in": owners}, **dict(layout.fixed))

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
        digest = hashlib.sha256()
        for book in self.books:
            for line in book.lines:
                version = book.existing.stored[line.pk].version if line.pk else 0
                text = f"{line.sheet.grid.title}|{line.row}|{line.action}|{line.pk}|{version}"
                digest.update(f"{text}{_mark_of_twin(line)}\n".encode())
        return digest.hexdigest()

    # ── How the rows are judged ─────────────────────────────────────────────
    def _tie(self) -> None:
        """Put child rows below their owners, by number."""
        owners: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            owners[line.number].append(line)
        for book in self.children:
            for line in book.lines:
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
            judgings[0].follow_rows([book.layout for book in self.children])
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
            for column in book.lacking:
                message = f"缺少“{column.heading}”这一列，它是必填的。请从模板补上这一列再导入"
                self.faults.of_sheet(book, column, message)
            for column, question in book.questions:
                self.faults.of_sheet(book, column, question)
            if book.lacking or book.questions:
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


def _explain_lacking_main(pages: type[RecordPages]) -> str:
    columns = "、".join(label(pages.model, name) for name in pages.fields()[:4])
    return f"没有找到“{pages.name()}”的表头。请从模板开始填，表头要有{columns}等列。"


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
