"""Changing the text: nothing typed is lost, nothing is changed unseen, and the figures stay computed."""

import html as escaping
import re

import pytest
from django.urls import reverse
from lxml import html

from reports.models import AnnualReport, Passage
from reports.text.passages import default
from tests import factories as f
from tests.factories import YEAR
from tests.reports.support import edition_of
from tests.reports.writing import FETCH, LEAD, POINT, REPORT, boxes, change, keys, printed, read, stored, to

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>&amp;🀄𬀩{x}【没有】【党／群｜"


@pytest.fixture
def desk(as_user, secretary, qingquan):
    return as_user(secretary)


@pytest.fixture
def second(as_user, office):
    """Another secretary of the same 街道."""
    return as_user(
        f.UserFactory(username="second", display_name="罗春梅", role="secretary", subdistrict=office)
    )


# ── The office's own ────────────────────────────────────────────────────────
def test_first_change_makes_the_whole_outline_the_offices_own_with_who_and_when(desk, office, secretary):
    outline = [
        (p.key, p.part, p.section, p.order, p.text)
        for p in default(AnnualReport(subdistrict=office, year=YEAR))
    ]
    assert change(desk, POINT, "责任落实到位。新写的话。").status_code == 302
    kept = {p.key: p for p in Passage.objects.all()}
    assert [(p.key, p.part, p.section, p.order, p.text) for p in kept.values() if p.key != POINT] == [
        row for row in outline if row[0] != POINT
    ]
    assert (kept[POINT].text, kept[POINT].version) == ("责任落实到位。新写的话。", 2)
    assert {p.version for key, p in kept.items() if key != POINT} == {1}
    for key, passage in kept.items():
        rows = passage.history.order_by("history_id")
        assert [(row.history_type, row.history_user_id) for row in rows] == [
            (kind, secretary.pk) for kind in "+~"[: 1 + (key == POINT)]
        ]


def test_same_text_again_is_no_new_version(desk, office):
    change(desk, POINT, "责任落实到位。", 1)
    change(desk, POINT, "责任落实到位。", 2)
    assert stored(POINT).version == 2
    assert Passage.history.filter(key=POINT).count() == 2


def test_figures_are_edited_by_name_and_stored_by_key(desk, office):
    shown = boxes(desk.get(REPORT))[POINT]
    assert "【党建专题会议】" in shown
    change(desk, POINT, shown + "另开【党建专题会议】次。")
    assert stored(POINT).text.count("{meetings.special}") == shown.count("【党建专题会议】") + 1
    assert boxes(desk.get(REPORT))[POINT] == shown + "另开【党建专题会议】次。"


# ── Two at once ─────────────────────────────────────────────────────────────
def test_second_writer_sees_both_texts_and_neither_is_lost(desk, second, office):
    change(desk, POINT, "甲写的。", 1)
    answer = change(second, POINT, "乙写的。", 1)
    assert answer.status_code == 409
    assert stored(POINT).text == "甲写的。"
    assert "甲写的。" in re.sub("<textarea.*?</textarea>", "", answer.content.decode(), flags=re.S)
    assert "周明远" in read(answer)
    assert boxes(answer)[POINT] == "乙写的。"
    seen = html.fromstring(answer.content.decode()).xpath(
        f"//form[@data-passage='{POINT}']//input[@name='version']/@value"
    )[0]
    assert change(second, POINT, "乙写的。", seen).status_code == 302
    assert [row.text for row in Passage.history.filter(key=POINT).order_by("history_id")][1:] == [
        "甲写的。",
        "乙写的。",
    ]


def test_conflict_by_script_answers_with_the_other_text_and_its_version(desk, second, office):
    change(desk, POINT, "甲写的。", 1)
    answer = change(second, POINT, "乙写的。", 1, FETCH)
    assert answer.status_code == 409
    theirs = answer.json()["theirs"]
    assert (theirs["text"], theirs["who"], theirs["version"]) == ("甲写的。", "周明远", 2)
    assert stored(POINT).text == "甲写的。"


def test_a_conflicting_button_does_nothing_either(desk, second, office):
    change(desk, POINT, "甲写的。", 1)
    assert change(second, POINT, "乙写的。", 1, act="off").status_code == 409
    assert stored(POINT).written


def test_without_the_version_the_second_would_overwrite_the_first(desk, second, office):
    change(desk, POINT, "甲写的。", 1)
    assert change(second, POINT, "乙写的。", stored(POINT).version).status_code == 302
    assert stored(POINT).text == "乙写的。"


def test_by_script_the_answer_tells_version_checks_and_what_is_printed(desk, office):
    f.MeetingFactory.create_batch(3, subdistrict=office)
    answer = change(desk, POINT, "开了【党建专题会议】次，<b>。", 1, FETCH)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["version"], stored(POINT).text) == (2, "开了{meetings.special}次，<b>。")
    assert ">3</a>" in told["printed"]
    assert "&lt;b&gt;" in told["printed"]
    assert 'id="checks"' in told["checks"]


