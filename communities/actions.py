"""Writes that touch several models."""

from django.apps import apps
from django.db import transaction

from communities.models import SubDistrict
from dangjian.records.models import LocalList


@transaction.atomic
def open_subdistrict(subdistrict: SubDistrict) -> SubDistrict:
    """Save a new 街道 and give it its own copy of every local list."""
    subdistrict.save()
    for model in apps.get_models():
        if issubclass(model, LocalList):
            model.create_defaults(subdistrict)
    return subdistrict
