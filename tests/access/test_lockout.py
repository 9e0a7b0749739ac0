"""Guessing is slowed, the owner never shut out: the lock, the growing pause, and who opens a lock."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import lockout
from accounts.backends import ReaderBackend
from tests.factories import PASSWORD, UserFactory
from tests.records.browser import text

pytestmark = pytest.mark.django_db
ELSEWHERE = "198.51.100.7"


@pytest.fixture
def user(office):
    return UserFactory(username="wang", subdistrict=office)


def sign_in(name="wang", password=PASSWORD, peer="10.1.1.5", **headers):
    return Client(REMOTE_ADDR=peer, headers=headers).post("/login/", {"username": name, "password": password})


def fail(name="wang", peer="10.1.1.5", times=1, **headers):
    for _ in range(times):
        response = sign_in(name, "wrong-password", peer, **headers)
    return response


def failures(number, name="wang", peer=None, age=timedelta(0)):
    """Lines of the log of failures, from everywhere or from one address; `name` may number them."""
    rows = [
        AccessFailureLog(
            username=name.format(n), ip_address=peer or f"203.0.{n // 250}.{n % 250}", path_info="/login/"
        )
        for n in range(number)
    ]
    made = AccessFailureLog.objects.bulk_create(rows)
    AccessFailureLog.objects.filter(pk__in=[row.pk for row in made]).update(attempt_time=timezone.now() - age)


def looked_at():
    return AccessFailureLog.objects.count()


class TestLock:
    def test_says_until_when_and_who_can_open_it(self, user):
        page = fail(times=5)
        until = timezone.localtime(lockout.end_of(AccessAttempt.objects.get()))
        assert f"已锁定 15 分钟，{until:%H:%M} 以后可以再试" in text(page)
        assert "请本街道的管理员在首页解锁" in text(page)
        assert 840 < int(page.headers["Retry-After"]) <= 960

    def test_tries_meanwhile_are_not_looked_at_and_do_not_prolong_it(self, user):
        fail(times=5)
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
        before = AccessAttempt.objects.values().get()
        assert [fail().status_code, sign_in().status_code] == [429, 429]
        assert (AccessAttempt.objects.values().get(), looked_at()) == (before, 5)
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
        assert sign_in().status_code == 302

    def test_another_browser_does_not_shorten_it(self, user):
        """axes counts for each browser: what the first failed would be forgotten before what the last did."""
        fail(times=4, **{"User-Agent": "one"})
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
        fail(**{"User-Agent": "two"})
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=2))
        assert sign_in().status_code == 429

    def test_right_password_among_many_at_one_moment_is_refused_beyond_the_limit(self, user, monkeypatch):
        """Its try began before the fifth failure and ends after it."""
        assert self.enter_late(monkeypatch) == 429
        assert not AccessLog.objects.exists()

    def test_without_asking_again_it_would_enter(self, user, monkeypatch):
        monkeypatch.setattr("accounts.views.AxesProxyHandler.is_allowed", lambda *args: True)
        assert self.enter_late(monkeypatch) == 302

    @staticmethod
    def enter_late(monkeypatch):
        ours = ReaderBackend.authenticate

        def slow(backend, request, username=None, password=None, **more):
            if password == PASSWORD:
                fail(times=5)
            return ours(backend, request, username, password, **more)

        monkeypatch.setattr(ReaderBackend, "authenticate", slow)
        return sign_in().status_code


class TestOldPassword:
    """Whoever finds a browser signed in does not guess the password there."""

    NEW = "xinmima-8842"

    @pytest.fixture
    def change(self, user):
        browser = Client(REMOTE_ADDR="10.1.1.5")
        browser.force_login(user, backend="accounts.backends.ReaderBackend")
        return lambda old, new=self.NEW: browser.post(
            "/password/", {"old_password": old, "new_password1": new, "new_password2": new}
        )

    def test_wrong_ones_lock_as_in_signing_in(self, user, change):
        assert [change("wrong-password").status_code for _ in range(5)] == [200] * 4 + [429]
        page = change(PASSWORD)
        assert (page.status_code, "已锁定 15 分钟" in text(page)) == (429, True)
        assert sign_in().status_code == 429
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_failures_of_signing_in_count_with_them(self, user, change):
        fail(times=4)
        assert change("wrong-password").status_code == 429

    def test_the_right_one_after_a_wrong_one_is_taken(self, user, change):
        assert change("wrong-password").status_code == 200
        assert change(PASSWORD).status_code == 302
        user.refresh_from_db()
        assert user.check_password(self.NEW)

    def test_a_guess_in_the_place_of_the_new_one_is_not_answered(self, user, change):
        words = "新密码不能与原密码相同"
        assert words not in text(change("wrong-password", PASSWORD))
        assert words in text(change(PASSWORD, PASSWORD))


@pytest.mark.parametrize("wrong", [5, 26])
def test_refused_try_writes_nothing(user, wrong):
    """Else a flood of them would queue with everybody who saves."""
    if wrong == 5:
        fail(times=5)
    else:
        failures(wrong)
    with CaptureQueriesContext(connection) as captured:
        assert sign_in().status_code == 429
    assert [each["sql"] for each in captured if not each["sql"].startswith("SELECT")] == []


class TestPause:
    def test_grows_to_a_minute_and_no_further(self):
        assert [lockout.length_of_pause(n) for n in (0, 20, 21, 22, 23, 24, 25, 26, 27, 10**6)] == [
            0,
            0,
            2,
            4,
            8,
            16,
            32,
            60,
            60,
            60,
        ]

    def test_begins_after_twenty_failures_from_everywhere(self, user):
        failures(19)
        assert fail(peer=ELSEWHERE).status_code == 200
        assert sign_in(peer=ELSEWHERE).status_code == 302
        assert fail(peer="198.51.100.8").status_code == 200
        slowed = sign_in(peer="198.51.100.9")
        assert slowed.status_code == 429
        assert 1 <= int(slowed.headers["Retry-After"]) <= 2
        assert "刚才的密码没有核对，账号也没有被锁" in text(slowed)

    def test_without_our_handler_nothing_is_slowed(self, user, settings):
        settings.AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
        failures(500)
        assert sign_in().status_code == 302

    def test_tries_meanwhile_are_not_looked_at_and_do_not_prolong_it(self, user):
        failures(26)
        before = list(AccessFailureLog.objects.values())
        assert {fail(peer=f"198.51.100.{n}").status_code for n in range(10)} == {429}
        assert (list(AccessFailureLog.objects.values()), AccessAttempt.objects.count()) == (before, 0)

    def test_ends_after_its_seconds_whatever_there_was(self, user):
        failures(2000)
        AccessFailureLog.objects.update(attempt_time=timezone.now() - timedelta(seconds=50))
        slowed = sign_in()
        assert (slowed.status_code, 1 <= int(slowed.headers["Retry-After"]) <= 10) == (429, True)
        AccessFailureLog.objects.update(attempt_time=timezone.now() - timedelta(seconds=61))
        assert sign_in().status_code == 302

    def test_guesses_of_an_hour_are_few_however_many_machines_guess(self, user, monkeypatch):
        """Each try comes from an address of its own, as soon as it would be looked at."""
        clock = [timezone.now()]
        monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
        hours = []
        for hour in (1, 2):
            end, guesses = clock[0] + timedelta(hours=1), 0
            while clock[0] < end:
                answer = fail(peer=f"203.0.{hour}.{guesses}")
                guesses += answer.status_code == 200
                clock[0] += timedelta(seconds=int(answer.headers.get("Retry-After", 0)))
            hours.append(guesses)
        assert hours == [84, 60]

    def test_clock_that_was_set_back_makes_it_no_longer(self, user):
        failures(100, age=timedelta(minutes=-30))
        assert 1 <= int(sign_in().headers["Retry-After"]) <= 60

    def test_failures_of_more_than_an_hour_ago_do_not_count(self, user):
        failures(500, age=timedelta(minutes=61))
        failures(20)
        assert sign_in().status_code == 302

    def test_newest_failures_are_kept_however_many_there_are(self, user):
        """axes would remove the newest beyond a thousand, and nobody would be slowed any more."""
        failures(1200, age=timedelta(minutes=2))
        fail(peer=ELSEWHERE)
        assert looked_at() == 1201
        assert sign_in().status_code == 429

    def test_owner_where_he_signed_in_of_late_is_not_slowed(self, user):
        assert sign_in().status_code == 302
        failures(500)
        assert sign_in().status_code == 302
        assert sign_in(peer=ELSEWHERE).status_code == 429
        AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=31))
        assert sign_in().status_code == 429

    def test_where_somebody_else_signed_in_he_is(self, user, office):
        UserFactory(username="li", subdistrict=office)
        sign_in("li")
        failures(500)
        assert sign_in().status_code == 429

    def test_colleague_is_not_slowed(self, user, office):
        UserFactory(username="li", subdistrict=office)
        failures(500)
        assert sign_in("li").status_code == 302

    def test_unknown_user_is_slowed_alike(self, user):
        pages = []
        for name in ("wang", "nobody-of-that-name"):
            failures(30, name)
            page = sign_in(name)
            pages.append((page.status_code, text(page).replace(page.headers["Retry-After"], "N")))
        assert pages[0] == pages[1]
        assert "请等 N 秒再登录" in pages[0][1]

    def test_right_password_that_was_overtaken_waits(self, user, monkeypatch):
        ours = ReaderBackend.authenticate

        def slow(backend, request, *args, **more):
            failures(30)
            return ours(backend, request, *args, **more)

        monkeypatch.setattr(ReaderBackend, "authenticate", slow)
        assert sign_in().status_code == 429


class TestSlowedAddress:
    """An address is slowed for many names, where a trusted proxy named it."""

    @pytest.fixture(autouse=True)
    def proxy(self, settings):
        settings.TRUSTED_PROXIES = ["127.0.0.1"]

    @staticmethod
    def through(name="wang", password=PASSWORD, client=ELSEWHERE):
        return sign_in(name, password, "127.0.0.1", **{"X-Forwarded-For": client})

    def test_after_twenty_names_every_name_waits_there(self, user):
        failures(20, "guess{}", ELSEWHERE)
        assert self.through("guess20", "wrong-password").status_code == 200
        assert [self.through(name).status_code for name in ("wang", "nobody-of-that-name")] == [429, 429]
        assert self.through(client="198.51.100.8").status_code == 302

    def test_pause_there_ends_as_well(self, user):
        failures(300, "guess{}", ELSEWHERE, timedelta(seconds=61))
        assert self.through().status_code == 302

    def test_many_failures_of_one_name_do_not_slow_the_others(self, user):
        failures(300, "guess", ELSEWHERE)
        assert self.through().status_code == 302

    def test_address_that_no_proxy_named_is_not_slowed(self, user, settings):
        """It may be everybody's: that of a proxy nobody told the portal of."""
        failures(300, "guess{}", "127.0.0.1")
        failures(300, "guess{}", ELSEWHERE)
        settings.TRUSTED_PROXIES = []
        assert self.through().status_code == 302
        assert sign_in(peer=ELSEWHERE).status_code == 302

    def test_forged_address_is_nobodys(self, user):
        failures(300, "guess{}", ELSEWHERE)
        assert sign_in(peer=ELSEWHERE, **{"X-Forwarded-For": "198.51.100.8"}).status_code == 302
        assert AccessLog.objects.get().ip_address == ELSEWHERE

    def test_lock_is_at_the_clients_address(self, user):
        for _ in range(5):
            self.through(password="wrong-password")
        assert self.through().status_code == 429
        assert AccessAttempt.objects.get().ip_address == ELSEWHERE
        assert self.through(client="198.51.100.8").status_code == 302


