"""Where records are printed from."""

from django import template
from django.urls import reverse

from ledgers import sheets
from records.models import Record
from records.pages import RecordPages

register = template.Library()


@register.simple_tag
def sheets_of_record(pages: type[RecordPages], record: Record) -> list[tuple[str, str]]:
    """List the sheets of one record: what each is called, and its address."""
    offers = sheets.sheets_of_record(pages)
    return [(sheet.label, reverse("ledgers:record", args=[sheet.key, record.pk])) for sheet in offers]


@register.simple_tag
def sheets_of_list(pages: type[RecordPages]) -> list[tuple[str, str]]:
    """List the sheets of a list: what each is called, and its address without the query."""
    return [
        (sheet.label, reverse("ledgers:list", args=[sheet.key])) for sheet in sheets.sheets_of_list(pages)
    ]
