"""ID numbers and phones: encrypted at rest, found by a keyed digest, shown masked."""

import re
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NumberError

from records import keys
from records.ciphers import digest_by, ring_of, secrets_in_use
from records.derived import Derived
from records.pinyin import PinyinField


def digest(text: str) -> str:
    """Return the keyed digest by which a text is found again: 64 hex digits; empty of an empty text."""
    if isinstance(text, Sealed):
        return text.digest
    return _digest(text)


def _digest(text: str) -> str:
    return digest_by(secrets_in_use()[-1], text)


def mask_id_no(text: str) -> str:
    """Show the last four only: the birth date often stands beside it, and would complete a longer one."""
    return "*" * 14 + text[-4:] if text else ""


def bare_phone(text: str) -> str:
    """Return the eleven digits of a mobile number written with the country's code: +86, 86 or 0086."""
    match = re.fullmatch(r"\(?(?:\+|00)?86\)?(1\d{10})", text)
    return match[1] if match else text


def mask_phone(text: str) -> str:
    """Show the first three digits and the last four."""
    return f"{text[:3]}****{text[-4:]}" if text else ""


class Sealed(str):
    """Personal data that is digested and encrypted once, however often it is compared and written."""

    @cached_property
    def digest(self) -> str:
        return _digest(self)

    @cached_property
    def token(self) -> str:
        return ring_of(secrets_in_use()).encrypt(self.encode()).decode()


class NameField(models.CharField):
    """The name of one person: forms and imports write it as it is on the ID card."""

    def deconstruct(self) -> Any:
        """Describe it to migrations as the plain text it is stored as."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class EncryptedField(models.TextField):
    """Text that only the portal can read. It cannot be searched: a `DigestField` beside it can."""

    def __init__(self, *args: Any, mask: Callable[[str], str] = mask_id_no, **kwargs: Any) -> None:
        self.mask = mask
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: object) -> Any:
        """Return the ciphertext; what is empty stays as it is."""
        if isinstance(value, Sealed):
            return value.token if value else value
        text = super().get_prep_value(value)
        return Sealed(text).token if text else text

    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> str | None:
        if not value:
            return value
        return ring_of(secrets_in_use()).decrypt(value.encode()).decode()

    def get_db_prep_save(self, value: object, connection: BaseDatabaseWrapper) -> Any:
        """Return the ciphertext for writing, once the keys are found to be the database's."""
        if value:
            keys.require(connection.alias)
        return super().get_db_prep_save(value, connection)

    def value_to_string(self, obj: models.Model) -> str:
        """Give the ciphertext to whatever serializes records, `dumpdata` above all."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def get_lookup(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted: look it up by its digest")


class DigestField(Derived, models.CharField):
    """The digest of another field, made whenever the record is written; null where that field is empty."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.update(max_length=64, null=True, editable=False)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for option in ("max_length", "null", "editable"):
            kwargs.pop(option, None)
        return name, path, args, {**kwargs, "source": self.source}

    def derive(self, value: str) -> str | None:
        return digest(value or "") or None


def encrypted_fields(model: type[models.Model]) -> list[EncryptedField]:
    """Return the encrypted columns of a model."""
    return [field for field in model._meta.fields if isinstance(field, EncryptedField)]


def digest_fields(model: type[models.Model]) -> list[DigestField]:
    """Return the digests of a model, each of another column."""
    return [field for field in model._meta.fields if isinstance(field, DigestField)]


def digest_of(model: type[models.Model], name: str) -> DigestField | None:
    """Return the digest of one column; None where it has none."""
    for field in digest_fields(model):
        if field.source == name:
            return field
    return None


_ID_NO = re.compile(r"[1-9][0-9]{16}[0-9X]")
_PHONE = re.compile(r"1[3-9][0-9]{9}")


def validate_id_no(text: str) -> None:
    """Check a 居民身份证号, GB 11643-1999: eighteen characters, a real birth date, the check digit."""
    if len(text) == 15 and text.isdigit():
        raise ValidationError("这是 15 位旧号码，请填 18 位身份证号")
    if not _ID_NO.fullmatch(text):
        raise ValidationError("身份证号应为 18 位数字，末位可以是 X，请对照证件核对")
    try:
        birth_date = ric.get_birth_date(text)
    except NumberError as error:
        raise ValidationError(f"身份证号中的出生日期 {text[6:14]} 不存在，请对照证件核对") from error
    if birth_date.year < 1850 or birth_date > timezone.localdate():
        raise ValidationError(f"身份证号中的出生日期 {birth_date:%Y-%m-%d} 不合理，请对照证件核对")
    if ric.calc_check_digit(text) != text[17]:
        raise ValidationError("身份证号的末位校验不符，可能有一位抄错，请对照证件核对")


def validate_phone(text: str) -> None:
    """Check a mobile number: eleven digits, 13 to 19 in front."""
    if not _PHONE.fullmatch(text):
        raise ValidationError("手机号应为 11 位数字，例：13800138000")


_LONG_NUMBER = re.compile(r"(?<!\d)(\d{3})\d{4,11}(\d{3}[\dXx]|\d{4})(?!\d)")


def hide_numbers(text: str) -> str:
    """Put what may be the number of a person, wherever it stands in a text, behind a mask."""
    return _LONG_NUMBER.sub(r"\1****\2", text)


class Gender(models.TextChoices):
    """GB/T 2261.1, as far as ID cards have it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


def gender_by_id_no(text: str) -> Gender:
    """Return the sex that the seventeenth digit of an ID number tells: odd of men, even of women."""
    return Gender.MALE if int(text[16]) % 2 else Gender.FEMALE


class IdentifiedPerson(models.Model):
    """A person with an ID number or none: it agrees with the sex, and no two share it (GB 11643-1999)."""

    derived = ("birth_date",)

    name = NameField("姓名", max_length=50)
    name_order = PinyinField("name")
    gender = models.CharField("性别", max_length=10, choices=Gender)
    id_no = EncryptedField("身份证号", blank=True, default="", validators=[validate_id_no])
    id_no_digest = DigestField("id_no", verbose_name="身份证号摘要", db_index=True)
    birth_date = models.DateField("出生日期", null=True, blank=True, help_text="不填则取自身份证号")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self._meta.get_field("id_no_digest").refresh(self)
        self.complete()
        if self.id_no and self.gender and self.gender != gender_by_id_no(self.id_no):
            raise ValidationError({"gender": "性别与身份证号第 17 位不符，请核对证件"})

    def complete(self) -> None:
        """Fill in, of the `derived` columns, those that are empty and told by others."""
        self.birth_date = self.birth_date or self.born_by_id_no

    @property
    def born_by_id_no(self) -> date | None:
        """The birth date that the ID number tells."""
        return ric.get_birth_date(self.id_no) if self.id_no else None
