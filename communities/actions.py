"""Writes that touch several models."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from communities.models import Community, SubDistrict
from communities.models.lives import standing_in
from dangjian.records.history import Overtaken, one_version, problems
from dangjian.records.models import LocalList

END, LEAVE = "end", "leave"  # what may become of a kind of record, besides moving to another 社区
Fate = str | Community


@transaction.atomic
def open_subdistrict(subdistrict: SubDistrict) -> SubDistrict:
    """Save a new 街道 and give it its own copy of every local list."""
    subdistrict.save()
    for model in apps.get_models():
        if issubclass(model, LocalList):
            model.create_defaults(subdistrict)
    return subdistrict


@transaction.atomic
def end_community(community: Community, fates: Mapping[Any, Fate], seen: int | None) -> None:
    """End a 社区 on its `until`, and do with each kind of what stands in it as was said: each record one version.

    `Overtaken` where somebody saved the 社区 meanwhile, `ValidationError` where a rule stands against it; then nothing is
    written.
    """
    for model in fates:
        model(subdistrict_id=community.subdistrict_id).hold()
    current = Community.objects.select_for_update().get(pk=community.pk)
    if current.version != seen:
        raise Overtaken(current)
    for model, fate in fates.items():
        if fate != LEAVE:
            _settle(model, community, fate)
    community.settled = bool(fates)
    community.version = current.version
    _save(community)


def _settle(model: Any, community: Community, fate: Fate) -> None:
    for record in standing_in(model, community).select_for_update():
        if isinstance(fate, Community):
            record.community = fate
        else:
            record.until = community.until
        _save(record)


def _save(record: Any) -> None:
    try:
        record.clean()
        record.validate_constraints()
    except ValidationError as error:
        told = "；".join(problems(error, type(record)))
        raise ValidationError(f"{record._meta.verbose_name}“{record}”：{told}") from error
    record.version += 1
    record._change_reason = "撤销社区"
    with one_version(record, "~"):
        record.save()
