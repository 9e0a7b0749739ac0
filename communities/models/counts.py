"""Numbers of people or sheets of which one cannot exceed another."""

from django.core.exceptions import ValidationError
from django.db.models import Model


def refuse_excess(record: Model, more: str, less: str) -> None:
    """Raise where the number in the column `less` exceeds the one in `more`; an empty one is passed over."""
    upper, lower = getattr(record, more), getattr(record, less)
    if upper is None or lower is None or lower <= upper:
        return
    label = record._meta.get_field(more).verbose_name
    raise ValidationError({less: f"{lower} 多于{label} {upper}，请核对"})
