"""Promises per month, visit and member, each held against its target; and every promise in a year that still runs."""

from datetime import date
from typing import Any

import pytest

from communities.actions import open_subdistrict
from communities.models import SubDistrict
from reports.checks.words import contradicted_words
from reports.context import scope_of
from reports.draft import Draft
from reports.models import Target
from reports.pledges.promises import Promise
from reports.text import names
from reports.text.findings import findings
from tests import factories as F
from tests.factories import YEAR
from tests.reports.support import draft_of

pytestmark = pytest.mark.django_db
MEETINGS, HOUSEHOLDS, DEEDS = (
    "targets.special_meetings",
    "targets.home_visit_households",
    "targets.deeds_per_member",
)


@pytest.fixture
def office(db) -> SubDistrict:
    return open_subdistrict(SubDistrict(code="JL", name="江柳街道"))


@pytest.fixture
def community(office) -> Any:
    return F.CommunityFactory(subdistrict=office)


@pytest.fixture
def other(office) -> Any:
    return F.CommunityFactory(subdistrict=office)


def as_of(office: SubDistrict, day: date) -> Draft:
    return Draft(scope_of(office, YEAR, day))


def promise(draft: Draft, key: str, amount: Any, by_mean: bool = False) -> Promise:
    """The year's one promise, as the draft judges it."""
    F.TargetFactory(subdistrict=draft.scope.subdistrict, year=YEAR, key=key, amount=amount, by_mean=by_mean)
    [made] = again(draft).facts.promises
    return made


def again(draft: Draft) -> Draft:
    """The same draft of what is on record now."""
    scope = draft.scope
    return Draft(scope_of(scope.subdistrict, scope.year, scope.today))


def printed(draft: Draft, made: Promise) -> str:
    return "".join(run.text for run in again(draft).writer.text(made.sentence))


def held(office: SubDistrict, *months: int, kind: str = "special") -> None:
    for month in months:
        F.MeetingFactory(subdistrict=office, date=date(YEAR, month, 5), kind=kind)


# ── Each month ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("months", "verdict", "detail"),
    [
        (range(1, 13), "已兑现", "12个月都做到"),
        ([1, *range(1, 13)], "已兑现", "12个月都做到"),
        ([*range(2, 13), 12], "未兑现", "11个月做到，1月没到"),
        ([3] * 13, "未兑现", "1个月做到，1月、2月、4月、5月、6月、7月、8月、9月、10月、11月、12月没到"),
        ([], "缺数", ""),
    ],
)
def test_per_month_is_every_month(office, months, verdict, detail):
    held(office, *months)
    made = promise(draft_of(office), MEETINGS, 1)
    assert (made.verdict, made.per, made.promised, made.detail) == (verdict, "每月", "1次", detail)
    assert made.result == (f"{len(months)}次" if months else "X")


def test_what_no_month_reached_is_said(office):
    held(office, 3)
    draft = draft_of(office)
    made = promise(draft, MEETINGS, 2)
    assert (made.verdict, made.result_in_full) == ("未兑现", "1次；12个月都没做到")
    assert printed(draft, made) == "党建专题会议1次，没有达到上年每月2次的承诺，12个月都没做到。"
    facts = again(draft).facts
    assert names.name(facts, "missed_in_full") == "每月党建专题会议（承诺每月2次，实际1次；12个月都没做到）"
    assert (names.name(facts, "targets_set"), names.name(facts, "targets_kept")) == ("1", None)


def test_visits_of_the_leaders_are_judged_by_the_month(office, community):
    leader = F.LeaderFactory(subdistrict=office)
    for month in range(1, 13):
        days = [5] if month == 2 else [5, 6]
        for day in days:
            F.VisitFactory(
                community=community, kind="community", date=date(YEAR, month, day), leaders=[leader]
            )
    made = promise(draft_of(office), "targets.monthly_visits", 2)
    assert (made.verdict, made.result_in_full) == ("未兑现", "23次；11个月做到，2月没到")


