"""How records of one kind stand in a workbook: its sheets and their columns, from the declaration of their pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from records.models import Record
from records.presentation import label

NUMBER = "序号"  # ties child rows to the row they belong to; means nothing beyond its file
LASTING = "记录编号"  # by which a row finds the record it came from; empty for a new one


@dataclass(frozen=True)
class SheetLayout:
    """One sheet: a row per record. `fixed` is what all of its records have in common, `link` the column to their owner."""

    title: str
    model: type[Record]
    fields: tuple[str, ...]
    link: str = ""
    fixed: tuple[tuple[str, Any], ...] = ()

    @property
    def headings(self) -> list[str]:
        return [NUMBER, *(label(self.model, name) for name in self.fields), LASTING]


@dataclass(frozen=True)
class Layout:
    """The workbook of one kind: the records, and below each its child rows, tied by `NUMBER`."""

    pages: Any
    main: SheetLayout
    children: tuple[SheetLayout, ...]

    @classmethod
    def of(cls, pages: Any) -> "Layout":
        """Of a kind with a form of its own: no `parent`."""
        main = SheetLayout(pages.name(), pages.model, tuple(pages.fields()))
        return cls(
            pages,
            main,
            tuple(
                SheetLayout(kind.title, kind.model, kind.fields, kind.link(pages.model).name, kind.fixed)
                for kind in pages.children
            ),
        )

    def __iter__(self) -> Iterator[SheetLayout]:
        yield self.main
        yield from self.children
