"""A database that is locked, read-only or not migrated: a page in Chinese that says so, and nothing half written."""

import os
import shutil
import sqlite3
from contextlib import closing
from uuid import uuid4

import pytest
from lxml import html

from tests.reliability.support import Caller, manage, opinions, rows, serving, visit

PAGES = ["/", "/login/", "/visits/visit/", "/visits/visit/new/", "/accounts/"]
IMPATIENT = "tests.reliability.impatient"


def served(database, filled, **more):
    return serving(database, IMPATIENT, **more)


def assert_told(answer, title: str) -> None:
    page = html.fromstring(answer.text)
    assert answer.status == 503
    assert title in page.text_content()
    assert page.xpath("//html/@lang") == ["zh-CN"]
    for trace in ("Traceback", "OperationalError", "sqlite3", "File &quot;"):
        assert trace not in answer.text


def counts(database) -> list:
    tables = (
        "visits_visit",
        "visits_visitissue",
        "visits_historicalvisit",
        "visits_historicalvisitissue",
        "visits_visit_leaders",
    )
    return [rows(database, f"SELECT count(*) FROM {table}") for table in tables]


def assert_given_back(answer) -> None:
    """The page carries everything that was typed: the form itself, or where nothing can be read its fields alone."""
    form = html.fromstring(answer.text).xpath("//form[.//*[@name='submission'] and .//*[@name='summary']]")[0]
    summary = form.xpath(".//*[@name='summary']")[0]
    assert (summary.get("value") or summary.text_content().strip()) == "待写"
    assert form.xpath(".//*[@name='visitissue-opinion-0-content']/@value") == ["路灯不亮"]


def posted(caller: Caller, filled, **values):
    data = visit(
        filled.communities[0],
        "2025-05-20",
        summary="待写",
        submission=str(uuid4()),
        **opinions("路灯不亮"),
        **values,
    )
    return caller.post("/visits/visit/new/", data)


def test_a_locked_database_is_told_and_nothing_is_written(database, filled):
    before = counts(database)
    with (
        served(database, filled) as address,
        closing(sqlite3.connect(database, isolation_level=None)) as other,
    ):
        caller = Caller(address, filled.sessions[0])
        other.execute("BEGIN IMMEDIATE")
        refused = posted(caller, filled)
        assert_told(refused, "数据库正忙")
        assert_given_back(refused)
        assert caller.get("/visits/visit/").status == 200, "a reader never waits"
        login = caller.post("/login/", {"username": "clerk0", "password": "wrong"})
        other.execute("ROLLBACK")
        assert counts(database) == before
        assert posted(caller, filled).status == 302
    assert login.status in (302, 503)


def test_a_locked_database_is_told_where_the_session_is_written(database, filled):
    """Signing in writes the session on the way out, after the view."""
    with (
        served(database, filled) as address,
        closing(sqlite3.connect(database, isolation_level=None)) as other,
    ):
        stranger = Caller(address, "nobody")
        other.execute("BEGIN IMMEDIATE")
        assert_told(stranger.post("/login/", {"username": "clerk0", "password": "jinhe-2026"}), "数据库正忙")
        other.execute("ROLLBACK")
        assert stranger.post("/login/", {"username": "clerk0", "password": "jinhe-2026"}).status == 302


def test_a_file_without_the_right_to_write_is_told(database, filled):
    before = counts(database)
    as_others = (
        ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.getuid() == 0 else ()
    )  # no file refuses root
    with served(database, filled, under=as_others) as address:
        database.chmod(0o444)
        database.parent.chmod(0o555)
        caller = Caller(address, filled.sessions[0])
        refused = posted(caller, filled)
        assert_told(refused, "数据库只能读不能写")
        assert_given_back(refused)
        assert_told(
            Caller(address, "nobody").post("/login/", {"username": "clerk0", "password": "jinhe-2026"}),
            "数据库只能读不能写",
        )
    database.parent.chmod(0o755)
    assert counts(database) == before


