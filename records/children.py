"""Rows entered on their parent's form: opinions of a visit, parties of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.forms import BaseInlineFormSet, ModelForm, inlineformset_factory
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict

from records.columns.named import names_in
from records.forms import RecordForm, compact_field
from records.inputs import whole
from records.models import Record

MOST_ROWS = 200  # below one record
PASTED = "pasted"


class ChildFormSet(BaseInlineFormSet):
    """The rows of one kind below a record; `fixed` says what all of them have in common."""

    model: type[Record]
    paste_column: ClassVar[str] = ""
    forms: list[RecordForm]  # type: ignore[assignment]
    # Django's own, which its stubs leave out.
    _errors: list[ErrorDict]
    _non_form_errors: ErrorList
    fixed: ClassVar[Mapping[str, object]] = {}
    default_error_messages = {
        "missing_management_form": "这一部分没有送全，什么都没有保存。请重新打开这一页再填。"
    }

    def __init__(
        self,
        data: QueryDict | None = None,
        *args: Any,
        prefix: str = "",
        removed_rows: Sequence[Record] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take the rows of a record that is taken away for those on record, so that each keeps its key."""
        if removed_rows is not None:
            self._rows: Sequence[Record] | models.QuerySet = removed_rows
        elif data:
            data = _with_vanished_rows_new(data, prefix, self.model)
            if self.paste_column:
                data = _with_pasted_rows(data, prefix, self.paste_column, self._blank_row())
        super().__init__(data, *args, prefix=prefix, **kwargs)

    @property
    def paste_name(self) -> str:
        """The name of the box into which names are pasted; empty where there is none."""
        return f"{self.prefix}-{PASTED}" if self.paste_column else ""

    def _blank_row(self) -> dict[str, object]:
        """Return what the fields of a new row hold before anybody fills them in."""
        values = {name: field.initial for name, field in self.form.base_fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    def rows_entered(self) -> list[Record]:
        """Return the rows of a valid table as they will be on record, without those taken away."""
        rows = []
        for form in self.forms:
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed()):
                rows.append(form.instance)
        return rows

    def get_queryset(self) -> Any:
        if not hasattr(self, "_rows"):
            self._rows = self._own_rows()
        return self._rows

    def _own_rows(self) -> models.QuerySet:
        if not self.instance.pk:
            return self.model._default_manager.none()
        rows: Any = super().get_queryset()
        return rows.everywhere().filter(**self.fixed).order_by("pk")

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk:
                form.instance.refuse_removal()

    def _construct_form(self, i: int, **kwargs: object) -> RecordForm:
        form = super()._construct_form(i, **kwargs)
        for name, value in self.fixed.items():
            setattr(form.instance, name, value)
        return form

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        key: Any = form.fields["id"]
        key.queryset = key.queryset.everywhere()  # which rows are the owner's is asked of the formset
        if self.can_delete:
            form.fields["DELETE"].label = "移除"


# ── Rows that are pasted as names ───────────────────────────────────────────
def _with_pasted_rows(
    data: QueryDict, prefix: str, column: str, blank_row: Mapping[str, object]
) -> QueryDict:
    """Make a row, at the end, of each name in the box that no row has yet, and empty the box."""
    total = whole(data.get(f"{prefix}-TOTAL_FORMS", ""))
    names = names_in(data.get(f"{prefix}-{PASTED}", ""))
    if total is None or total > MOST_ROWS or not names:
        return data
    data = data.copy()
    data[f"{prefix}-{PASTED}"] = ""
    numbers = [number for number in range(total) if not data.get(f"{prefix}-{number}-DELETE")]
    there = {data.get(f"{prefix}-{number}-{column}", "").strip() for number in numbers}
    blank = [number for number in numbers if not data.get(f"{prefix}-{number}-{column}", "").strip()]
    for name in dict.fromkeys(names):
        if name in there:
            continue
        if blank:
            number = blank.pop(0)
        else:
            number, total = total, total + 1
            data.update({f"{prefix}-{number}-{field}": str(value) for field, value in blank_row.items()})
        data[f"{prefix}-{number}-{column}"] = name
    data[f"{prefix}-TOTAL_FORMS"] = str(total)
    return data


