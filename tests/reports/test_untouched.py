"""A passage that nobody reworded has no text of its own; a year starts from what was signed last, and from nothing else."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from reports.models import AnnualReport, Cause, Edition, Passage
from reports.outline.defaults import DEFAULTS, WORDINGS
from reports.outline.highlights import HIGHLIGHTS
from reports.text.passages import default
from tests import factories as f
from tests.factories import YEAR
from tests.reports.support import draft_of, edition_of
from tests.reports.writing import LEAD, NEXT, POINT, REPORT, boxes, change, printed, stored, to

pytestmark = pytest.mark.django_db
migration = import_module("reports.migrations.0005_untouched_passages")
OWN = "我们另起了一句。"


@pytest.fixture
def desk(as_user, secretary, qingquan):
    return as_user(secretary)


def typed():
    """What persons wrote, by passage."""
    return dict(Passage.objects.exclude(text=None).values_list("key", "text"))


# ── Untouched ───────────────────────────────────────────────────────────────
def test_the_first_change_keeps_that_text_alone(desk, office):
    change(desk, POINT, OWN)
    assert typed() == {POINT: OWN}
    assert Passage.objects.count() == len(default(AnnualReport(subdistrict=office, year=YEAR)))


def test_switched_moved_and_ordered_passages_stay_untouched(desk, office):
    change(desk, POINT, act="off")
    change(desk, NEXT, act="up")
    desk.post(to("spoken-order"), {f"place-{NEXT}": "1"})
    assert typed() == {}
    assert not stored(POINT).written
    assert stored(NEXT).spoken_order == 0


def test_the_default_typed_word_for_word_is_untouched(desk, office):
    shown = boxes(desk.get(REPORT))[POINT]
    change(desk, POINT, OWN)
    change(desk, POINT, shown, 2)
    assert typed() == {}


def test_a_text_that_was_cleared_stays_cleared(desk, office):
    change(desk, POINT, "")
    assert typed() == {POINT: ""}
    assert printed(office, POINT) == ""


def test_picked_findings_follow_the_default_too(desk, office, qingquan):
    f.VisitIssueFactory(visit=f.VisitFactory(community=qingquan), kind="difficulty")
    desk.post(to("problem", "difficulties"), {"measure": "1"})
    assert typed() == {}
    assert printed(office, "problems.difficulties").startswith("（")
    assert "1件" in printed(office, "measures.answers.difficulties")


def test_a_later_default_is_printed_where_nobody_reworded(desk, office, monkeypatch):
    change(desk, POINT, OWN)
    for key in (POINT, NEXT):
        monkeypatch.setitem(WORDINGS, key, ("后来的默认文字。",))
    assert printed(office, POINT).endswith(f"是{OWN}")
    assert printed(office, NEXT).endswith("是后来的默认文字。")


def test_an_untouched_passage_that_the_outline_gave_up_is_gone_and_a_reworded_one_stays(
    desk, office, monkeypatch
):
    change(desk, POINT, OWN)
    for key in (POINT, NEXT):
        monkeypatch.delitem(DEFAULTS, key)
    left = [
        replace(section, points=tuple(p for p in section.points if p.key not in (POINT, NEXT)))
        for section in HIGHLIGHTS
    ]
    monkeypatch.setattr("reports.text.passages.HIGHLIGHTS", tuple(left))
    assert printed(office, POINT).endswith(f"是{OWN}")
    assert NEXT not in boxes(desk.get(REPORT))
    assert change(desk, NEXT, "给谁的？").status_code == 404


# ── A new year ──────────────────────────────────────────────────────────────
def report_of(office, year, **passages):
    report = f.AnnualReportFactory(subdistrict=office, year=year)
    for passage in default(report):
        passage.text = passages.get(passage.key.replace(".", "__"))
        passage.save()
    return report


def texts(office, year=YEAR):
    return {p.key: p.text for p in draft_of(office, year).passages if p.text is not None}


AIM = "measures__aim"
AIMS = "measures.aim"


def test_a_year_starts_from_what_was_signed_last(office, secretary):
    for offset in (-1, 0):
        f.CampaignFactory(
            subdistrict=office,
            name=f"第{offset + 1}次主题教育",
            first_year=YEAR + offset,
            last_year=YEAR + offset,
        )
        brand = f.BrandFactory(subdistrict=office, name=f"品牌{offset + 1}", since=date(YEAR + offset, 3, 1))
        f.MediaReportFactory(brand=brand, date=date(YEAR + offset, 6, 1))
    own = f"去年{YEAR - 1}年、来年{YEAR}年，第0次主题教育和品牌0，开会{{meetings.special}}次。"
    last = report_of(
        office, YEAR - 1, measures__aim=own, causes__uneven="去年的原因。", problems__uneven="去年的问题。"
    )
    f.PassageFactory(report=last, key="problems.own1", part="problems", section="", text="去年自己的问题。")
    edition_of(office, secretary, YEAR - 1)
    assert texts(office) == {
        AIMS: "去年{year}年、来年{next_year}年，{campaign}和{brand}，开会{meetings.special}次。"
    }
    assert "problems.uneven" in {p.key for p in draft_of(office).passages}


def test_an_unsigned_draft_of_an_earlier_year_changes_no_other_year(office, secretary):
    report_of(office, YEAR - 2, **{AIM: "两年前定稿的。"})
    edition_of(office, secretary, YEAR - 2)
    before = texts(office)
    report_of(office, YEAR - 1, **{AIM: "没有定稿的。"})
    report_of(office, YEAR - 3, **{AIM: "翻出来改的旧稿。"})
    assert texts(office) == before == {AIMS: "两年前定稿的。"}


def test_what_is_typed_after_signing_is_nobody_elses_text(desk, office, secretary):
    """A new edition begun and not signed: the signed one still counts."""
    last = report_of(office, YEAR - 1, **{AIM: "定稿的。"})
    edition_of(office, secretary, YEAR - 1)
    AnnualReport.objects.filter(pk=last.pk).update(stage="draft")
    last.passages.filter(key=AIMS).update(text="开新稿时改的。")
    assert texts(office) == {AIMS: "定稿的。"}


@pytest.mark.parametrize(("stage", "start"), [("signed", {AIMS: "当时的。"}), ("draft", {}), ("review", {})])
def test_an_edition_that_kept_no_passages_is_followed_by_its_rows_only_while_signed(
    office, secretary, stage, start
):
    last = report_of(office, YEAR - 1, **{AIM: "当时的。"})
    edition = edition_of(office, secretary, YEAR - 1)
    content = edition.thaw()
    del content["passages"]
    edition.freeze(content)
    Edition.objects.filter(pk=edition.pk).update(content=edition.content, fingerprint=edition.fingerprint)
    AnnualReport.objects.filter(pk=last.pk).update(stage=stage)
    assert texts(office) == start


def test_nothing_signed_starts_from_the_default(office):
    report_of(office, YEAR - 1, **{AIM: "没有定稿的。"})
    assert texts(office) == {}


# ── Reports from before ─────────────────────────────────────────────────────
def told(key, text, names=None):
    return migration.is_default(key, text, names or {})


def test_a_default_of_any_version_is_known_with_its_key_alone(monkeypatch):
    first = "党员学习{campaign}。"
    monkeypatch.setattr(
        migration, "DEFAULTS", {migration.sha256(f"{POINT}\n{first}".encode()).hexdigest()[:16]}
    )
    assert told(POINT, first)
    assert not told(NEXT, first)
    assert not told(POINT, f"{first}加一句。")


def test_a_default_whose_chance_words_were_renewed_is_known(monkeypatch):
    """A brand or campaign had a name that the default happens to use; both tokens may stand beside the default's own."""
    first = "用好民主决策机制，开展{campaign}，民主。"
    monkeypatch.setattr(
        migration, "DEFAULTS", {migration.sha256(f"{POINT}\n{first}".encode()).hexdigest()[:16]}
    )
    renewed = "用好{brand}决策机制，开展{campaign}，{brand}。"
    assert told(POINT, renewed, {"brand": {"民主", "共治"}, "campaign": {"学党史"}})
    assert not told(POINT, renewed, {"brand": {"共治"}})


