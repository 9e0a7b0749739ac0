"""Every version is kept: who, when, what, in the record and in its rows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from communities.models import Leader
from mediation.models import MediationCase
from mediation.pages import MediationCasePages
from records.presentation import column, label
from tests.factories import LeaderFactory, UserFactory, VisitFactory
from tests.records.browser import as_shown, text
from tests.records.support import ENTERED, change, each, each_shape, enter, fresh, make
from visits.models import Visit, VisitIssue
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def colleague(as_user, office):
    return as_user(UserFactory(display_name="王小红", subdistrict=office))


def versions(client, pages, record):
    """The timeline of the detail page, newest first: heading and changes."""
    page = html.fromstring(client.get(pages.url("detail", record.pk)).content)
    found = []
    for item in page.xpath("//ol[@class='timeline']/li"):
        heading = " ".join(item.xpath("./strong/text() | ./text()")).split()[:2]
        found.append((heading, [" ".join(line.text_content().split()) for line in item.xpath(".//li")]))
    return found


def edit(client, pages, record, **values):
    address = pages.url("edit", record.pk)
    data = {**as_shown(client.get(address)), **values}
    assert client.post(address, data).status_code == 302


@each_shape(ENTERED)
def test_history_says_who_did_what_and_when(pages, client, colleague, clerk, qingquan):
    record = enter(client, pages, fresh(pages, qingquan, clerk))
    data = as_shown(colleague.get(pages.url("edit", record.pk)))
    name, value = change(pages, data)
    assert colleague.post(pages.url("edit", record.pk), data).status_code == 302
    told = versions(client, pages, record)
    assert [heading for heading, _ in told] == [["王小红", "修改"], ["李秀兰", "录入"]]
    assert len(told[0][1]) == 1
    assert told[0][1][0].startswith(f"{label(pages.model, name)}：")
    assert told[0][1][0].endswith(value)
    moments = list(pages.model.history.filter(id=record.pk).values_list("history_date", flat=True))
    assert all(timezone.now() - moment < timedelta(minutes=1) for moment in moments)
    assert f"{timezone.localtime():%Y-%m-%d}" in text(client.get(pages.url("detail", record.pk)))


@each([pages for pages in ENTERED if pages.children])
def test_one_save_of_record_and_rows_is_one_version(pages, client, clerk, qingquan):
    record = enter(client, pages, fresh(pages, qingquan, clerk))
    assert versions(client, pages, record) == [(["李秀兰", "录入"], [])]


def test_changes_in_rows_are_told(client, clerk, qingquan):
    visit = enter(client, VisitPages, fresh(VisitPages, qingquan, clerk))
    edit(client, VisitPages, visit, **{"visitissue-opinion-0-content": "健身器材已修"})
    edit(client, VisitPages, visit, **{"visitissue-opinion-1-content": "再装一盏灯"})
    rows = [issue.content for issue in visit.issues.filter(kind=VisitIssue.Kind.OPINION).order_by("pk")]
    edit(client, VisitPages, visit, **{f"visitissue-opinion-{rows.index('健身器材已修')}-DELETE": "on"})
    assert [changes for _, changes in versions(client, VisitPages, visit)] == [
        ["意见建议：健身器材已修→移除"],
        ["意见建议：新增：再装一盏灯"],
        ["意见建议 内容：小广场健身器材松动→健身器材已修"],
        [],
    ]


def test_change_of_people_linked_is_told_by_name(client, clerk, office, qingquan):
    first, second = (
        LeaderFactory(subdistrict=office, name=name, post=Leader.Post.OTHER) for name in ("程云", "韩波")
    )
    visit = VisitFactory(community=qingquan)
    edit(client, VisitPages, visit, leaders=[str(first.pk)])
    edit(client, VisitPages, visit, leaders=[str(first.pk), str(second.pk)])
    told = [changes for _, changes in versions(client, VisitPages, visit)]
    one, both = str(first), "、".join(sorted([str(first), str(second)]))
    assert told[:2] == [[f"班子成员：{one}→{both}"], [f"班子成员：空→{one}"]]


def test_history_survives_removal_and_restoring(client, clerk, qingquan):
    visit = enter(client, VisitPages, fresh(VisitPages, qingquan, clerk))
    edit(client, VisitPages, visit, summary="看望老党员")
    client.post(VisitPages.url("delete", visit.pk), {"version": "2"})
    client.post(VisitPages.url("restore", Visit.history.filter(history_type="-").get().history_id))
    edit(client, VisitPages, visit, summary="看望老党员两户")
    assert [heading[1] for heading, _ in versions(client, VisitPages, visit)] == [
        "修改",
        "恢复",
        "移入回收站",
        "修改",
        "录入",
    ]


def test_writing_of_a_row_alone_leaves_the_rest_of_the_record_alone(client, clerk, qingquan):
    """A change in the rows only is a version of the record too: a colleague's open form is overtaken by it."""
    visit = enter(client, VisitPages, fresh(VisitPages, qingquan, clerk))
    edit(client, VisitPages, visit, **{"visitissue-difficulty-0-solved_on": "2025-12-30"})
    assert Visit.objects.get(pk=visit.pk).version == 2
    assert VisitIssue.objects.get(visit=visit, kind="difficulty").version == 2
    assert VisitIssue.objects.get(visit=visit, kind="opinion").version == 1


@each(ENTERED)
def test_every_column_of_the_form_is_in_the_history(pages, qingquan):
    record = make(pages.model, qingquan)
    kept = {f.name for f in pages.model.history.model._meta.get_fields()}
    for name in pages.fields():
        found = column(pages.model, name)
        assert name in kept or (found.many_to_many and name in pages.model._history_m2m_fields), name
    assert pages.model.history.filter(id=record.pk).count() == 1


def test_history_has_no_page_that_changes_it(client, qingquan):
    """The admin's revert is off and no URL writes a historical row."""
    case = make(MediationCase, qingquan)
    for address in (
        f"{MediationCasePages.url('detail', case.pk)}history/",
        f"/accounts/mediation/mediationcase/{case.pk}/history/",
    ):
        assert client.post(address).status_code in (302, 403, 404)
    assert MediationCase.history.count() == 1
