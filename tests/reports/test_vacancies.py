"""书记空缺 as a finding, and what the text tells of people in post, honours and flags: only of what is on record."""

from datetime import date

import pytest

from members.models import PartyOrg, PostHolder
from reports.pledges.suggestions import advise
from reports.text import names
from tests import factories as F
from tests.factories import YEAR
from tests.reports.support import draft_of
from tests.reports.writing import printed

pytestmark = pytest.mark.django_db
KEYS = ("problems.vacant_orgs", "causes.vacant_orgs", "measures.answers.vacant_orgs")
POINTS = ("highlights.teams.secretaries", "highlights.teams.examples", "measures.teams.examples")


@pytest.fixture
def branch(qingquan):
    return F.PartyOrgFactory(community=qingquan, name="清泉社区第一党支部")


def secretary_of(org, until=None):
    return F.PostHolderFactory(org=org, post=PostHolder.Post.SECRETARY, until=until)


def test_nothing_is_told_of_what_nobody_records(office, branch):
    F.MemberFactory(org=branch)
    assert [printed(office, key) for key in (*KEYS, *POINTS)] == [""] * 6


def test_a_vacancy_has_a_problem_a_cause_and_a_measure_with_owner_and_day(office, branch, wenchang):
    secretary_of(branch, until=date(YEAR, 9, 1))
    secretary_of(F.PartyOrgFactory(community=wenchang))
    problem, cause, measure = (printed(office, key) for key in KEYS)
    assert "清泉社区第一党支部" in problem
    assert "1个" in problem
    assert "我没有" in cause
    assert "我" in measure
    assert f"{YEAR + 1}年3月底" in measure


def test_a_vacancy_that_is_filled_is_no_problem(office, branch):
    secretary_of(branch, until=date(YEAR, 9, 1))
    secretary_of(branch)
    assert printed(office, KEYS[0]) == ""
    assert "在任的党组织书记1名" in printed(office, POINTS[0])


def test_organisations_are_named_only_where_the_office_prints_names(office, branch):
    secretary_of(branch, until=date(YEAR, 9, 1))
    report = F.AnnualReportFactory(subdistrict=office, names_communities=False)
    assert names.name(draft_of(office).facts, "vacant_orgs") is None
    report.names_communities = True
    report.save()
    assert names.name(draft_of(office).facts, "vacant_orgs") == "清泉社区第一党支部"


def test_more_than_a_few_are_counted_and_not_named(office, qingquan):
    secretary_of(F.PartyOrgFactory(community=qingquan))
    F.PartyOrgFactory.create_batch(5, community=qingquan)
    assert names.name(draft_of(office).facts, "vacant_orgs") is None
    assert "5个" in printed(office, KEYS[0])


def test_a_year_without_honours_tells_of_the_flags_alone(office, branch):
    F.FlagPostFactory(member=F.MemberFactory(org=branch))
    text = printed(office, POINTS[1])
    assert "一名党员一面旗" in text
    assert "1名" in text
    assert "表彰" not in text


def test_flags_are_promised_in_full_and_not_called_pilots(office, branch):
    for _ in range(3):
        F.FlagPostFactory(member=F.MemberFactory(org=branch))
    facts = draft_of(office).facts
    figure = facts.values["targets.flag_members"].indicator
    assert advise(figure, facts.values["members.flag_members"], facts.scope).amount == 3


def test_a_promise_of_honours_is_judged_by_the_year(office, branch):
    F.TargetFactory(subdistrict=office, year=YEAR, key="targets.honours", amount=2)
    F.HonourFactory(org=branch)
    promise = draft_of(office).facts.promise("targets.honours")
    assert (promise.is_kept, promise.figure.measure) == (False, "members.honours")


def test_the_work_committee_is_never_vacant(office, qingquan):
    secretary_of(F.PartyOrgFactory(community=qingquan))
    F.PartyOrgFactory(community=None, subdistrict=office, kind=PartyOrg.Kind.WORK_COMMITTEE, sphere="office")
    assert printed(office, KEYS[0]) == ""
