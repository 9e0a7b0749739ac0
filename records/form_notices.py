"""What a form that is shown again says: its errors, and what a colleague left meanwhile."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms

from records.children import ChildFormSet, Children
from records.columns.base import NameOf
from records.columns.registry import column_of, columns_of
from records.comparing import telling
from records.declaration import Declaration
from records.forms import RecordForm
from records.models import Record
from records.presentation import NamesWithinReach


class Difference(NamedTuple):
    """A column, or the rows of one kind, as it is on record and as it was typed."""

    label: str
    theirs: str
    mine: str


# ── Errors ──────────────────────────────────────────────────────────────────
def summary(
    form: forms.BaseForm, formsets: list[ChildFormSet], kinds: list[Children]
) -> list[dict[str, str]]:
    """Return every error of the form and its child rows, each with the field to go to."""
    errors = _errors(form.non_field_errors())
    for field in form:
        errors += _errors(field.errors, f"{field.label}：", field.id_for_label or field.auto_id)
    for kind, formset in zip(kinds, formsets, strict=True):
        errors += _errors(formset.non_form_errors(), f"{kind.title}：")
        for number, row in enumerate(formset.forms, start=1):
            where = f"{kind.title}第 {number} 行"
            errors += _errors(row.non_field_errors(), f"{where}：")
            for field in row:
                errors += _errors(field.errors, f"{where}，{field.label}：", field.auto_id)
    return errors


def _errors(texts: Iterable[object], start: str = "", target: str = "") -> list[dict[str, str]]:
    return [{"target": target, "text": f"{start}{text}"} for text in texts]


def is_there_already(form: RecordForm) -> bool:
    """Say whether a unique constraint stands against the form."""
    constraints = form.instance._meta.constraints
    refusals = {str(constraint.get_violation_error_message()) for constraint in constraints}
    return any(not refusals.isdisjoint(messages) for messages in form.errors.values())


# ── What somebody else saved meanwhile ──────────────────────────────────────
def conflict(
    form: RecordForm, formsets: list[ChildFormSet], kinds: list[Children], current: Record
) -> dict[str, Any]:
    """Return what the other writer left beside what was just typed, and who and when that was."""
    versions = type(current).history.filter(id=current.pk).select_related("history_user")
    last = versions.order_by("-history_id").first()
    naming = NamesWithinReach(form.reader, silent=True)
    differences = []
    for each in _pairs(form, current, naming) + _pairs_of_rows(formsets, kinds, current, naming):
        if each.theirs != each.mine:
            differences.append(Difference(each.label, each.theirs or "空", each.mine or "空"))
    return {
        "rows": differences,
        "who": last.history_user if last else None,
        "when": last.history_date if last else None,
    }


def _pairs(form: RecordForm, current: Record, naming: NameOf) -> list[Difference]:
    pairs = []
    for column in columns_of(type(current), form.fields):
        if column.field:
            theirs = column.presenter(naming)(current)
            label = str(form.fields[column.name].label)
            pairs.append(Difference(label, theirs, column.text_in_form(form)))
    return pairs


def _pairs_of_rows(
    formsets: list[ChildFormSet], kinds: list[Children], current: Record, naming: NameOf
) -> list[Difference]:
    pairs = []
    for kind, formset in zip(kinds, formsets, strict=True):
        column = column_of(kind.model, kind.fields[0])
        present = column.presenter(naming)
        theirs = [present(row) for row in kind.of(current)]
        mine = [column.text_in_form(row) for row in formset.forms if row.has_changed() or row.instance.pk]
        pairs.append(Difference(kind.title, "；".join(theirs), "；".join(mine)))
    return pairs


# ── What tells records apart ────────────────────────────────────────────────
def telling_fields(pages: type[Declaration]) -> list[str]:
    """Return the fields by which records say the same; those of rows below as `mediationparty--name`."""
    fields = pages.fields()
    names = [name for name in telling(pages.model) if name in fields]
    for kind in pages.children:
        names += [f"{kind.prefix}--{name}" for name in _telling_of_rows(pages, kind)]
    return names


def _telling_of_rows(pages: type[Declaration], kind: Children) -> list[str]:
    relation = kind.link(pages.model).remote_field.name
    names = set(telling(kind.model))
    names.update(name.removeprefix(f"{relation}__") for name in telling(pages.model))
    return [name for name in kind.fields if name in names]
