"""What is typed is kept until it is saved: drafts on the server, and forms given back filled in, without script."""

import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from lxml import html

from access.roles import Role
from accounts.models import User
from mediation.pages import MediationCasePages
from members.pages import MemberPages
from records import drafts, store
from records.models import FormDraft
from services.pages import CheckInPages
from tests.factories import CommunityFactory, UserFactory, VisitFactory
from tests.records.browser import as_shown, text
from tests.records.support import ENTERED, ID_NO, PHONE, change, each, each_shape, fresh, make
from visits.models import Visit
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db
FETCH = {"headers": {"X-Requested-With": "fetch"}}
NEW = VisitPages.url("create")


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def keep(client, address, typed, **more):
    """Send what is typed as the script does."""
    return client.post(address, {**typed, "draft": "keep", **more}, **FETCH)


def half_filled(client, address=NEW, **values):
    """A form as shown, with some of it typed."""
    return {**as_shown(client.get(address)), **values}


ROW = {
    "visitissue-opinion-TOTAL_FORMS": "2",
    "visitissue-opinion-0-content": "路灯不亮",
    "visitissue-opinion-1-content": "楼道漏水",
}


@each_shape(ENTERED)
def test_draft_of_every_kind_is_offered_and_fills_the_form_again(pages, client, clerk, qingquan):
    typed = {**fresh(pages, qingquan, clerk), "account": clerk.pk}
    change(pages, typed, "写到一半")
    kept = keep(client, pages.url("create"), typed).json()
    page = client.get(pages.url("create")).content.decode()
    assert "没有保存的草稿" in page
    assert kept["address"] in page
    again = as_shown(client.get(kept["address"]))
    wanted = {key: [item] if not isinstance(item, list) else item for key, item in typed.items()}
    assert {key: again.get(key) for key in wanted} == {
        key: [str(part) for part in parts] for key, parts in wanted.items()
    }
    assert pages.model.history.filter(history_type="+", history_user=clerk).count() == 0


@each_shape(ENTERED)
def test_draft_of_a_record_is_offered_on_its_form_alone(pages, client, clerk, qingquan):
    record = make(pages.model, qingquan)
    address = pages.url("edit", record.pk)
    typed = as_shown(client.get(address))
    name, value = change(pages, typed, "写到一半")
    kept = keep(client, address, typed).json()
    assert "没有保存的草稿" in client.get(address).content.decode()
    assert "没有保存的草稿" not in client.get(pages.url("create")).content.decode()
    assert as_shown(client.get(kept["address"]))[name] == [value]
    record.refresh_from_db()
    assert (record.version, pages.model.history.filter(id=record.pk).count()) == (1, 1)


@each([VisitPages, MemberPages])
def test_draft_of_a_record_taken_away_meanwhile_waits_for_it(pages, client, as_user, office, qingquan):
    record = make(pages.model, qingquan)
    address = pages.url("edit", record.pk)
    typed = as_shown(client.get(address))
    name, value = change(pages, typed, "写到一半")
    store.remove(record, by=None, children=pages.children, expected_version=1)
    kept = keep(client, address, typed)
    assert kept.status_code == 200
    assert client.get(address, **FETCH).status_code == 200, "the token can be renewed"
    for place in (address, kept.json()["address"], f"{address}?draft={uuid.UUID(int=7)}"):
        opened = client.get(place)
        assert (opened.status_code, as_shown(opened)[name], "移入了回收站" in text(opened)) == (
            200,
            [value],
            True,
        ), place
    told = client.post(address, {**typed, "draft": "give-back"})
    assert told.status_code == 409
    assert as_shown(told)[name] == [value]
    abroad = as_user(UserFactory(subdistrict=CommunityFactory(subdistrict__name="柳山街道").subdistrict))
    assert keep(abroad, address, {**typed, "account": "1"}).status_code == 404
    assert abroad.get(kept.json()["address"]).status_code == 404
    store.restore(
        store.removed_records(pages.model, UserFactory(subdistrict=office)).get(),
        by=None,
        children=pages.children,
    )
    assert as_shown(client.get(kept.json()["address"]))[name] == [value]


def test_draft_of_a_record_taken_away_can_be_dropped(client, qingquan):
    record = make(VisitPages.model, qingquan)
    address = VisitPages.url("edit", record.pk)
    typed = as_shown(client.get(address))
    assert keep(client, address, typed).status_code == 200
    store.remove(record, by=None, children=VisitPages.children, expected_version=1)
    dropped = client.post(address, {"draft": "drop", "submission": typed["submission"]}, follow=True)
    assert (dropped.redirect_chain, "草稿已丢弃" in text(dropped)) == ([(VisitPages.url("list"), 302)], True)
    assert client.get(address).status_code == 404


