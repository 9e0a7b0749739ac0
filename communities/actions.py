"""Writes that touch several models."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from communities.models import Community, SubDistrict
from communities.models.lives import standing_in, standing_kinds
from records import store
from records.columns.links import many_links_to
from records.models import LocalList, Standing

END, LEAVE = "end", "leave"  # what may become of a kind of record, besides going on in another 社区
Fate = str | Community
ENDED = "撤销社区"
OWN = (
    "id",
    "version",
    "submission",
    "since",
    "community",
)  # what the new record of another 社区 does not take over


@transaction.atomic
def open_subdistrict(subdistrict: SubDistrict, *, by: Any = None) -> SubDistrict:
    """Save a new 街道 and give it its own copy of every local list; `by` is None where a command opens it."""
    store.save(subdistrict, by=by)
    for model in apps.get_models():
        if issubclass(model, LocalList):
            store.insert(model.missing_defaults(subdistrict), by=by)
    return subdistrict


@transaction.atomic
def end_community(
    community: Community,
    fates: Mapping[Any, Fate],
    takers: Mapping[Any, Any],
    expected_version: int,
    *,
    by: Any,
) -> None:
    """End a 社区 on its `until`, and do with each kind of what stands in it as was said: each record one version.

    `takers` says for each 党组织 that ends with people in it to which one they go, or None where each is settled later.
    `EditConflictError` where somebody saved the 社区 meanwhile, `GoneError` where it was taken away, `ValidationError` where
    a rule stands against it; then nothing is written.
    """
    for model in fates:
        model(subdistrict_id=community.subdistrict_id).hold()
    store.lock(community, expected_version)
    others = [model for model in standing_kinds() if model not in fates]
    community.settled = not any(standing_in(model, community, _day(community)).exists() for model in others)
    for model, fate in fates.items():
        if isinstance(fate, Community):
            _move(model, _standing(model, community), fate, _day(community), by)
        elif fate == END:
            _end_all(model, _standing(model, community), _day(community), takers, by)
    _check(community)
    store.save(community, by=by, reason=ENDED)


def _standing(model: Any, community: Community) -> list[Any]:
    records = standing_in(model, community, _day(community))
    return list(records.select_for_update(of=("self",)).order_by("pk"))


def _day(community: Community) -> date:
    if community.until is None:
        raise ValidationError({"until": "请填撤销日期"})
    return community.until


def _end_all(model: Any, records: list[Any], day: date, takers: Mapping[Any, Any], by: Any) -> None:
    with model.together(records):
        for record in records:
            _refuse_unasked(record, takers)
            record.taker = takers.get(record)
            _end(record, day, by)


def _refuse_unasked(record: Any, takers: Mapping[Any, Any]) -> None:
    if record not in takers and (people := record.people_left()):
        raise ValidationError(f"{record}还有 {people}，请选择转到哪里")


def _move(model: Any, records: list[Any], community: Community, day: date, by: Any) -> None:
    """End these records, and begin the same ones in another 社区, but for what it has already."""
    heirs = [_heir(record, community, day) for record in records]
    with model.together([*records, *heirs]):
        for record, heir in zip(records, heirs, strict=True):
            _end(record, day, by)
            if not _is_there(heir):
                _begin(heir, record, by)


def _heir(record: Any, community: Community, day: date) -> Any:
    """The same content as a new record of another 社区, from that day on."""
    heir = type(record)()
    for field in record._meta.concrete_fields:
        if field.name not in OWN:
            setattr(heir, field.attname, getattr(record, field.attname))
    heir.community, heir.since = community, day
    return heir


def _is_there(heir: Any) -> bool:
    try:
        heir.validate_constraints()
    except ValidationError:
        return True
    return bool(heir.same_stand())


def _begin(heir: Any, record: Any, by: Any) -> None:
    _check(heir)
    reason = f"{record.community}撤销，转来"
    links = {name: getattr(record, name).all() for name in record._history_m2m_fields}
    store.save(heir, by=by, reason=reason, links=links)
    for link in many_links_to(type(record), Standing):
        _follow(link, record, heir, by, reason)


def _follow(link: Any, record: Any, heir: Any, by: Any, reason: str) -> None:
    """Let those that look after the record, such as a 党建指导员, look after the new one as well."""
    name = link.field.name
    owners = link.related_model._default_manager.filter(**{name: record}).lasting(heir.since)
    for owner in owners.select_for_update(of=("self",)).order_by("pk"):
        store.save(owner, by=by, reason=reason, links={name: [*getattr(owner, name).all(), heir]})


def _end(record: Any, day: date, by: Any) -> None:
    record.until = day
    _check(record)
    store.save(record, by=by, reason=ENDED)


def _check(record: Any) -> None:
    try:
        record.clean()
        record.validate_constraints()
    except ValidationError as error:
        texts = "；".join(store.problems(error, type(record)))
        raise ValidationError(f"{record._meta.verbose_name}“{record}”：{texts}") from error
