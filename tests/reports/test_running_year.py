"""A year that still runs names its day in the annexes, in the workbook and on the pages; a closed one is told as before."""

from datetime import date
from typing import Any

import pytest
from lxml import html

from indicators.catalogue import CATALOGUE
from reports.checks.data import change
from reports.context import scope_of
from reports.draft import Draft
from reports.outputs import workbook
from tests import factories as F
from tests.factories import YEAR
from tests.reports.signed import to

pytestmark = pytest.mark.django_db
NOVEMBER = date(YEAR, 11, 26)
MEETINGS = "meetings.special"


@pytest.fixture
def recorded(office, qingquan, wenchang):
    """A meeting this year and three last year, one of them after the span compared; a target for the year."""
    for day in (
        date(YEAR, 3, 1),
        date(YEAR - 1, 3, 1),
        NOVEMBER.replace(year=YEAR - 1),
        date(YEAR - 1, 12, 1),
    ):
        F.MeetingFactory(subdistrict=office, date=day)
    F.VisitFactory(community=qingquan, date=date(YEAR, 3, 1), leaders=[F.LeaderFactory(subdistrict=office)])
    F.TargetFactory(subdistrict=office, year=YEAR, key="targets.special_meetings", amount=1)
    F.AnnualReportFactory(subdistrict=office, with_promises=True)
    return office


def draft(office: Any, today: date) -> Draft:
    return Draft(scope_of(office, YEAR, today))


def told(office: Any, today: date) -> tuple[list[str], list[str]]:
    """The titles of the annexes, and how the figures were made."""
    annexes = draft(office, today).document.annexes
    return [annex.title for annex in annexes], list(annexes[-1].lines)


def test_the_annexes_name_the_day(recorded):
    titles, lines = told(recorded, NOVEMBER)
    assert titles == [
        f"{YEAR}年重点指标完成情况（截至11月26日）",
        "问题清单",
        f"各社区{YEAR}年数字（截至11月26日）",
        "上年承诺与今年实际（截至11月26日）",
        "编制说明",
    ]
    assert lines[:2] == [
        f"正文数字都由台账记录计算：当年发生的和时点上的都截至{YEAR}年11月26日，与上年比较的是上年同期；没有记录的印作X，不当作零。",
        "民主决策、支部学习等次数门槛按一整年定：低于门槛的，是到11月26日还没有够数的。",
    ]
    _, _, places, promises, _ = draft(recorded, NOVEMBER).document.annexes
    chart = places.chart
    assert chart is not None
    assert [series.name for series in chart.series] == [f"{YEAR}年（截至11月26日）"]
    table = promises.table
    assert table is not None
    months = "1个月做到，1月、2月、4月、5月、6月、7月、8月、9月、10月没到"
    assert table.rows == (("每月党建专题会议", "每月1次", f"1次；{months}", "未兑现"),)


def test_a_closed_year_is_told_whole(recorded):
    titles, lines = told(recorded, date(YEAR + 1, 3, 1))
    assert titles[0] == f"{YEAR}年重点指标完成情况"
    assert titles[-3:] == [f"各社区{YEAR}年主要数字", f"上年承诺与{YEAR}年实际", "编制说明"]
    assert (
        lines[0]
        == f"正文数字都由台账记录计算：当年发生的统计{YEAR}年全年，时点上的截至{YEAR}年12月31日；没有记录的印作X，不当作零。"
    )


@pytest.mark.parametrize(
    ("today", "now", "before", "last"),
    [
        (NOVEMBER, "数值（截至11月26日）", "上年同期（截至11月26日）", 2),
        (date(YEAR + 1, 3, 1), "数值", "上年", 3),
        (date(YEAR, 12, 31), "数值", "上年", 3),
    ],
)
def test_the_workbook_names_both_spans(recorded, today, now, before, last):
    numbers, places = workbook.figures(draft(recorded, today).facts)
    row = next(dict(zip(numbers.head, row, strict=True)) for row in numbers.rows if row[2] == MEETINGS)
    assert (row[now], row[before]) == (1, last)
    assert places.head[-2] == now.replace("数值", "全街道")


def test_no_full_year_is_claimed_while_it_runs(recorded):
    """But for the text, which has words of its own."""
    running = draft(recorded, NOVEMBER)
    annexes = [[annex.title, annex.table, annex.lines] for annex in running.document.annexes]
    assert "全年" not in str([annexes, running.document.notes, workbook.figures(running.facts)])


def test_the_check_of_changes_compares_the_same_span(recorded):
    running = draft(recorded, NOVEMBER)
    [message] = [fault.message for fault in change(running) if fault.figure == MEETINGS] or [""]
    assert message == ""  # one less is nothing to ask about
    for day in (1, 2, 3):
        F.MeetingFactory(subdistrict=recorded, date=date(YEAR - 1, 4, day))
    [message] = [fault.message for fault in change(draft(recorded, NOVEMBER)) if fault.figure == MEETINGS]
    assert "今年1次，上年同期5次" in message


def text(page: Any) -> str:
    return " ".join(html.fromstring(page.content.decode()).xpath("//main")[0].text_content().split())


def test_the_pages_compare_the_same_span(recorded, as_user, secretary, monkeypatch):
    monkeypatch.setattr("reports.context.timezone.localdate", lambda: NOVEMBER)
    monkeypatch.setattr("reports.views.years.timezone.localdate", lambda: NOVEMBER)
    client = as_user(secretary)
    assert "上年同期 2减 1" in text(client.get(f"/?year={YEAR}"))
    ledger = text(client.get(to("ledger", year=YEAR)))
    assert "上年同期 2减 1" in ledger
    assert "满意率门槛 60% 上年 60%" in ledger, "what a person set for the year"
    figure = text(client.get(to("figure", MEETINGS, year=YEAR)))
    assert f"上年同期，同一口径，{YEAR - 1}年截至11月26日2 次减 1" in figure
    assert f"{YEAR}年（截至11月26日）" in figure
    assert "没到 未兑现" in text(client.get(to("promises", year=YEAR)))
    assert "上年同期 2" in client.get(f"{to('report', year=YEAR)}&figure={MEETINGS}").content.decode()


def test_figures_held_against_a_limit_for_the_year_say_so(recorded, as_user, secretary, monkeypatch):
    monkeypatch.setattr("reports.context.timezone.localdate", lambda: NOVEMBER)
    monkeypatch.setattr("reports.views.years.timezone.localdate", lambda: NOVEMBER)
    client = as_user(secretary)
    yearly = [key for key, figure in CATALOGUE.items() if getattr(figure, "yearly", False)]
    assert len(yearly) == 5
    for key in yearly:
        assert "这一年还没有过完，到统计日还没有够数的都计入" in text(
            client.get(to("figure", key, year=YEAR))
        )
    assert "这一年还没有过完" not in text(client.get(to("figure", yearly[0], year=YEAR - 1)))
