"""Signing in: five failures lock the account and not the office, a given password is replaced, a session ends."""

import re
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, UserFactory
from tests.records.browser import text
from tests.records.support import ENTERED

pytestmark = pytest.mark.django_db
LOGIN = "/login/"
NEW = "shuangliu-6208"


@pytest.fixture
def user(office):
    return UserFactory(username="wang", subdistrict=office)


def sign_in(client, username="wang", password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more.pop("data", {})}, **more)


def fail(client, times, username="wang", **more):
    for _ in range(times):
        response = sign_in(client, username, "wrong-password", **more)
    return response


class TestFailures:
    def test_four_failures_do_not_lock(self, client, user):
        fail(client, 4)
        assert sign_in(client).status_code == 302

    def test_five_failures_lock_the_account_with_a_page_that_says_so(self, client, user):
        response = fail(client, 5)
        assert "已锁定 15 分钟" in text(response)
        assert response.status_code in (403, 429)
        assert "已锁定 15 分钟" in text(sign_in(client))
        assert client.get("/").status_code == 302

    def test_colleague_at_the_same_address_still_signs_in(self, client, user, office):
        fail(client, 5)
        UserFactory(username="li", subdistrict=office)
        assert sign_in(Client(), "li").status_code == 302

    def test_same_account_from_another_address_still_signs_in(self, client, user):
        fail(client, 5)
        assert sign_in(Client(), REMOTE_ADDR="10.1.1.9").status_code == 302

    def test_lock_opens_after_a_quarter_of_an_hour(self, client, user):
        fail(client, 5)
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
        assert sign_in(client).status_code != 302
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
        assert sign_in(client).status_code == 302

    def test_success_forgets_the_failures_before_it(self, client, user):
        fail(client, 4)
        sign_in(client)
        fail(Client(), 4)
        assert sign_in(Client()).status_code == 302

    def test_other_spellings_of_the_same_name_do_not_count_apart(self, client, user):
        for name in ("wang", " wang", "wang ", "ｗａｎｇ", "wang"):
            fail(client, 1, name)
        assert sign_in(client).status_code != 302

    def test_unknown_user_and_wrong_password_look_alike(self, user):
        pages = []
        for name in ("wang", "nobody-of-that-name"):
            response = sign_in(Client(), name, "wrong-password")
            pages.append((response.status_code, text(response)))
        assert pages[0] == pages[1]

    def test_unknown_user_is_locked_alike(self, user):
        pages = [
            re.sub(r"\d\d:\d\d", "HH:MM", text(fail(Client(), 5, name)))
            for name in ("wang", "nobody-of-that-name")
        ]
        assert pages[0] == pages[1]

    def test_disabled_account_looks_like_a_wrong_password(self, office, user):
        UserFactory(username="zhao", subdistrict=office, is_active=False)
        assert text(sign_in(Client(), "zhao")) == text(sign_in(Client(), "wang", "wrong-password"))

    def test_empty_form_is_explained(self, client):
        assert "请填写用户名和密码" in text(client.post(LOGIN, {}))


class TestNext:
    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
            "http:///evil.example",
        ],
    )
    def test_foreign_address_is_ignored(self, client, user, target):
        assert sign_in(client, data={"next": target}).url == "/"
        assert client.get(reverse("text-size", args=["125"]), {"next": target}).url == "/"

    def test_own_address_is_kept(self, client, user):
        assert sign_in(client, data={"next": "/visits/visit/?kind=home"}).url == "/visits/visit/?kind=home"

    def test_address_survives_the_login_page(self, client, user):
        page = client.get("/visits/visit/?kind=home", follow=True).content.decode()
        assert 'value="/visits/visit/?kind=home"' in page


class TestFirstPassword:
    @pytest.fixture
    def newcomer(self, client, office):
        user = UserFactory(username="xin", subdistrict=office, must_change_password=True)
        sign_in(client, "xin")
        return user

    def test_every_page_leads_to_the_change(self, client, newcomer):
        addresses = ["/", "/manual/", "/reports/figures/", "/accounts/"]
        addresses += [pages.url(page) for pages in ENTERED for page in ("list", "export", "create")]
        for address in addresses:
            assert client.get(address).headers.get("Location") == reverse("password_change"), address
            assert client.post(address).headers.get("Location") == reverse("password_change"), address

    def test_after_it_the_portal_is_open(self, client, newcomer):
        data = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        page = client.post(reverse("password_change"), data, follow=True)
        assert "密码已修改" in text(page)
        newcomer.refresh_from_db()
        assert not newcomer.must_change_password
        assert sign_in(Client(), "xin", NEW).status_code == 302

    @pytest.mark.parametrize("password", [PASSWORD, "short1", "12345678901", "password123", "xin", ""])
    def test_poor_password_is_refused(self, client, newcomer, password):
        response = client.post(
            reverse("password_change"),
            {"old_password": PASSWORD, "new_password1": password, "new_password2": password},
        )
        assert response.status_code == 200
        assert "密码没有修改" in text(response)
        newcomer.refresh_from_db()
        assert newcomer.must_change_password

    def test_account_made_in_the_admin_must_change(self, office):
        from accounts.models import User

        assert User(username="x", display_name="x").must_change_password


class TestSession:
    def test_ends_after_half_an_hour_without_a_page(self, client, user):
        assert settings.SESSION_COOKIE_AGE == 30 * 60
        sign_in(client)
        client.get("/")
        session = Session.objects.get(session_key=client.session.session_key)
        assert timedelta(minutes=29) < session.expire_date - timezone.now() <= timedelta(minutes=30)
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        assert client.get("/").url.startswith(LOGIN)

    def test_work_prolongs_it(self, client, user, monkeypatch):
        sign_in(client)
        client.get("/")
        Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
        later = time.time() + 61
        monkeypatch.setattr("accounts.middleware.time.time", lambda: later)
        client.get("/")
        assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)

    def test_disabled_account_is_signed_out_at_once(self, client, user):
        sign_in(client)
        user.is_active = False
        user.save()
        assert client.get("/").url.startswith(LOGIN)

    def test_new_password_ends_the_other_sessions(self, client, user):
        other = Client()
        sign_in(client)
        sign_in(other)
        client.post(
            reverse("password_change"), {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        )
        assert client.get("/").status_code == 200
        assert other.get("/").url.startswith(LOGIN)

    def test_session_is_renewed_on_signing_in(self, client, user):
        client.get(LOGIN)
        before = client.cookies.get("sessionid")
        sign_in(client)
        assert client.cookies["sessionid"].value != (before.value if before else "")

    def test_cookie_is_hidden_from_scripts_and_ends_with_the_browser(self, client, user):
        sign_in(client)
        cookie = client.cookies["sessionid"]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
        assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE

    def test_signing_out_needs_a_post_and_ends_the_session(self, client, user):
        sign_in(client)
        assert client.get(reverse("logout")).status_code == 405
        assert client.post(reverse("logout")).url == LOGIN
        assert client.get("/").url.startswith(LOGIN)


def test_forms_are_refused_without_their_token(user):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
