"""Columns that name other records: one picked from a list, one named by hand, any number of them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import django_filters as filters
from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from access.roles import reader_of
from records.columns.base import Column, FormOfRecord, NameOf
from records.columns.cells import PICKED, Source
from records.columns.links import names_within
from records.columns.named import NamedRecordField, NamedRecordsField, split_names
from records.inputs import without_invisible
from records.models import LocalList, Record, tie_of

BEYOND = "（不在负责范围内）"
REMOVED = "（已移走的记录）"
NOBODY = "您的负责范围内还没有可选的记录"


class RecordChoice(Protocol):
    """A form field that offers records: one of Django's, or one named by hand."""

    queryset: QuerySet
    required: bool
    help_text: Any


class Named(NamedTuple):
    """A record that only its name tells: one that the same file brings, or one beyond reach."""

    name: str


def names_of(field: RecordChoice) -> list[str]:
    """Name the records that a form field offers; a name may hold that of the record's own 社区."""
    return [str(row) for row in field.queryset.select_related(*names_within(field.queryset.model))]


def within_reach(text: str, source: Source) -> str:
    """Leave out of a cell the names of records beyond reach, which stay as they are."""
    parts = split_names(text)
    within = [part for part in parts if not source.is_beyond(part)]
    return text if len(within) == len(parts) else "、".join(within)


class Reference(Column):
    """A column that names records: it offers those that the reader of a form or list may see."""

    linked = True
    filter_class: type[filters.Filter] = filters.ModelChoiceFilter

    @property
    def target(self) -> Any:
        """The model of the records that are named."""
        return self.field.related_model

    def filter(self) -> filters.Filter:
        return self.filter_class(
            field_name=self.name, label=self.label, queryset=self._within_reach, empty_label="全部"
        )

    def _within_reach(self, request: HttpRequest) -> QuerySet:
        rows = self.target._default_manager.visible_to(reader_of(request))
        return rows.select_related(*names_within(self.target, editable=True))

    def fit(self, form: FormOfRecord, field: RecordChoice) -> None:
        if issubclass(self.target, Record):
            rows = self.target._default_manager.visible_to(form.reader)  # type: ignore[attr-defined]
            field.queryset = rows
            self.narrow(form, field)
        if self.places_record and not form.reader.record_reach.is_whole:
            field.required = True  # left empty, the record would be the 街道's own, beyond his reach

    def narrow(self, form: FormOfRecord, field: Any) -> None:
        """Keep to what the reader may change: `field` offers what he may see."""

    def validate(self, value: object) -> None:
        """Do nothing: the record was found, so it is there."""

    def echo(self, text: str, value: object, source: Source) -> str:
        return ""


# ── One record ──────────────────────────────────────────────────────────────
class PickOne(Reference):
    """One record, picked from a list."""

    @property
    def places_record(self) -> bool:  # type: ignore[override]
        """Whether the record is of the 社区 that this column leads to."""
        return issubclass(self.model, Record) and tie_of(self.model) == self.name

    @property
    def without(self) -> str:
        """What stands where a record names none: 街道本级."""
        return getattr(self.model, f"without_{self.name}", "")

    def presenter(self, naming: NameOf = str) -> Callable[[Any], str]:
        without = self.without
        return lambda record: self._name(record, naming) or without

    def _name(self, record: Model, naming: NameOf) -> str:
        try:
            other = getattr(record, self.name)
        except ObjectDoesNotExist:  # an old version may name what has been taken away since
            return REMOVED
        return naming(other) if other else ""

    def form_field(self, **kwargs: object) -> forms.Field | None:
        field = self.field.formfield(**kwargs)
        if field.empty_label:
            field.empty_label = "请选择"
        return field

    def narrow(self, form: FormOfRecord, field: Any) -> None:
        """Offer no retired terms; leave out a column that names what the reader cannot see."""
        current = getattr(form.instance, self.field.attname)
        if issubclass(self.target, LocalList):
            field.queryset = field.queryset.filter(Q(in_use=True) | Q(pk=current))
        elif current and not form.instance._state.adding and not field.queryset.filter(pk=current).exists():
            del form.fields[self.name]

    def key(self, value: object) -> Any:
        return getattr(value, "pk", value)

    def parse(self, text: str, source: Source) -> Any:
        name = without_invisible(text)
        if not name or (name == source.without and not source.required):
            return source.form_field.clean("")
        return source.option(name)

    def echo(self, text: str, value: object, source: Source) -> str:
        return source.without if value is None and text != source.without else ""

    def options(self, field: RecordChoice) -> list[str]:
        names = names_of(field)
        if self.without and not field.required:
            names.insert(0, self.without)
        return names

    def example(self, field: RecordChoice, options: Sequence[str]) -> str:
        return PICKED if options else NOBODY


