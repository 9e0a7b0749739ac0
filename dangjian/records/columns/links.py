"""Columns by which one record names others, asked of a model as a whole: for queries that fetch what names are made of."""

from django.db.models import Model


def names_within(model: type[Model], *, editable: bool = False) -> list[str]:
    """What a record's name may speak of: its keys to other records, or only those that people fill in."""
    return [field.name for field in model._meta.fields if field.is_relation and (field.editable or not editable)]
