"""A child row carries the 街道 of what it is below, however it is written; so do its versions."""

from typing import Any

import pytest
from django.apps import apps

from communities.models import SubDistrict
from mediation.models import HeartNote, MediationParty
from meetings.models import DecisionOpinion
from records import store
from records.models import Record
from records.owners import OwnerField
from services.models import MediaReport
from tests import factories as F
from visits.models import VisitIssue

pytestmark = pytest.mark.django_db

FACTORIES = {
    DecisionOpinion: F.DecisionOpinionFactory,
    HeartNote: F.HeartNoteFactory,
    MediaReport: F.MediaReportFactory,
    MediationParty: F.MediationPartyFactory,
    VisitIssue: F.VisitIssueFactory,
}


def owner_field(model: Any) -> OwnerField:
    return next(field for field in model._meta.fields if isinstance(field, OwnerField))


def test_every_kind_below_another_of_a_community_has_the_column():
    """But for parts of the report, of which a 街道 has one a year."""
    below = {m for m in apps.get_models() if issubclass(m, Record) and "__" in (m.community_path or "")}
    assert {model for model in below if model.subdistrict_path != "subdistrict"} == set()
    assert below >= set(FACTORIES)


@pytest.fixture(params=FACTORIES, ids=lambda model: model.__name__)
def row(request) -> Any:
    return FACTORIES[request.param]()


def parent_of(row: Any) -> Any:
    return getattr(row, owner_field(type(row)).source)


def test_saving_gives_it_the_owner_of_its_parent(row):
    assert row.subdistrict_id == parent_of(row).subdistrict_id
    assert type(row).history.filter(id=row.pk).exclude(subdistrict=row.subdistrict_id).count() == 0


def test_inserting_many_gives_each_its_owner(row, secretary):
    fields = [f for f in row._meta.fields if f.name not in ("id", "subdistrict", "submission", "version")]
    model, parent = type(row), parent_of(row)
    values = {f.attname: getattr(row, f.attname) for f in fields}
    row.delete()
    store.insert([model(**values)], by=secretary)
    again = model.objects.get()
    assert again.subdistrict_id == parent.subdistrict_id
    assert (
        model.history.filter(id=again.pk).values_list("subdistrict", flat=True).get() == parent.subdistrict_id
    )


def test_below_another_parent_it_has_that_ones_owner(row):
    """Read anew from what it names: a row that still held its former owner would be seen by that one."""
    other = SubDistrict.objects.create(code="OT", name="另一街道")
    sibling = FACTORIES[type(row)]()
    second = parent_of(sibling)
    sibling.delete()
    type(second).objects.filter(pk=second.pk).update(subdistrict=other, community=None)
    row = type(row).objects.get(pk=row.pk)
    setattr(row, owner_field(type(row)).source, type(second).objects.get(pk=second.pk))
    row.save()
    assert type(row).objects.get(pk=row.pk).subdistrict_id == other.pk
