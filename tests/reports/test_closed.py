"""No page changes what is signed, nor what is being reviewed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern

from meetings.models import Meeting
from reports.context import scope_of
from reports.models import AnnualReport, Cause, Edition, Passage, Remark, Target, ZeroStatement
from reports.text.cases import propose
from reports.urls import urlpatterns
from tests.records.browser import as_shown
from tests.reports.signed import YEAR, Demo, taken_back, to
from tests.reports.writing import FETCH

pytestmark = pytest.mark.django_db
POINT, LEAD = "highlights.foundations.duty", "highlights.foundations"


class Closed(Demo):
    """A signed report with a passage of the office's own, whose text has a warning since."""

    def __init__(self) -> None:
        super().__init__()
        self.first.post(
            to("passage-add"), {"part": "highlights", "section": LEAD, "text": "传统活动。坚持下来。"}
        )
        self.sign()
        Passage.objects.filter(report=self.report, key__contains=".own").update(
            text="传统活动。从2009年起步。"
        )


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Closed]:
    with django_db_blocker.unblock(), taken_back():
        yield Closed()


@pytest.fixture
def closed(loaded, db) -> Closed:
    return loaded


def changes(demo) -> dict[str, list[tuple[tuple, dict[str, Any]]]]:
    """By page: its arguments and what somebody may send to it to change the report."""
    own = Passage.objects.get(report=demo.report, key__contains=".own").key
    cause = Cause.objects.filter(subdistrict=demo.office).last().pk
    case = propose(scope_of(demo.office, YEAR))[LEAD][0]
    text = {"text": "夺来的。", "version": "1"}
    acts = [((POINT,), {**text, "act": act}) for act in ("text", "up", "down", "off", "restore", "another")]
    settings = {**as_shown(demo.first.get(to("settings"))), "title": "改过的标题", "low_satisfaction": "12"}
    return {
        "passage": [
            *acts,
            ((POINT,), {"act": "off"}),
            ((LEAD,), {"act": "down"}),
            ((own,), {"act": "remove"}),
        ],
        "passage-add": [((), {"part": "highlights", "section": LEAD, "text": "多一条。"})],
        "rounding": [((POINT,), {"figure": "meetings.special", "way": "余十"})],
        "choose-cause": [(("causes.uneven",), {"cause": cause})],
        "assign": [(("problems.uneven",), {"owner": "别人", "due": "2030-01-01"})],
        "case": [((LEAD,), {"case": f"{case.source}:{case.pk}"})],
        "problem": [(("difficulties",), {"cause": cause, "measure": "1"})],
        "spoken-order": [((), {f"place-{POINT}": "9", f"place-{own}": "1"})],
        "zero": [((), {"key": "meetings.training", "whole": "1", "note": "没有"})],
        "pass": [
            ((), {"check": "years", "reason": "放行", **which})
            for which in ({"all": "1"}, {"subject": f"{own}:2009"})
        ],
        "settings": [((), settings)],
        "take-problems": [((), {})],  # into 整改, which is a record
        "targets": [((), {"targets.party_spirit": "99"})],
        "sign": [((), {"step": step}) for step in ("submit", "return", "sign")],
    }


def kept(demo) -> dict[str, Any]:
    """Everything about the report that a person decided, row by row."""
    report = {"report": demo.report.pk}
    rows = {
        Passage: report,
        Remark: report,
        Edition: report,
        AnnualReport: {"subdistrict": demo.office},
        Target: {"subdistrict": demo.office},
        ZeroStatement: {"subdistrict": demo.office, "year": YEAR},
    }
    return {
        model.__name__: list(model.objects.filter(**given).order_by("pk").values())
        for model, given in rows.items()
    }


def pages() -> list[str]:
    own = [pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    return [
        name for name in own if not name.startswith(("zerostatement", "cause"))
    ]  # records, like all others


def test_nothing_of_a_signed_report_is_changed_by_any_page(closed):
    given = changes(closed)
    before = kept(closed)
    edition = closed.editions[0].pk
    arguments = {"card": [POINT], "figure": ["visits.frontline"], "figure-export": ["visits.frontline"]}
    for name in pages():
        if name not in given:  # a page that only shows
            more = [edition] if name.startswith(("edition", "compare")) else arguments.get(name, [])
            answered = 302 if name == "figure" else 405  # its list is searched by POST
            assert closed.first.post(to(name, *more), {"text": "夺来的。"}).status_code == answered, name
            assert kept(closed) == before, name
        for args, data in given.get(name, []):
            assert closed.first.post(to(name, *args), data).status_code in (302, 404, 409), name
            assert kept(closed) == before, (name, data)


def test_nor_while_it_is_reviewed(closed):
    """Sent by script, where a page takes that."""
    AnnualReport.objects.filter(pk=closed.report.pk).update(stage="review")
    given, before = changes(closed), kept(closed)
    for name in set(given) - {"sign"}:
        for args, data in given[name]:
            closed.first.post(to(name, *args), data, headers=FETCH)
            assert kept(closed) == before, (name, data)


CHANGING = (
    "passage",
    "passage-add",
    "rounding",
    "choose-cause",
    "problem",
    "spoken-order",
    "zero",
    "pass",
    "settings",
    "targets",
)


def test_with_the_stage_set_back_each_of_them_does_change_something(closed, subtests):
    """The control: it is the stage that protects."""
    AnnualReport.objects.filter(pk=closed.report.pk).update(stage="draft")
    for name in CHANGING:
        with subtests.test(msg=name), taken_back():
            does_change_something(closed, name)


def does_change_something(closed, name):
    given = changes(closed)
    if name == "zero":
        Meeting.objects.filter(subdistrict=closed.office, kind="training").delete()
    for args, data in given[name]:
        before = kept(closed)
        if name == "passage" and "version" in data:
            data["version"] = Passage.objects.get(report=closed.report, key=args[0]).version
        closed.first.post(to(name, *args), data)
        assert kept(closed) != before or data.get("act") in ("text", "up", "off"), (name, data)
