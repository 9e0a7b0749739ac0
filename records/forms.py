"""The form of any record: natural input, choices within reach, and the messages of the model's own rules."""

from functools import cache
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.utils import ErrorDict

from access.roles import Reader
from records.columns.registry import column_of


def natural_field(field: models.Field, **kwargs: object) -> forms.Field | None:
    """Make the form field of a model's column."""
    return column_of(field.model, field.name).form_field(**kwargs)


def compact_field(field: models.Field, **kwargs: object) -> forms.Field | None:
    """Make the form field of a model's column in a table of rows."""
    return column_of(field.model, field.name).compact_field(**kwargs)


def as_entered(field: models.Field, text: str) -> str:
    """Return a text as the column's form would keep it, so that what is meant alike is alike."""
    return str(_text_field(field).to_python(text))


@cache
def _text_field(field: models.Field) -> forms.CharField:
    return cast(forms.CharField, natural_field(field))


class RecordForm(forms.ModelForm):
    """A form whose choices are those its reader may see; what he cannot see he cannot change."""

    _errors: ErrorDict  # Django's own, which its stubs leave out

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        #: What many-to-many columns name that the reader cannot see.
        self.beyond_reach: dict[str, list[models.Model]] = {}
        if hasattr(self.instance, "subdistrict_id") and self.instance._state.adding:
            self.instance.subdistrict_id = reader.subdistrict_id
        for name, field in list(self.fields.items()):
            verb = "请选择" if hasattr(field, "choices") else "请填写"
            field.error_messages["required"] = verb
            column_of(type(self.instance), name).fit(self, field)

    def _get_validation_exclusions(self) -> set[str]:
        """Check the columns that the form does not show as well: constraints span them (the 街道, a digest)."""
        return set(self.errors) & {field.name for field in self.instance._meta.get_fields()}

    def _update_errors(self, errors: ValidationError) -> None:
        """Take a rule that speaks of a column that this form does not show for one of the whole form."""
        if hasattr(errors, "error_dict"):
            by_name: dict[str, list[ValidationError]] = {}
            for name, messages in errors.error_dict.items():
                target = name if name in self.fields else NON_FIELD_ERRORS
                by_name.setdefault(target, []).extend(messages)
            errors = ValidationError(by_name)
        super()._update_errors(errors)

    def links(self) -> dict[str, list[models.Model]]:
        """Return what many-to-many columns are to name: what was chosen, and what is beyond reach."""
        links = {}
        for field in self.instance._meta.many_to_many:
            if field.name in self.cleaned_data:
                beyond = self.beyond_reach.get(field.name, [])
                links[field.name] = [*self.cleaned_data[field.name], *beyond]
        return links
