"""A sheet of a file with its columns, settled as far as the file and what was decided on it say."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from imports.parse.below import SheetBelow
from imports.parse.candidates import NumberedRow, settle
from imports.parse.columns import Column, columns_of
from imports.parse.constants import text_of_constant
from imports.parse.decisions import UNDECIDED, Decisions
from imports.parse.further import join
from imports.parse.measuring import measure
from imports.parse.questions import Question
from imports.parse.sheets import Sheet
from imports.parse.vocabulary import Rank
from records.forms import RecordForm
from records.layout import LASTING

LEFT_OUT = "“{}”的行，已定为不导入"


class Table:
    """One sheet of the file with its columns; sheets that are `alike` are read with it as one.

    `all` are the columns that its reader may fill in, `columns` those of them that the file has or that were
    decided, `questions` what has to be asked before any row can be read.
    """

    def __init__(
        self,
        sheet: Sheet,
        form: RecordForm,
        rows: QuerySet,
        alike: Iterable[Sheet] = (),
        decisions: Decisions = UNDECIDED,
        file_name: str = "",
    ) -> None:
        self.sheet, self.layout, self.form = sheet, sheet.layout, form
        self.rows_on_record, self.decisions, self.file_name = rows, decisions, file_name
        self.sheets = [sheet, *alike]
        self.all = columns_of(self.layout, form)
        sheet.leave_out(set(self.layout.fields) - set(self.all))
        for column in self.all.values():
            column.decide(decisions)
        self._leave_out_unfit()
        self._fill_in_constants()
        self.columns = [column for name, column in self.all.items() if self.has(name)]
        self.questions = self._questions()
        self._look_up_names()
        join(self.sheets, sheet)
        self._leave_out_rows()

    def has(self, name: str) -> bool:
        """Tell whether the sheet has a column, or a value in its place was decided."""
        return name in self.sheet.places or name in self.sheet.constants

    def rows(self) -> Iterator[NumberedRow]:
        """Yield Excel's row number and cells of each record of all sheets."""
        for sheet in self.sheets:
            yield from sheet.rows()

    # ── How it is settled ───────────────────────────────────────────────────
    def _leave_out_unfit(self) -> None:
        """Leave out columns that are taken only where the cells below are understood, and are not."""
        for name, candidates in list(self.sheet.candidates.items()):
            if candidates[0].rank == Rank.WHERE_IT_FITS and not self._fits(name):
                for candidate in self.sheet.candidates.pop(name):
                    self.sheet.others[candidate.place] = candidate.text
                del self.sheet.places[name]

    def _fits(self, name: str) -> bool:
        """Tell whether half of the cells of a column that say something are understood."""
        column = self.all[name]
        column.look_beyond(self.rows_on_record)
        cells = [self.sheet.cell(cells, name) for _, cells in self.rows()]
        column.prepare(cells)
        with_text = [cell for cell in cells if cell is not None]
        return 2 * sum(not column.meaning(cell).error for cell in with_text) >= len(with_text) > 0

    def _fill_in_constants(self) -> None:
        for name, constant in self.decisions.constants.items():
            if name in self.all and name not in self.sheet.places:
                for sheet in self.sheets:
                    sheet.constants[name] = text_of_constant(constant, self.all[name], sheet, self.file_name)

    def _questions(self) -> list[Question]:
        """Settle where each column stands and in which unit; return the questions that are open."""
        data = list(self.rows())
        questions = []
        for column in self.columns:
            if column.name in self.sheet.places:
                question = settle(self.sheet, column, data)
                if question:
                    questions.append(question)
        return questions + measure(self.sheets, self.columns)

    def _look_up_names(self) -> None:
        data = list(self.rows())
        for column in self.columns:
            if not self.form.reader.record_reach.is_whole:
                column.look_beyond(self.rows_on_record)
            column.prepare(self.sheet.cell(cells, column.name) for _, cells in data)

    def _leave_out_rows(self) -> None:
        """Leave out the rows with a text of which that was decided."""
        columns_with_words = [column for column in self.columns if column.decided_words]
        if not columns_with_words:
            return
        for sheet in self.sheets:
            for number, cells in list(sheet.rows()):
                for column in columns_with_words:
                    text = column.leaves_out(sheet.cell(cells, column.name))
                    if text and isinstance(sheet, SheetBelow) and sheet.is_divided:
                        sheet.leave_out_part(text, number)
                    elif text:
                        sheet.left_out[number] = LEFT_OUT.format(text)

    # ── What the file leaves out ────────────────────────────────────────────
    @cached_property
    def defaults(self) -> dict[str, Any]:
        """What a new record has in columns that the file leaves out, where the form would show something."""
        values = {}
        for name, column in self.all.items():
            if not self.has(name) and not column.kind.several:
                value = self._default(column)
                if value is not None:
                    values[column.name] = value
        return values

    def _default(self, column: Column) -> Any:
        initial = self.form.initial.get(column.name)
        if initial and column.kind.linked:
            return column.form_field.queryset.get(pk=initial)
        return column.fallback

    def is_given(self, column: Column) -> bool:
        """Tell whether the sheet has a column, or a new record something in its place."""
        return self.has(column.name) or column.name in self.defaults

    @property
    def lacking(self) -> list[Column]:
        """Needed columns that the sheet does not have."""
        return [column for column in self.all.values() if column.required and not self.is_given(column)]

    @property
    def place(self) -> Column | None:
        """The column that says of which 社区 a record is, where the sheet leaves it out.

        None where it is a needed one, which is `lacking`.
        """
        for column in self.all.values():
            if column.kind.places_record:
                return None if column.required or self.is_given(column) else column
        return None

    @property
    def is_all_numbered(self) -> bool:
        """Whether every row has a lasting number, by which its record is found: none would be a new one."""
        cells_of_rows = [cells for _, cells in self.rows()]
        return bool(cells_of_rows) and all(self.sheet.cell(cells, LASTING) for cells in cells_of_rows)