class NameOne(PickOne):
    """One record out of thousands, named by hand."""

    by_hand = True
    wordy = True

    def form_field(self, **kwargs: object) -> forms.Field | None:
        return self.field.formfield(form_class=NamedRecordField, **kwargs)

    def narrow(self, form: FormOfRecord, field: NamedRecordField) -> None:
        if form.instance.pk:
            field.current_keys = {getattr(form.instance, self.field.attname)}
        super().narrow(form, field)

    def parse(self, text: str, source: Source) -> Any:
        return Named(text) if source.is_beyond(text) else source.form_field.clean(text)

    def echo(self, text: str, value: object, source: Source) -> str:
        return ""

    def options(self, field: RecordChoice) -> list[str]:
        return []

    def example(self, field: RecordChoice, options: Sequence[str]) -> str:
        return str(field.help_text)


class CommunityChoiceField(filters.fields.ModelChoiceField):
    """One of the 社区, one that ended named with its day."""

    def label_from_instance(self, obj: Record) -> str:
        return obj.told_apart


class CommunityFilter(filters.ModelChoiceFilter):
    """The filter by 社区."""

    field_class = CommunityChoiceField


class Place(PickOne):
    """The 社区 that a record belongs to, or none: the 街道 itself."""

    filter_class = CommunityFilter

    def narrow(self, form: FormOfRecord, field: Any) -> None:
        """Offer the 街道 itself to whoever reaches all of it; fill in the 社区 of whoever has but one."""
        field.label_from_instance = lambda community: community.told_apart
        is_required = getattr(form.instance, "community_required", False)
        if form.reader.record_reach.is_whole and not is_required:
            field.empty_label = form.instance.without_community
            return
        field.required = True
        field.empty_label = "请选择"
        if form.instance._state.adding and not form.initial.get(self.name):
            mine = list(field.queryset[:2])
            if len(mine) == 1:
                form.initial[self.name] = mine[0].pk


# ── Any number of records ───────────────────────────────────────────────────
class Many(Reference):
    """Any number of records, picked from a list."""

    sortable = False
    wide = True
    several = True

    def presenter(self, naming: NameOf = str) -> Callable[[Any], str]:
        return lambda record: "、".join(self._names(record, naming))

    def _names(self, record: Model, naming: NameOf) -> list[str]:
        """Name what a record names, or one of its versions."""
        names = sorted(naming(other) for other in self._others(record))
        beyond = names.count(BEYOND)
        names = [name for name in names if name not in ("", BEYOND)]
        if beyond:
            names.append(f"另有 {beyond} 项不在负责范围内")
        return names

    def _others(self, record: Model) -> QuerySet:
        """Return the records that a record names, or one of its versions."""
        rows = getattr(record, self.name).all()
        if not hasattr(record, "history_id"):
            return rows
        key = f"{self.field.m2m_reverse_field_name()}_id"
        return self.target._base_manager.filter(pk__in=[getattr(row, key) for row in rows])

    def form_field(self, **kwargs: object) -> forms.Field | None:
        field = self.field.formfield(**kwargs)
        field.widget = forms.CheckboxSelectMultiple(choices=field.widget.choices)
        field.help_text = self.field.help_text
        return field

    def narrow(self, form: FormOfRecord, field: Any) -> None:
        """Keep, unseen, what a record names beyond reach; leave out a column with nothing to pick."""
        self.keep_beyond(form, field)
        if not field.queryset.exists():
            del form.fields[self.name]

    def keep_beyond(self, form: FormOfRecord, field: RecordChoice) -> None:
        """Show what the reader may see of what is named, and remember the rest for saving."""
        if form.instance.pk:
            visible, others = field.queryset.values("pk"), getattr(form.instance, self.name)
            form.beyond_reach[self.name] = list(others.exclude(pk__in=visible))
            form.initial[self.name] = list(others.filter(pk__in=visible))

    def initial_copy(self, record: Model) -> list[Model]:
        return list(getattr(record, self.name).all())

    def text_in_form(self, form: FormOfRecord) -> str:
        return "、".join(sorted(str(item) for item in form.cleaned_data[self.name]))

    def key(self, value: Sequence[Model]) -> frozenset[int]:
        return frozenset(item.pk for item in value)

    def parse(self, text: str, source: Source) -> list[Any]:
        parts = map(without_invisible, split_names(within_reach(text, source)))
        records = [source.option(name) for name in parts if name]
        if not records and source.required:
            raise ValidationError(source.form_field.error_messages["required"])
        return list(dict.fromkeys(records))

    def example(self, field: RecordChoice, options: Sequence[str]) -> str:
        return f"几个的用顿号隔开，例：{'、'.join(names_of(field)[:2])}"


class NameMany(Many):
    """Any number of records out of thousands, named by hand."""

    by_hand = True
    wordy = True

    def form_field(self, **kwargs: object) -> forms.Field | None:
        return self.field.formfield(form_class=NamedRecordsField, **kwargs)

    def narrow(self, form: FormOfRecord, field: NamedRecordsField) -> None:
        if form.instance.pk:
            field.current_keys = set(getattr(form.instance, self.name).values_list("pk", flat=True))
        self.keep_beyond(form, field)

    def parse(self, text: str, source: Source) -> list[Any]:
        return source.form_field.clean(within_reach(text, source))

    def example(self, field: RecordChoice, options: Sequence[str]) -> str:
        return str(field.help_text)
