"""Which kinds of record go into Excel and come out of it, by label: `visits.visit`.

And which come before which.
"""

from functools import cache
from graphlib import TopologicalSorter

from access.roles import Reader
from records.columns.registry import columns_of
from records.layout import Layout
from records.pages import RecordPages
from reports.pages import PAGES, PAGES_OF

ALL: list[type[RecordPages]] = [*PAGES_OF.values(), *PAGES]
KINDS = {pages.label(): pages for pages in ALL}


def kind(label: str) -> type[RecordPages] | None:
    """Find the pages of a kind.

    Of rows entered on their parent's form these are the parent's, in whose workbook they stand.
    """
    pages = KINDS.get(label.lower())
    if pages is not None and pages.parent:
        return KINDS[pages.model._meta.get_field(pages.parent).related_model._meta.label_lower]
    return pages


@cache
def in_order() -> list[str]:
    """Return the labels of all kinds with a form of their own, those that others name before these."""
    own = [pages for pages in ALL if not pages.parent]
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for pages in own:
        sorter.add(
            pages.label(),
            *(label_before for label_before in _named_by(pages) if label_before != pages.label()),
        )
    places = {pages.label(): place for place, pages in enumerate(own)}
    order: list[str] = []
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=places.__getitem__)
        order += ready
        sorter.done(*ready)
    return order


def _named_by(pages: type[RecordPages]) -> list[str]:
    """Return the kinds that the columns of a kind name, or those of the rows below it."""
    labels = []
    for layout in Layout.of(pages):
        for column in columns_of(layout.model, layout.fields):
            label = column.field.related_model._meta.label_lower if column.linked else ""
            if label in KINDS and not KINDS[label].parent and label != layout.model._meta.label_lower:
                labels.append(label)
    return list(dict.fromkeys(labels))


def needed_by(pages: type[RecordPages]) -> list[type[RecordPages]]:
    """Return the kinds of which there has to be a record before there can be one of a kind.

    In their order.
    """
    labels = []
    for column in columns_of(pages.model, pages.fields()):
        if column.linked and not column.several and (not column.field.blank or column.places_record):
            labels.append(column.field.related_model._meta.label_lower)
    return [KINDS[label] for label in in_order() if label in labels and label != pages.label()]


def lacking_before(pages: type[RecordPages], reader: Reader) -> list[type[RecordPages]]:
    """Return the kinds that have to come before a kind and of which nothing is within reach yet."""
    return [each for each in needed_by(pages) if not each.queryset(reader).exists()]