def test_the_texts_that_were_once_copied_are_known():
    once = "责任落实到位。全年召开党建专题会议{meetings.special}次，班子配备、换届准备、机制运行等事项逐一过堂，定了就办、办完销账。"
    assert told(POINT, once)
    assert not told(POINT, once.replace("逐一", "一一"))


def test_the_migration_lets_go_of_defaults_in_every_year_and_keeps_a_version(
    office, other_office, secretary, monkeypatch
):
    old = "从前的默认文字。"
    monkeypatch.setattr(
        migration, "DEFAULTS", {migration.sha256(f"{POINT}\n{old}".encode()).hexdigest()[:16]}
    )
    reports = [f.AnnualReportFactory(subdistrict=office, year=YEAR - n) for n in range(3)]
    rows = [
        f.PassageFactory(report=report, key=POINT, text=old)
        for report in (*reports, f.AnnualReportFactory(subdistrict=other_office))
    ]
    own = f.PassageFactory(report=reports[0], key=NEXT, section=LEAD, text=OWN)
    migration.let_go(apps, connection.schema_editor())
    for row in rows:
        row.refresh_from_db()
        assert (row.text, row.version) == (None, 2)
        kept = row.history.order_by("history_id")
        assert [(each.text, each.version, each.history_type) for each in kept] == [
            (old, 1, "+"),
            (None, 2, "~"),
        ]
    own.refresh_from_db()
    assert (own.text, own.version, own.history.count()) == (OWN, 1, 1)
    migration.let_go(apps, connection.schema_editor())
    assert rows[0].history.count() == 2


