"""The query form of a list, made from a page's declaration by django-filter."""

import operator
from collections.abc import Iterable
from functools import reduce
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet

from records import searching
from records.columns.registry import column_of
from records.models import Record
from records.presentation import find_digest, label

BY_NUMBER = "按完整号码查找"


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
    declared: dict[str, Any] = {name: column_of(model, name).filter() for name in names}
    if search:
        words = "、".join(label(model, name) for name in search if "__" not in name)
        box = forms.TextInput(attrs={"placeholder": words, "autocomplete": "off"})
        declared[searching.WORDS] = filters.CharFilter(
            label="关键词", method=searcher(model, search), widget=box
        )
        found_by = filters.CharFilter(label=BY_NUMBER, method=by_number(model), widget=forms.HiddenInput())
        declared[searching.NUMBER] = found_by
    declared["Meta"] = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Filter", (filters.FilterSet,), declared)
