"""A file as one kind of record: which of its sheets and columns mean what. No row is judged."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from access.roles import Reader
from imports.parse.below import SheetBelow, sheets_below
from imports.parse.decisions import UNDECIDED, ByTitle, Decisions
from imports.parse.further import Unread, find_further
from imports.parse.headings import NONE_DECIDED, find_headless, match_sheets, without_grids
from imports.parse.sheets import Sheet
from imports.rows.tables import Table
from records.forms import RecordForm
from records.layout import Layout, SheetLayout
from records.pages import RecordPages
from records.presentation import label
from spreadsheets.errors import UnreadableError
from spreadsheets.reading.grids import Grid


class Reading:
    """The sheets of a file for one reader.

    `main` with its columns, and `children` with those of rows below it.

    `unread` are sheets in which something stands and that cannot be read. `UnreadableError` where no
    sheet has the heading of this kind.
    """

    def __init__(
        self,
        pages: type[RecordPages],
        reader: Reader,
        grids: list[Grid],
        decisions: ByTitle = NONE_DECIDED,
        file_name: str = "",
    ) -> None:
        self.pages, self.reader, self.grids = pages, reader, grids
        self.decisions, self.file_name = decisions, file_name
        self.layout = Layout.of(pages)
        self.visible_grids = [grid for grid in grids if not grid.is_hidden]
        self.sheets = match_sheets(self.visible_grids, self.layout, decisions)
        if self.layout.main not in self.sheets:
            raise UnreadableError(_explain_lacking_main(pages))
        self.unread: list[Unread] = []
        headless_grids = self._refuse_headless()
        form = pages.form_class()(reader=reader)
        alike = self._find_alike(headless_grids, form)
        self.main = self._table(self.layout.main, form, pages.queryset(reader), alike)
        self.children = [*self._child_tables(), *self._tables_below()]

    def _decisions_on(self, layout: SheetLayout) -> Decisions:
        return self.decisions.get(layout.title, UNDECIDED)

    def _table(
        self, layout: SheetLayout, form: RecordForm, rows: QuerySet, alike: list[Sheet] | None = None
    ) -> Table:
        sheet, decisions = self.sheets[layout], self._decisions_on(layout)
        return Table(sheet, form, rows, alike or [], decisions, self.file_name)

    def _refuse_headless(self) -> list[Grid]:
        """Refuse the sheets below the main one that have no heading; return them."""
        headless = find_headless(self.visible_grids, self.layout, self.sheets)
        for grid, layout in headless:
            columns = "、".join(layout.headings[:3])
            reason = f"没有找到表头，这张表没有读。表头要有{columns}等列"
            self.unread.append(Unread(grid, 1, reason))
        return [grid for grid, _ in headless]

    def _find_alike(self, headless_grids: Collection[Grid], form: RecordForm) -> list[Sheet]:
        """Find the sheets that are read with the main one; refuse the others in which something stands."""
        matches = [sheet.grid for sheet in self.sheets.values()]
        others = without_grids(self.grids, [*matches, *headless_grids])
        needed_columns = [name for name, field in form.fields.items() if field.required]
        main, children = self.sheets[self.layout.main], self.layout.children
        decisions = self._decisions_on(self.layout.main)
        further = find_further(others, main, needed_columns, children, decisions)
        self.unread += further.others
        return further.alike

    def _child_tables(self) -> list[Table]:
        tables = []
        for layout in self.layout.children:
            if layout in self.sheets:
                form = self._form_below(layout)
                tables.append(self._table(layout, form, self.below(layout)))
        return tables

    def _form_below(self, layout: SheetLayout) -> RecordForm:
        kinds = {kind.title: kind for kind in self.pages.children}
        form_class: Any = kinds[layout.title].formset(self.pages.model).form
        return form_class(reader=self.reader)

    def _tables_below(self) -> list[Table]:
        """Return what stands below the records in their own rows."""
        decisions = self._decisions_on(self.layout.main)
        titles = {layout.title for layout in self.sheets}
        groups: dict[tuple, list[SheetBelow]] = {}
        for sheet in self.main.sheets:
            for below in sheets_below(sheet, self.layout, decisions, titles):
                groups.setdefault((below.layout, tuple(below.constants.items())), []).append(below)
        tables = []
        for (layout, _), sheets in groups.items():
            form, on_record = self._form_below(layout), self.below(layout)
            table = Table(sheets[0], form, on_record, sheets[1:], self._decisions_on(layout), self.file_name)
            tables.append(table)
        return tables

    def below(self, layout: SheetLayout) -> QuerySet:
        """Return the child records of everything within reach."""
        owners = self.pages.queryset(self.reader).order_by().values("pk")
        return layout.model._base_manager.filter(**{f"{layout.link}__in": owners}, **dict(layout.fixed))

    @property
    def tables(self) -> list[Table]:
        return [self.main, *self.children]


def _explain_lacking_main(pages: type[RecordPages]) -> str:
    columns = "、".join(label(pages.model, name) for name in pages.fields()[:4])
    return f"没有找到“{pages.name()}”的表头。请从模板开始填，表头要有{columns}等列。"
