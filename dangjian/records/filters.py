"""The query form of a list, made from a page's declaration by django-filter."""

import operator
from collections.abc import Iterable
from functools import reduce
from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.db.models import Q, QuerySet

from dangjian.records import inputs, searching
from dangjian.records.models import Record
from dangjian.records.presentation import column, find_digest, label

BY_NUMBER = "按完整号码查找"


class RangeWidget(filters.widgets.SuffixedMultiWidget):
    template_name = "records/widgets/range.html"
    suffixes = ["from", "to"]

    def __init__(self, attrs: Any = None) -> None:
        super().__init__((forms.TextInput(), forms.TextInput()), attrs)

    def decompress(self, value: Any) -> list:
        return [value.start, value.stop] if value else [None, None]


class DateRangeField(filters.fields.RangeField):
    widget = RangeWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__((inputs.DateField(), inputs.DateField()), *args, **kwargs)

    def compress(self, days: list) -> slice | None:
        return slice(*days) if any(days) else None


class DateRangeFilter(filters.RangeFilter):
    """From one day to another, both included and both optional, in any usual spelling."""

    field_class = DateRangeField


class WholeNumberFilter(filters.Filter):
    """A whole number, written as in a form. django-filter's own would take -1e99999999 and count its digits for minutes."""

    field_class = inputs.IntegerField


class CommunityChoiceField(filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.told_apart


class CommunityFilter(filters.ModelChoiceFilter):
    """One of the 社区, one that ended named with its day."""

    field_class = CommunityChoiceField


def _for_column(model: type[Record], name: str) -> filters.Filter:
    found: Any = column(model, name)
    title = label(model, name)
    if isinstance(found, models.DateField):
        return DateRangeFilter(field_name=name, label=title)
    if isinstance(found, models.BooleanField):
        return filters.ChoiceFilter(field_name=name, label=title, choices=[("True", "是"), ("False", "否")], empty_label="不限")
    if isinstance(found, models.IntegerField):
        return WholeNumberFilter(field_name=name, label=title)
    if found.is_relation:
        kind = CommunityFilter if name == "community" else filters.ModelChoiceFilter
        return kind(field_name=name, label=title, queryset=_within_reach(found.related_model), empty_label="全部")
    return filters.ChoiceFilter(field_name=name, label=title, choices=found.choices, empty_label="全部")


def _within_reach(model: type[Record]) -> Any:
    return lambda request: model._default_manager.visible_to(request.user)  # type: ignore[attr-defined]


def searcher(model: type[Record], names: Iterable[str]) -> Any:
    """Every word must occur in one of the columns; of many words only some are used, as the page says."""

    def search(queryset: QuerySet, _name: str, text: str) -> QuerySet:
        words, _ = searching.few(text)
        for word in words.split():
            matches = [Q(**{f"{name}__icontains": word}) for name in names]
            queryset = queryset.filter(reduce(operator.or_, matches))
        return queryset

    return search


def by_number(model: type[Record]) -> Any:
    """A whole ID number or phone is found by its digest, and never in a text."""

    def search(queryset: QuerySet, _name: str, text: str) -> QuerySet:
        for digest in searching.digests(text)[: searching.MOST_NUMBERS] or [""]:
            queryset = queryset.filter(find_digest(model, digest))
        return queryset

    return search


def filterset(model: type[Record], names: Iterable[str], search: Iterable[str]) -> type[filters.FilterSet]:
    """A FilterSet over the named columns, with a box for words."""
    declared: dict[str, Any] = {name: _for_column(model, name) for name in names}
    if search:
        words = "、".join(label(model, name) for name in search if "__" not in name)
        box = forms.TextInput(attrs={"placeholder": words, "autocomplete": "off"})
        declared[searching.WORDS] = filters.CharFilter(label="关键词", method=searcher(model, search), widget=box)
        found_by = filters.CharFilter(label=BY_NUMBER, method=by_number(model), widget=forms.HiddenInput())
        declared[searching.NUMBER] = found_by
    declared["Meta"] = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Filter", (filters.FilterSet,), declared)
