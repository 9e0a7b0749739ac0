"""Names stored before forms and imports wrote them as on the ID card: written so by a migration of each app."""

from typing import Any

from django.db import transaction
from django.db.utils import IntegrityError

from records.inputs import person_name
from records.pinyin import orders_of

BATCH = 500


def rewrite_names(model: Any, name: str) -> None:
    """Write the names in one column as they are entered today, with their order; `model` is as it was at the migration.

    A record that would then be there twice by a constraint keeps its name. Versions stay as they were written.
    """
    orders = orders_of(model, name)
    changed = []
    for record in model._default_manager.only("pk", name).order_by("pk").iterator(chunk_size=2000):
        entered = person_name(getattr(record, name))
        if entered != getattr(record, name):
            setattr(record, name, entered)
            for field in orders:
                field.pre_save(record, add=False)
            changed.append(record)
    for start in range(0, len(changed), BATCH):
        _write(model, changed[start : start + BATCH], [name, *(f.attname for f in orders)])


def _write(model: Any, records: list[Any], columns: list[str]) -> None:
    """All of them at once; where a constraint stands against it each half by itself, down to the one that stays."""
    try:
        with transaction.atomic():
            model._default_manager.bulk_update(records, columns)
    except IntegrityError:
        if len(records) > 1:
            middle = len(records) // 2
            _write(model, records[:middle], columns)
            _write(model, records[middle:], columns)