def test_child_rows_come_back(client):
    kept = keep(client, NEW, half_filled(client, summary="走访三户", **ROW)).json()
    again = as_shown(client.get(kept["address"]))
    assert {name: again[name] for name in ROW} == {name: [value] for name, value in ROW.items()}
    assert "请填写" not in client.get(kept["address"]).content.decode(), "a form half typed has no faults yet"


def test_saved_record_takes_its_draft_along(client, clerk, qingquan):
    typed = {**fresh(VisitPages, qingquan, clerk), "account": clerk.pk}
    other = half_filled(client, summary="另一张")
    keep(client, NEW, typed)
    keep(client, NEW, other)
    assert client.post(NEW, typed).status_code == 302
    assert [str(draft.number) for draft in FormDraft.objects.all()] == other["submission"]


def test_draft_that_comes_after_its_record_was_saved_is_refused(client, clerk, qingquan):
    typed = {**fresh(VisitPages, qingquan, clerk), "account": clerk.pk}
    client.post(NEW, typed)
    late = keep(client, NEW, typed)
    assert late.status_code == 409
    assert late.json() == {"saved": VisitPages.url("detail", Visit.objects.get().pk)}
    assert not FormDraft.objects.exists()


def test_unchanged_form_takes_its_draft_along(client, qingquan):
    address = VisitPages.url("edit", make(Visit, qingquan).pk)
    typed = as_shown(client.get(address))
    keep(client, address, typed)
    client.post(address, typed)
    assert not FormDraft.objects.exists()


def test_draft_is_dropped_by_a_button(client, clerk):
    typed = half_filled(client, summary="不要了")
    address = keep(client, NEW, typed).json()["address"]
    response = client.post(NEW, {"draft": "drop", "submission": typed["submission"]}, follow=True)
    assert "草稿已丢弃" in text(response)
    assert not FormDraft.objects.exists()
    assert client.get(address).url == NEW, "an address of a draft that is gone opens the plain form"


def test_draft_is_kept_once_a_form_and_for_seven_days(client, clerk):
    typed = half_filled(client, summary="第一遍")
    keep(client, NEW, typed)
    keep(client, NEW, {**typed, "summary": "第二遍"})
    draft = FormDraft.objects.get()
    assert drafts.content_of(draft)["summary"] == "第二遍"
    FormDraft.objects.update(saved_at=timezone.now() - timedelta(days=7, seconds=1))
    assert "没有保存的草稿" not in client.get(NEW).content.decode()
    keep(client, NEW, half_filled(client))
    assert not FormDraft.objects.filter(pk=draft.pk).exists()


def test_account_keeps_no_more_drafts_than_it_may(clerk, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 3)
    numbers = [uuid.uuid4() for _ in range(5)]
    for number in numbers:
        drafts.keep(clerk, "visits.visit/new", number, QueryDict("summary=1"))
    assert {draft.number for draft in FormDraft.objects.all()} == set(numbers[2:])


class TestOfOthers:
    def test_draft_is_offered_to_nobody_else(self, client, as_user, office):
        typed = half_filled(client, summary="只给本人")
        address = keep(client, NEW, typed).json()["address"]
        colleague = as_user(UserFactory(subdistrict=office))
        assert "只给本人" not in colleague.get(NEW).content.decode()
        assert "只给本人" not in colleague.get(address, follow=True).content.decode()
        colleague.post(NEW, {"draft": "drop", "submission": typed["submission"]})
        assert FormDraft.objects.count() == 1

    def test_form_of_one_account_is_not_kept_under_another(self, client, as_user, office):
        typed = half_filled(client, summary="甲写的")
        colleague = UserFactory(subdistrict=office, display_name="王小红")
        answer = keep(as_user(colleague), NEW, typed)
        assert (answer.status_code, answer.json()) == (409, {"other": "王小红"})
        page = as_user(colleague).post(NEW, {**typed, "draft": "give-back"})
        assert page.status_code == 403
        assert "另一个账号" in text(page)
        assert not FormDraft.objects.exists()

    def test_draft_follows_the_reach(self, as_user, community_clerk, qingquan, wenchang):
        visit = VisitFactory(community=qingquan)
        client, address = as_user(community_clerk), VisitPages.url("edit", visit.pk)
        typed = half_filled(client, address, summary="改到一半")
        kept = keep(client, address, typed).json()["address"]
        community_clerk.communities.set([wenchang])
        assert client.get(kept).status_code == 404
        assert keep(client, address, typed).status_code == 404

    def test_draft_follows_the_role(self, client, clerk):
        kept = keep(client, NEW, half_filled(client, summary="写到一半")).json()["address"]
        User.objects.filter(pk=clerk.pk).update(role=Role.SECRETARY)
        assert client.get(kept).status_code == 403
        User.objects.filter(pk=clerk.pk).update(role=Role.CLERK)
        assert as_shown(client.get(kept))["summary"] == ["写到一半"], "back in his role he finds it again"


