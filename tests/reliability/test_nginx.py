"""The portal behind the sample's nginx: true addresses, no forging, nothing searched for in a log."""

import shutil
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from tests.factories import PASSWORD
from tests.reliability.nginx import SAMPLE, Browser, behind_another, free_port, nginx
from tests.reliability.support import CSRF, at_once, rows, serving

AT_DESK, AT_HOME, GATEWAY = "127.0.0.9", "127.0.0.10", "127.0.0.3"
TRUST = {
    "ALLOW_HTTP": "0",
    "TRUSTED_PROXIES": f"127.0.0.1, {GATEWAY}",
    "GUNICORN_CMD_ARGS": "--forwarded-allow-ips=",
}
FORGED = {
    "X-Forwarded-For": AT_HOME,
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Ssl": "off",
    "X-Forwarded-Protocol": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Real-IP": AT_HOME,
    "Forwarded": f"for={AT_HOME};proto=http;host=evil.example",
}
TEN_MB = 10 * 1024 * 1024


@pytest.fixture(scope="module")
def behind(filled, tmp_path_factory):
    """gunicorn, the sample's nginx before it, and a gateway before a second nginx that is set up for one."""
    folder = tmp_path_factory.mktemp("behind")
    database = Path(shutil.copy(filled.database, folder / "portal.sqlite3"))
    sample = SAMPLE.read_text()
    with ExitStack() as stack:
        port = urlsplit(stack.enter_context(serving(database, **TRUST))).port
        one = stack.enter_context(nginx(folder / "one", port))
        inner = stack.enter_context(nginx(folder / "inner", port, behind_another(sample)))
        encrypted = sample.replace("proxy_pass http:", "proxy_pass https:")
        outer = stack.enter_context(
            nginx(folder / "outer", inner.secure, encrypted, f"proxy_bind {GATEWAY};")
        )
        yield SimpleNamespace(
            database=database, direct=port, one=one, inner=inner, outer=outer, sessions=filled.sessions
        )


@pytest.fixture(autouse=True)
def clean_slate(behind):
    """No failure of an earlier test counts."""
    with sqlite3.connect(behind.database, timeout=20) as connection:
        for table in ("axes_accessattempt", "axes_accessfailurelog", "axes_accesslog"):
            connection.execute(f"DELETE FROM {table}")
    connection.close()


def attempts(behind):
    return rows(
        behind.database,
        "SELECT username, ip_address, failures_since_start FROM axes_accessattempt ORDER BY ip_address",
    )


@pytest.mark.parametrize("way", ["one", "outer"])
def test_lock_is_of_the_true_address_whatever_the_client_forges(behind, way):
    """Through one nginx, and through a gateway and a second one."""
    port = getattr(behind, way).secure
    forging = [Browser(port, AT_DESK, **{**FORGED, "X-Forwarded-For": f"198.51.100.{n}"}) for n in range(5)]
    assert [each.sign_in("clerk0", "wrong") for each in forging] == [200, 200, 200, 200, 429]
    assert attempts(behind) == [("clerk0", AT_DESK, 5)]
    assert Browser(port, AT_DESK, **FORGED).sign_in("clerk0", PASSWORD) == 429
    assert Browser(port, AT_HOME).sign_in("clerk0", PASSWORD) == 302
    assert Browser(port, AT_DESK).sign_in("clerk1", PASSWORD) == 302
    assert rows(behind.database, "SELECT username, ip_address FROM axes_accesslog ORDER BY id") == [
        ("clerk0", AT_HOME),
        ("clerk1", AT_DESK),
    ]


def test_client_that_goes_round_the_gateway_forges_no_address(behind):
    assert (
        Browser(behind.inner.secure, AT_DESK, **{**FORGED, "X-Forwarded-Proto": "https"}).sign_in(
            "clerk0", "wrong"
        )
        == 200
    )
    assert attempts(behind) == [("clerk0", AT_DESK, 1)]


@pytest.mark.parametrize("way", ["one", "outer"])
def test_forged_scheme_and_host_change_nothing(behind, way):
    port = getattr(behind, way).secure
    pages = [Browser(port, AT_DESK, **headers).get("/login/") for headers in ({}, FORGED)]
    for page in pages:
        assert page.status == 200
        assert "Secure" in page.headers["Set-Cookie"]
        assert page.headers["Strict-Transport-Security"]
    redirect = Browser(port, AT_DESK, **FORGED).get("/visits/visit/")
    assert (redirect.status, redirect.headers["Location"]) == (302, "/login/?next=/visits/visit/")
    assert Browser(port, AT_DESK, Host="evil.example").get("/login/").status == 400