@pytest.mark.parametrize(
    ("months", "verdict", "mean"),
    [([3] * 12, "已兑现", "平均每月1次"), ([3] * 11, "未兑现", "平均每月0.9次")],
)
def test_a_mean_per_month_is_judged_by_the_mean(office, months, verdict, mean):
    held(office, *months)
    draft = draft_of(office)
    made = promise(draft, MEETINGS, 1, by_mean=True)
    assert (made.verdict, made.per, made.detail) == (verdict, "平均每月", mean)
    assert "上年平均每月1次的承诺" in printed(draft, made)


# ── Each visit ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("households", "verdict", "detail"),
    [
        ([5, 6, None], "已兑现", "2次都做到"),
        ([9, 4, 5], "未兑现", "3次中2次做到，1月2日没到"),
        ([4, 4], "未兑现", "2次都没做到"),
        ([30, 4, 4, 4, 4, 4, 4], "未兑现", "7次中1次做到，1月2日、1月3日、1月4日等6次没到"),
    ],
)
def test_per_visit_is_every_visit(office, community, households, verdict, detail):
    for number, each in enumerate(households):
        F.VisitFactory(community=community, kind="home", date=date(YEAR, 1, 1 + number), households=each)
    made = promise(draft_of(office), HOUSEHOLDS, 5)
    assert (made.verdict, made.per, made.detail) == (verdict, "每次", detail)


def test_a_mean_per_visit_is_judged_by_the_mean(office, community):
    for day, households in enumerate([9, 4, 5], start=1):
        F.VisitFactory(community=community, kind="home", date=date(YEAR, 1, day), households=households)
    draft = draft_of(office)
    made = promise(draft, HOUSEHOLDS, 5, by_mean=True)
    assert (made.verdict, made.per, made.result_in_full) == ("已兑现", "平均每次", "6户")
    assert printed(draft, made) == "每次书记家访户数平均6户，兑现了上年平均每次5户的承诺。"


# ── Each member ─────────────────────────────────────────────────────────────
def member(community: Any, name: str, deeds: int, **span: Any) -> None:
    check_in = F.CheckInFactory(community=community, name=name, **{"since": date(YEAR - 1, 5, 1), **span})
    F.GoodDeedFactory.create_batch(deeds, community=community, check_in=check_in, date=date(YEAR, 6, 1))


def test_per_member_is_every_one_registered_all_year(office, community):
    member(community, "甲", 2)
    member(community, "乙", 1)
    member(community, "年中报到", 0, since=date(YEAR, 1, 2))
    member(community, "年底退出", 0, until=date(YEAR, 12, 31))
    F.GoodDeedFactory.create_batch(3, community=community, check_in=None, date=date(YEAR, 6, 1))
    made = promise(draft_of(office), DEEDS, 2)
    assert (made.verdict, made.per) == ("未兑现", "每名")
    assert made.detail == "全年在册的2名中1名做到，1名没到，另有3件没有记名"


def test_who_moves_from_one_community_to_another_is_registered_all_year(office, community, other):
    same = {"id_no": "110101199003070011"}
    member(community, "甲", 1, until=date(YEAR, 6, 1), **same)
    member(other, "甲", 1, since=date(YEAR, 6, 1), **same)
    made = promise(draft_of(office), DEEDS, 2)
    assert (made.verdict, made.detail) == ("已兑现", "全年在册的1名都做到")


def test_nobody_registered_all_year_leaves_it_open(office, community):
    member(community, "甲", 1, since=date(YEAR, 3, 1))
    made = promise(draft_of(office), DEEDS, 1)
    assert (made.verdict, made.detail) == ("缺数", "没有全年在册的报到党员")


# ── A year that still runs ──────────────────────────────────────────────────
NOVEMBER = date(YEAR, 11, 26)