def test_a_connection_that_may_only_read_is_told(database, filled):
    with serving(database, "tests.reliability.read_only") as address:
        caller = Caller(address, filled.sessions[0])
        assert caller.get("/visits/visit/").status == 200
        assert_told(posted(caller, filled), "数据库只能读不能写")


def test_a_database_that_is_not_migrated_is_told_on_every_page(database, filled):
    """As it may become behind a portal that serves: with one that is so from the beginning it does not start."""
    with served(database, filled) as address:
        for part in database.parent.glob(f"{database.name}*"):
            part.unlink()
        caller = Caller(address, filled.sessions[0])
        for path in PAGES:
            if path != "/login/":  # needs no session: the form is shown, and told when it is sent
                assert_told(caller.get(path), "数据库还没有升级")
        signing_in = Caller(address, "").post("/login/", {"username": "clerk0", "password": "jinhe-2026"})
        assert_told(signing_in, "数据库还没有升级")


def test_a_database_one_column_behind_is_told(database, filled):
    with closing(sqlite3.connect(database)) as other:
        other.execute("ALTER TABLE visits_visit RENAME COLUMN companions TO companion")
        other.commit()
    with served(database, filled) as address:
        caller = Caller(address, filled.sessions[0])
        assert_told(caller.get("/visits/visit/"), "数据库还没有升级")
        assert_told(posted(caller, filled), "数据库还没有升级")
        assert caller.get("/funding/payment/").status == 200


def test_a_damaged_file_is_told(database, filled):
    with served(database, filled) as address:
        with database.open("r+b") as file:
            file.write(b"not a database at all" * 400)
        answer = Caller(address, filled.sessions[0]).get("/")
    assert_told(answer, "数据库文件损坏了")


COMMANDS = {
    "figures": ["figures", "--subdistrict", "JH", "--year", "2024", "--json"],
    "report": ["report", "--subdistrict", "JH", "--year", "2024", "--output", "{folder}/report.docx"],
    "load_demo": ["load_demo"],
}


def assert_one_line(result, *told: str) -> None:
    lines = [
        line
        for line in result.stderr.splitlines()
        if "ALLOW_HTTP" not in line and "WARNINGS" not in line and "System check" not in line
    ]
    lines = [line for line in lines if line.strip()]
    assert "Traceback" not in result.stderr, result.stderr[-400:]
    assert len(lines) == 1, result.stderr
    assert all(text in lines[0] for text in told), lines
    assert result.returncode == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_a_database_not_migrated_says_so_in_one_line(command, tmp_path):
    arguments = [part.format(folder=tmp_path) for part in COMMANDS[command]]
    (tmp_path / "empty.sqlite3").touch()
    assert_one_line(manage(tmp_path / "empty.sqlite3", *arguments), "升级", "migrate")
    assert not (tmp_path / "report.docx").exists()


def test_a_command_on_a_locked_or_missing_database_says_so_in_one_line(database, tmp_path):
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("DELETE FROM accounts_user")
        other.execute("BEGIN IMMEDIATE")
        (tmp_path / "no").touch()  # where a folder would be made
        empty = manage(tmp_path / "no" / "such" / "portal.sqlite3", *COMMANDS["figures"])
        locked = manage(database, "create_office", "--code", "XX", DJANGO_SETTINGS_MODULE=IMPATIENT)
    assert "Traceback" not in locked.stderr
    assert "Traceback" not in empty.stderr, empty.stderr[-400:]
    assert "还不存在" in empty.stderr


def test_without_the_explanation_there_is_only_an_error(database, filled):
    shutil.copy(database, database.with_name("plain.sqlite3"))
    plain = database.with_name("plain.sqlite3")
    with (
        serving(plain, "tests.reliability.unexplained") as address,
        closing(sqlite3.connect(plain, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        answer = Caller(address, "nobody").post("/login/", {"username": "clerk0", "password": "jinhe-2026"})
    assert answer.status == 500
    assert "数据库正忙" not in answer.text
