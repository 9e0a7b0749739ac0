"""Columns by which records name others, asked of a model as a whole."""

from django.db.models import ForeignObjectRel, Model


def names_within(model: type[Model], *, editable: bool = False) -> list[str]:
    """Return what a record's name may speak of: its keys to other records, or only the `editable` ones."""
    keys = [field for field in model._meta.fields if field.is_relation]
    if editable:
        keys = [field for field in keys if field.editable]
    return [field.name for field in keys]


def many_links_to(model: type[Model], kind: type[Model]) -> list[ForeignObjectRel]:
    """Return the relations by which records of a kind name any number of records of this model."""
    relations = []
    for relation in model._meta.related_objects:
        if relation.many_to_many and issubclass(relation.related_model, kind):
            relations.append(relation)
    return relations