def test_a_month_that_is_over_and_fell_short_decides_while_the_year_runs(office):
    held(office, 1, 3)
    draft = as_of(office, NOVEMBER)
    made = promise(draft, MEETINGS, 1)
    assert (made.verdict, made.is_kept) == ("未兑现", False)
    months = "2个月做到，2月、4月、5月、6月、7月、8月、9月、10月没到"
    assert printed(draft, made) == f"截至11月26日，党建专题会议2次，没有达到上年每月1次的承诺，{months}。"
    told = f"每月党建专题会议（承诺每月1次，截至11月26日2次；{months}）"
    asked = ("missed_targets", "missed_in_full", "targets_kept")
    facts = again(draft).facts
    assert [names.name(facts, name) for name in asked] == ["每月党建专题会议", told, None]
    assert "promises" in {finding.problem.key for finding in findings(facts)}


def test_a_visit_that_fell_short_decides_while_the_year_runs_and_a_member_does_not(office, community):
    F.VisitFactory(community=community, kind="home", date=date(YEAR, 1, 2), households=4)
    member(community, "甲", 0)
    assert promise(as_of(office, NOVEMBER), HOUSEHOLDS, 5).verdict == "未兑现"
    Target.objects.all().delete()
    assert promise(as_of(office, NOVEMBER), DEEDS, 1).verdict == "进行中"


def test_no_promise_of_a_whole_year_is_missed_while_it_runs(office):
    held(office, 1, kind="conduct")
    draft = as_of(office, NOVEMBER)
    assert promise(draft, "targets.conduct_education", 4).is_kept is None
    assert [
        names.name(draft.facts, name) for name in ("missed_targets", "missed_in_full", "targets_kept")
    ] == [None] * 3


def test_every_month_so_far_is_not_the_year(office):
    held(office, *range(1, 11))
    made = promise(as_of(office, NOVEMBER), MEETINGS, 1)
    assert (made.verdict, made.detail) == ("进行中", "10个月都做到")


@pytest.mark.parametrize(
    ("months", "verdict", "text"),
    [
        ([1, 2, 3, 4], "已达到", "截至11月26日，党风政风教育4次，已经达到上年4次的承诺。"),
        ([1, 2, 3], "进行中", "截至11月26日，党风政风教育3次，上年4次的承诺还在推进。"),
        ([], "进行中", "截至11月26日，党风政风教育X次，上年4次的承诺还在推进。"),
    ],
)
def test_a_count_reached_already_stays_reached(office, months, verdict, text):
    held(office, *months, kind="conduct")
    draft = as_of(office, NOVEMBER)
    made = promise(draft, "targets.conduct_education", 4)
    assert (made.verdict, printed(draft, made)) == (verdict, text)


def test_a_rate_over_its_target_may_still_fall(office, community):
    sheets = {"valid": 100, "satisfied": 90, "basically_satisfied": 0, "dissatisfied": 10}
    F.SurveyFactory(community=community, kind="awareness", date=date(YEAR, 4, 1), **sheets)
    assert promise(as_of(office, NOVEMBER), "targets.decision_awareness", 75).verdict == "进行中"


def test_what_stands_may_be_lost_before_the_year_is_over(office):
    for name in ("一里社区", "二里社区"):
        F.CommunityFactory(subdistrict=office, name=name, pilot_since=date(YEAR, 2, 1))
    draft = as_of(office, NOVEMBER)
    made = promise(draft, "targets.pilot_communities", 2)
    assert (made.verdict, made.told_as) == ("进行中", "")
    assert printed(draft, made) == "截至11月26日，四项机制试点社区2个，上年2个的承诺还在推进。"
    [over] = as_of(office, date(YEAR + 1, 3, 1)).facts.promises
    assert over.verdict == "已兑现"


