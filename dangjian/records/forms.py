"""The form of any record: natural input, choices within reach, and the messages of the model's own rules."""

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from dangjian.records import inputs
from dangjian.records.fields import NamedRecordField, NamedRecordsField, PersonalField
from dangjian.records.models import LocalList, Record
from dangjian.records.personal import EncryptedField, NameField
from dangjian.records.readers import Reader
from dangjian.records.years import YearField

FEW = 6  # choices shown at once as buttons rather than in a list


def natural_field(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model's column."""
    if isinstance(column, EncryptedField):
        return PersonalField(
            mask=column.mask, validators=column.validators, required=not column.blank, label=column.verbose_name, help_text=column.help_text
        )
    if isinstance(column, (models.ForeignKey, models.ManyToManyField)):
        return _related_field(column, **kwargs)
    if column.choices:
        return _choice_field(column, **kwargs)
    for column_class, form_class in _NATURAL:
        if isinstance(column, column_class):
            return column.formfield(form_class=form_class, **kwargs)
    return column.formfield(**kwargs)


def as_entered(column: models.Field, text: str) -> str:
    """A text as the column's form would keep it: what people mean by the same text is the same then."""
    return str(_text_field(column).to_python(text))


@cache
def _text_field(column: models.Field) -> Any:
    return natural_field(column)


_NATURAL: tuple[tuple[type[models.Field], type[forms.Field]], ...] = (
    (models.DateField, inputs.DateField),
    (YearField, inputs.YearField),
    (models.IntegerField, inputs.IntegerField),
    (models.DecimalField, inputs.AmountField),
    (NameField, inputs.NameField),
    (models.CharField, inputs.TextField),
    (models.TextField, inputs.TextField),
)


def _related_field(column: Any, **kwargs: Any) -> forms.Field | None:
    many = column.many_to_many
    if getattr(column.related_model, "named_by_hand", False):
        return column.formfield(form_class=NamedRecordsField if many else NamedRecordField, **kwargs)
    field = column.formfield(**kwargs)
    if many:
        field.widget = forms.CheckboxSelectMultiple(choices=field.widget.choices)
        field.help_text = column.help_text
    elif field.empty_label:
        field.empty_label = "请选择"
    return field


def _choice_field(column: Any, **kwargs: Any) -> forms.Field:
    field = column.formfield(**kwargs)
    choices = [(value, label) for value, label in field.choices if value != ""]
    if len(choices) <= FEW and field.required:
        field.choices = choices
        field.widget = forms.RadioSelect(choices=choices)
    else:
        field.choices = [("", "请选择"), *choices]
    return field


class RecordForm(forms.ModelForm):
    """A form whose choices are those its reader may see; what he cannot see he cannot change."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.beyond_reach: dict[str, list[Any]] = {}
        if hasattr(self.instance, "subdistrict_id") and self.instance._state.adding:
            self.instance.subdistrict_id = reader.subdistrict_id
        for name, field in list(self.fields.items()):
            field.error_messages["required"] = "请选择" if hasattr(field, "choices") else "请填写"
            if isinstance(field, PersonalField):
                field.bind(getattr(self.instance, name))
            elif getattr(field, "queryset", None) is not None:
                self._narrow(name, field)
        self._place_community()

    def _narrow(self, name: str, field: Any) -> None:
        model = field.queryset.model
        if not issubclass(model, Record):
            return
        field.queryset = model._default_manager.visible_to(self.reader)  # type: ignore[attr-defined]
        column = self.instance._meta.get_field(name)
        if isinstance(field, NamedRecordField) and self.instance.pk:
            field.chosen = self._on_record(column)
        if column.many_to_many:
            self._narrow_many(name, field)
            return
        current = getattr(self.instance, column.attname)
        if issubclass(model, LocalList):
            field.queryset = field.queryset.filter(models.Q(in_use=True) | models.Q(pk=current))
        elif current and name != "community" and not self.instance._state.adding and not field.queryset.filter(pk=current).exists():
            del self.fields[name]

    def _on_record(self, column: Any) -> set[Any]:
        if column.many_to_many:
            return set(getattr(self.instance, column.name).values_list("pk", flat=True))
        return {getattr(self.instance, column.attname)}

    def _narrow_many(self, name: str, field: Any) -> None:
        if self.instance.pk:
            visible = field.queryset.values("pk")
            self.beyond_reach[name] = list(getattr(self.instance, name).exclude(pk__in=visible))
            self.initial[name] = list(getattr(self.instance, name).filter(pk__in=visible))
        if not isinstance(field, NamedRecordsField) and not field.queryset.exists():
            del self.fields[name]

    def _place_community(self) -> None:
        field = self.fields.get("community")
        if not isinstance(field, forms.ModelChoiceField):
            return
        field.label_from_instance = lambda community: community.told_apart  # type: ignore[assignment, method-assign]
        required = getattr(self.instance, "community_required", False)
        if self.reader.community_ids is None and not required:
            field.empty_label = self.instance.without_community
            return
        field.required = True
        field.empty_label = "请选择"
        if self.instance._state.adding and not self.initial.get("community"):
            mine = list(field.queryset[:2]) if field.queryset is not None else []
            if len(mine) == 1:
                self.initial["community"] = mine[0].pk

    def _get_validation_exclusions(self) -> set[str]:
        """Check the columns that the form does not show as well: constraints span them (the 街道, a digest)."""
        return set(self.errors) & {f.name for f in self.instance._meta.get_fields()}

    def _update_errors(self, errors: ValidationError) -> None:
        """A rule may speak of a column that this form does not show: then it speaks of the whole."""
        if hasattr(errors, "error_dict"):
            by_name: dict[str, list] = {}
            for name, messages in errors.error_dict.items():
                by_name.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(messages)
            errors = ValidationError(by_name)
        super()._update_errors(errors)

    def links(self) -> dict[str, list[Any]]:
        """What each many-to-many column is to name: what was chosen, and what the reader cannot see."""
        names = [f.name for f in self.instance._meta.many_to_many if f.name in self.cleaned_data]
        return {name: [*self.cleaned_data[name], *self.beyond_reach.get(name, ())] for name in names}
