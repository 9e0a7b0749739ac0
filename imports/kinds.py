"""Which kinds of record go into Excel and come out of it, by label: `visits.visit`."""

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
