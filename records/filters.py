"""The query form of a list, made from a page's declaration by django-filter."""

import operator
from collections.abc import Callable, Iterable
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

# What django-filter calls with the rows, the name of the filter and what was typed.
Search = Callable[[QuerySet, str, str], QuerySet]


def by_words(names: Iterable[str]) -> Search:
    """Make a search in which each of the first words must occur in one of the columns."""

    def search(queryset: QuerySet, _name: str, text: str) -> QuerySet:
        words, _ = searching.few(text)
        for word in words.split():
            matches = [Q(**{f"{name}__icontains": word}) for name in names]
            queryset = queryset.filter(reduce(operator.or_, matches))
        return queryset

    return search


def by_number(model: type[Record]) -> Search:
    """Make a search by whole ID numbers and phones: they are found by their digests, and never in a text."""

    def search(queryset: QuerySet, _name: str, text: str) -> QuerySet:
        digests = searching.digests(text)[: searching.MOST_NUMBERS]
        for digest in digests or [""]:
            queryset = queryset.filter(find_digest(model, digest))
        return queryset

    return search


def filterset(model: type[Record], names: Iterable[str], search: Iterable[str]) -> type[filters.FilterSet]:
    """Make a FilterSet over the named columns, with a box for words."""
    attributes: dict[str, Any] = {name: column_of(model, name).filter() for name in names}
    if search:
        words = "、".join(label(model, name) for name in search if "__" not in name)
        box = forms.TextInput(attrs={"placeholder": words, "autocomplete": "off"})
        attributes[searching.WORDS] = filters.CharFilter(label="关键词", method=by_words(search), widget=box)
        attributes[searching.NUMBER] = filters.CharFilter(
            label=BY_NUMBER, method=by_number(model), widget=forms.HiddenInput()
        )
    attributes["Meta"] = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Filter", (filters.FilterSet,), attributes)