# ── What is typed ───────────────────────────────────────────────────────────
def test_unknown_name_stays_as_typed_and_a_check_points_it_out(desk, office):
    text = "责任落实到位。召开【没有的会议】次、{no.such}次。"
    change(desk, POINT, text)
    assert stored(POINT).text == text
    assert text in printed(office, POINT)
    response = desk.get(REPORT)
    faults = [result.fault for result in response.context["blocking"] if result.check.key == "token"]
    assert [fault.passage for fault in faults] == [POINT, POINT]
    assert "【没有的会议】" in faults[0].message


def test_hostile_text_survives_and_is_escaped(desk, office):
    typed = f"开头。{HOSTILE}\x00\x08\u200b结尾。\r\n第二行。"
    change(desk, POINT, typed)
    kept = f"开头。{HOSTILE}结尾。第二行。"
    assert stored(POINT).text == kept
    assert printed(office, POINT).endswith(f"是{kept}")
    page = desk.get(REPORT)
    assert boxes(page)[POINT] == kept
    assert "<script>alert" not in page.content.decode()
    assert escaping.escape("<script>alert(1)</script>&amp;") in page.content.decode()
    for name, more in (
        ("preview", ""),
        ("preview", "&kind=spoken"),
        ("preview", "&kind=review"),
        ("promises", ""),
    ):
        assert "<script>alert" not in desk.get(to(name) + more).content.decode()


@pytest.mark.parametrize("headers", [None, FETCH])
def test_too_long_is_refused_and_stays_in_the_box(desk, office, headers):
    text = "长" * 4001
    answer = change(desk, POINT, text, 1, headers)
    assert answer.status_code == 422
    assert not Passage.objects.exists()
    if headers:
        assert "4001" in answer.json()["refused"]
    else:
        assert boxes(answer)[POINT] == text
        assert "4001" in read(answer)
    assert change(desk, POINT, "长" * 4000).status_code == 302


def test_too_long_an_addition_is_refused_and_stays(desk, office):
    answer = desk.post(to("passage-add"), {"part": "highlights", "section": LEAD, "text": "长" * 4001})
    assert answer.status_code == 422
    assert "长" * 4001 in answer.content.decode()
    assert not Passage.objects.exists()


# ── Locked, foreign ─────────────────────────────────────────────────────────
@pytest.mark.parametrize("stage", ["review", "signed"])
def test_locked_text_is_refused_and_what_was_typed_stays_in_sight(desk, office, secretary, stage):
    change(desk, POINT, "原来的。")
    edition_of(office, secretary)
    AnnualReport.objects.update(stage=stage)
    answer = change(desk, POINT, "来晚了的话。", 2)
    assert answer.status_code == 409
    assert "来晚了的话。" in read(answer)
    assert change(desk, POINT, "来晚了的话。", 2, FETCH).status_code == 409
    added = desk.post(to("passage-add"), {"part": "highlights", "section": LEAD, "text": "来晚了的一条。"})
    assert added.status_code == 409
    assert "来晚了的一条。" in read(added)
    assert stored(POINT).text == "原来的。"
    assert not Passage.objects.filter(text__contains="来晚").exists()


def test_passages_of_another_office_are_out_of_reach(desk, office, other_office, as_user):
    theirs = as_user(f.UserFactory(role="secretary", subdistrict=other_office))
    theirs.post(to("passage-add"), {"part": "highlights", "section": LEAD, "text": "外街道的秘密。"})
    change(theirs, POINT, "外街道的话。")
    own = Passage.objects.get(text="外街道的秘密。").key
    before = list(Passage.objects.order_by("pk").values())
    assert change(desk, own, "夺来的。").status_code == 404
    assert "外街道" not in desk.get(REPORT).content.decode()
    assert change(desk, POINT, "自己的。").status_code == 302
    other = Passage.objects.exclude(report__subdistrict=office)
    assert list(other.order_by("pk").values()) == before
    edition = edition_of(other_office, f.UserFactory(subdistrict=other_office))
    for name in ("edition", "edition-word", "edition-data", "compare"):
        assert desk.get(reverse(f"reports:{name}", args=[edition.pk])).status_code == 404


@pytest.mark.parametrize("role", ["clerk", "admin"])
def test_only_a_secretary_changes_the_text(as_user, office, role):
    client = as_user(f.UserFactory(role=role, subdistrict=office))
    assert change(client, POINT, "夺来的。").status_code == 403
    assert not Passage.objects.exists()


# ── Astray ──────────────────────────────────────────────────────────────────
def test_text_typed_for_a_passage_that_is_gone_stays_in_sight(desk, second, office):
    desk.post(to("passage-add"), {"part": "highlights", "section": LEAD, "text": "自己加的。"})
    own = keys("highlights", LEAD)[-1]
    change(desk, own, act="remove")
    assert "写了半天的话。" in change(second, own, "写了半天的话。", 1).content.decode()


@pytest.mark.parametrize("year", ["2099", "１９９", "x"])
def test_a_change_to_no_known_year_changes_no_report(desk, office, year):
    desk.post(f"{reverse('reports:passage', args=[POINT])}?year={year}", {"text": "给谁的？", "version": "1"})
    assert not Passage.objects.exists()
