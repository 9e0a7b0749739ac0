"""The log of a portal that serves: a refusal is one line, an error has its traceback, nobody's number stands in either."""

import http.client
import logging
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import IntegrityError

from common.logs import PrivateFormatter
from portal.home import Home
from tests.records.support import ID_NO, PHONE
from tests.reliability.support import HANGS, manage, serving

SOUGHT = "secret-word"
FORM = "application/x-www-form-urlencoded"


def ask(
    address: str, method: str, path: str, session: str, body: str = "", kind: str = FORM, host: str = ""
) -> int:
    """One request; its status."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=HANGS)
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={'c' * 32}",
        "X-CSRFToken": "c" * 32,
        "Content-Type": kind,
    }
    connection.request(method, path, body or None, headers | ({"Host": host} if host else {}))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def logged(database: Path) -> list[str]:
    lines = database.with_suffix(".log").read_text().splitlines()
    return [line for line in lines if line.strip() and "[INFO]" not in line]


def test_refusals_are_one_line_each_without_what_was_asked_for(database, filled):
    query, session = f"?q={SOUGHT}", filled.sessions[0]
    with serving(database) as address:
        statuses = [
            ask(address, "GET", f"/nothing/{query}", session),
            ask(address, "GET", f"/nothing/{PHONE}/{query}", session),
            ask(address, "GET", f"/reports/annual/{query}", session),
            ask(address, "GET", f"/logout/{query}", session),
            ask(address, "GET", f"/{query}", session, host="wrong.example"),
            ask(address, "POST", f"/visits/visit/new/{query}", session, "x" * 5_000_000),
            ask(
                address,
                "POST",
                f"/visits/visit/new/{query}",
                session,
                "x",
                "multipart/form-data; boundary=\xff",
            ),
            ask(
                address,
                "POST",
                f"/visits/visit/new/{query}",
                session,
                "&".join(f"{n}={SOUGHT}" for n in range(5001)),
            ),
        ]
    assert statuses == [404, 404, 403, 405, 400, 400, 400, 400]
    lines = logged(database)
    assert len(lines) == len(statuses), "\n".join(lines)
    assert not [line for line in lines if SOUGHT in line or PHONE in line or "Traceback" in line]


# ── What the formatter makes of a record ────────────────────────────────────
@pytest.fixture
def log(caplog):
    """What would be written to the log."""
    formatter = PrivateFormatter()
    return lambda: "\n".join(formatter.format(record) for record in caplog.records)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [PermissionDenied("x"), SuspiciousOperation(f"x {PHONE}"), BadRequest("two\nlines")]
)
def test_every_refusal_by_an_exception_is_one_line(error, as_user, clerk, monkeypatch, log):
    monkeypatch.setattr(Home, "get", lambda self, request: (_ for _ in ()).throw(error))
    as_user(clerk).get(f"/?q={SOUGHT}")
    told = log()
    assert len(told.splitlines()) == 1
    assert SOUGHT not in told
    assert PHONE not in told


@pytest.mark.django_db
def test_forged_form_is_one_line_without_where_it_came_from(clerk, log):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.post(
        "/login/",
        {"username": SOUGHT},
        secure=True,
        headers={"referer": f"https://elsewhere.example/?q={SOUGHT}"},
    )
    told = log()
    assert "elsewhere.example" in told
    assert len(told.splitlines()) == 1
    assert SOUGHT not in told


@pytest.mark.django_db
def test_error_keeps_its_traceback_and_tells_no_number_and_no_content(as_user, clerk, monkeypatch, log):
    text = f"duplicate key\nDETAIL:  Failing row contains (王丽华, {ID_NO}).\nLINE 1: INSERT INTO x VALUES ('王丽华')"

    def broken(self, request):
        raise IntegrityError(text) from ValueError(f"invalid literal: '{PHONE}'")

    monkeypatch.setattr(Home, "get", broken)
    browser = as_user(clerk)
    browser.raise_request_exception = False
    assert browser.get("/", {"q": SOUGHT}).status_code == 503
    told = log()
    assert "Traceback" in told
    assert "in broken" in told
    assert not [secret for secret in (ID_NO, PHONE, "王丽华", SOUGHT) if secret in told]


@pytest.mark.django_db
def test_without_the_formatter_all_of_it_is_told(as_user, clerk, monkeypatch, caplog):
    monkeypatch.setattr(Home, "get", lambda self, request: (_ for _ in ()).throw(SuspiciousOperation(PHONE)))
    as_user(clerk).get("/")
    told = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "Traceback" in told
    assert PHONE in told


@pytest.mark.parametrize(("level", "told"), [("WARNING", True), ("ERROR", False)])
def test_level_of_the_log_is_the_office_s_own(level, told, tmp_path):
    asked = (
        f"import logging; assert logging.getLogger('django.request').isEnabledFor(logging.WARNING) is {told}"
    )
    done = manage(tmp_path / "portal.sqlite3", "shell", "-c", asked, LOG_LEVEL=level)
    assert done.returncode == 0, done.stderr


def test_nothing_is_mailed():
    assert logging.getLogger("django").handlers == []