def test_plain_http_leads_to_https_under_the_own_name(behind):
    browser = Browser(
        behind.one.plain,
        AT_DESK,
        secure=False,
        **{**FORGED, "X-Forwarded-Proto": "https", "Host": "evil.example"},
    )
    redirect = browser.get("/visits/visit/?kind=home")
    assert (redirect.status, redirect.headers["Location"]) == (
        301,
        "https://localhost/visits/visit/?kind=home",
    )


def test_client_that_goes_round_nginx_is_believed_in_nothing(behind):
    """From an address that is not trusted, and with headers at which gunicorn by itself would take offence."""
    browser = Browser(
        behind.direct,
        AT_DESK,
        secure=False,
        **{**FORGED, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"},
    )
    redirect = browser.get("/login/")
    assert (redirect.status, redirect.headers["Location"]) == (
        301,
        f"https://localhost:{behind.direct}/login/",
    )


def test_proxy_that_is_not_trusted_is_told_apart_from_nobody(filled, tmp_path):
    """Without the setting the scheme is not believed, and every client has the proxy's address."""
    database = Path(shutil.copy(filled.database, tmp_path / "portal.sqlite3"))
    with serving(database) as address, nginx(tmp_path / "nginx", urlsplit(address).port) as front:
        origin = {"Origin": f"http://localhost:{front.secure}"}
        for _ in range(5):
            Browser(front.secure, AT_DESK, **origin).sign_in("clerk0", "wrong")
        assert Browser(front.secure, AT_HOME, **origin).sign_in("clerk0", PASSWORD) == 429
        assert "Secure" not in Browser(front.secure, AT_DESK).get("/login/").headers["Set-Cookie"]


def test_many_wrong_passwords_at_one_moment_do_not_pass_the_limit_by_more_than_are_under_way(behind):
    """Two workers of four threads look at eight at most while the fifth is counted."""
    browsers = [Browser(behind.one.secure, AT_DESK) for _ in range(32)]
    answers = at_once([lambda browser=browser: browser.sign_in("clerk0", "wrong") for browser in browsers])
    looked_at = rows(behind.database, "SELECT count(*) FROM axes_accessfailurelog")[0][0]
    assert set(answers) == {200, 429}
    assert 5 <= looked_at <= 12
    assert answers.count(200) <= 4
    assert Browser(behind.one.secure, AT_DESK).sign_in("clerk0", PASSWORD) == 429


def upload(browser, size):
    edge = "edge-of-a-part"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'
    head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="走访.xlsx"\r\n\r\n'
    body = head.encode() + b"x" * size + f"\r\n--{edge}--\r\n".encode()
    return browser.send(
        "POST", "/imports/visits.visit/", body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
    )


def test_upload_passes_up_to_what_the_portal_judges_itself_and_more_is_told_in_chinese(behind):
    browser = Browser(behind.one.secure, AT_DESK, session=behind.sessions[0])
    for size in (TEN_MB, TEN_MB + 4096):
        taken = upload(browser, size)
        assert (taken.status, taken.headers["Location"][:9]) == (302, "/imports/")
    refused = upload(browser, 65 * 1024**2)
    assert (refused.status, "文件太大" in refused.text) == (413, True)


def test_readiness_is_asked_through_it(behind):
    assert Browser(behind.one.secure, AT_DESK).get("/readyz").text == "ready\n"
    assert Browser(behind.outer.secure, AT_DESK).get("/healthz").text == "ok\n"


def test_static_files_come_through_it(behind):
    page = Browser(behind.one.secure, AT_DESK).get("/static/css/base.css")
    assert (page.status, page.headers["Content-Type"].partition(";")[0]) == (200, "text/css")


def test_log_holds_the_address_and_nothing_that_was_searched_for(behind, tmp_path):
    number = "110101199003070011"
    browser = Browser(behind.one.secure, AT_DESK, Referer=f"https://localhost/members/member/?q={number}")
    browser.get(f"/members/member/?q={number}")
    Browser(behind.one.plain, AT_DESK, secure=False).get(f"/?q={number}")
    browser.send("POST", f"/login/?q={number}", b"x" * 17 * 1024**2, {})
    written = behind.one.log.read_text() + behind.one.errors.read_text()
    assert f"{AT_DESK} [" in written
    assert '"GET /members/member/" 302' in written
    assert number not in written


def test_portal_that_does_not_answer_is_told_in_chinese(tmp_path):
    with nginx(tmp_path / "nginx", free_port()) as alone:
        page = Browser(alone.secure, AT_DESK).get("/members/member/?q=110101199003070011")
        assert (page.status, "工作台没有应答" in page.text) == (502, True)
        assert "110101199003070011" not in alone.log.read_text() + alone.errors.read_text()