def test_taken_back_each_untouched_passage_has_the_default_as_its_text(office):
    untouched = f.PassageFactory(key=POINT, text=None)
    migration.take_back(apps, connection.schema_editor())
    untouched.refresh_from_db()
    assert untouched.text == DEFAULTS[POINT]
    assert not Passage.history.filter(text=None).exists()


def test_the_librarys_old_default_causes_follow_and_an_offices_own_stay(office):
    migration = import_module("reports.migrations.0007_default_causes")
    since = migration.SINCE["causes.decisions"]
    once = (
        "教得少、盯得松。把制度发下去就当作落实了，对社区干部的示范和督促没有跟上，议事程序走着走着就走了样。"
    )
    old, own = (
        f.CauseFactory(subdistrict=office, name=once),
        f.CauseFactory(subdistrict=office, name="我们自己写的原因。"),
    )
    Cause.objects.filter(subdistrict=office, name=since).delete()
    migration.renew(apps, connection.schema_editor())
    for row in (old, own):
        row.refresh_from_db()
    assert [(row.name, row.version) for row in (old, own)] == [(since, 2), ("我们自己写的原因。", 1)]
    assert [row.name for row in old.history.order_by("history_id")] == [once, old.name]


def test_the_librarys_later_causes_join_and_what_an_office_took_away_stays_away(office):
    first = import_module("reports.migrations.0003_causes")
    more = import_module("reports.migrations.0011_more_causes")
    general = [
        name for name in Cause.defaults if name not in {*first.CAUSES, *more.SINCE.values(), *more.MORE}
    ]
    Cause.objects.filter(subdistrict=office).delete()
    kept = [name for name in first.CAUSES if name != "过问不够。对民主决策用得少的社区，我过问得不够。"]
    for order, name in enumerate([*kept, *general, "我们自己写的原因。"], start=1):
        f.CauseFactory(subdistrict=office, name=name, order=order)
    more.renew(apps, connection.schema_editor())
    names = set(Cause.objects.filter(subdistrict=office).values_list("name", flat=True))
    assert names == {*Cause.defaults, "我们自己写的原因。"} - {
        "过问不够。对民主决策用得少的社区，我过问得不够。"
    }
    changed = Cause.objects.get(subdistrict=office, name=more.SINCE[first.CAUSES[0]])
    versions = [row.name for row in changed.history.order_by("history_id")]
    assert list(dict.fromkeys(versions)) == [first.CAUSES[0], changed.name]
    more.renew(apps, connection.schema_editor())
    assert Cause.objects.filter(subdistrict=office).count() == len(names)
