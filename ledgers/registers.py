"""Sheets that are a register: the records of a query in tables, one for each group, with their sums."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from documents.blocks import Table
from documents.paper import Listing, Paper, Register, Remark
from ledgers.base import PrintedSheet, RecordT
from records.columns.registry import column_of
from records.presentation import label


class RegisterSheet(PrintedSheet[RecordT]):
    """Declare the columns of the tables, the column that groups the records, and those that are summed up."""

    of_record = False
    most = 2000
    columns: ClassVar[Sequence[str]]
    #: Records with the same text in this column stand in one table; `order` brings them together.
    group: ClassVar[str]
    #: The word that counts records of the kind.
    counted_in: ClassVar[str] = "条"
    #: Columns whose sums stand below each table and at the end.
    totals: ClassVar[Sequence[str]] = ()

    def papers(self, records: Sequence[RecordT], condition: str) -> Iterator[Paper]:
        if records:
            blocks = (self.register(records), Remark(self._summary(records)))
            yield Paper(self.label, condition, blocks)

    def register(self, records: Sequence[RecordT]) -> Register:
        """Lay records out, a table for each group."""
        listings = []
        for heading, rows in groupby(records, key=self._heading):
            group = list(rows)
            listings.append(Listing(f"{heading}　{len(group)} {self.counted_in}", self._table(group)))
        return Register(tuple(listings))

    def _heading(self, record: RecordT) -> str:
        return self.text(record, self.group) or getattr(record, "without_community", "未填")

    def _table(self, records: Sequence[RecordT]) -> Table:
        head = tuple(label(self.pages.model, name) for name in self.columns)
        rows = [tuple(self.text(record, name) for name in self.columns) for record in records]
        if self.totals:
            rows.append(self._sum_row(records))
        return Table(head, tuple(rows), total=1 if self.totals else 0)

    def _sum_row(self, records: Sequence[RecordT]) -> tuple[str, ...]:
        cells = ["合计"]
        for name in self.columns[1:]:
            cells.append(self._sum(records, name) if name in self.totals else "")
        return tuple(cells)

    def _sum(self, records: Sequence[RecordT], name: str) -> str:
        values = [getattr(record, name) for record in records]
        return column_of(self.pages.model, name).format(sum(value for value in values if value is not None))

    def _summary(self, records: Sequence[RecordT]) -> str:
        parts = [f"共 {len(records)} {self.counted_in}"]
        for name in self.totals:
            what, _, unit = label(self.pages.model, name).rstrip("）").partition("（")
            parts.append(f"{what}合计 {self._sum(records, name)} {unit}".rstrip())
        return "，".join(parts) + "。"
