"""Two hands on one record: whoever comes second is told what happened, and keeps what he typed."""

import pytest
from lxml import html

from meetings.models import Meeting
from meetings.pages import MeetingPages
from members.models import PartyOrg
from records import editing, store
from records.store import saving
from tests.factories import MeetingFactory, PartyOrgFactory, UserFactory, VisitFactory, VisitIssueFactory
from tests.records.browser import as_shown, text
from visits.models import Visit
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(qingquan):
    visit = VisitFactory(community=qingquan, summary="最初的内容")
    VisitIssueFactory(visit=visit, kind="opinion", content="路灯不亮")
    return visit


@pytest.fixture
def mine(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def colleague(as_user, office):
    return as_user(UserFactory(username="colleague", display_name="王建国", subdistrict=office))


def edit(client, visit, **values):
    """Open the form, change it, send it."""
    address = VisitPages.url("edit", visit.pk)
    return client.post(address, {**as_shown(client.get(address)), **values})


def asked(response):
    """What the page that asks whether to delete sends."""
    form = html.fromstring(response.content.decode()).xpath("//form[.//button[contains(., '移入回收站')]]")[0]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def delete(client, visit):
    address = VisitPages.url("delete", visit.pk)
    return client.post(address, asked(client.get(address)))


def restore(client, visit):
    row = Visit.history.filter(id=visit.pk, history_type="-").order_by("-history_id").first()
    return client.post(VisitPages.url("restore", row.history_id), follow=True)


def meanwhile(monkeypatch, owner, writing, act):
    """Let somebody else act after the page has read the record and before `writing` locks it; once."""
    real = getattr(owner, writing)

    def late(*args, **kwargs):
        monkeypatch.setattr(owner, writing, real)
        act()
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, writing, late)


# ── Deleting ────────────────────────────────────────────────────────────────
class TestDelete:
    def test_asks_anew_where_the_record_was_changed_meanwhile(self, mine, colleague, visit):
        answer = asked(mine.get(VisitPages.url("delete", visit.pk)))
        edit(colleague, visit, summary="同事补充的内容")
        response = mine.post(VisitPages.url("delete", visit.pk), answer)
        page = text(response)
        assert response.status_code == 409
        assert "王建国" in page
        assert "最初的内容 → 同事补充的内容" in page
        assert Visit.objects.filter(pk=visit.pk).exists()
        assert mine.post(VisitPages.url("delete", visit.pk), asked(response)).status_code == 302
        assert not Visit.objects.exists()

    def test_without_the_version_the_change_would_be_gone(self, mine, colleague, visit, monkeypatch):
        answer = asked(mine.get(VisitPages.url("delete", visit.pk)))
        edit(colleague, visit, summary="同事补充的内容")
        remove = store.remove
        monkeypatch.setattr(
            store, "remove", lambda record, expected_version, **given: remove(record, **given)
        )
        mine.post(VisitPages.url("delete", visit.pk), answer)
        assert not Visit.objects.exists()

    def test_says_nothing_of_a_version_is_no_answer(self, mine, visit):
        assert mine.post(VisitPages.url("delete", visit.pk)).status_code == 409
        assert Visit.objects.filter(pk=visit.pk).exists()

    def test_an_edit_at_the_same_moment_is_seen_under_the_lock(self, mine, colleague, visit, monkeypatch):
        answer = asked(mine.get(VisitPages.url("delete", visit.pk)))
        meanwhile(monkeypatch, store, "remove", lambda: edit(colleague, visit, summary="同一时刻的修改"))
        assert mine.post(VisitPages.url("delete", visit.pk), answer).status_code == 409
        assert Visit.objects.get(pk=visit.pk).summary == "同一时刻的修改"

    def test_of_two_the_second_is_told_who_was_first(self, mine, colleague, visit):
        answer = asked(mine.get(VisitPages.url("delete", visit.pk)))
        delete(colleague, visit)
        response = mine.post(VisitPages.url("delete", visit.pk), answer, follow=True)
        assert (response.status_code, response.redirect_chain[0][0]) == (200, VisitPages.url("list"))
        assert "王建国已把这条记录移入回收站" in text(response)

    def test_of_two_at_one_moment_as_well(self, mine, colleague, visit, monkeypatch):
        answer = asked(mine.get(VisitPages.url("delete", visit.pk)))
        meanwhile(monkeypatch, store, "remove", lambda: delete(colleague, visit))
        response = mine.post(VisitPages.url("delete", visit.pk), answer, follow=True)
        assert "王建国已把这条记录移入回收站" in text(response)


