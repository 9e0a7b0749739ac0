"""The query of a list as it was sent: the filters in force, on the page and in the log."""

import django_filters as filters

from records import searching
from records.columns.registry import column_of


def field_names(filter_class: type[filters.FilterSet]) -> list[str]:
    """Return the names under which a query is sent."""
    names: list[str] = []
    for name, each in filter_class.base_filters.items():
        suffixes = getattr(each.field_class.widget, "suffixes", None)
        if suffixes:
            names += [f"{name}_{suffix}" for suffix in suffixes]
        else:
            names.append(name)
    return names


def chips(query: filters.FilterSet) -> list[dict[str, str]]:
    """Return the filters in force, each with the address that takes it off."""
    chips: list[dict[str, str]] = []
    if not query.is_bound or not query.form.is_valid():
        return chips
    for name, value in query.form.cleaned_data.items():
        if value in (None, "", []):
            continue
        chip = {
            "name": name,
            "label": query.form.fields[name].label,
            "text": _text_of_chip(query, name, value),
            "without": _address_without(query, name),
        }
        chips.append(chip)
    return chips


def _text_of_chip(query: filters.FilterSet, name: str, value: object) -> str:
    if name == searching.NUMBER:
        return ""
    if name == searching.WORDS:
        return str(value)
    return column_of(query._meta.model, name).sought(value)


def _address_without(query: filters.FilterSet, name: str) -> str:
    remaining = query.data.copy()
    for key in (name, f"{name}_from", f"{name}_to", "page"):
        remaining.pop(key, None)
    return f"?{remaining.urlencode()}"


def condition(query: filters.FilterSet) -> str:
    """Write the filters in force for the log: words searched for may be somebody's name or number."""
    parts = []
    for chip in chips(query):
        text = chip["text"]
        if chip["name"] in (searching.WORDS, searching.NUMBER):
            text = "***"
        parts.append(f"{chip['label']}={text}")
    return "；".join(parts)
