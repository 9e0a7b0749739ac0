"""The table of a list, made from a page's declaration by django-tables2."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.db.models import Model
from django.utils.html import format_html

from records.columns.base import NameOf
from records.columns.registry import column_of
from records.models import Record
from records.pinyin import order_of
from records.presentation import NOTHING

PER_PAGE = (20, 50, 100)


class RecordColumn(tables.Column):
    """A value as pages write it; the first of a row leads to the record."""

    def __init__(
        self, name: str, model: type[Record], naming: NameOf, url_of: Callable[[Model], str] | None = None
    ) -> None:
        column = column_of(model, name)
        self.url_of = url_of
        self.present, self.numeric = column.presenter(naming), column.numeric
        cell = column.style
        if url_of:
            cell = f"{cell} pad-start".strip()
        super().__init__(
            accessor="pk",
            verbose_name=column.label,
            orderable=column.sortable,
            # the key last: equal rows keep one order from page to page
            order_by=(order_of(model, name), "pk"),
            attrs={"th": {"class": cell}, "td": {"class": cell}},
        )

    def render(self, record: Model) -> str:
        text = self.present(record) or NOTHING
        if self.url_of is None:
            return text
        return format_html('<a href="{}">{}</a>', self.url_of(record), text)


def table(
    model: type[Record], names: list[str], url_of: Callable[[Model], str], naming: NameOf
) -> type[tables.Table]:
    """Make a Table of the named columns; `url_of` says where a row leads."""
    first, *others = names
    attributes: dict[str, Any] = {f"c_{first}": RecordColumn(first, model, naming, url_of)}
    for name in others:
        attributes[f"c_{name}"] = RecordColumn(name, model, naming)
    attributes["sizes"] = PER_PAGE
    meta = {"model": model, "fields": [], "template_name": "records/table.html", "order_by_field": "sort"}
    attributes["Meta"] = type("Meta", (), meta)
    return type(f"{model.__name__}Table", (tables.Table,), attributes)