# ── Rows that somebody took away meanwhile ──────────────────────────────────
@dataclass(frozen=True)
class _PostedRow:
    """One row of a table as it was sent: its number in it, its values by field, and the key that it names."""

    number: int
    values: Mapping[str, list[Any]]
    key: str
    is_vanished: bool


def _with_vanished_rows_new(data: QueryDict, prefix: str, model: type[Record]) -> QueryDict:
    """Make new rows, at the end, of those that somebody took away meanwhile: what was typed is kept."""
    total = whole(data.get(f"{prefix}-TOTAL_FORMS", ""))
    if total is None or total > MOST_ROWS:
        return data
    key_name = str(model._meta.pk.name)
    rows = _posted_rows(data, prefix, total, model)
    if not any(row.is_vanished for row in rows):
        return data
    data = data.copy()
    for row in rows:
        for name in row.values:
            del data[f"{prefix}-{row.number}-{name}"]
    known_first = sorted(rows, key=lambda row: row.is_vanished or not row.key)
    for number, row in enumerate(known_first):
        for name, values in row.values.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
        if row.is_vanished:
            data[f"{prefix}-{number}-{key_name}"] = ""
    on_record = [row for row in rows if row.key and not row.is_vanished]
    data[f"{prefix}-INITIAL_FORMS"] = str(len(on_record))
    return data


def _posted_rows(data: QueryDict, prefix: str, total: int, model: type[Record]) -> list[_PostedRow]:
    key_name = model._meta.pk.name
    keys = [data.get(f"{prefix}-{number}-{key_name}", "") for number in range(total)]
    numbers = [whole(key) for key in keys]
    pks = [number for number in numbers if number is not None]
    existing = set(model._base_manager.filter(pk__in=pks).values_list("pk", flat=True))
    rows = []
    for number in range(total):
        start = f"{prefix}-{number}-"
        values = {name.removeprefix(start): each for name, each in data.lists() if name.startswith(start)}
        is_vanished = numbers[number] is not None and numbers[number] not in existing
        rows.append(_PostedRow(number, values, keys[number], is_vanished))
    return rows


@dataclass(frozen=True)
class Children:
    """Rows entered on their parent's form, as the pages of the parent declare them."""

    model: type[Record]
    #: The heading of their table.
    title: str
    #: Their columns; the first one stands for a row in the history of the parent.
    fields: tuple[str, ...]
    #: What is said beside the heading.
    hint: str = "没有就不填，空行不保存"
    #: Columns with the value that all of these rows have.
    fixed: tuple[tuple[str, object], ...] = ()
    #: The column of a name, where a row may be entered by its name alone: a box takes any number of them.
    paste_column: str = ""

    @property
    def prefix(self) -> str:
        """The prefix of the fields of their table: `visitissue-difficulty`."""
        values = [str(value) for _, value in self.fixed]
        return "-".join([self.model._meta.model_name or "", *values])

    def of(self, parent: models.Model) -> models.QuerySet:
        """Return the rows below a record, in the order of entry."""
        link = {self.link(type(parent)).name: parent}
        return self.model._base_manager.filter(**link, **dict(self.fixed)).order_by("pk")

    def link(self, parent: type[models.Model]) -> models.ForeignKey:
        """Return the column by which a row belongs to its parent."""
        return next(field for field in self.model._meta.fields if field.related_model is parent)

    def formset(self, parent: type[models.Model]) -> type[ChildFormSet]:
        """Make the table in which the rows are entered."""
        formset: Any = inlineformset_factory(
            parent,
            self.model,
            form=RecordForm,
            formset=ChildFormSet,
            fields=self.fields,
            formfield_callback=compact_field,
            extra=1,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
        )
        formset.fixed = dict(self.fixed)
        formset.paste_column = self.paste_column
        return formset