class TestUnlocking:
    @pytest.fixture
    def manager(self, as_user, admin):
        return as_user(admin)

    def press(self, client, account, **data):
        return client.post(reverse("unlock", args=[account.pk]), data, follow=True)

    def test_locked_accounts_stand_on_the_home_page_until_they_are_unlocked(self, manager, admin, user):
        assert "被锁的账号" not in text(manager.get("/"))
        fail(times=4)
        fail(peer=ELSEWHERE, times=4)
        assert "被锁的账号" not in text(manager.get("/"))
        fail()
        home = text(manager.get("/"))
        assert "被锁的账号" in home
        assert "李秀兰（wang）" in home
        assert "来自 10.1.1.5，" in home
        fail(peer=ELSEWHERE)
        assert f"来自 {ELSEWHERE}等2个地址" in text(manager.get("/"))
        page = text(self.press(manager, user))
        assert "已解锁：李秀兰（wang）现在可以登录" in page
        assert "被锁的账号" not in page
        assert [sign_in().status_code, sign_in(peer=ELSEWHERE).status_code] == [302, 302]
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_id, entry.change_message) == (admin, str(user.pk), "解除登录锁定")

    def test_account_page_has_the_button_too(self, manager, user):
        address = reverse("admin:accounts_user_change", args=[user.pk])
        assert "解锁" not in manager.get(address).content.decode()
        fail(times=5)
        assert f'action="{reverse("unlock", args=[user.pk])}"' in manager.get(address).content.decode()
        page = self.press(manager, user, from_account="1")
        assert page.request["PATH_INFO"] == address
        assert "已解锁" in page.content.decode()
        assert sign_in().status_code == 302

    def test_what_is_not_locked_is_said_and_not_logged(self, manager, user):
        fail(times=4)
        assert "李秀兰（wang）现在没有被锁" in text(self.press(manager, user))
        assert not LogEntry.objects.exists()

    def test_lock_that_is_over_stands_nowhere(self, manager, user):
        fail(times=5)
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
        assert "被锁的账号" not in text(manager.get("/"))

    def test_accounts_of_others_and_unknown_names_are_neither_shown_nor_opened(self, manager, other_office):
        foreign = UserFactory(username="foreign", display_name="柳山的人", subdistrict=other_office)
        for name in ("foreign", "nobody-of-that-name"):
            fail(name, times=5)
        assert "被锁的账号" not in text(manager.get("/"))
        assert self.press(manager, foreign).status_code == 404
        assert sign_in("foreign").status_code == 429

    def test_nobody_else_opens_it(self, as_user, user, clerk, secretary):
        fail(times=5)
        assert [self.press(as_user(each), user).status_code for each in (clerk, secretary, user)] == [
            403,
            403,
            403,
        ]
        assert sign_in().status_code == 429

    def test_needs_a_post_with_its_token(self, admin, user):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(admin, backend="accounts.backends.ReaderBackend")
        fail(times=5)
        assert strict.get(reverse("unlock", args=[user.pk])).status_code == 405
        assert strict.post(reverse("unlock", args=[user.pk])).status_code == 403
        assert sign_in().status_code == 429

    def test_manager_opens_his_own(self, manager, admin):
        fail("admin", times=5)
        self.press(manager, admin)
        assert sign_in("admin").status_code == 302

    def test_new_password_from_the_manager_opens_it(self, manager, user):
        fail(times=5)
        given = {"password1": "chushi-8842", "password2": "chushi-8842", "usable_password": "true"}
        assert (
            manager.post(reverse("admin:auth_user_password_change", args=[user.pk]), given).status_code == 302
        )
        assert sign_in(password="chushi-8842").status_code == 302

    def test_each_locked_account_costs_no_statement_of_its_own(self, manager, office):
        def statements(number):
            for _ in range(number):
                fail(UserFactory(subdistrict=office).username, times=5)
            with CaptureQueriesContext(connection) as captured:
                assert "被锁的账号" in text(manager.get("/"))
            return len(captured)

        statements(1)  # what only the first page of a process asks
        assert statements(1) == statements(4)
