"""A form that says again what is on record: which records those are, and whether its writer knows it.

Whoever is asked presses once more, and sends along which records he was asked about: others he is asked about anew.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from access.roles import Reader
from records.children import Children
from records.comparing import Below, comparisons, telling

AGREED = "alike"  # the field that says about which records somebody was asked
AGAIN = "alike-again"  # that he wanted 保存并新增 before he was asked
SHOWN = 5
HIDDEN = "街道已有一条这样的记录，不在您负责的范围内"


@dataclass(frozen=True)
class Repetition:
    """What a form says again: records within reach as text and address, others as a remark, its own rows as sentences."""

    records: list[tuple[str, str]]
    remarks: list[str]
    marks: frozenset[str]

    @property
    def mark(self) -> str:
        return " ".join(sorted(self.marks))

    def is_agreed(self, agreed: Iterable[str]) -> bool:
        """Whether somebody who sent these marks was asked about all of it."""
        return self.marks <= set(" ".join(agreed).split())


def repetition(pages: Any, form: Any, formsets: list, reader: Reader) -> Repetition | None:
    """What a form that was read says again, of records of the whole 街道 and of its own rows; None where it says nothing again."""
    record = form.instance
    found = twins(record, rows_below(pages, formsets), pages.model._default_manager.of(reader.subdistrict_id))
    rows = [
        text
        for kind, formset in zip(pages.children, formsets, strict=True)
        for text in repeated_rows(kind, formset)
    ]
    if not found and not rows:
        return None
    within = list(pages.queryset(reader).filter(pk__in=found[:SHOWN]))
    remarks = [*rows, *([HIDDEN] if len(within) < len(found[:SHOWN]) else [])]
    marks = [*(f"{pages.label()} {pk}" for pk in found), *rows]
    shown = [(item.told_apart, pages.url_of(item)) for item in sorted(within, key=lambda item: -item.pk)]
    return Repetition(shown, remarks, frozenset(_mark(text) for text in marks))


def _mark(text: str) -> str:
    """Names a record to whom it may be beyond reach."""
    return salted_hmac("alike", text).hexdigest()[:16]


def twins(record: Any, below: Below, rows: QuerySet) -> list[int]:
    """The keys of the records among `rows` that say the same as one to be written, the newest first.

    Of a record that is changed only what it newly says is asked.
    """
    found: set[int] = set()
    model: Any = type(record)
    for comparison in comparisons(model):
        keys = comparison.keys(record, below)
        if keys and record.pk:
            keys -= {key for _, key in comparison.on_record(rows.filter(pk=record.pk))}
        if keys:
            found |= {
                pk for pk, key in comparison.on_record(comparison.candidates(rows, keys)) if key in keys
            }
    return sorted(found - {record.pk}, reverse=True)


def rows_below(pages: Any, formsets: list) -> Below:
    """The rows that a form leaves below its record, by the name of their relation."""
    found: dict[str, list[Any]] = {}
    for kind, formset in zip(pages.children, formsets, strict=True):
        name = kind.link(pages.model).remote_field.name
        found.setdefault(name, []).extend(row.instance for _, row in standing_rows(formset))
    return found


def standing_rows(formset: Any) -> list[tuple[int, Any]]:
    """The rows of a table that hold something and stay, by the number they are shown with."""
    rows = enumerate(formset.forms, start=1)
    return [
        (number, row)
        for number, row in rows
        if (row.instance.pk or row.has_changed()) and not _is_taken_out(row)
    ]


def _is_taken_out(row: Any) -> bool:
    return bool(getattr(row, "cleaned_data", {}).get("DELETE"))


def repeated_rows(kind: Children, formset: Any) -> Iterable[str]:
    """Of the rows below a record, those that say what another says: where one of them is new or says something else now."""
    first: dict[tuple, tuple[int, Any]] = {}
    names = telling(kind.model)
    for number, row in standing_rows(formset):
        for comparison in comparisons(kind.model):
            for key in comparison.keys(row.instance, {}):
                earlier, other = first.setdefault((comparison, *key), (number, row))
                if other is not row and (_is_new(row, names) or _is_new(other, names)):
                    yield f"{kind.title}第 {number} 行和第 {earlier} 行说的是同一件事"


def _is_new(row: Any, names: Collection[str]) -> bool:
    return row.instance._state.adding or not set(names).isdisjoint(row.changed_data)


def agreed(data: Any) -> list[str]:
    """The marks that a form brings along."""
    return data.getlist(AGREED) if hasattr(data, "getlist") else []
