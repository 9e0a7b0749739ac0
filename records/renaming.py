"""Names stored before they were written as on the ID card: written so by a migration of each app."""

from collections.abc import Sequence

from django.db import models, transaction
from django.db.utils import IntegrityError

from records.inputs import person_name
from records.pinyin import orders_of

BATCH = 500


def rewrite_names(model: type[models.Model], name: str) -> None:
    """Write the names in one column as they are entered today, with their order.

    `model` is as it was at the migration. A record that would then be there twice by a constraint keeps its
    name. Versions stay as they were written.
    """
    orders = orders_of(model, name)
    records = []
    for record in model._default_manager.only("pk", name).order_by("pk").iterator(chunk_size=2000):
        new_name = person_name(getattr(record, name))
        if new_name != getattr(record, name):
            setattr(record, name, new_name)
            for field in orders:
                field.pre_save(record, add=False)
            records.append(record)
    columns = [name, *(field.attname for field in orders)]
    for start in range(0, len(records), BATCH):
        _write(model, records[start : start + BATCH], columns)


def _write(model: type[models.Model], records: Sequence[models.Model], columns: list[str]) -> None:
    """Write all of them at once, or where a constraint forbids it each half by itself."""
    try:
        with transaction.atomic():
            model._default_manager.bulk_update(records, columns)
    except IntegrityError:
        if len(records) > 1:
            middle = len(records) // 2
            _write(model, records[:middle], columns)
            _write(model, records[middle:], columns)
