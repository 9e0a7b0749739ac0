"""Rows entered on their parent's form: opinions of a visit, parties of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models

from records.forms import RecordForm, compact_field
from records.inputs import whole
from records.models import Record

MOST_ROWS = 200  # below one record


class ChildFormSet(forms.BaseInlineFormSet):
    """The rows of one kind below a record; `fixed` says what all of them have in common."""

    model: Any
    fixed: dict[str, Any] = {}
    default_error_messages = {
        "missing_management_form": "这一部分没有送全，什么都没有保存。请重新打开这一页再填。"
    }

    def __init__(
        self,
        data: Any = None,
        *args: Any,
        prefix: str = "",
        removed: Sequence[Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """`removed` are the rows of a record that is taken away: they stand for those on record, so that each keeps its key."""
        if removed is not None:
            self._narrowed: Any = removed
        elif data:
            data = _with_vanished_rows_new(data, prefix, self.model)
        super().__init__(data, *args, prefix=prefix, **kwargs)

    def get_queryset(self) -> Any:
        if not hasattr(self, "_narrowed"):
            self._narrowed = self._own_rows()
        return self._narrowed

    def _own_rows(self) -> models.QuerySet:
        if not self.instance.pk:
            return self.model._default_manager.none()
        return super().get_queryset().filter(**self.fixed).order_by("pk")

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        for name, value in self.fixed.items():
            setattr(form.instance, name, value)
        return form

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if self.can_delete:
            form.fields["DELETE"].label = "移除"


def _with_vanished_rows_new(data: Any, prefix: str, model: Any) -> Any:
    """The posted rows, where those that somebody took away meanwhile come last as new ones: what was typed is kept."""
    total, pk = whole(data.get(f"{prefix}-TOTAL_FORMS", "")), model._meta.pk.name
    if total is None or total > MOST_ROWS:
        return data
    rows = [
        {key: values for key, values in data.lists() if key.startswith(f"{prefix}-{i}-")}
        for i in range(total)
    ]
    ids = [data.get(f"{prefix}-{i}-{pk}", "") for i in range(total)]
    numbers = [number for i in ids if (number := whole(i)) is not None]
    known = set(model._default_manager.filter(pk__in=numbers).values_list("pk", flat=True))
    vanished = [whole(i) is not None and whole(i) not in known for i in ids]
    if not any(vanished):
        return data
    data = data.copy()
    for key in [key for row in rows for key in row]:
        del data[key]
    order = sorted(range(len(rows)), key=lambda i: vanished[i] or not ids[i])
    for new, old in enumerate(order):
        for key, values in rows[old].items():
            name = key.removeprefix(f"{prefix}-{old}-")
            data.setlist(f"{prefix}-{new}-{name}", [""] if name == pk and vanished[old] else values)
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(1 for i in ids if i) - sum(vanished))
    return data


@dataclass(frozen=True)
class Children:
    """Rows entered on their parent's form: opinions of a visit, parties of a case."""

    model: type[Record]
    title: str
    fields: tuple[str, ...]
    hint: str = "没有就不填，空行不保存"
    fixed: tuple[tuple[str, Any], ...] = ()

    @property
    def prefix(self) -> str:
        return "-".join([self.model._meta.model_name or "", *(str(value) for _, value in self.fixed)])

    def of(self, parent: models.Model) -> models.QuerySet:
        rows = self.model._default_manager.filter(
            **{self.link(type(parent)).name: parent}, **dict(self.fixed)
        )
        return rows.order_by("pk")

    def link(self, parent: type[models.Model]) -> models.ForeignKey:
        """The column by which a row belongs to its parent."""
        return next(f for f in self.model._meta.fields if f.related_model is parent)

    def formset(self, parent: type[models.Model]) -> type[ChildFormSet]:
        made: Any = forms.inlineformset_factory(
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
        made.fixed = dict(self.fixed)
        return made
