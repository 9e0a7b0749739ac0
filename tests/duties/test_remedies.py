"""整改: the problems of last year's signed report are taken in once, shown overdue first, and answered before signing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.blocks import Paragraph, Piece, Run
from documents.json import as_json
from duties.models import Remedy
from reports.checks import run
from reports.document import Document, Part
from reports.models import Edition
from tests import factories as F
from tests.factories import YEAR
from tests.records.browser import text
from tests.reports.support import draft_of

pytestmark = pytest.mark.django_db
BEFORE = {
    "problems.lead": "上年定下的都做到了。",
    "problems.difficulties": "（一）群众的困难有积压。还有61件困难没有解决。",
    "problems.own.1": "（二）工作台账不全。",
    "measures.answers.difficulties": "一是群众困难。按月看一次剩余，先办过期的。",
}


def signed(office, user, pieces=BEFORE):
    """Last year's report as it was signed with these texts, by the key of their passage."""
    paragraphs = tuple(Paragraph((Piece(key, (Run(said),)),)) for key, said in pieces.items())
    parts = (Part("problems", paragraphs),)
    opening = Paragraph((Piece("opening", (Run("报告如下。"),)),))
    document = Document("标题", "", "", "", opening, parts, "", "")
    report = F.AnnualReportFactory(subdistrict=office, year=YEAR - 1)
    now = timezone.now()
    by = {"submitted_by": user, "submitted_at": now, "signed_by": user, "signed_at": now}
    edition = Edition(report=report, number=1, **by)
    edition.freeze({"document": as_json(document)})
    edition.save()


def press(client):
    return client.post(f"{reverse('reports:take-problems')}?year={YEAR}", follow=True)


def unanswered(office):
    return [result.fault.message for result in run(draft_of(office)) if result.check.key == "unanswered"]


def test_problems_are_taken_in_once(as_user, clerk, office):
    signed(office, clerk)
    client = as_user(clerk)
    assert f"已取入{YEAR - 1}年报告的问题 2 项" in text(press(client))
    assert f"{YEAR - 1}年报告的问题都已在整改里" in text(press(client))
    rows = Remedy.objects.order_by("pk").values_list("year", "source", "finding", "problem", "measure")
    assert list(rows) == [
        (
            YEAR,
            "report",
            "difficulties",
            "群众的困难有积压。还有61件困难没有解决。",
            "按月看一次剩余，先办过期的。",
        ),
        (YEAR, "report", "own.1", "工作台账不全。", ""),
    ]


def test_where_nothing_was_signed_there_is_nothing_to_take(as_user, clerk, office):
    assert "没有可取的" in text(press(as_user(clerk)))
    assert not Remedy.objects.exists()


def test_secretaries_take_them_in_and_clerks_of_a_community_do_not(
    as_user, secretary, community_clerk, office
):
    signed(office, secretary)
    assert press(as_user(community_clerk)).status_code == 403
    assert press(as_user(secretary)).status_code == 200
    assert Remedy.objects.count() == 2


def test_a_problem_neither_mended_nor_named_again_stops_the_signature(as_user, clerk, office):
    signed(office, clerk)
    assert len(unanswered(office)) == 2
    press(as_user(clerk))
    assert unanswered(office) == []


def test_one_that_the_text_names_again_needs_no_remedy(office, clerk, qingquan):
    signed(office, clerk)
    F.VisitIssueFactory(visit=F.VisitFactory(community=qingquan, date=date(YEAR, 6, 1)), kind="difficulty")
    [message] = unanswered(office)
    assert message.startswith("上年报告的问题“工作台账不全”没有交代")


def test_an_edition_without_problems_or_none_at_all_asks_nothing(office, clerk):
    assert unanswered(office) == []
    signed(office, clerk, {"problems.lead": BEFORE["problems.lead"]})
    assert unanswered(office) == []


def test_overdue_stands_first_then_open_then_done(as_user, clerk, office):
    today = timezone.localdate()
    given = {"community": None, "subdistrict": office, "year": today.year}
    F.RemedyFactory(**given, problem="改完的", done_on=today, result="已改")
    F.RemedyFactory(**given, problem="没有期限的")
    F.RemedyFactory(**given, problem="还早的", due=today)
    F.RemedyFactory(**given, problem="过期的", due=today - timedelta(days=1))
    response = as_user(clerk).get(reverse("duties:remedy-board"))
    shown = [(line.remedy.problem, line.label) for line in response.context["lines"]]
    assert shown == [
        ("过期的", "已过期"),
        ("还早的", "进行中"),
        ("没有期限的", "进行中"),
        ("改完的", "已完成"),
    ]
    assert [(tally.label, tally.number) for tally in response.context["tallies"]] == [
        ("全部", 4),
        ("进行中", 2),
        ("已过期", 1),
        ("已完成", 1),
    ]
    one = as_user(clerk).get(reverse("duties:remedy-board"), {"state": "overdue"})
    assert [line.remedy.problem for line in one.context["lines"]] == ["过期的"]
