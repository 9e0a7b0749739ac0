"""The admitted of the time before the link are tied by number, else by name and 党组织; never where it is not certain."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from members.models import Applicant
from tests.factories import ApplicantFactory, MemberFactory, PartyOrgFactory

pytestmark = pytest.mark.django_db
tie = import_module("members.migrations.0005_tie_admitted_members").tie
NUMBER, OTHER = "110101199003070038", "110101199001011237"
ADMITTED = {"admitted_on": date(2024, 5, 1), "approved_on": date(2024, 6, 1), "gender": "male"}


@pytest.fixture
def org(qingquan):
    return PartyOrgFactory(community=qingquan)


def applicant(org, name="李强", **given):
    return ApplicantFactory(org=org, name=name, **{**ADMITTED, **given})


def member(org, name="李强", **given):
    return MemberFactory(org=org, name=name, **given)


def tied() -> dict[str, int | None]:
    tie(apps, None)
    return dict(Applicant.objects.values_list("name", "member"))


def tied_to(record):
    tie(apps, None)
    record.refresh_from_db()
    return record.member


def test_the_same_number_in_whatever_organisation(org, qingquan):
    found = member(PartyOrgFactory(community=qingquan), "李 强", id_no=NUMBER)
    assert tied_to(applicant(org, id_no=NUMBER)) == found


@pytest.mark.parametrize("numbers", [(NUMBER, ""), ("", NUMBER), ("", "")])
def test_the_same_name_and_organisation_where_one_has_no_number(numbers, org):
    found = member(org, id_no=numbers[1])
    assert tied_to(applicant(org, id_no=numbers[0])) == found


@pytest.mark.parametrize(
    "case",
    [
        lambda org, other: (applicant(org, id_no=NUMBER), member(org, id_no=OTHER)),
        lambda org, other: (applicant(org), member(other)),
        lambda org, other: (applicant(org), member(org), member(org)),
        lambda org, other: (applicant(org), applicant(org), member(org)),
        lambda org, other: (applicant(org), member(org, gender="female")),
        lambda org, other: (
            applicant(org, birth_date=date(1990, 1, 1)),
            member(org, birth_date=date(1991, 1, 1)),
        ),
        lambda org, other: (applicant(org), member(org, joined_on=date(1998, 7, 1))),
        lambda org, other: (applicant(org, admitted_on=None, approved_on=None), member(org)),
    ],
    ids=[
        "numbers",
        "organisations",
        "two members",
        "two applicants",
        "sex",
        "birth",
        "joined before",
        "not admitted",
    ],
)
def test_what_is_not_certain_is_left_to_the_list(case, org, qingquan):
    case(org, PartyOrgFactory(community=qingquan))
    assert set(tied().values()) == {None}


def test_versions_take_the_link_as_well_and_no_new_one_is_written(org):
    record, found = applicant(org), member(org)
    assert tied_to(record) == found
    assert list(record.history.values_list("member_id", "history_type")) == [(found.pk, "+")]
    assert record.version == 1


def test_who_is_tied_stays_tied(org):
    first, found = applicant(org, id_no=NUMBER), member(org, id_no=NUMBER)
    other = member(org, "李强")
    Applicant.objects.filter(pk=first.pk).update(member=other)
    assert tied_to(first) == other
    assert not Applicant.objects.filter(member=found).exists()
