"""The limits between the days of 发展党员: what is refused, what a reason passes, and what is asked at all."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Applicant, Member
from records import store
from tests.factories import ApplicantFactory, MemberFactory, PartyOrgFactory

pytestmark = pytest.mark.django_db

DAYS = {
    "applied_on": date(2022, 1, 10),
    "talked_on": date(2022, 2, 10),
    "activist_on": date(2022, 3, 1),
    "candidate_on": date(2023, 3, 1),
    "admitted_on": date(2023, 5, 4),
    "approved_on": date(2023, 8, 4),
    "full_on": date(2024, 5, 4),
}
EXTENDED = {"extended_to": date(2024, 11, 4), "full_on": date(2024, 11, 4)}
# what breaks a limit by one day, the column it is told at, and the words
BROKEN = [
    ({"talked_on": date(2022, 2, 11)}, "talked_on", "最迟 2022-02-10"),
    ({"candidate_on": date(2023, 2, 28)}, "candidate_on", "最早 2023-03-01"),
    ({"approved_on": date(2023, 8, 5)}, "approved_on", "三个月内审批，最迟 2023-08-04"),
    ({"full_on": date(2024, 5, 3)}, "full_on", "最早 2024-05-04 转正"),
    ({**EXTENDED, "extended_to": date(2024, 11, 3)}, "extended_to", "不少于半年，最早延长至 2024-11-04"),
    ({"extended_to": date(2025, 5, 5), "full_on": None}, "extended_to", "不超过一年，最迟延长至 2025-05-04"),
    ({**EXTENDED, "full_on": date(2024, 11, 3)}, "full_on", "预备期已延长，最早 2024-11-04 转正"),
]
ABSOLUTE = [
    ({"birth_date": date(2004, 1, 11)}, "applied_on", "申请时未满 18 周岁（2004-01-11 出生）"),
    ({"talked_on": date(2022, 1, 9)}, "talked_on", "早于递交申请书日期"),
]


def applicant(**changes) -> Applicant:
    return ApplicantFactory(**{**DAYS, "birth_date": date(2004, 1, 10), **changes})


def wrong(record) -> dict[str, str]:
    try:
        record.clean()
    except ValidationError as error:
        return {name: "；".join(texts) for name, texts in error.message_dict.items()}
    return {}


@pytest.mark.parametrize(
    "changes", [{}, EXTENDED, {"extended_to": date(2025, 5, 4), "full_on": date(2025, 5, 4)}]
)
def test_the_last_day_allowed_is_allowed(changes):
    record = applicant(**changes)
    assert wrong(record) == {}
    assert record.warnings() == []


@pytest.mark.parametrize(("changes", "column", "text"), BROKEN)
def test_a_day_beyond_is_refused_and_passes_with_a_reason(changes, column, text):
    record = applicant(**changes)
    told = wrong(record)
    assert list(told) == [column]
    assert text in told[column]
    assert "填了特殊情况说明就可以保存" in told[column]
    record.special_reason = "外派援建"
    assert wrong(record) == {}
    assert [text in warning and "（特殊情况：外派援建）" in warning for warning in record.warnings()] == [
        True
    ]


@pytest.mark.parametrize(("changes", "column", "text"), ABSOLUTE)
def test_no_reason_passes_what_is_absolute(changes, column, text):
    told = wrong(applicant(**changes, special_reason="外派援建"))
    assert list(told) == [column]
    assert text in told[column]
    assert "特殊情况说明" not in told[column]


@pytest.mark.parametrize(
    ("day", "passed"),
    [
        (date(2023, 11, 4), ["三个月内审批，最迟 2023-08-04"]),
        (date(2023, 11, 5), ["三个月内审批，最迟 2023-08-04", "不超过六个月，最迟 2023-11-04"]),
    ],
)
def test_late_approval_needs_a_reason_and_is_then_a_warning(day, passed):
    record = applicant(approved_on=day)
    assert [text in wrong(record)["approved_on"] for text in passed] == [True] * len(passed)
    record.special_reason = "上级党委换届"
    assert wrong(record) == {}
    told = record.warnings()
    assert [text in warning for text, warning in zip(passed, told, strict=True)] == [True] * len(passed)
    assert all(warning.endswith("（特殊情况：上级党委换届）") for warning in told)


@pytest.mark.parametrize(("changes", "column", "text"), [*BROKEN, ABSOLUTE[0]])
def test_an_old_record_that_breaks_a_limit_can_be_edited_elsewhere(changes, column, text):
    record = Applicant.objects.get(pk=applicant(**changes).pk)
    record.phone = "13800138000"
    assert wrong(record) == {}
    assert text in "；".join(record.warnings())
    setattr(record, column, getattr(record, column).replace(year=2021))
    assert column in wrong(record)


def test_an_old_record_that_breaks_a_limit_can_be_restored(clerk, as_user, qingquan):
    org = PartyOrgFactory(community=qingquan)
    record = Applicant.objects.get(pk=applicant(org=org, full_on=date(2024, 5, 3)).pk)
    store.remove(record, by=None)
    row = store.removed_records(Applicant, clerk).get()
    as_user(clerk).post(f"/members/applicant/removed/{row.history_id}/")
    assert Applicant.objects.get().full_on == date(2024, 5, 3)


def test_a_reason_taken_away_asks_again():
    record = Applicant.objects.get(pk=applicant(full_on=date(2024, 5, 3), special_reason="外派援建").pk)
    assert wrong(record) == {}
    record.special_reason = ""
    assert list(wrong(record)) == ["full_on"]


def test_an_extension_needs_the_admission():
    early = dict.fromkeys(("candidate_on", "admitted_on", "approved_on", "full_on"))
    assert list(wrong(applicant(**early, extended_to=date(2024, 11, 4)))) == ["approved_on"]


EARLY = "转正日期离入党日期不满一年，预备期还没有满，请核对两个日期"


@pytest.mark.parametrize(
    ("joined", "full", "warnings"),
    [
        (date(2001, 7, 1), date(2002, 7, 1), []),
        (date(2001, 7, 1), date(2002, 6, 30), [EARLY]),
        (date(1969, 3, 31), date(1969, 4, 1), [EARLY]),
        (date(1969, 4, 1), date(1969, 4, 1), []),
        (date(1977, 8, 31), date(1977, 8, 31), []),
        (date(1977, 9, 1), date(1977, 9, 1), [EARLY]),
        (date(1956, 8, 31), date(1956, 11, 30), []),
        (date(1956, 9, 1), date(1957, 3, 1), [EARLY]),
    ],
)
def test_an_early_full_membership_is_a_warning_where_there_was_a_probation(joined, full, warnings):
    record = MemberFactory(joined_on=joined, full_on=full)
    record.full_clean()
    assert record.warnings() == warnings


def test_a_member_is_there_before_the_organisation_only_with_a_warning(qingquan):
    org = PartyOrgFactory(community=qingquan, since=date(2020, 1, 1))
    record = MemberFactory(org=org, since=date(2015, 3, 1))
    record.full_clean()
    assert record.warnings() == [f"转入日期早于{org}的成立日期 2020-01-01；由撤并的党组织转来的不用改"]
    assert Member.objects.own().count() == 1
