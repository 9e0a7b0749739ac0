"""A clerk of one 社区 enters nothing as the 街道's own: it would be counted there and be out of his sight."""

import pytest

from communities.models import Community
from imports.kinds import KINDS
from meetings.models import Meeting
from meetings.pages import MeetingPages
from records.columns.reference import PickOne
from records.columns.registry import column_of
from records.models import tie_of
from tests.factories import PartyOrgFactory
from tests.imports.support import planned, said
from tests.records.browser import as_shown, errors
from tests.records.support import ENTERED, each, fresh, make

pytestmark = pytest.mark.django_db
PLACED = [
    pages
    for pages in ENTERED
    if pages.model.community_path and pages.model is not Community and not pages.whole_subdistrict_writes
]


@pytest.fixture
def client(as_user, community_clerk):
    return as_user(community_clerk)


@each(PLACED)
def test_a_new_record_says_whose_it_is(pages, client, qingquan, community_clerk):
    data = fresh(pages, qingquan, community_clerk)
    response = client.post(pages.url("create"), {**data, tie_of(pages.model): ""})
    assert response.status_code == 422
    assert column_of(pages.model, tie_of(pages.model)).label in " ".join(errors(response))
    assert not pages.model.objects.exists()


@each(PLACED)
def test_an_edit_does_not_take_it_away(pages, client, qingquan):
    record = make(pages.model, qingquan)
    address = pages.url("edit", record.pk)
    response = client.post(address, {**as_shown(client.get(address)), tie_of(pages.model): ""})
    assert response.status_code == 422
    assert pages.model.objects.get(pk=record.pk).version == record.version


def test_a_meeting_in_a_file_says_who_held_it(community_clerk, qingquan):
    PartyOrgFactory(community=qingquan)
    row = {"会议日期": "2025-03-05", "会议类型": "党课", "主题": "学习一次", "召开单位": ""}
    ((_, column, _, message),) = said(planned(KINDS["meetings.meeting"], community_clerk, row))
    assert (column, message) == ("召开单位", "请选择")


def test_unless_asked_it_would_be_the_subdistricts_own(client, qingquan, community_clerk, monkeypatch):
    monkeypatch.setattr(PickOne, "places_record", False)
    data = fresh(MeetingPages, qingquan, community_clerk)
    assert client.post(MeetingPages.url("create"), {**data, "org": ""}).status_code == 302
    assert not Meeting.objects.visible_to(community_clerk).exists()
    assert Meeting.objects.count() == 1
