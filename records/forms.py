"""The form of any record: natural input, choices within reach, and the messages of the model's own rules."""

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from access.roles import Reader
from records.columns.registry import column_of


def natural_field(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model's column."""
    return column_of(field.model, field.name).form_field(**kwargs)


def compact_field(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The same in a table of rows."""
    return column_of(field.model, field.name).compact_field(**kwargs)


def as_entered(field: models.Field, text: str) -> str:
    """A text as the column's form would keep it: what people mean by the same text is the same then."""
    return str(_text_field(field).to_python(text))


@cache
def _text_field(field: models.Field) -> Any:
    return natural_field(field)


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
            column_of(type(self.instance), name).fit(self, field)

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
