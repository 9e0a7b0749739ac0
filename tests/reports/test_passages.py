"""Passages in their places: switched, moved, added, picked from the findings, rounded."""

import re
from datetime import date

import pytest

from reports.editing import wording
from reports.models import AnnualReport, Cause, Passage
from reports.outline.defaults import DEFAULTS
from reports.text.passages import default
from tests import factories as f
from tests.factories import YEAR
from tests.reports.support import draft_of
from tests.reports.writing import FETCH, LEAD, POINT, REPORT, change, keys, printed, read, stored, to

pytestmark = pytest.mark.django_db
FIRST = ("highlights.foundations.remedies", "problems.decisions", "causes.promises")  # of that office


@pytest.fixture
def desk(as_user, secretary, qingquan):
    return as_user(secretary)


# ── Places ──────────────────────────────────────────────────────────────────
def test_switched_off_is_not_printed_and_numbering_closes_up(desk, office):
    points = [passage.key for passage in draft_of(office).passages if passage.section == LEAD]
    first, second = [key for key in points if printed(office, key)][:2]
    change(desk, first, act="off")
    assert printed(office, first) == ""
    assert printed(office, second).startswith("一是")
    change(desk, first, act="on")
    assert printed(office, first).startswith("一是")


def test_a_problem_takes_its_cause_along(desk, office):
    change(desk, "problems.decisions", act="off")
    assert not stored("causes.decisions").written
    change(desk, "problems.decisions", act="on")
    assert stored("causes.decisions").written


def test_a_problem_of_ones_own_takes_nobody_elses_cause_along(desk, office):
    for part in ("problems", "causes"):
        desk.post(to("passage-add"), {"part": part, "text": f"{part}自己写的。"})
    own = [next(key for key in keys(part) if wording.OWN in key) for part in ("problems", "causes")]
    change(desk, own[0], act="off")
    assert stored(own[1]).written


@pytest.mark.parametrize(("key", "section"), [(FIRST[0], LEAD), (FIRST[1], ""), (FIRST[2], ""), (LEAD, "")])
def test_moved_down_and_up_again_is_where_it_was(desk, office, key, section):
    change(desk, key, act="down")
    part = key.split(".")[0]
    moved = keys(part, section)
    change(desk, key, act="up")
    back = keys(part, section)
    assert back == [
        p.key
        for p in default(AnnualReport(subdistrict=office, year=YEAR))
        if (p.part, p.section) == (part, section)
    ]
    assert moved.index(key) == back.index(key) + 1
    assert sorted(moved) == sorted(back)


def test_at_the_end_there_is_nowhere_to_move(desk, office):
    before = [p.key for p in default(AnnualReport(subdistrict=office, year=YEAR))]
    for key in (*FIRST, LEAD, "opening", "measures.aim", "causes.lead", "problems.lead"):
        change(desk, key, act="up")
        assert list(Passage.objects.values_list("key", flat=True)) == before, key


def test_a_section_takes_its_points_along(desk, office):
    change(desk, "highlights.teams", act="up")
    order = list(Passage.objects.filter(part="highlights").values_list("key", flat=True))
    first = [key for key in order if key.startswith("highlights.teams")]
    assert order[: len(first)] == first
    paragraphs = draft_of(office).document.parts[0].paragraphs
    assert [p.pieces[0].key for p in paragraphs[1:3]] == ["highlights.teams", LEAD]
    assert paragraphs[1].text.startswith("（一）")


def test_added_point_stands_last_in_its_section_and_only_it_can_be_removed(desk, office):
    desk.post(to("passage-add"), {"part": "highlights", "section": LEAD, "text": "品牌建设。自己加的。"})
    own = keys("highlights", LEAD)[-1]
    assert printed(office, own) == "五是品牌建设。自己加的。"
    assert "做了五件" in printed(office, LEAD)
    assert change(desk, POINT, act="remove").status_code == 404
    assert change(desk, own, act="remove").status_code == 302
    assert not Passage.objects.filter(key=own).exists()
    assert Passage.objects.filter(key=POINT).exists()
    desk.post(to("passage-add"), {"part": "highlights", "section": LEAD, "text": "另一条。"})
    assert keys("highlights", LEAD)[-1] != own  # its history is another passage's


@pytest.mark.parametrize(
    ("part", "text"), [("problems", "自己发现的问题。说明。"), ("causes", "自己想的原因。说明。")]
)
def test_own_problems_and_causes_are_printed_whatever_the_records_say(desk, office, part, text):
    for number in range(3):
        desk.post(to("passage-add"), {"part": part, "section": "", "text": f"第{number}条{text}"})
    whole = "".join(p.text for p in draft_of(office).document.paragraphs())
    assert [f"第{number}条{text}" in whole for number in range(3)] == [True] * 3


NOWHERE = [
    ("highlights", ""),
    ("measures", ""),
    ("problems", LEAD),
    ("highlights", POINT),
    ("measures", LEAD),
    ("highlights", "no.such"),
]


