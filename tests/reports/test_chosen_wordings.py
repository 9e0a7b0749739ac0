"""Which wording a passage has that nobody reworded: one that fits, stable, and not last year's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Edition, Passage
from reports.outline.defaults import WORDINGS
from reports.text import wordings
from reports.text.phrasing import Phrasing
from tests import factories as f
from tests.factories import YEAR
from tests.reports.support import draft_of, edition_of
from tests.reports.writing import POINT, REPORT, boxes, change, printed, read, stored

pytestmark = pytest.mark.django_db
OWN = "我们另起了一句。"


@pytest.fixture
def desk(as_user, secretary, qingquan):
    return as_user(secretary)


@pytest.fixture
def two(monkeypatch):
    """Two wordings that always fit."""
    monkeypatch.setitem(WORDINGS, POINT, ("甲样写法。", "乙样写法。"))


def offered(office, year=YEAR):
    return {passage.key: passage.offered for passage in draft_of(office, year).passages}


def test_it_is_the_same_however_often_it_is_asked(office):
    assert offered(office) == offered(office)


def test_offices_and_years_differ(office, other_office):
    assert offered(office) != offered(other_office)
    assert offered(office) != offered(office, YEAR - 1)


def test_the_last_signed_years_wording_is_not_taken_again(office, secretary, two):
    edition_of(office, secretary, YEAR - 1)
    last = Edition.objects.get().thaw()[wordings.KEPT][POINT]
    assert {last, offered(office)[POINT]} == {"甲样写法。", "乙样写法。"}


def test_switched_off_it_could_be(office, secretary, two, monkeypatch):
    """Without what the edition keeps, nothing holds the two years apart."""
    kept = set()
    for name in "甲乙丙丁戊己":
        place = f.SubDistrictFactory(name=f"{name}街道")
        edition_of(place, secretary, YEAR - 1)
        last = Edition.objects.latest("pk").thaw()[wordings.KEPT][POINT]
        monkeypatch.setattr(wordings, "KEPT", "switched off")
        kept.add(offered(place, YEAR + 1)[POINT] == last)
        monkeypatch.undo()
        monkeypatch.setitem(WORDINGS, POINT, ("甲样写法。", "乙样写法。"))
    assert True in kept


def test_the_only_one_that_fits_is_taken_again(office, secretary, monkeypatch):
    monkeypatch.setitem(WORDINGS, POINT, ("开会{meetings.special}次。", "只此一样。"))
    f.ZeroStatementFactory(subdistrict=office, key="meetings.special")
    f.ZeroStatementFactory(subdistrict=office, key="meetings.special", year=YEAR - 1)
    edition_of(office, secretary, YEAR - 1)
    assert offered(office)[POINT] == offered(office, YEAR - 1)[POINT] == "只此一样。"


def test_a_wording_fits_by_its_first_clause_that_names_anything(office):
    f.ZeroStatementFactory(subdistrict=office, key="meetings.special")
    phrasing = Phrasing(draft_of(office).facts)
    assert not phrasing.fits("专题会。开会{meetings.special}次，访{visits.frontline}次。")
    assert phrasing.fits("专题会。访{visits.frontline}次，开会{meetings.special}次。"), (
        "X is printed and asks for records"
    )
    assert phrasing.fits("专题会。")


def test_a_cause_that_no_record_shows_is_offered_and_not_written(office, qingquan, desk):
    f.VisitIssueFactory(visit=f.VisitFactory(community=qingquan), kind="difficulty")
    f.AnnualReportFactory(subdistrict=office, most_open_difficulties=0)
    assert printed(office, "problems.difficulties")
    assert printed(office, "causes.difficulties") == ""
    assert wordings.NO_RECORD in read(desk.get(REPORT))


# ── Another, because a person asks ──────────────────────────────────────────
def test_another_wording_becomes_the_persons_own_text(desk, office, two):
    before = boxes(desk.get(REPORT))[POINT]
    change(desk, POINT, act="another")
    (other,) = {"甲样写法。", "乙样写法。"} - {before}
    assert stored(POINT).text == other
    change(desk, POINT, act="restore", version=2)
    assert stored(POINT).text is None


def test_the_button_says_how_many_there_are_and_goes_through_all(desk, office, monkeypatch):
    monkeypatch.setitem(WORDINGS, POINT, ("甲样写法。", "乙样写法。", "丙样写法。"))
    assert "换个写法（2）" in read(desk.get(REPORT))
    seen = [boxes(desk.get(REPORT))[POINT]]
    for _ in range(2):
        change(desk, POINT, act="another")
        seen.append(stored(POINT).wording)
    assert sorted(seen) == sorted(WORDINGS[POINT])


def test_what_a_person_wrote_is_never_exchanged(desk, office, two):
    change(desk, POINT, act="another")
    change(desk, POINT, act="another", version=2)
    assert stored(POINT).wording in WORDINGS[POINT]
    change(desk, POINT, OWN, version=3)
    assert "换个写法" not in boxes(desk.get(REPORT))[POINT]
    change(desk, POINT, act="another", version=4)
    assert stored(POINT).wording == OWN
    change(desk, POINT, act="restore", version=5)
    assert stored(POINT).text is None


# ── Reports begun before the outline grew ───────────────────────────────────
def test_a_report_begun_before_gets_what_the_outline_has_since(desk, office, monkeypatch):
    change(desk, POINT, OWN)
    stored("problems.lead").delete()
    stored("highlights.foundations.frontline").delete()
    keys = [passage.key for passage in draft_of(office).passages]
    assert {"problems.lead", "highlights.foundations.frontline"} <= set(keys)
    assert len(keys) == len(set(keys))
    change(desk, POINT, "另一句。", 2)
    assert stored("problems.lead").text is None


def test_a_change_writes_its_own_passage_alone(desk, office):
    change(desk, POINT, OWN)
    with CaptureQueriesContext(connection) as asked:
        change(desk, POINT, "另一句。", 2)
    assert stored(POINT).text == "另一句。"
    assert sum(query["sql"].startswith('UPDATE "reports_passage"') for query in asked) == 1


def test_places_that_a_new_passage_moves_are_saved_with_it(desk, office):
    change(desk, POINT, OWN)
    stored("problems.lead").delete()
    change(desk, POINT, "另一句。", 2)
    rows = list(Passage.objects.order_by("order"))
    assert len({row.order for row in rows}) == len(rows)
    assert [row.key for row in rows] == [passage.key for passage in draft_of(office).passages]
