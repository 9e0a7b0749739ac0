"""The command `load_demo`: what it refuses, and other years than the last."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from communities.models import SubDistrict
from demo.loader import load
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from meetings.models import Meeting
from reports.context import scope_of
from tests.factories import UserFactory


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("arguments", [(), ("--scale", "2")])
def test_refuses_a_database_of_somebody_else(office, arguments):
    with pytest.raises(CommandError, match="没有写入") as refusal:
        run(*arguments)
    assert refusal.value.returncode == 2
    assert User.objects.count() == 0


def test_refuses_an_account_without_a_subdistrict(db):
    UserFactory(username="somebody", subdistrict=None)
    with pytest.raises(CommandError, match="没有写入"):
        run()
    assert not SubDistrict.objects.exists()


def test_refuses_a_year_that_is_not_over(db):
    with pytest.raises(CommandError, match="过完") as refusal:
        run("--year", str(timezone.localdate().year))
    assert refusal.value.returncode == 2


def test_a_year_long_past_is_told_in_full(db):
    load(2015, 1, date(2017, 2, 3))
    values = compute(CATALOGUE.values(), scope_of(SubDistrict.objects.get(), 2015, date(2017, 2, 3)))
    assert [key for key, value in values.items() if value.missing or value.incomplete] == []
    assert not Meeting.objects.filter(date__gt=date(2017, 2, 3)).exists()
