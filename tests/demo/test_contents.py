"""The demo: every row keeps the rules, every figure of its year is known, and the same again comes out the same."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from communities.models import Community, SubDistrict
from demo.loader import load
from demo.logins import LOGINS, PASSWORD
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from meetings.models import Meeting
from members.models import Applicant, Member
from records.models import Record
from records.owners import OwnerField
from records.personal import EncryptedField
from reports.context import scope_of
from reports.facts import Facts
from reports.models import Passage, Remark
from reports.outputs import counted, workbook
from reports.pages import PAGES_OF
from services.models import CheckIn, ProjectClaim
from tests.demo.loaded import load_once
from visits.models import Visit

YEAR = timezone.localdate().year - 1
ROOMS = ("communities", "members", "meetings", "funding", "visits", "mediation", "services", "reports")
SHAPED = (Passage, Remark)  # the demo's report is left for whoever looks at it to shape
MODELS = [
    m
    for room in ROOMS
    for m in apps.get_app_config(room).get_models()
    if issubclass(m, Record) and m not in SHAPED
]
BELOW = [model for model in MODELS if any(isinstance(field, OwnerField) for field in model._meta.fields)]
MANY = 400  # rows of a kind
STAMP = ("history_date", "history_user")


def fill() -> None:
    load(YEAR, 1, timezone.localdate())


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for the tests of this module and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_once()
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def checked_once(db) -> Iterator[None]:
    """What was loaded for the module is not held against its keys anew at the end of every test that only reads it."""
    yield
    transaction.set_rollback(True)


@pytest.fixture
def figures(demo, db) -> dict:
    return compute(CATALOGUE.values(), scope_of(SubDistrict.objects.get(), YEAR))


def links(model: type[Record]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.is_relation]


def owner(model: type[Record]) -> list[str]:
    """The way to the 社区, where another record lies on it: rules of days ask for it."""
    return [model.community_path] if "__" in (model.community_path or "") else []


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_keeps_the_rules_of_its_model(demo, db, model, whole):
    """What the database itself holds, keys and uniqueness, needs no second look; of many rows every fourth, in the soak all."""
    rows = list(model._default_manager.order_by("pk").select_related(*links(model), *owner(model)))
    assert rows
    nothing = model()
    for row in rows if whole or len(rows) < MANY else rows[::4]:
        row.compare_with(nothing)  # by every rule, as if it were new
        row.full_clean(exclude=links(model), validate_unique=False, validate_constraints=False)


def test_uniqueness_holds_by_the_models_own_checks_too(demo, db):
    for model in (Community, Member, Visit):
        for row in model._default_manager.all()[:100]:
            row.full_clean()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_says_who_entered_it(demo, db, model):
    told = model.history.values("id")
    assert not model._default_manager.exclude(pk__in=told).exists()
    if model.__name__ not in (
        "SubDistrict",
        "Heart",
        "ServiceItem",
        "VolunteerCategory",
        "Cause",
        "OrgLifeRule",
    ):  # opened with the 街道
        assert not model.history.filter(history_user__isnull=True).exists()


@pytest.mark.parametrize("model", BELOW, ids=lambda model: model.__name__)
def test_child_rows_are_entered_together_with_what_they_are_below(demo, db, model):
    """A version is what has one moment and one author."""
    source = model._meta.get_field("subdistrict").source
    above = model._meta.get_field(source).related_model
    entered = {pk: stamp for pk, *stamp in above.history.filter(history_type="+").values_list("id", *STAMP)}
    rows = model.history.filter(history_type="+").values_list(f"{source}_id", *STAMP)
    assert rows
    assert [row for row in rows if entered[row[0]] != list(row[1:])] == []


def test_nothing_lies_in_the_future(demo, db):
    today = timezone.localdate()
    for model in MODELS:
        names = {field.name for field in model._meta.fields}
        for name in {"date", "since", "closed_on", "solved_on", "finished_on"} & names:
            assert not model._default_manager.filter(**{f"{name}__gt": today}).exists(), (model, name)


def test_every_figure_of_the_year_is_known_and_complete(figures):
    assert [key for key, value in figures.items() if value.missing] == []
    assert [key for key, value in figures.items() if value.incomplete] == []


def test_every_problem_is_there_to_be_found(figures):
    drivers = (
        "communities.low_satisfaction",
        "meetings.low_decision_communities",
        "meetings.low_decision_uses",
        "meetings.low_study_branches",
        "meetings.low_study_sessions",
        "meetings.two_new_activities",
        "members.waiting_applicants",
    )
    assert all(figures[key].value > 0 for key in drivers)
    assert figures["communities.satisfaction_before"].value < figures["communities.satisfaction_after"].value


def test_figures_agree_with_each_other(figures):
    """Rule 8 of honest figures."""
    number = {key: value.value for key, value in figures.items()}
    urban = Community.objects.urban().count()
    assert number["members.two_new_founded"] <= number["members.two_new_party_orgs"]
    obliged = figures["members.two_new_coverage"].denominator
    assert obliged + number["members.two_new_ineligible"] <= number["members.two_new_total"]
    assert number["communities.big_committees"] <= number["communities.total"]
    assert number["communities.low_satisfaction"] <= number["communities.total"]
    assert number["communities.elections_completed"] <= urban
    assert number["meetings.low_decision_communities"] <= urban
    assert number["meetings.low_decision_uses"] <= number["meetings.decisions"]
    assert (
        figures["communities.satisfaction_before"].denominator
        == figures["communities.satisfaction_after"].denominator
    )
    assert not Applicant.objects.filter(admitted_on__isnull=False, candidate_on__isnull=True).exists()


def test_the_year_before_differs_and_the_year_after_is_alive(demo, db):
    office = SubDistrict.objects.get()
    before, after = (compute(CATALOGUE.values(), scope_of(office, YEAR + n)) for n in (-1, 1))
    assert [key for key, value in before.items() if value.missing] == []
    assert before["communities.elections_completed"].zero
    assert not before["communities.elections_completed"].contradicted
    assert not before["meetings.decisions"].contradicted
    if timezone.localdate().month > 1:
        assert after["visits.frontline"].value > 0


def test_same_seed_same_data(demo, db):
    first = contents()
    with transaction.atomic():
        empty()
        fill()
        assert contents() == first
        transaction.set_rollback(True)


def contents() -> dict:
    """Every row of every record; keys of other records as their place among them."""
    places = {
        model: {
            pk: n for n, pk in enumerate(model._default_manager.order_by("pk").values_list("pk", flat=True))
        }
        for model in MODELS
    }
    found = {}
    for model in MODELS:
        fields = [
            field
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name != "submission"
        ]
        rows = model._default_manager.order_by("pk").values_list(*(field.attname for field in fields))
        named = [
            CheckIn if (model, field.name) == (CheckIn, "person") else field.related_model for field in fields
        ]
        found[model] = [
            tuple(places[m].get(v) if m in places else v for m, v in zip(named, row, strict=True))
            for row in rows
        ]
    return found


def empty() -> None:
    """Children before what they stand on."""
    for model in (*reversed(MODELS), User):
        for field in model._meta.many_to_many:
            field.remote_field.through._default_manager.all().delete()
    left = [User, *MODELS]
    while left:
        model = next(
            m
            for m in left
            if not any(f.related_model is m and o is not m for o in left for f in o._meta.concrete_fields)
        )
        own = [field.name for field in model._meta.concrete_fields if field.related_model is model]
        if own:
            model._default_manager.update(**dict.fromkeys(own))
        model._default_manager.all()._raw_delete(model._default_manager.db)
        left.remove(model)


def test_running_again_says_so_and_prints_the_accounts(demo, db):
    before, out = Meeting.objects.count(), StringIO()
    call_command("load_demo", stdout=out)
    said = out.getvalue()
    assert "已经在" in said
    assert all(login.username in said for login in LOGINS)
    assert Meeting.objects.count() == before


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.username)
def test_accounts_sign_in_without_a_new_password(demo, db, login):
    client = Client()
    answer = client.post("/login/", {"username": login.username, "password": PASSWORD}, follow=True)
    assert answer.wsgi_request.user.is_authenticated
    assert not User.objects.get(username=login.username).must_change_password


# 承办人, 代办员, 调解员, 书记 and 班子成员 are named for the office they hold; a resident may happen to have the same name
IN_OFFICE = {"承办人", "代办员", "调解员", "书记", "班子成员", "讲课的班子成员", "联系领导", "家访的书记"}
OF_PEOPLE_IN_OFFICE = "任职"  # the sheet on which 姓名 is that of a 书记
IN_OFFICE |= {"党组织任职人", "目标责任书", "责任人"}  # whoever answers for something, and whose 责任书 it is


def private() -> tuple[set[str], set[str]]:
    """Names of private persons, and what is kept encrypted of them."""
    names, secrets = set(), set()
    for model in MODELS:
        rows = model._default_manager
        names |= set(rows.values_list(model.private_name, flat=True)) if model.private_name else set()
        for field in model._meta.fields:
            secrets |= (
                set(rows.values_list(field.name, flat=True)) if isinstance(field, EncryptedField) else set()
            )
    return names - {""}, secrets - {""}


def named_in_annex() -> set[str]:
    """Headings of the annex under which a private person's name, phone or ID number stands."""
    names, secrets = private()
    assert min(len(names), len(secrets)) > 5000
    said: dict[str, set[str]] = {}
    with workbook.render(Facts(scope_of(SubDistrict.objects.get(), YEAR))) as file:
        for page in load_workbook(file, read_only=True):
            if page.title == OF_PEOPLE_IN_OFFICE:
                continue
            head, *rows = page.iter_rows(values_only=True)
            for row in rows:
                for heading, cell in zip(head, row, strict=True):
                    said.setdefault(heading, set()).add(str(cell))
    anybody, lengths = names | secrets, {len(found) for found in names | secrets}
    return {
        heading for heading, cells in said.items() if any(anybody & parts(cell, lengths) for cell in cells)
    }


def parts(text: str, lengths: set[int]) -> set[str]:
    return {text[start : start + length] for length in lengths for start in range(len(text) - length + 1)}


def test_data_annex_names_no_private_person(demo, db):
    assert named_in_annex() <= IN_OFFICE


def test_without_its_care_the_annex_would(demo, db, monkeypatch):
    monkeypatch.setattr(counted, "public", lambda model, names: names)
    monkeypatch.setattr(counted, "PAGES_OF", {model: PAGES_OF[model] for model in (CheckIn, ProjectClaim)})
    assert named_in_annex() >= {"姓名", "认领党员"}
