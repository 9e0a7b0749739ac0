"""A list of names typed or pasted into one box: split in one reading, bounded, looked up by one statement."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from members.models import Member
from records.columns.named import MOST_NAMES, NamedRecordsField, split_names
from records.inputs import parse_date
from tests.factories import MemberFactory

LOOKS_AHEAD = re.compile(
    r"[\n、，,;；]+(?![^（(]*[）)])"
)  # says the same, and reads the text to its end at every comma


@given(st.text("王、，\n（）()；x", max_size=40))
def test_names_are_split_as_by_looking_ahead(text):
    assert split_names(text) == LOOKS_AHEAD.split(text)


def test_brackets_hold_their_commas_together():
    assert split_names("王丽华（一支部，1949-12-31）、李秀兰\n赵秀芝(二支部,x)") == [
        "王丽华（一支部，1949-12-31）",
        "李秀兰",
        "赵秀芝(二支部,x)",
    ]


@pytest.mark.parametrize("text", ["、" * 400_000, "（" * 400_000, "王、" * 200_000, "）、" * 200_000])
def test_long_text_is_split_at_all(text):
    """Looking ahead, each of these would take hours."""
    assert sum(map(len, split_names(text))) <= len(text)


@pytest.mark.django_db
def test_many_names_are_looked_up_by_one_statement(office):
    members = [MemberFactory(name=f"王{number}") for number in range(30)]
    field = NamedRecordsField(Member.objects.all())
    with CaptureQueriesContext(connection) as statements:
        assert field.clean("、".join(member.name for member in members)) == members
    assert len(statements) == 1


@pytest.mark.django_db
def test_too_many_names_are_refused_before_anything_is_asked(django_assert_num_queries):
    field = NamedRecordsField(Member.objects.all())
    with (
        django_assert_num_queries(0),
        pytest.raises(ValidationError, match=f"最多写 {MOST_NAMES} 位，现在有 {MOST_NAMES + 1} 位"),
    ):
        field.clean("\n".join(f"王{number}" for number in range(MOST_NAMES + 1)))


@pytest.mark.django_db
def test_what_is_no_name_is_told_in_few_words():
    with pytest.raises(ValidationError) as refused:
        NamedRecordsField(Member.objects.all()).clean("王" * 100_000)
    assert refused.value.messages == [
        f"“{'王' * 20}…”有 100000 个字，不像一个人的姓名；请每行写一位，或用顿号隔开"
    ]


def test_what_is_no_day_is_told_in_few_words():
    with pytest.raises(ValidationError) as refused:
        parse_date("2025" * 100_000)
    assert len(refused.value.messages[0]) < 80


@pytest.mark.django_db
@pytest.mark.parametrize("between", ["\r\n", "\n", "、"])
def test_names_sent_back_are_not_changed(office, between):
    """A browser ends lines by two characters."""
    first, second = MemberFactory(name="王丽华"), MemberFactory(name="李秀兰")
    field = NamedRecordsField(Member.objects.all())
    shown = field.prepare_value([first, second])
    assert "\n" in shown
    assert not field.has_changed([first, second], shown.replace("\n", between))
    assert field.has_changed([first, second], str(first))
