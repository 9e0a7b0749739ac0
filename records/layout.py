"""How records of one kind stand in a workbook: its sheets and their columns, as their pages declare them."""

from collections.abc import Iterator
from dataclasses import dataclass

from records.columns.registry import columns_of
from records.declaration import Declaration
from records.models import Record

NUMBER = "序号"  # ties child rows to the row they belong to; means nothing beyond its file
LASTING = "记录编号"  # by which a row finds the record it came from; empty for a new one


@dataclass(frozen=True)
class SheetLayout:
    """One sheet: a row per record."""

    title: str
    model: type[Record]
    fields: tuple[str, ...]
    #: The column by which its records belong to their owner; empty of records by themselves.
    link: str = ""
    #: Columns with the value that all of its records have.
    fixed: tuple[tuple[str, object], ...] = ()

    @property
    def headings(self) -> list[str]:
        """The headings of its columns."""
        labels = [column.label for column in columns_of(self.model, self.fields)]
        return [NUMBER, *labels, LASTING]


@dataclass(frozen=True)
class Layout:
    """The workbook of one kind: the records, and below each its child rows, tied by `NUMBER`."""

    pages: type[Declaration]
    main: SheetLayout
    children: tuple[SheetLayout, ...]

    @classmethod
    def of(cls, pages: type[Declaration]) -> "Layout":
        """Lay out the workbook of a kind with a form of its own: no `parent`."""
        main = SheetLayout(pages.name(), pages.model, tuple(pages.fields()))
        children = []
        for kind in pages.children:
            link = kind.link(pages.model).name
            children.append(SheetLayout(kind.title, kind.model, kind.fields, link, kind.fixed))
        return cls(pages, main, tuple(children))

    def __iter__(self) -> Iterator[SheetLayout]:
        yield self.main
        yield from self.children
