"""Columns by which records name others, asked of a model as a whole."""

from typing import Any

from django.db.models import Model


def names_within(model: type[Model], *, editable: bool = False) -> list[str]:
    """Return what a record's name may speak of: its keys to other records, or only the `editable` ones."""
    keys = [field for field in model._meta.fields if field.is_relation]
    return [field.name for field in keys if field.editable or not editable]


def many_links_to(model: type[Model], kind: type[Model]) -> list[Any]:
    """Return the relations by which records of a kind name any number of records of this model."""
    relations = [relation for relation in model._meta.related_objects if relation.many_to_many]
    return [relation for relation in relations if issubclass(relation.related_model, kind)]
