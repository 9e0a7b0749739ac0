"""Security headers on every kind of response, the admin's and the errors' included; nothing fetched from outside."""

import re

import pytest
from django.test import Client

from tests.factories import VisitFactory

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/login/",
    "/password/",
    "/manual/",
    "/visits/visit/",
    "/visits/visit/new/",
    "/visits/visit/export.xlsx",
    "/visits/visit/removed/",
    "/reports/figures/",
    "/reports/figures/visits.frontline/",
    "/no/such/page/",
    "/reports/annual/",
    "/visits/visit/999999/",
    "/text-size/125/",
    "/accounts/",
]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def hardened(response):
    headers = response.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert {name: policy[name] for name in POLICY} == POLICY
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize("address", PAGES)
def test_every_kind_of_page_is_hardened(address, as_user, clerk):
    for client in (Client(), as_user(clerk)):
        hardened(client.get(address))


ADMIN = [
    "",
    "accounts/user/",
    "accounts/user/add/",
    "communities/community/",
    "password_change/",
    "jsi18n/",
    "nothing/",
]


@pytest.mark.parametrize("below", ADMIN)
def test_admin_site_is_hardened_too(below, as_user, admin):
    hardened(as_user(admin).get(f"/accounts/{below}"))


def test_redirects_refusals_and_locks_are_hardened(client, as_user, clerk, qingquan):
    visit = VisitFactory(community=qingquan)
    writer = as_user(clerk)
    hardened(writer.post("/visits/visit/new/", {}))
    hardened(writer.post(f"/visits/visit/{visit.pk}/delete/", {"version": "1"}))
    hardened(Client(enforce_csrf_checks=True).post("/login/", {}))
    for _ in range(5):
        response = client.post("/login/", {"username": "clerk", "password": "wrong-one"})
    hardened(response)


def test_error_page_is_hardened_and_tells_nothing(as_user, clerk, monkeypatch):
    from portal.home import Home

    def broken(self, request):
        raise RuntimeError("秘密 traceback")

    monkeypatch.setattr(Home, "get", broken)
    client = as_user(clerk)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "秘密" not in response.content.decode()
    assert "RuntimeError" not in response.content.decode()
    hardened(response)


@pytest.mark.parametrize("address", [*PAGES, "/accounts/accounts/user/add/"])
def test_page_refers_to_nothing_outside_and_holds_no_inline_script(address, as_user, clerk, admin):
    for user in (clerk, admin):
        response = as_user(user).get(address)
        if "html" not in response.headers.get("Content-Type", ""):
            continue
        page = response.content.decode()
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*', page)
        assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page)
        assert not re.findall(r"\son[a-z]+=|\sstyle=\"|<style", page)


def test_https_is_demanded_unless_plain_http_is_chosen():
    """Read afresh with another environment: the protection is the default, plain HTTP the exception."""
    import os
    import subprocess
    import sys

    script = (
        "from dangjian import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    )
    env = {**os.environ, "SECRET_KEY": "x", "ENV_FILE": os.devnull, "ALLOW_HTTP": "0"}
    assert (
        subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True).stdout
        == "True True True True False\n"
    )
    del env["SECRET_KEY"]
    assert (
        subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True).returncode
        != 0
    )
