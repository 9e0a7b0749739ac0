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
from tests.factories import MemberFactory, PartyOrgFactory

NAME = st.text("王李张", min_size=1, max_size=3)
INSIDE = st.recursive(
    st.text("甲、，乙；1-", max_size=6),
    lambda inner: st.builds("{}（{}）{}".format, inner, inner, inner),
    max_leaves=4,
)
PERSON = st.builds("{}（{}）".format, NAME, INSIDE) | NAME


@given(st.lists(st.tuples(PERSON, st.sampled_from("、，,;；\n")), min_size=1))
def test_names_are_divided_outside_brackets_alone(persons):
    text = "".join(person + divider for person, divider in persons)
    assert split_names(text) == [*(person for person, _ in persons), ""]


@given(st.text("王、，\n（）()；x", max_size=40))
def test_nothing_but_dividers_is_lost(text):
    kept = "".join(split_names(text))
    assert re.sub("[、，；\n]", "", kept) == re.sub("[、，；\n]", "", text)


def test_a_bracket_that_is_never_closed_ends_with_its_line():
    assert split_names("王丽华（一支部、李秀兰\n赵秀芝") == ["王丽华（一支部、李秀兰", "赵秀芝"]
    assert split_names("王丽华）、李秀兰") == ["王丽华）", "李秀兰"]


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


@pytest.mark.django_db
def test_the_name_that_a_form_shows_is_understood_again(office):
    """A branch of several units, still to be founded, has a divider and a bracket in its name."""
    org = PartyOrgFactory(subdistrict=office, name="甲、乙联合党支部（筹）")
    members = [MemberFactory(name="王丽华", org=org), MemberFactory(name="李秀兰", org=org)]
    field = NamedRecordsField(Member.objects.all())
    assert set(field.clean(field.prepare_value(members))) == set(members)
    told_apart = "、".join(member.told_apart for member in members)
    assert set(field.clean(told_apart)) == set(members)


@pytest.mark.django_db
def test_a_field_is_asked_anew_each_time(office):
    first, second = MemberFactory(name="王丽华"), MemberFactory(name="李秀兰")
    field = NamedRecordsField(Member.objects.all())
    assert field.clean("王丽华") == [first]
    assert field.clean("李秀兰") == [second]


def test_a_limit_of_the_model_is_not_passed_over():
    with pytest.raises(TypeError, match="limit_choices_to"):
        NamedRecordsField(Member.objects.none(), limit_choices_to={"away": False})