@pytest.fixture
def chosen(office):
    """Three, of which the first merged into the second and that into the third; beside them another."""
    third = F.CommunityFactory(subdistrict=office, name="和平里社区", demonstration_since=date(YEAR, 1, 5))
    second = F.CommunityFactory(subdistrict=office, name="文昌社区", until=date(YEAR, 6, 1), successor=third)
    first = F.CommunityFactory(subdistrict=office, name="清泉社区", until=date(YEAR, 3, 1), successor=second)
    F.CommunityFactory(subdistrict=office, name="柳岸社区", demonstration_since=date(YEAR, 1, 5))
    F.TargetFactory(subdistrict=office, year=YEAR, key=BUILDING, amount=None).communities.set(
        [first, second, third]
    )
    return first, second, third


BUILDING = "targets.demonstration_communities"
MERGED = "文昌社区、清泉社区已并入和平里社区"


def test_chosen_communities_are_told_by_those_that_stand(office, chosen):
    draft = as_of(office, NOVEMBER)
    made = draft.facts.promise(BUILDING)
    assert (made.verdict, made.detail) == ("进行中", f"{MERGED}，和平里社区现在是示范社区")
    assert (
        printed(draft, made)
        == f"截至11月26日，上年选定{made.promised}创建党建示范社区，{MERGED}，和平里社区现在是示范社区。"
    )
    over = as_of(office, date(YEAR + 1, 3, 1))
    made = over.facts.promise(BUILDING)
    assert (made.verdict, printed(over, made)) == (
        "已兑现",
        f"上年选定的{made.promised}都已建成党建示范社区，{MERGED}。",
    )


@pytest.mark.parametrize(
    ("built", "ended", "told"),
    [
        ([], [], "甲社区、乙社区还在创建"),
        (["甲社区"], [], "甲社区已是示范社区，乙社区还在创建"),
        (["甲社区", "乙社区"], [], "甲社区、乙社区现在都是示范社区"),
        (["甲社区"], ["乙社区"], "乙社区已撤销，甲社区现在是示范社区"),
        ([], ["甲社区", "乙社区"], "甲社区、乙社区已撤销"),
    ],
)
def test_chosen_communities_so_far(office, built, ended, told):
    target = F.TargetFactory(subdistrict=office, year=YEAR, key=BUILDING, amount=None)
    for name in ("甲社区", "乙社区"):
        since = date(YEAR, 1, 5) if name in built else None
        until = date(YEAR, 6, 1) if name in ended else None
        target.communities.add(
            F.CommunityFactory(subdistrict=office, name=name, demonstration_since=since, until=until)
        )
    made = as_of(office, NOVEMBER).facts.promise(BUILDING)
    assert (made.verdict, made.detail) == ("进行中", told)


def test_on_the_first_of_january_no_month_is_over(office):
    F.MeetingFactory(subdistrict=office, date=date(YEAR, 1, 1))
    made = promise(as_of(office, date(YEAR, 1, 1)), MEETINGS, 1)
    assert (made.verdict, made.detail) == ("进行中", "还没有过完一个月")


def test_a_verdict_told_while_the_year_runs_is_pointed_out(office):
    held(office, *range(1, 13))
    report = F.AnnualReportFactory(subdistrict=office)
    F.PassageFactory(report=report, text=promise(draft_of(office), MEETINGS, 1).passage)
    F.PassageFactory(report=report, key="highlights.foundations", section="", text="小标题。")
    assert list(contradicted_words(draft_of(office))) == []
    [fault] = contradicted_words(as_of(office, NOVEMBER))
    assert "进行中" in fault.message


# ── How next year's are worded ──────────────────────────────────────────────
def test_what_a_target_is_per_can_be_named_in_the_text(office):
    F.TargetFactory(subdistrict=office, year=YEAR + 1, key=DEEDS, amount=2, by_mean=True)
    F.TargetFactory(subdistrict=office, year=YEAR + 1, key=HOUSEHOLDS, amount=5)
    draft = draft_of(office)
    asked = ("deeds_per_member", "home_visit_households", "monthly_visits")
    assert [names.name(draft.facts, f"per.{name}") for name in asked] == ["人均", "每次", "每月"]
