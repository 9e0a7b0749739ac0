"""The table of a list, made from a page's declaration by django-tables2."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from records.columns.base import NameOf
from records.columns.registry import column_of
from records.models import Record
from records.pinyin import order_of
from records.presentation import NOTHING

PER_PAGE = (20, 50, 100)


class RecordColumn(tables.Column):
    """A value as `present` writes it; the first of a row leads to the record."""

    def __init__(
        self, name: str, model: type[Record], naming: NameOf, url_of: Callable[[Any], str] | None = None
    ) -> None:
        self.url_of = url_of
        column = column_of(model, name)
        self.present, self.numeric = column.presenter(naming), column.numeric
        cell = f"{column.style} pad-start".strip() if url_of else column.style
        super().__init__(
            accessor="pk",
            verbose_name=column.label,
            orderable=column.sortable,
            order_by=(
                order_of(model, name),
                "pk",
            ),  # the key last: equal rows keep one order from page to page
            attrs={"th": {"class": cell}, "td": {"class": cell}},
        )

    def render(self, record: Any) -> Any:
        text = self.present(record) or NOTHING
        return format_html('<a href="{}">{}</a>', self.url_of(record), text) if self.url_of else text


def table(
    model: type[Record], names: list[str], url_of: Callable[[Any], str], naming: NameOf
) -> type[tables.Table]:
    """A Table of the named columns; `url_of` is where a row leads, `naming` how a linked record is called."""
    first, *others = names
    columns: dict[str, Any] = {f"c_{first}": RecordColumn(first, model, naming, url_of)}
    columns |= {f"c_{name}": RecordColumn(name, model, naming) for name in others}
    columns["sizes"] = PER_PAGE
    columns["Meta"] = type(
        "Meta",
        (),
        {"model": model, "fields": [], "template_name": "records/table.html", "order_by_field": "sort"},
    )
    return type(f"{model.__name__}Table", (tables.Table,), columns)
