"""A form that says again what is on record: which records those are, and whether its writer knows it.

Whoever is asked presses once more, and sends along which records he was asked about: others he is asked about
anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict

from access.roles import Reader
from records.children import ChildFormSet, Children
from records.comparing import Below, Comparison, comparisons, telling
from records.declaration import Declaration
from records.forms import RecordForm
from records.models import Record

AGREED = "alike"  # the field that says about which records somebody was asked
AGAIN = "alike-again"  # that he wanted 保存并新增 before he was asked
SHOWN = 5
HIDDEN = "街道已有一条这样的记录，不在您负责的范围内"


@dataclass(frozen=True)
class Repetition:
    """The records and rows that a form says again."""

    #: The records within reach, each as a text and the address where it is read.
    records: list[tuple[str, str]]
    #: Sentences on records beyond reach, and on rows of the form itself.
    remarks: list[str]
    #: What stands for each of them in the form, once somebody was asked.
    marks: frozenset[str]

    @property
    def mark(self) -> str:
        return " ".join(sorted(self.marks))

    def is_agreed(self, agreed_marks: Iterable[str]) -> bool:
        """Say whether somebody who sent these marks was asked about all of it."""
        return self.marks <= set(" ".join(agreed_marks).split())


def repetition(
    pages: type[Declaration], form: RecordForm, formsets: list[ChildFormSet], reader: Reader
) -> Repetition | None:
    """Return what a form that was read says again, of records of the 街道 and of its own rows.

    None where it says nothing again.
    """
    rows = pages.model._default_manager.of(reader.subdistrict_id)  # type: ignore[attr-defined]
    keys = twins(form.instance, rows_below(pages, formsets), rows)
    sentences: list[str] = []
    for kind, formset in zip(pages.children, formsets, strict=True):
        sentences += repeated_rows(kind, formset)
    if not keys and not sentences:
        return None
    shown_keys = keys[:SHOWN]
    within = list(pages.queryset(reader).filter(pk__in=shown_keys))
    within.sort(key=lambda record: -record.pk)
    records = [(record.told_apart, pages.url_of(record)) for record in within]
    remarks = list(sentences)
    if len(within) < len(shown_keys):
        remarks.append(HIDDEN)
    names = [f"{pages.label()} {pk}" for pk in keys] + sentences
    return Repetition(records, remarks, frozenset(map(_mark, names)))


def _mark(text: str) -> str:
    """Make a mark that names a record even to whom it is beyond reach."""
    return salted_hmac("alike", text).hexdigest()[:16]


def twins(record: Record, below: Below, rows: QuerySet) -> list[int]:
    """Return the keys of the records among `rows` that say the same as one to be written, the newest first.

    Of a record that is changed only what it newly says is asked.
    """
    twins: set[int] = set()
    for comparison in comparisons(type(record)):
        keys = comparison.keys(record, below)
        if keys and record.pk:
            keys -= {key for _, key in comparison.on_record(rows.filter(pk=record.pk))}
        if keys:
            twins.update(_holders(comparison, rows, keys))
    return sorted(twins - {record.pk}, reverse=True)


def _holders(comparison: Comparison, rows: QuerySet, keys: set[tuple]) -> Iterator[int]:
    """Yield the records among `rows` that say one of the keys."""
    for pk, key in comparison.on_record(comparison.candidates(rows, keys)):
        if key in keys:
            yield pk


def rows_below(pages: type[Declaration], formsets: list[ChildFormSet]) -> Below:
    """Return the rows that a form leaves below its record, by the name of their relation."""
    below: dict[str, list[Record]] = {}
    for kind, formset in zip(pages.children, formsets, strict=True):
        name = kind.link(pages.model).remote_field.name
        rows = [row.instance for row in standing_rows(formset).values()]
        below.setdefault(name, []).extend(rows)
    return below


def standing_rows(formset: ChildFormSet) -> dict[int, RecordForm]:
    """Return the rows of a table that hold something and stay, by the number they are shown with."""
    rows = {}
    for number, row in enumerate(formset.forms, start=1):
        holds_something = row.instance.pk or row.has_changed()
        if holds_something and not _is_taken_out(row):
            rows[number] = row
    return rows


def _is_taken_out(row: RecordForm) -> bool:
    return bool(getattr(row, "cleaned_data", {}).get("DELETE"))


def repeated_rows(kind: Children, formset: ChildFormSet) -> Iterator[str]:
    """Say which rows below a record say what another says, where one of them is new or was changed."""
    first: dict[tuple, tuple[int, RecordForm]] = {}
    names = telling(kind.model)
    for number, row in standing_rows(formset).items():
        for comparison in comparisons(kind.model):
            for key in comparison.keys(row.instance, {}):
                earlier, other = first.setdefault((comparison, *key), (number, row))
                if other is not row and (_is_new(row, names) or _is_new(other, names)):
                    yield f"{kind.title}第 {number} 行和第 {earlier} 行说的是同一件事"


def _is_new(row: RecordForm, names: Collection[str]) -> bool:
    return row.instance._state.adding or not set(names).isdisjoint(row.changed_data)


def agreed_marks(data: Mapping[str, object]) -> list[str]:
    """Return the marks that a form brings along."""
    return data.getlist(AGREED) if isinstance(data, MultiValueDict) else []
