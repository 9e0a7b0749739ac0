"""Names from before names were written one way: the migrations write them so, and where two would be one the later stays."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Leader, PartTimeMember, Worker
from duties.models import Talk
from imports.plan import Plan
from imports.rows.rules import rules_of
from mediation.models import MediationParty
from members.models import Applicant, Honour, Instructor, Member, PartyOrg, PostHolder
from members.pages import InstructorPages
from records.personal import NameField
from records.pinyin import pinyin_key
from services.models import CheckIn, ServiceCase
from spreadsheets.reading import Grid
from tests import factories as F
from tests.imports.support import actions

pytestmark = pytest.mark.django_db
MIGRATIONS = (
    "members.migrations.0006_names_as_entered",
    "communities.migrations.0005_names_as_entered",
    "mediation.migrations.0003_names_as_entered",
    "services.migrations.0006_names_as_entered",
)
MADE = {
    PartyOrg: (F.PartyOrgFactory, "secretary"),
    Applicant: (F.ApplicantFactory, "name"),
    Member: (F.MemberFactory, "name"),
    Instructor: (F.InstructorFactory, "name"),
    Leader: (F.LeaderFactory, "name"),
    PartTimeMember: (F.PartTimeMemberFactory, "name"),
    MediationParty: (F.MediationPartyFactory, "name"),
    CheckIn: (F.CheckInFactory, "name"),
    ServiceCase: (F.ServiceCaseFactory, "applicant"),
}

# kinds that came after names were entered as they are today
NEVER_WRITTEN_OTHERWISE = {(Worker, "name"), (PostHolder, "name"), (Honour, "name"), (Talk, "name")}


def migrate() -> None:
    for module in MIGRATIONS:
        import_module(module).rewrite(apps, None)


def test_every_column_of_a_name_is_among_them():
    ours = (model for model in apps.get_models() if not model.__name__.startswith("Historical"))
    columns = {
        (model, field.name) for model in ours for field in model._meta.fields if isinstance(field, NameField)
    }
    assert columns == {(model, name) for model, (_, name) in MADE.items()} | NEVER_WRITTEN_OTHERWISE


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("王 伟", "王伟"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("⾼秀芳", "高秀芳"),
        ("John  Smith", "John Smith"),
    ],
)
def test_a_name_of_before_is_written_as_it_is_entered_today(model, before, after):
    make, name = MADE[model]
    record = make(**{name: before})
    other = make(**{name: "刘芳"})
    versions = list(model.history.values_list("history_id", name))
    migrate()
    assert [getattr(model.objects.get(pk=each.pk), name) for each in (record, other)] == [after, "刘芳"]
    assert list(model.history.values_list("history_id", name)) == versions
    assert model.objects.get(pk=record.pk).version == record.version
    if hasattr(model, f"{name}_order"):
        assert getattr(model.objects.get(pk=record.pk), f"{name}_order") == pinyin_key(after)


def test_of_those_that_would_be_one_only_the_first_is_written(office):
    standing = [
        F.InstructorFactory(subdistrict=office, name=name, work_unit="党建办")
        for name in ("高  洁", "高 洁", "李 敏")
    ]
    left = F.InstructorFactory(subdistrict=office, name="高 洁", work_unit="党建办", until="2024-01-01")
    migrate()
    names = [Instructor.objects.get(pk=each.pk).name for each in (*standing, left)]
    assert names == ["高洁", "高 洁", "李敏", "高洁"]


def test_registrations_compared_by_the_old_spelling_are_grouped_anew(qingquan, wenchang):
    first = F.CheckInFactory(community=qingquan, name="王伟", unit="市医院", phone="")
    second = F.CheckInFactory(community=wenchang, name="王 伟", unit="市医院", phone="")
    CheckIn.objects.filter(pk=second.pk).update(name_key="王 伟", person=second.pk)
    migrate()
    found = CheckIn.objects.order_by("pk").values_list("name", "name_key", "person")
    assert list(found) == [("王伟", "王伟", first.pk), ("王伟", "王伟", first.pk)]


def test_the_number_of_statements_is_that_of_the_parts(office):
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(1200)]
    Leader.objects.bulk_create(
        Leader(subdistrict=office, name="王 伟", post="other", since=day) for day in days
    )
    with CaptureQueriesContext(connection) as asked:
        import_module(MIGRATIONS[1]).rewrite(apps, None)
    assert len(asked) < 40
    assert set(Leader.objects.values_list("name", flat=True)) == {"王伟"}


def test_an_import_finds_a_name_that_was_left(office, clerk):
    F.InstructorFactory(subdistrict=office, name="高 洁", work_unit="党建办", since="2024-01-08")
    rows = [["姓名", "所在单位", "派驻日期"], ["高洁", "党建办", "2024-02-01"]]
    assert actions(Plan(InstructorPages, clerk, [Grid("党建指导员", rows)])) == {"updated": 1}


def test_a_rule_compares_names_as_they_are_entered():
    (rule,) = rules_of(Instructor)
    row = {"subdistrict_id": 1, "work_unit": "党建办", "until": None}
    assert rule.key({**row, "name": "高 洁"}) == rule.key({**row, "name": "高洁"}) == (1, "高洁", "党建办")
