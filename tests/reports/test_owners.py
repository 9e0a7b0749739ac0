"""Who takes a problem on, and by when: set at the problem, said in its measure and in 问题清单."""

from collections import Counter
from datetime import date

import pytest

from reports.checks import run
from reports.models import Remark
from tests import factories as f
from tests.factories import YEAR
from tests.reports.support import draft_of
from tests.reports.writing import REPORT, printed, read, stored, to

pytestmark = pytest.mark.django_db
PROBLEM, MEASURE = "problems.difficulties", "measures.answers.difficulties"


@pytest.fixture
def desk(as_user, secretary, office, qingquan):
    f.LeaderFactory(subdistrict=office, name=office.reporter, post="secretary")
    f.LeaderFactory(subdistrict=office, name="赵秀芝")
    f.AnnualReportFactory(subdistrict=office, most_open_difficulties=0)
    f.VisitIssueFactory(visit=f.VisitFactory(community=qingquan), kind="difficulty")
    return as_user(secretary)


def assign(desk, owner="", due=""):
    return desk.post(to("assign", PROBLEM), {"owner": owner, "due": due})


def row(office):
    (annex,) = [annex for annex in draft_of(office).document.annexes if annex.title == "问题清单"]
    (told,) = [told for told in annex.table.rows if "困难" in told[1]]
    return told


def test_unless_told_otherwise_the_secretary_by_the_next_november(desk, office):
    assert "我" in printed(office, MEASURE)
    assert f"{YEAR + 1}年11月底" in printed(office, MEASURE)
    assert row(office)[-2:] == ("周明远", f"{YEAR + 1}年11月底")


def test_owner_and_due_stand_in_the_measure_and_in_the_list(desk, office):
    assign(desk, "赵秀芝", f"{YEAR + 1}-06-15")
    assert "赵秀芝" in printed(office, MEASURE)
    assert f"{YEAR + 1}年6月15日" in printed(office, MEASURE)
    assert row(office)[-2:] == ("赵秀芝", f"{YEAR + 1}年6月15日")
    assert stored(PROBLEM).due == date(YEAR + 1, 6, 15)
    assert stored(PROBLEM).text is None


@pytest.mark.parametrize("typed", ["2027.6.30", "2027年6月30日", "20270630"])
def test_a_day_may_be_typed_as_in_any_form(desk, typed):
    assign(desk, "赵秀芝", typed)
    assert stored(PROBLEM).due == date(2027, 6, 30)


def test_a_day_that_is_none_is_refused_by_name_and_both_stay_typed(desk):
    answer = assign(desk, "赵秀芝", "六月")
    assert answer.status_code == 422
    assert "期限" in read(answer)
    assert 'value="六月"' in answer.content.decode()
    assert '<option value="赵秀芝" selected>' in answer.content.decode()


def test_only_a_problem_has_an_owner(desk):
    for key in ("problems.lead", "causes.difficulties", "opening", "problems.nothing"):
        assert desk.post(to("assign", key), {"owner": "赵秀芝"}).status_code == 404


def test_promises_that_were_missed_have_one_too(desk, office):
    f.TargetFactory(subdistrict=office, year=YEAR, key="targets.special_meetings", amount=1)
    f.MeetingFactory(subdistrict=office, kind="special", date=date(YEAR, 3, 1))
    assert "我没有" in printed(office, "causes.promises")
    assert (
        desk.post(to("assign", "problems.lead"), {"owner": "赵秀芝", "due": f"{YEAR + 1}-06-15"}).status_code
        == 302
    )
    assert "赵秀芝" in printed(office, "measures.answers.promises")
    assert f"{YEAR + 1}年6月15日" in printed(office, "measures.answers.promises")
    (annex,) = [annex for annex in draft_of(office).document.annexes if annex.title == "问题清单"]
    (told,) = [told for told in annex.table.rows if told[0] == "没有兑现的承诺"]
    assert told[-2:] == ("赵秀芝", f"{YEAR + 1}年6月15日")
    assert "每月党建专题会议" in told[1]


def test_an_owner_of_an_offices_own_problem_stands_in_the_list(desk, office):
    desk.post(to("passage-add"), {"part": "problems", "text": "自己看出的问题。差在我没有去看。"})
    (own,) = [passage for passage in draft_of(office).passages if passage.part == "problems" and passage.own]
    desk.post(to("assign", own.key), {"owner": "赵秀芝", "due": "2027-03-31"})
    (annex,) = [annex for annex in draft_of(office).document.annexes if annex.title == "问题清单"]
    assert ("赵秀芝", "2027年3月底") in [told[-2:] for told in annex.table.rows]


# ── Several warnings of one check ───────────────────────────────────────────
def test_warnings_of_one_check_are_passed_together_each_with_the_reason(desk, office):
    for passage in ("highlights.foundations.duty", "highlights.teams.cadres"):
        desk.post(
            to("passage", passage), {"text": "班子抓在手上。党建责任落实到位，成效显著。", "version": 1}
        )
    assert "几条一起放行" in desk.get(REPORT).content.decode()
    found = Counter(result.check.key for result in results(office) if not result.check.blocking)
    key = found.most_common(1)[0][0]
    desk.post(to("pass"), {"check": key, "all": "1", "reason": ""})
    assert not Remark.objects.exists(), "no reason, nothing passed"
    desk.post(to("pass"), {"check": key, "all": "1", "reason": "逐条核对过"})
    assert set(Remark.objects.values_list("check_key", "reason")) == {(key, "逐条核对过")}
    assert not [r for r in results(office) if r.check.key == key and r.stops]


def results(office):
    return run(draft_of(office))
