"""Columns of personal data: kept behind a mask, on pages as in forms."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from records.columns.base import Column, FormOfRecord, NameOf, ValueOf
from records.columns.cells import LOST_DIGITS, Source, has_lost_digits
from records.inputs import plain
from records.personal import DigestField, Sealed, bare_phone, digest, digest_of, mask_phone

MASKED = re.compile(r"[\d*]*\*{3,}[\dX]*")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+")


class Kept:
    """The meaning of a masked number in a file: what is on record stays."""

    def __repr__(self) -> str:
        return "（保留原值）"


KEPT = Kept()


class MaskedInput(forms.TextInput):
    """An empty box beside the mask: what is on record is never sent to the browser."""

    template_name = "records/widgets/masked.html"

    def __init__(self, mask: Callable[[str], str]) -> None:
        super().__init__(attrs={"autocomplete": "off", "data-personal": ""})
        self.mask = mask
        #: The number on record, of which the mask is shown.
        self.shown = ""

    def format_value(self, value: object) -> str | None:
        """Give only what was typed just now: a tuple from `value_from_datadict`."""
        return value[0] if isinstance(value, tuple) else None

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "masked": self.mask(self.shown), "clear_name": f"{name}-clear"}

    def value_from_datadict(self, data: Mapping[str, str], files: object, name: str) -> tuple[str, bool]:
        """Return what was typed, and whether the number on record is to be taken away."""
        return (data.get(name, ""), bool(data.get(f"{name}-clear")))


class PersonalField(forms.Field):
    """更换: an empty box keeps what is on record, a tick takes it away, anything typed replaces it."""

    def __init__(self, *, mask: Callable[[str], str], validators: Iterable = (), **kwargs: Any) -> None:
        super().__init__(widget=MaskedInput(mask), validators=validators, **kwargs)

    def bind(self, current: str) -> None:
        """Tell it the number on record."""
        self.widget.shown = current or ""

    def clean(self, value: tuple[str, bool] | str | None) -> str:
        text, clears = _parts(value)
        number = plain(text).replace("-", "").upper()
        if self.widget.mask is mask_phone:
            number = bare_phone(number)
        if not number and not clears:
            number = self.widget.shown
        if not number and self.required:
            raise ValidationError(self.error_messages["required"])
        if number and number != self.widget.shown:
            self.run_validators(number)
        return number

    def has_changed(self, initial: object, data: tuple[str, bool] | str | None) -> bool:
        text, clears = _parts(data)
        return bool(text) or clears


def _parts(value: tuple[str, bool] | str | None) -> tuple[str, bool]:
    """Return what was typed or stands in a cell, and whether the number on record is to be taken away."""
    if isinstance(value, tuple):
        return value
    return value or "", False


class Personal(Column):
    """An ID number, a phone: encrypted at rest, and shown whole to whoever has the right to it."""

    sortable = False
    personal = True

    @property
    def attname(self) -> str:
        """The digest, where there is one: the same number is never encrypted the same way twice."""
        if self.digest is None:
            return super().attname
        return str(self.digest.attname)

    @property
    def comparable(self) -> bool:
        return self.digest is not None

    @cached_property
    def digest(self) -> DigestField | None:
        """The column with its digest; None where it cannot be searched for."""
        return digest_of(self.model, self.name)

    def format(self, value: str | None) -> str:
        return self.field.mask(value or "")

    def exporter(self, naming: NameOf, *, full: bool) -> ValueOf:
        return attrgetter(self.name) if full else self.presenter(naming)

    def form_field(self, **kwargs: object) -> forms.Field | None:
        field = self.field
        return PersonalField(
            mask=field.mask,
            validators=field.validators,
            required=not field.blank,
            label=field.verbose_name,
            help_text=field.help_text,
        )

    def fit(self, form: FormOfRecord, field: PersonalField) -> None:
        field.bind(getattr(form.instance, self.name))

    def stored_key(self, value: str | None) -> str | None:
        """Take an empty text for nothing: a number that is encrypted without a digest may be one."""
        return value or None

    def key(self, value: Any) -> Any:
        if value is KEPT:
            return value
        if self.digest:
            value = digest(value)
        return value or None

    def spoilt(self, raw: object, text: str) -> str:
        if has_lost_digits(raw) or SCIENTIFIC.fullmatch(plain(text).upper()):
            return LOST_DIGITS
        return ""

    def parse(self, text: str, source: Source) -> Any:
        return KEPT if MASKED.fullmatch(plain(text)) else Sealed(source.form_field.clean(text))

    def validate(self, value: object) -> None:
        """Do nothing: its form field has done so."""

    def echo(self, text: str, value: object, source: Source) -> str:
        return ""

    def room(self, field: forms.Field) -> int:
        return 20

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        if self.field.mask is mask_phone:
            return "11 位数字，例：13800138000"
        return "18 位，末位可以是 X"
