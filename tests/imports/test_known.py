"""Rows that speak of records that are there already, or of each other."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from funding.pages import PaymentPages
from imports.plan import Plan
from members.pages import MemberPages, PartyOrgPages
from services.models import VolunteerCategory
from services.pages import VolunteerTeamPages
from spreadsheets.reading import Grid
from tests.factories import MemberFactory, PaymentFactory, UserFactory, VisitFactory, VolunteerTeamFactory
from tests.imports.cells import ID_NO, MEMBER, ORG, PAYMENT, TEAM, VISIT
from tests.imports.support import actions, planned, row, said, sheet
from visits.pages import VisitPages

LASTING = "记录编号"


@pytest.fixture
def visit(town):
    """On record: what a good row says."""
    return VisitFactory(community=town.qingquan, date=date(2025, 3, 5), kind="household", households=12)


@pytest.fixture
def sun(town):
    """On record, with numbers."""
    return MemberFactory(
        org=town.first,
        name="孙丽",
        gender="female",
        id_no=ID_NO,
        phone="13800138000",
        since=date(2019, 7, 1),
        birth_date=date(1949, 12, 31),
    )


# ── One file against what is on record ──────────────────────────────────────
def test_a_row_that_says_the_same_is_unchanged(visit, clerk):
    plan = planned(VisitPages, clerk, row(VISIT))
    assert (actions(plan), said(plan), plan.lines[0].pk) == ({"unchanged": 1}, [], visit.pk)


def test_a_row_of_the_same_key_changes_the_record(visit, clerk, town):
    plan = planned(VisitPages, clerk, row(VISIT, {"走访户数": 20, "班子成员": "李敏"}))
    assert actions(plan) == {"updated": 1}
    assert plan.lines[0].changes == [("走访户数", "12", "20"), ("班子成员", "", "李敏（办事处主任）")]


def test_an_empty_cell_empties_the_column_and_a_missing_column_leaves_it(visit, clerk):
    type(visit).objects.filter(pk=visit.pk).update(summary="看望")
    assert actions(planned(VisitPages, clerk, row(VISIT))) == {"unchanged": 1}
    assert planned(VisitPages, clerk, row(VISIT, {"走访内容": None})).lines[0].changes == [
        ("走访内容", "看望", "")
    ]


def test_a_lasting_number_finds_its_record_whatever_else_the_row_says(visit, clerk):
    plan = planned(
        VisitPages,
        clerk,
        row(VISIT, {"走访日期": "2025-3-9", "社区": "文昌社区", LASTING: str(visit.submission)}),
    )
    assert actions(plan) == {"updated": 1}
    assert plan.lines[0].changes == [
        ("走访日期", "2025-03-05", "2025-03-09"),
        ("社区", "清泉社区", "文昌社区"),
    ]


def test_a_lasting_number_that_nobody_knows_is_kept_with_the_new_record(town, clerk):
    number = uuid4()
    plan = planned(VisitPages, clerk, row(VISIT, {LASTING: str(number)}))
    assert (actions(plan), plan.lines[0].record.submission) == ({"new": 1}, number)


def test_a_record_takes_the_lasting_number_of_the_row_that_says_the_same(visit, clerk):
    plan = planned(VisitPages, clerk, row(VISIT, {LASTING: str(uuid4())}))
    assert (actions(plan), plan.lines[0].adopts) == ({"unchanged": 1}, True)


def test_a_lasting_number_of_another_office_makes_a_new_record_with_a_number_of_its_own(
    town, clerk, other_office
):
    foreign = VisitFactory(community__subdistrict=other_office)
    plan = planned(VisitPages, clerk, row(VISIT, {LASTING: str(foreign.submission)}))
    assert (actions(plan), said(plan)) == ({"new": 1}, [])
    assert plan.lines[0].record.submission != foreign.submission


def test_a_lasting_number_twice(visit, clerk):
    number = {LASTING: str(visit.submission)}
    plan = planned(
        VisitPages, clerk, row(VISIT, number), row(VISIT, number), row(VISIT, {**number, "走访户数": 3})
    )
    assert actions(plan) == {"unchanged": 1, "duplicate": 1, "error": 1}
    hint = "；如果是另外一条，请清空这一行的“记录编号”"
    assert said(plan) == [(4, "", "", f"与第 2 行说的是同一条记录，内容却不同，请只留一行{hint}")]


def test_a_row_without_a_number_leaves_alone_what_another_row_claims(town, clerk):
    paid = [
        PaymentFactory(community=town.qingquan, date=date(2025, 3, 5), kind="party", amount=5000, doc_no="")
        for _ in range(2)
    ]
    plan = planned(PaymentPages, clerk, row(PAYMENT), row(PAYMENT, {LASTING: str(paid[0].submission)}))
    assert (said(plan), actions(plan)) == ([], {"unchanged": 2})
    assert [line.pk for line in plan.lines] == [paid[1].pk, paid[0].pk]


def test_a_row_may_not_be_moved_onto_another_record(visit, clerk, town):
    VisitFactory(community=town.wenchang, date=date(2025, 3, 5), kind="household")
    plan = planned(VisitPages, clerk, row(VISIT, {"社区": "文昌社区", LASTING: str(visit.submission)}))
    assert said(plan) == [(2, "", "", "这个社区当天已有同一类型的走访，请在那一条里补充")]


# ── Rows of one file against each other ─────────────────────────────────────
def test_rows_that_say_the_same_are_one(town, clerk):
    plan = planned(VisitPages, clerk, row(VISIT), row(VISIT))
    assert (actions(plan), said(plan), plan.lines[1].note) == (
        {"new": 1, "duplicate": 1},
        [],
        "与第 2 行完全相同",
    )


def test_rows_of_one_key_that_say_different_things(town, clerk):
    plan = planned(VisitPages, clerk, row(VISIT), row(VISIT, {"走访户数": 20}))
    assert said(plan) == [(3, "", "", "与第 2 行重复：这个社区当天已有同一类型的走访，请在那一条里补充")]
    assert actions(plan) == {"new": 1, "error": 1}


def test_two_rows_for_one_record(visit, clerk):
    plan = planned(VisitPages, clerk, row(VISIT), row(VISIT, {"走访户数": 20}))
    assert said(plan) == [(3, "", "", "与第 2 行说的是同一条记录，内容却不同，请只留一行")]


def test_one_id_number_for_two_people(town, clerk):
    plan = planned(
        MemberPages,
        clerk,
        row(MEMBER, {"身份证号": ID_NO}),
        row(MEMBER, {"姓名": "周玉莲", "身份证号": ID_NO}),
    )
    assert said(plan) == [(3, "", "", "与第 2 行重复：这个身份证号的党员已有在册记录，请先查找核对")]


# ── Numbers behind a mask ───────────────────────────────────────────────────
MASKED = {"姓名": "孙丽", "身份证号": "**************002X", "手机号": "138****8000"}


def test_masked_numbers_stay_as_they_are(sun, clerk):
    plan = planned(MemberPages, clerk, row(MEMBER, {**MASKED, LASTING: str(sun.submission)}))
    assert (actions(plan), said(plan)) == ({"unchanged": 1}, [])


def test_an_empty_number_stays_as_it_is_while_the_rest_changes(sun, clerk):
    plan = planned(
        MemberPages, clerk, row(MEMBER, {"姓名": "孙莉", "身份证号": None, LASTING: str(sun.submission)})
    )
    assert plan.lines[0].changes == [("姓名", "孙丽", "孙莉")]
    assert plan.lines[0].record.id_no == ID_NO


def test_a_masked_number_is_refused_on_a_new_record(town, clerk):
    plan = planned(MemberPages, clerk, row(MEMBER, MASKED))
    refused = "这是掩去一部分的号码，新记录要填完整号码"
    assert said(plan) == [
        (2, "身份证号", "**************002X", refused),
        (2, "手机号", "138****8000", refused),
    ]


def test_an_id_number_finds_its_record_though_the_file_leaves_out_the_day_of_leaving(sun, clerk):
    plan = planned(
        MemberPages, clerk, row(MEMBER, {"姓名": "孙丽", "身份证号": ID_NO.lower(), "手机号": 13900139000.0})
    )
    assert actions(plan) == {"updated": 1}
    assert plan.lines[0].changes == [("手机号", "138****8000", "139****9000")]


# ── Superior organisations ──────────────────────────────────────────────────
def orgs(*rows: tuple[str, str | None, str]) -> list[dict]:
    return [
        row(ORG, {"党组织名称": name, "上级党组织": superior, "社区": community})
        for name, superior, community in rows
    ]


def test_a_superior_may_stand_further_down(town, clerk):
    plan = planned(
        PartyOrgPages, clerk, *orgs(("甲支部", "乙党委", "清泉社区"), ("乙党委", None, "清泉社区"))
    )
    below, above = (line.record for line in plan.lines)
    assert (said(plan), below.parent) == ([], above)


def test_a_row_falls_with_the_superior_it_names(town, clerk):
    plan = planned(
        PartyOrgPages,
        clerk,
        *orgs(
            ("甲支部", "乙党委", "清泉社区"), ("丙小组", "甲支部", "清泉社区"), ("乙党委", None, "清源社区")
        ),
    )
    assert [(at, message) for at, _, _, message in said(plan)] == [
        (2, "“乙党委”所在的第 4 行有错，请先改好那一行"),
        (3, "“甲支部”所在的第 2 行有错，请先改好那一行"),
        (4, "没有“清源社区”这一项，是否为“清泉社区”？"),
    ]
    assert actions(plan) == {"error": 3}


def test_superiors_that_go_round_in_a_circle(town, clerk):
    plan = planned(
        PartyOrgPages,
        clerk,
        *orgs(("甲支部", "乙党委", "清泉社区"), ("乙党委", "甲支部", "清泉社区"), ("丙", "丙", "清泉社区")),
    )
    assert [message for *_, message in said(plan)] == [
        f"上级党组织绕了一圈又回到“{name}”自己，请核对" for name in ("甲支部", "乙党委", "丙")
    ]


# ── Retired terms ───────────────────────────────────────────────────────────
def test_a_retired_term_stays_on_its_record_and_is_refused_on_a_new_one(town, clerk):
    category = VolunteerCategory.objects.get(subdistrict=town.office, name="法律咨询")
    VolunteerCategory.objects.filter(pk=category.pk).update(in_use=False)
    VolunteerTeamFactory(community=town.qingquan, name="红马甲队", category=category, since=date(2020, 5, 4))
    known, new = row(TEAM, {"类别": "法律咨询"}), row(TEAM, {"队伍名称": "新队", "类别": "法律咨询"})
    plan = planned(VolunteerTeamPages, clerk, known, new)
    assert actions(plan) == {"unchanged": 1, "error": 1}
    assert said(plan) == [(3, "类别", "法律咨询", "“法律咨询”已经停用，请改用在用的一项")]
    assert (
        "法律咨询"
        not in planned(VolunteerTeamPages, clerk, row(TEAM, {"类别": "钓鱼"}))
        .problems[0]
        .message.partition("可填")[2]
    )


# ── A clerk of one 社区 ─────────────────────────────────────────────────────
@pytest.mark.parametrize("community", ["文昌社区", "街道本级"])
def test_rows_of_others_are_unknown_to_a_community_clerk(town, community_clerk, community):
    VisitFactory(community=town.wenchang, date=date(2025, 3, 5), kind="household")
    plan = planned(VisitPages, community_clerk, row(VISIT, {"社区": community}))
    assert said(plan) == [(2, "社区", community, f"没有“{community}”这一项，可填：清泉社区")]


def test_a_community_clerk_must_say_which_community(town, community_clerk):
    assert said(planned(VisitPages, community_clerk, row(VISIT, {"社区": None}))) == [
        (2, "社区", "", "请选择")
    ]


def test_a_lasting_number_beyond_reach_is_as_if_it_were_unknown(town, community_clerk):
    beyond = VisitFactory(
        community=town.wenchang, date=date(2025, 3, 5), kind="household", summary="别处的事"
    )
    numbers = [str(beyond.submission), str(UUID(int=1))]
    known, unknown = (
        planned(VisitPages, community_clerk, row(VISIT, {LASTING: number})) for number in numbers
    )
    assert actions(known) == actions(unknown) == {"new": 1}
    assert said(known) == said(unknown) == []
    assert known.lines[0].pk is None
    assert known.lines[0].record.submission != beyond.submission
    assert known.lines[0].changes == unknown.lines[0].changes == []


def test_a_key_taken_beyond_reach_is_told_without_saying_by_whom(town, community_clerk):
    MemberFactory(org=town.second, name="赵不知", gender="female", id_no=ID_NO)
    plan = planned(MemberPages, community_clerk, row(MEMBER, {"身份证号": ID_NO}))
    assert said(plan) == [(2, "", "", "这个身份证号的党员已有在册记录，请先查找核对")]


def test_a_file_of_one_kind_is_judged_whole(visit, clerk, town):
    rows = [
        row(VISIT),
        row(VISIT, {"走访日期": "2025-3-6"}),
        row(VISIT, {"走访日期": "2025-3-6"}),
        row(VISIT, {"走访日期": "3月"}),
    ]
    plan = Plan(VisitPages, clerk, [sheet("走访", *rows), Grid("说明", [["怎样填"]])])
    assert plan.counts == {"new": 1, "updated": 0, "unchanged": 1, "duplicate": 1, "error": 1}


def test_a_clerk_of_another_office_finds_nothing_of_ours(town, other_office):
    assert said(planned(VisitPages, UserFactory(subdistrict=other_office), row(VISIT))) == [
        (2, "社区", "清泉社区", "“清泉社区”还没有录入，请先录入它")
    ]
