"""What a file would do to the records: every row judged by the model's own rules, and nothing written."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from imports.parse.columns import Column
from imports.parse.further import further
from imports.parse.headings import OURS, Sheet, headless, matched
from imports.problems import Problem
from imports.progress import Progress
from imports.rows.alike import hold_alike, take
from imports.rows.judging import Judging
from imports.rows.lines import Action, Book, Faults, Line
from imports.rows.matching import match
from records.layout import NUMBER, Layout, SheetLayout
from records.presentation import label
from spreadsheets.errors import UnreadableError


class Plan:
    """All rows of a file for one reader: `lines` of the main sheet, each with its child rows, and every problem at once.

    `UnreadableError` where no sheet has the heading of this kind.
    """

    def __init__(self, pages: Any, reader: Any, grids: list[Any], progress: Progress | None = None) -> None:
        self.pages, self.reader, self.grids = pages, reader, grids
        shown = [grid for grid in grids if not grid.is_hidden]
        self.progress = progress or Progress()
        self.progress.begin(
            "核对", 2 * sum(len(grid.rows) for grid in grids)
        )  # each row is read, then judged
        self.layout = Layout.of(pages)
        self.sheets = matched(shown, self.layout)
        if self.layout.main not in self.sheets:
            wanted = "、".join(label(pages.model, name) for name in pages.fields()[:4])
            raise UnreadableError(f"没有找到“{pages.name()}”的表头。请从模板开始填，表头要有{wanted}等列。")
        main, form = self.sheets[self.layout.main], pages.form_class()(reader=reader)
        needed = [name for name, field in form.fields.items() if field.required]
        lost = headless(shown, self.layout, self.sheets)
        taken = [sheet.grid for sheet in self.sheets.values()] + [grid for grid, _ in lost]
        self.further = further(grids, main, taken, needed, self.layout.children)
        self.book = Book(main, form, pages.queryset(reader), self.progress, self.further.alike)
        kinds = {kind.title: kind for kind in pages.children}
        self.children = [
            Book(
                self.sheets[sheet],
                kinds[sheet.title].formset(pages.model).form(reader=reader),
                self.below(sheet),
                self.progress,
            )
            for sheet in self.layout.children
            if sheet in self.sheets
        ]
        self.faults = Faults()
        self.is_partly_read = bool(lost or self.further.others)
        for grid, sheet in lost:
            told = f"没有找到表头，这张表没有读。表头要有{'、'.join(sheet.headings[:3])}等列"
            self.faults.problems.append(Problem(grid.title, 1, "", "", told))
        for other in self.further.others:
            self.faults.problems.append(Problem(other.grid.title, other.row, "", "", other.reason))
        self._tie()
        self._judge()

    @property
    def unread(self) -> list[str]:
        """Sheets with something in them that were taken for nothing."""
        read = [id(sheet.grid) for sheet in self.all_sheets]
        others = [
            grid for grid in self.grids if id(grid) not in read and grid.rows and grid.title not in OURS
        ]
        return [f"{grid.title}（隐藏）" if grid.is_hidden else grid.title for grid in others]

    @property
    def all_sheets(self) -> list[Sheet]:
        """Every sheet that was read."""
        return [sheet for book in self.books for sheet in book.sheets]

    @property
    def books(self) -> list[Book]:
        return [self.book, *self.children]

    @property
    def lines(self) -> list[Line]:
        return self.book.lines

    @property
    def problems(self) -> list[Problem]:
        """In the order of the file, the main sheet first."""
        main = self.book.sheet.grid.title
        return sorted(
            self.faults.problems,
            key=lambda problem: (problem.sheet != main, problem.sheet, problem.row, problem.position),
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        counted = {action.value: 0 for action in Action if action != Action.ALIKE}
        for line in self.lines:
            if line.action != Action.ALIKE:
                counted[line.action.value] += 1
        return {**counted, **({"alike": len(self.alike)} if self.alike else {})}

    @property
    def alike(self) -> list[Line]:
        """The rows of all sheets that are held because a record or another row says the same."""
        refused = (Action.ALIKE, Action.ERROR)
        held = [line for book in self.books for line in book.lines if line.action == Action.ALIKE]
        return [line for line in held if line.owner is None or line.owner.action not in refused]

    def take_alike(self) -> None:
        """Let the held rows be written as well."""
        for book in self.books:
            take(book.lines)
        self._change_owners()

    def mark(self) -> str:
        """A digest of what would be done to which version of which record: another plan, another mark."""
        told = hashlib.sha256()
        for book in self.books:
            for line in book.lines:
                version = book.existing.stored[line.pk].version if line.pk else 0
                like = (
                    ""
                    if line.twin is None
                    else f"|{line.twin.row if isinstance(line.twin, Line) else line.twin}"
                )
                told.update(
                    f"{line.sheet.grid.title}|{line.row}|{line.action}|{line.pk}|{version}{like}\n".encode()
                )
        return told.hexdigest()

    def below(self, sheet: SheetLayout) -> QuerySet:
        """The child records of everything within reach."""
        owners = self.pages.queryset(self.reader).order_by().values("pk")
        return sheet.model._default_manager.filter(**{f"{sheet.link}__in": owners}, **dict(sheet.fixed))

    def _tie(self) -> None:
        """Child rows to their owners, by number."""
        owners: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            owners[line.number].append(line)
        for book in self.children:
            for line in book.lines:
                found = owners[line.number] if line.number else []
                if len(found) == 1:
                    line.owner = found[0]
                    found[0].children.append(line)
                else:
                    self.faults.refuse(
                        line, NUMBER, line.number, _untied(self.book.layout.title, line.number, len(found))
                    )

    def _judge(self) -> None:
        for book in self.books:
            for c in book.lacking:
                self.faults.of_sheet(
                    book, c, f"缺少“{c.heading}”这一列，它是必填的。请从模板补上这一列再导入"
                )
            for c, question in book.questions:
                self.faults.of_sheet(book, c, question)
        open_questions = any(book.lacking or book.questions for book in self.books)
        match(self.book, self.lines, self.reader.subdistrict_id, self.faults)
        for book in self.children:
            match(book, (line for line in book.lines if line.owner), self.reader.subdistrict_id, self.faults)
        for book in self.books:
            if absent := book.unplaced:
                self.faults.of_sheet(book, absent, _ask_of_place(absent))
                open_questions = True
        self._change_owners()
        for book in self.books:
            Judging(book, self.pages, self.reader, self.faults).judge(self.progress)
        if open_questions or self.is_partly_read:
            self._change_owners()
            _refuse_all(self.lines)
            return
        for book in self.books:
            hold_alike(book, self.reader.subdistrict_id)
        self._change_owners()

    def _change_owners(self) -> None:
        """A record changes with its child rows, and not for those that turn out to stay as they are."""
        for line in self.lines:
            below = any(child.writes for child in line.children)
            if line.action == Action.UNCHANGED and below:
                line.action = Action.UPDATED
            elif line.action == Action.UPDATED and line.record is not None and not line.changes and not below:
                line.action = Action.UNCHANGED


def _ask_of_place(c: Column) -> str:
    own = f"写“{c.without}”" if c.without else "留空"
    return (
        f"表中没有“{c.heading}”这一列，看不出是哪里的：照这样导入，新增的各行全部算作街道自己的，不算在任何社区。"
        f"请加上“{c.heading}”一列，各行写明是哪一个，街道自己的{own}，再导入"
    )


def _untied(title: str, number: str, owners: int) -> str:
    if not number:
        return f"请填序号，写明这一行属于“{title}”表的哪一行"
    if owners:
        return f"“{title}”表里有 {owners} 行的序号都是 {number}，请先改成各不相同"
    return f"“{title}”表里没有序号 {number}，请核对"


def _refuse_all(lines: Iterable[Line]) -> None:
    """A sheet without a needed column, or one that could mean two things, is wrong in every row."""
    for line in lines:
        line.action = Action.ERROR
