"""A printed sheet of records, declared."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Generic, TypeVar

from django.db.models import QuerySet

from access.roles import Reader
from documents.paper import Paper
from records.models import Record
from records.pages import RecordPages
from records.presentation import NamesWithinReach, present

RecordT = TypeVar("RecordT", bound=Record)


class PrintedSheet(Generic[RecordT]):
    """Declare a sheet by a subclass in `ledgers.sheets.SHEETS`: its pages, Word file and links follow.

    What a record links to beyond its reader's reach is left out: it is room for the pen.
    """

    do_not_call_in_templates = True

    #: The sheet's name in addresses.
    key: ClassVar[str]
    #: What it is called, on buttons and as its title.
    label: ClassVar[str]
    #: The kind of record that it prints; whoever may open its list may print it.
    pages: ClassVar[type[RecordPages]]
    #: It is printed from the page of one record.
    of_record: ClassVar[bool] = True
    #: It is printed from the list, of all records of the query.
    of_list: ClassVar[bool] = True
    #: The most records that are printed at a time.
    most: ClassVar[int] = 200
    #: The lookups by which the records of a list are put in order.
    order: ClassVar[Sequence[str]] = ("pk",)
    #: The links that the sheet writes, read along with the records.
    related: ClassVar[Sequence[str]] = ()

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.naming = NamesWithinReach(reader, silent=True)

    def rows(self, records: QuerySet) -> QuerySet:
        """Put the records of a query in the order of the sheet."""
        return records.order_by(*self.order).select_related(*self.related)

    def papers(self, records: Sequence[RecordT], condition: str) -> Iterator[Paper]:
        """Lay the records out; `condition` says in words how they were chosen, empty of a single one."""
        raise NotImplementedError

    def text(self, record: Record, name: str) -> str:
        """Write a column of a record as its page does."""
        return present(record, name, naming=self.naming)