# ── Editing what is taken away ──────────────────────────────────────────────
class TestEditAfterDelete:
    def stale(self, mine, visit):
        return {**as_shown(mine.get(VisitPages.url("edit", visit.pk))), "summary": "我写了很久的内容"}

    @pytest.mark.parametrize("moment", ["before", "while it is saved"])
    def test_page_says_so_and_keeps_the_text(self, moment, mine, colleague, visit, monkeypatch):
        data = self.stale(mine, visit)
        if moment == "before":
            delete(colleague, visit)
        else:
            meanwhile(monkeypatch, editing.RecordFormView, "save", lambda: delete(colleague, visit))
        response = mine.post(VisitPages.url("edit", visit.pk), data)
        page = text(response)
        assert response.status_code == 409
        assert "王建国" in page
        assert "移入了回收站" in page
        assert as_shown(response)["summary"] == ["我写了很久的内容"]
        assert ["路灯不亮"] in as_shown(response).values()

    def test_text_is_saved_once_the_record_is_restored(self, mine, colleague, visit):
        data = self.stale(mine, visit)
        delete(colleague, visit)
        kept = as_shown(mine.post(VisitPages.url("edit", visit.pk), data))
        restore(mine, visit)
        conflict = mine.post(VisitPages.url("edit", visit.pk), kept)
        assert conflict.status_code == 409
        assert mine.post(VisitPages.url("edit", visit.pk), as_shown(conflict)).status_code == 302
        assert Visit.objects.get().summary == "我写了很久的内容"
        assert Visit.objects.get().issues.count() == 1

    def test_beyond_reach_is_not_found(self, as_user, community_clerk, colleague, wenchang):
        foreign = VisitFactory(community=wenchang)
        data = as_shown(colleague.get(VisitPages.url("edit", foreign.pk)))
        delete(colleague, foreign)
        client = as_user(community_clerk)
        assert client.post(VisitPages.url("edit", foreign.pk), data).status_code == 404
        assert client.post(VisitPages.url("delete", foreign.pk), data).status_code == 404


# ── Restoring ───────────────────────────────────────────────────────────────
class TestRestore:
    def test_gives_back_what_was_last_saved(self, mine, colleague, visit, monkeypatch):
        meanwhile(monkeypatch, store, "remove", lambda: edit(colleague, visit, summary="删除前一刻的内容"))
        delete(mine, visit)
        delete(mine, visit)
        restore(mine, visit)
        assert Visit.objects.get().summary == "删除前一刻的内容"

    def test_without_the_lock_it_would_give_back_an_older_one(self, mine, colleague, visit, monkeypatch):
        def unlocked(record, expected_version=None):
            Visit.objects.everywhere().filter(pk=visit.pk).update(summary="删除前一刻的内容")
            return record

        monkeypatch.setattr(saving, "lock", unlocked)
        delete(mine, visit)
        restore(mine, visit)
        assert Visit.objects.get().summary == "最初的内容"

    def test_second_of_two_is_led_to_the_record(self, mine, colleague, visit):
        delete(mine, visit)
        assert "已恢复" in text(restore(colleague, visit))
        response = restore(mine, visit)
        assert response.redirect_chain[-1][0] == VisitPages.url("detail", visit.pk)
        assert "这条记录已经恢复" in text(response)
        assert Visit.history.filter(id=visit.pk, history_type="+").count() == 2  # entered, restored

    def test_at_one_moment_as_well(self, mine, colleague, visit, monkeypatch):
        delete(mine, visit)
        meanwhile(monkeypatch, store, "restore", lambda: restore(colleague, visit))
        assert "这条记录已经恢复" in text(restore(mine, visit))
        assert Visit.objects.count() == 1

    def test_of_an_earlier_removal_is_told_that_there_is_a_later_one(self, mine, visit):
        delete(mine, visit)
        first = Visit.history.get(id=visit.pk, history_type="-")
        restore(mine, visit)
        delete(mine, visit)
        response = mine.post(VisitPages.url("restore", first.history_id), follow=True)
        assert "请在下面找最近移走的一条" in text(response)
        assert not Visit.objects.exists()


# ── History ─────────────────────────────────────────────────────────────────
def test_history_is_in_the_order_of_writing_whatever_the_clock_did(mine, colleague, visit):
    edit(mine, visit, summary="第二稿")
    edit(colleague, visit, summary="第三稿")
    second, third = (
        Visit.history.filter(id=visit.pk).order_by("history_id").values_list("history_id", "history_date")[:2]
    )
    Visit.history.filter(history_id=third[0]).update(history_date=second[1].replace(year=2020))
    page = text(mine.get(VisitPages.url("detail", visit.pk)))
    assert page.index("第二稿→第三稿") < page.index("最初的内容→第二稿")
    last = Visit.history.filter(id=visit.pk).order_by("-history_id").first()
    assert store.version_before(last).summary == "第二稿"
    assert (last.prev_record is None) or last.prev_record.summary != "第二稿"


# ── What is named goes at the same moment ───────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_what_a_form_names_may_be_gone_when_it_is_saved(as_user, clerk, qingquan, monkeypatch):
    org = PartyOrgFactory(community=qingquan, name="清泉第一党支部")
    other = PartyOrgFactory(community=qingquan, name="清泉第二党支部")
    meeting = MeetingFactory(org=other, subdistrict=qingquan.subdistrict)
    client = as_user(clerk)
    address = MeetingPages.url("edit", meeting.pk)
    data = {**as_shown(client.get(address)), "org": str(org.pk), "topic": "我写的主题"}
    meanwhile(monkeypatch, editing.RecordFormView, "save", org.delete)
    response = client.post(address, data)
    assert response.status_code == 422
    assert as_shown(response)["topic"] == ["我写的主题"]
    assert "召开单位" in text(response)
    assert Meeting.objects.get().org == other
    assert not PartyOrg.objects.filter(pk=org.pk).exists()
