"""Writes that touch several models: opening a 街道, ending a 社区."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignObjectRel

from access.roles import Reader
from communities.models import Community, SubDistrict
from communities.models.lives import LastingRecord, standing_in, standing_kinds
from records import store
from records.columns.links import many_links_to
from records.models import Record, Seeded, Standing

END, LEAVE = "end", "leave"  # what may become of a kind of record, besides going on in another 社区
Fate = str | Community
Kind = type[Any]  # one of the models of `standing_kinds`
Takers = Mapping[LastingRecord, LastingRecord | None]
ENDED = "撤销社区"
OWN = ("id", "version", "submission", "since", "community")  # what a record begun anew does not take over


@transaction.atomic
def open_subdistrict(subdistrict: SubDistrict, *, by: Reader | None = None) -> SubDistrict:
    """Save a new 街道 with its own local lists and usual rules; `by` is None where a command opens it."""
    store.save(subdistrict, by=by)
    for model in apps.get_models():
        if issubclass(model, Seeded):
            store.insert(model.missing_defaults(subdistrict), by=by)
    return subdistrict


@transaction.atomic
def end_community(
    community: Community,
    fates: Mapping[Kind, Fate],
    takers: Takers,
    expected_version: int,
    *,
    by: Reader,
) -> None:
    """End a 社区 on its `until`, and do with each kind of what stands in it as `fates` says.

    `takers` says for each 党组织 that ends with people in it to which one they go, or None where each is settled
    later. Each record is written as one version.

    Raise `EditConflictError` where somebody saved the 社区 meanwhile, `GoneError` where it was taken away, and
    `ValidationError` where a rule stands against it; then nothing is written.
    """
    for model in fates:
        model(subdistrict_id=community.subdistrict_id).hold()
    store.lock(community, expected_version)
    day = _day(community)
    community.settled = not _has_others(community, fates, day)
    for model, fate in fates.items():
        if isinstance(fate, Community):
            _move(model, _standing(model, community), fate, day, by)
        elif fate == END:
            _end_all(model, _standing(model, community), day, takers, by)
    _check(community)
    store.save(community, by=by, reason=ENDED)


def _has_others(community: Community, fates: Mapping[Kind, Fate], day: date) -> bool:
    """Whether something stands in it of a kind about which nobody was asked."""
    for model in standing_kinds():
        if model not in fates and standing_in(model, community, day).exists():
            return True
    return False


def _standing(model: Kind, community: Community) -> list[Any]:
    records = standing_in(model, community, _day(community))
    return list(records.select_for_update(of=("self",)).order_by("pk"))


def _day(community: Community) -> date:
    if community.until is None:
        raise ValidationError({"until": "请填撤销日期"})
    return community.until


def _end_all(model: Kind, records: Iterable[LastingRecord], day: date, takers: Takers, by: Reader) -> None:
    with model.together(records):
        for record in records:
            _refuse_unasked(record, takers)
            record.taker = takers.get(record)
            _end(record, day, by)


def _refuse_unasked(record: LastingRecord, takers: Takers) -> None:
    if record in takers:
        return
    if people := record.people_left():
        raise ValidationError(f"{record}还有 {people}，请选择转到哪里")


def _move(model: Kind, records: list[LastingRecord], community: Community, day: date, by: Reader) -> None:
    """End these records, and begin the same ones in another 社区, but for what it has already."""
    heirs = [_heir(record, community, day) for record in records]
    with model.together([*records, *heirs]):
        for record, heir in zip(records, heirs, strict=True):
            _end(record, day, by)
            if not _is_there(heir):
                _begin(heir, record, by)


def _heir(record: LastingRecord, community: Community, day: date) -> LastingRecord:
    """Return the same content as a new record of another 社区, from that day on; not yet written."""
    heir = type(record)()
    for field in record._meta.concrete_fields:
        if field.name not in OWN:
            setattr(heir, field.attname, getattr(record, field.attname))
    heir.community, heir.since = community, day
    return heir


def _is_there(heir: LastingRecord) -> bool:
    try:
        heir.validate_constraints()
    except ValidationError:
        return True
    return heir.same_stand()


def _begin(heir: LastingRecord, record: LastingRecord, by: Reader) -> None:
    """Write the heir of a record with the links of that record."""
    _check(heir)
    reason = f"{record.community}撤销，转来"
    links = {name: getattr(record, name).all() for name in record._history_m2m_fields}
    store.save(heir, by=by, reason=reason, links=links)
    for link in many_links_to(record._meta.model, Standing):
        _follow(link, record, heir, by, reason)


def _follow(
    link: ForeignObjectRel, record: LastingRecord, heir: LastingRecord, by: Reader, reason: str
) -> None:
    """Let those that look after the record, such as a 党建指导员, look after the new one as well."""
    name = link.field.name
    manager: Any = link.related_model._default_manager
    rows = manager.everywhere().filter(**{name: record})
    for owner in rows.lasting(heir.since).select_for_update(of=("self",)).order_by("pk"):
        store.save(owner, by=by, reason=reason, links={name: [*getattr(owner, name).all(), heir]})


def _end(record: LastingRecord, day: date, by: Reader) -> None:
    record.until = day
    _check(record)
    store.save(record, by=by, reason=ENDED)


def _check(record: LastingRecord | Record) -> None:
    try:
        record.clean()
        record.validate_constraints()
    except ValidationError as error:
        texts = "；".join(store.problems(error, record._meta.model))
        raise ValidationError(f"{record._meta.verbose_name}“{record}”：{texts}") from error