class TestPersonalData:
    NEW = MemberPages.url("create")

    def test_number_lies_encrypted_in_the_draft_alone(self, client):
        typed = half_filled(client, self.NEW, name="王䶮", id_no=ID_NO, phone=PHONE)
        kept = keep(client, self.NEW, typed).json()
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM records_formdraft")
            stored = cursor.fetchone()[0]
        assert ID_NO not in stored
        assert PHONE not in stored
        offered = client.get(self.NEW).content.decode()
        assert "王䶮" in offered
        assert ID_NO not in offered
        again = as_shown(client.get(kept["address"]))
        assert (again["id_no"], again["phone"]) == ([ID_NO], [PHONE])

    def test_number_is_marked_for_the_script_in_every_form(self, client):
        for pages in ENTERED:
            form = html.fromstring(client.get(pages.url("create")).content).xpath("//form[@data-draft]")[0]
            marked = {field.get("name") for field in form.xpath(".//*[@data-personal]")}
            names = {field.get("name") for field in form.xpath(".//*[@name]")}
            everywhere = QueryDict(mutable=True)
            everywhere.update(dict.fromkeys(names, "1"))
            secret = set(drafts.personal_names(pages, everywhere))
            assert {name for name in marked if "__prefix__" not in name} == secret

    def test_what_the_browser_held_back_is_joined_with_the_draft(self, client):
        typed = half_filled(client, self.NEW, name="王䶮", id_no=ID_NO)
        keep(client, self.NEW, typed)
        held = {**typed, "name": "王䶮（改）", "draft": "give-back", "retype": ["phone"]}
        del held["id_no"]
        page = client.post(self.NEW, held)
        assert "手机号不随页面保留" in text(page)
        again = as_shown(page)
        assert (again["name"], again["id_no"]) == (["王䶮（改）"], [ID_NO])


