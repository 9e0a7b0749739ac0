"""Rules about the days of a record."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone


def refuse_future(record: Model, *names: str) -> None:
    """Raise `ValidationError` where one of these dates lies after today."""
    today = timezone.localdate()
    errors = {}
    for name in names:
        day = getattr(record, name)
        if day and day > today:
            errors[name] = f"{day:%Y-%m-%d} 还没有到，请填今天或以前的日期"
    if errors:
        raise ValidationError(errors)


def refuse_disorder(record: Model, *names: str) -> None:
    """Raise `ValidationError` where dates that follow each other do not; empty ones are passed over."""
    previous = None
    errors = {}
    for name in names:
        day = getattr(record, name)
        if day is None:
            continue
        if previous and day < getattr(record, previous):
            label = record._meta.get_field(previous).verbose_name
            errors[name] = f"{day:%Y-%m-%d} 早于{label} {getattr(record, previous):%Y-%m-%d}，请核对两个日期"
        previous = name
    if errors:
        raise ValidationError(errors)