def test_nothing_is_added_where_nobody_would_see_it(desk, office):
    for part, section in NOWHERE:
        answer = desk.post(
            to("passage-add"), {"part": part, "section": section, "text": "看不见的。"}, headers=FETCH
        )
        assert answer.status_code == 404, (part, section)
        assert not Passage.objects.exists(), (part, section)


def test_restored_is_the_default_wording_again(desk, office):
    change(desk, POINT, "改过了。")
    change(desk, POINT, act="restore")
    assert (stored(POINT).text, stored(POINT).wording, stored(POINT).version) == (None, DEFAULTS[POINT], 3)


def test_a_section_whose_points_all_dropped_says_why(desk, office):
    for passage in [p for p in draft_of(office).passages if p.section == LEAD]:
        change(desk, passage.key, act="off")
    assert "下面没有要写的条目" in read(desk.get(REPORT))


# ── Findings ────────────────────────────────────────────────────────────────
@pytest.fixture
def difficulty(qingquan):
    """A difficulty that nobody solved; half of a branch came to its study, and all of it are old."""
    org = f.PartyOrgFactory(community=qingquan)
    f.MeetingFactory(subdistrict=qingquan.subdistrict, org=org, kind="theme_day", expected=20, present=10)
    f.MemberFactory(org=org, birth_date=date(1940, 1, 1))
    return f.VisitIssueFactory(visit=f.VisitFactory(community=qingquan), kind="difficulty")


def test_a_picked_finding_is_a_problem_with_cause_and_measure(desk, office, difficulty):
    cause = Cause.objects.of(office.pk).last()
    assert "学习到课率偏低" in read(desk.get(REPORT))
    assert desk.post(to("problem", "attendance"), {"cause": cause.pk, "measure": "1"}).status_code == 302
    assert desk.post(to("problem", "age"), {}).status_code == 302
    assert "50%" in printed(office, "problems.attendance")
    assert printed(office, "causes.attendance").endswith(f"是{cause.name}")
    assert "我" in printed(office, "measures.answers.attendance")
    assert keys("problems")[-1] == "problems.age"
    assert keys("causes")[-1] == "causes.age"
    assert "measures.answers.age" not in keys("measures", "measures.answers")
    orders = list(Passage.objects.values_list("order", flat=True))
    assert orders == sorted(set(orders)), "two passages in one place"


def test_picking_writes_a_measure_again_without_moving_anything(desk, office, difficulty):
    change(desk, "measures.answers.difficulties", act="off")
    before = keys("measures", "measures.answers")
    desk.post(to("problem", "difficulties"), {"measure": "1"})
    assert stored("measures.answers.difficulties").written
    assert keys("measures", "measures.answers") == before
    orders = list(Passage.objects.values_list("order", flat=True))
    assert len(orders) == len(set(orders))


def test_another_cause_is_chosen_from_the_offices_own_library(desk, office, other_office):
    cause, foreign = f.CauseFactory(subdistrict=office), f.CauseFactory(subdistrict=other_office)
    desk.post(to("choose-cause", "causes.uneven"), {"cause": cause.pk})
    assert stored("causes.uneven").text == cause.name
    assert desk.post(to("choose-cause", "causes.uneven"), {"cause": foreign.pk}).status_code == 404
    assert desk.post(to("problem", "age"), {"cause": foreign.pk}).status_code == 404
    assert stored("causes.uneven").text == cause.name


def test_unknown_findings_passages_and_figures_are_not_found(desk, office):
    assert desk.post(to("problem", "no_such"), {}).status_code == 404
    assert change(desk, "no.such", "甲。").status_code == 404
    assert desk.post(to("rounding", POINT), {"figure": "count", "way": "余十"}).status_code == 404
    assert desk.post(to("rounding", POINT), {"figure": "meetings.special", "way": "约"}).status_code == 404


# ── Roundings ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("meetings", "way", "said"),
    [
        (13, "余十", "10余"),
        (10, "余十", "10"),
        (9, "余十", "9"),
        (19, "近十", "近20"),
        (20, "近十", "20"),
        (11, "近十", "11"),
        (3, "近千", "3"),
    ],
)
def test_rounded_only_where_it_is_true(desk, office, meetings, way, said):
    f.MeetingFactory.create_batch(meetings, subdistrict=office)
    assert desk.post(to("rounding", POINT), {"figure": "meetings.special", "way": way}).status_code == 302
    assert f"党建专题会议{said}次" in printed(office, POINT)


def test_a_rounding_follows_the_figure(desk, office):
    f.MeetingFactory.create_batch(19, subdistrict=office)
    desk.post(to("rounding", POINT), {"figure": "meetings.special", "way": "近十"})
    said = []
    for _ in range(3):
        said.append(re.search("会议(.*?)次", printed(office, POINT))[1])
        f.MeetingFactory(subdistrict=office)
    assert said == ["近20", "20", "21"]
    desk.post(to("rounding", POINT), {"figure": "meetings.special", "way": ""})
    assert stored(POINT).text is None


def test_a_missing_figure_is_not_rounded(desk, office):
    desk.post(to("rounding", POINT), {"figure": "meetings.special", "way": "余十"})
    assert "党建专题会议X次" in printed(office, POINT)