class TestWithoutScript:
    """The page gives back what was typed, whatever stood in the way."""

    def carried(self, response):
        """What the page's button 继续填写 sends."""
        form = html.fromstring(response.content).xpath("//form[@method='post']")[0]
        sent = {}
        for field in form.xpath(".//input"):
            sent.setdefault(field.get("name"), []).append(field.get("value"))
        return form.get("action"), sent

    @each([VisitPages, MemberPages, MediationCasePages, CheckInPages])
    def test_token_of_another_session(self, pages, clerk, qingquan):
        client = Client(enforce_csrf_checks=True)
        client.force_login(clerk, backend="accounts.backends.ReaderBackend")
        typed = {**fresh(pages, qingquan, clerk), "account": str(clerk.pk)}
        refused = client.post(
            f"{pages.url('create')}?date=2025-03-01", {**typed, "csrfmiddlewaretoken": "x" * 64}
        )
        assert refused.status_code == 403
        assert "您填写的内容都在这一页" in text(refused)
        address, sent = self.carried(refused)
        assert address == f"{pages.url('create')}?date=2025-03-01"
        back = client.post(address, sent)
        assert back.status_code == 200
        again = as_shown(back)
        secret = drafts.personal_names(pages, as_query(typed))
        named = drafts.labels(pages, secret)
        for label in named:
            assert label in text(refused)
            assert label in text(back)
        wanted = {
            name: [str(v) for v in value] if isinstance(value, list) else [str(value)]
            for name, value in typed.items()
        }
        assert {name: again.get(name) for name in wanted if name not in secret} == {
            name: value for name, value in wanted.items() if name not in secret
        }
        numbers = [value for name, value in typed.items() if name in secret]
        assert not [number for number in numbers if number in refused.content.decode()]
        token = html.fromstring(back.content).xpath(
            "//form[@data-draft]//*[@name='csrfmiddlewaretoken']/@value"
        )[0]
        saved = client.post(
            pages.url("create"),
            {**as_shown(back), **{n: typed[n] for n in secret}, "csrfmiddlewaretoken": token},
        )
        assert saved.status_code == 302

    def test_session_that_ended(self, client, clerk, qingquan):
        typed = {**fresh(VisitPages, qingquan, clerk), "account": str(clerk.pk), **ROW}
        over = Client().post(NEW, typed)
        assert over.status_code == 403
        assert "登录已过期" in text(over)
        address, sent = self.carried(over)
        again = as_shown(client.post(address, sent))
        assert {name: again[name] for name in ROW} == {name: [value] for name, value in ROW.items()}

    def test_role_that_changed(self, client, clerk, qingquan):
        typed = {**fresh(VisitPages, qingquan, clerk), "account": str(clerk.pk), **ROW}
        User.objects.filter(pk=clerk.pk).update(role=Role.SECRETARY)
        refused = client.post(NEW, typed)
        assert refused.status_code == 403
        assert "您的角色或负责范围变了" in text(refused)
        address, sent = self.carried(refused)
        assert "您填写的内容都在这一页" in text(client.post(address, sent)), "and still once more"
        User.objects.filter(pk=clerk.pk).update(role=Role.CLERK)
        again = as_shown(client.post(address, sent))
        assert {name: again[name] for name in ROW} == {name: [value] for name, value in ROW.items()}
        assert not Visit.objects.exists()

    def test_refused_form_comes_back_with_its_rows(self, client):
        refused = client.post(NEW, half_filled(client, date="不知道", **ROW))
        assert refused.status_code == 422
        again = as_shown(refused)
        assert {name: again[name] for name in (*ROW, "date")} == {
            name: [value] for name, value in {**ROW, "date": "不知道"}.items()
        }

    @pytest.mark.parametrize(
        "message", ["database is locked", "attempt to write a readonly database", "database or disk is full"]
    )
    def test_database_that_refuses(self, message, client, clerk, qingquan, monkeypatch):
        def refuse(*args, **kwargs):
            raise OperationalError(message)

        monkeypatch.setattr(store, "save", refuse)
        typed = {**fresh(VisitPages, qingquan, clerk), **ROW, "summary": "待写"}
        refused = client.post(NEW, typed)
        assert refused.status_code == 503
        assert "您填写的内容都在下面" in text(refused)
        again = as_shown(refused)
        assert {name: again[name] for name in (*ROW, "summary")} == {
            name: [value] for name, value in {**ROW, "summary": "待写"}.items()
        }
        monkeypatch.undo()
        assert client.post(NEW, again).status_code == 302

    def test_database_that_cannot_even_be_read(self, client, clerk, qingquan, monkeypatch):
        def refuse(*args, **kwargs):
            raise OperationalError("could not connect to server")

        typed = {**fresh(VisitPages, qingquan, clerk), **ROW, "account": str(clerk.pk)}
        monkeypatch.setattr(VisitPages, "form_class", refuse)
        refused = client.post(NEW, typed)
        assert refused.status_code == 503
        assert "连接不上数据库" in text(refused)
        monkeypatch.undo()
        address, sent = self.carried(refused)
        again = as_shown(client.post(address, sent))
        assert {name: again[name] for name in ROW} == {name: [value] for name, value in ROW.items()}

    def test_fault_of_the_portal(self, client, clerk, qingquan, monkeypatch):
        def break_down(*args, **kwargs):
            raise RuntimeError("geheim-7")

        typed = {**fresh(VisitPages, qingquan, clerk), **ROW, "account": str(clerk.pk)}
        monkeypatch.setattr(store, "save", break_down)
        client.raise_request_exception = False
        failed = client.post(NEW, typed)
        assert failed.status_code == 500
        assert "geheim-7" not in failed.content.decode()
        _, sent = self.carried(failed)
        assert sent["visitissue-opinion-1-content"] == ["楼道漏水"]


def as_query(typed):
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


class TestOtherPages:
    def test_forms_that_are_no_records_have_a_page_of_ours(self, clerk):
        client = Client(enforce_csrf_checks=True)
        page = client.post("/login/", {"username": "clerk", "password": "geheim-2026"})
        assert page.status_code == 403
        assert "登录状态变过" in text(page)
        assert "geheim-2026" not in page.content.decode()

    @pytest.mark.parametrize(
        ("setting", "most", "told"),
        [("DATA_UPLOAD_MAX_MEMORY_SIZE", 1024, "内容太长"), ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 3, "行数太多")],
    )
    def test_what_is_too_long_to_be_read_is_told(self, client, settings, setting, most, told):
        typed = half_filled(client, summary="长" * 2000)
        setattr(settings, setting, most)
        page = client.post(
            NEW,
            "&".join(f"{name}=1" for name in typed) + "长" * 400,
            content_type="application/x-www-form-urlencoded",
        )
        assert page.status_code == 400
        assert told in text(page)
        assert not FormDraft.objects.exists()


def test_busy_database_does_not_take_a_page_away_when_a_session_is_prolonged(client, clerk, monkeypatch):
    """A form with a fault, sent while another process writes: it comes back, the session is prolonged another time."""
    from django.contrib.sessions.backends.db import SessionStore

    def refuse(*args, **kwargs):
        raise OperationalError("database is locked")

    client.get("/")
    later = timezone.now().timestamp() + 120
    monkeypatch.setattr("accounts.middleware.time.time", lambda: later)
    monkeypatch.setattr(SessionStore, "save", refuse)
    typed = half_filled(client, date="不知道", summary="待写")
    refused = client.post(NEW, typed)
    assert refused.status_code == 422
    assert as_shown(refused)["summary"] == ["待写"]
