"""What keeps the portal from serving is named by `check` and by the server, which ends."""

import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.db import connections

from common.databases import SQLITE
from portal import readiness
from tests.reliability.support import ROOT, environment, manage, manage_each, serving

OWN_KEY = "the key of the office itself: as long as it should be"


# ── The settings ────────────────────────────────────────────────────────────
@pytest.fixture
def env_file(tmp_path, settings) -> Path:
    settings.ENV_FILE = tmp_path / ".env"
    settings.ENV_FILE.touch(0o600)
    return settings.ENV_FILE


def test_a_portal_that_keeps_to_itself_passes(env_file, settings):
    settings.DEBUG = False
    assert list(readiness.exposures()) == []


def test_each_way_of_standing_open_is_named(env_file, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["*"]
    env_file.chmod(0o640)
    debug, hosts, readable = readiness.exposures()
    assert debug.startswith("DEBUG 开着")
    assert hosts.startswith("ALLOWED_HOSTS 是 *")
    assert readable == f"{env_file} 里有密钥，别的账号也能读：请运行 chmod 600 {env_file}。"
    settings.DEBUG, settings.ALLOWED_HOSTS = False, []
    env_file.unlink()
    (hosts,) = readiness.exposures()
    assert hosts.startswith("ALLOWED_HOSTS 是空的")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o644])
def test_any_right_of_others_is_too_much(mode, env_file):
    env_file.chmod(mode)
    assert readiness.is_open_to_others(env_file)


@pytest.mark.parametrize(
    ("folder", "file", "named"), [(0o755, 0o644, True), (0o700, 0o644, False), (0o755, 0o600, False)]
)
def test_a_database_that_others_can_open_is_named(folder, file, named):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "portal.sqlite3"
        path.touch()
        path.chmod(file)
        Path(place).chmod(folder)
        sentence = f"数据库文件 {path} 里是全部记录，别的账号也能打开：请运行 chmod 600 {path}。"
        assert list(readiness.exposed_database({"ENGINE": SQLITE, "NAME": str(path)})) == [sentence] * named


def test_what_is_no_file_holds_no_keys():
    assert not readiness.is_open_to_others(Path("/dev/null"))


# ── The database ────────────────────────────────────────────────────────────
@pytest.fixture
def problem(settings, django_db_blocker):
    """What is said of a database file, by all migrations, which the tests' own database does without."""
    settings.MIGRATION_MODULES = {}
    made = []

    def said(path: Path) -> str:
        alias = f"looked_at{len(made)}"
        connections.settings[alias] = {
            **connections["default"].settings_dict,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(path),
        }
        connections.settings[alias]["OPTIONS"] = {}
        made.append(alias)
        return "".join(readiness.database_problems(alias))

    with django_db_blocker.unblock():
        yield said
        for alias in made:
            connections[alias].close()
            del connections[alias]
            del connections.settings[alias]


def altered(source: Path, path: Path, *statements: str) -> Path:
    shutil.copy(source, path)
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


OTHERS = {
    "of no Django": (
        ["CREATE TABLE orders (id integer)"],
        "这不是本系统的数据库，里面是别的表（例如 orders）",
    ),
    "of another Django": (
        ["CREATE TABLE django_migrations (id integer, app text, name text, applied datetime)"],
        "这不是本系统的数据库，是另一个程序的",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_database_of_something_else_is_named(name, problem, tmp_path):
    statements, words = OTHERS[name]
    empty = tmp_path / "empty.sqlite3"
    empty.touch()
    assert problem(altered(empty, tmp_path / "portal.sqlite3", *statements)).startswith(words)


ALTERED = {
    "of a later version": (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('members', '0099_x', '2027-01-01')",
        "数据库比程序新",
    ),
    "of an earlier version": (
        "DELETE FROM django_migrations WHERE app = 'records'",
        "数据库还没有升级到当前版本，差 3 步：请先备份",
    ),
    "less a table": (
        "DROP TABLE visits_historicalvisitissue",
        "数据库里缺 1 张表（例如 visits_historicalvisitissue）",
    ),
}


@pytest.mark.parametrize("name", ALTERED)
def test_a_database_of_another_state_is_named(name, problem, migrated, tmp_path):
    statement, words = ALTERED[name]
    assert problem(altered(migrated, tmp_path / "portal.sqlite3", statement)).startswith(words)


def test_a_database_of_this_version_passes(problem, migrated):
    assert problem(migrated) == ""


def test_a_file_that_is_missing_empty_or_no_database_is_named(problem, tmp_path):
    missing = tmp_path / "missing.sqlite3"
    assert problem(missing).startswith(f"数据库文件 {missing} 还不存在")
    assert not missing.exists()
    (tmp_path / "empty.sqlite3").touch()
    assert problem(tmp_path / "empty.sqlite3").startswith("数据库是空的")
    (tmp_path / "text.sqlite3").write_text("数据库" * 1000)
    assert problem(tmp_path / "text.sqlite3").startswith("数据库文件损坏了，或者不是数据库")


# ── The server ──────────────────────────────────────────────────────────────
def gunicorn(database: Path, **more: str) -> subprocess.CompletedProcess:
    """The portal as it is served, by a server that is expected to end by itself."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "dangjian.wsgi",
        "--preload",
        "--bind",
        "127.0.0.1:0",
        "--workers",
        "2",
    ]
    env = environment(database, **{"DJANGO_SETTINGS_MODULE": "dangjian.settings", **more})
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=600)


def assert_ended(done: subprocess.CompletedProcess, *sentences: str) -> None:
    """It says the sentences and ends for good, without a traceback and before it starts a worker."""
    assert done.returncode == 4, done.stderr
    for words in sentences:
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "Booting worker" not in done.stderr


def test_the_server_names_everything_and_ends(tmp_path):
    env_file = tmp_path / ".env"
    env_file.write_text(
        "DEBUG=True\nALLOWED_HOSTS=*\nTRUSTED_PROXIES=proxy.example\nPERSONAL_DATA_KEYS=short\n"
    )
    env_file.chmod(0o644)
    done = gunicorn(tmp_path / "portal.sqlite3", ENV_FILE=str(env_file))
    settings = [
        "DEBUG 开着",
        "ALLOWED_HOSTS 是 *",
        "chmod 600",
        "TRUSTED_PROXIES 里的“proxy.example”",
        "PERSONAL_DATA_KEYS 的第 1 把太短",
    ]
    assert_ended(done, *settings, "portal.sqlite3 还不存在")


def test_the_server_refuses_wrong_keys(migrated, tmp_path):
    database = shutil.copy(migrated, tmp_path / "portal.sqlite3")
    assert_ended(gunicorn(database, PERSONAL_DATA_KEYS=OWN_KEY), "运行 python manage.py give_key")


def test_the_server_refuses_to_do_without_a_secret(tmp_path):
    assert_ended(gunicorn(tmp_path / "portal.sqlite3", SECRET_KEY=""), "没有设置 SECRET_KEY")


def test_the_server_serves_an_office_whose_key_was_given(migrated, tmp_path):
    database = Path(shutil.copy(migrated, tmp_path / "portal.sqlite3"))
    done = manage(database, "give_key", PERSONAL_DATA_KEYS=OWN_KEY)
    assert done.returncode == 0, done.stderr
    with serving(database, PERSONAL_DATA_KEYS=OWN_KEY) as address:
        assert address


def test_a_developer_is_served_under_debug(migrated, tmp_path):
    database = Path(shutil.copy(migrated, tmp_path / "portal.sqlite3"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = environment(database, DJANGO_SETTINGS_MODULE="dangjian.settings", DEBUG="1")
    command = [sys.executable, str(ROOT / "manage.py"), "runserver", "--noreload", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert server.poll() is None
            time.sleep(0.1)
        assert b"<form" in urlopen(f"http://127.0.0.1:{port}/login/").read()
    finally:
        server.terminate()
        server.wait(600)


# ── The command ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize("arguments", [(), ("--deploy",)])
def test_check_names_what_the_server_would(arguments, tmp_path):
    done = manage(
        tmp_path / "portal.sqlite3", "check", *arguments, PERSONAL_DATA_KEYS="short", ALLOWED_HOSTS="*"
    )
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "PERSONAL_DATA_KEYS 的第 1 把太短" in done.stderr
    assert "portal.sqlite3 还不存在" in done.stderr
    assert not (tmp_path / "portal.sqlite3").exists(), "no empty one takes its place"


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("PERSONAL_DATA_KEYS", OWN_KEY, "运行 python manage.py give_key"),
        ("TRUSTED_PROXIES", "proxy.example", "proxy.example”不能用"),
    ],
)
def test_wrong_keys_and_proxies_are_told_by_every_command_in_the_same_voice(
    setting, value, words, migrated, tmp_path
):
    database = shutil.copy(migrated, tmp_path / "portal.sqlite3")
    for done in manage_each(database, ["check"], ["migrate", "--check"], **{setting: value}):
        assert (done.returncode, "System check" in done.stderr) == (2, False), done.stderr
        assert words in done.stderr


def test_check_passes_an_office_in_order_and_a_developer(migrated, tmp_path):
    database = shutil.copy(migrated, tmp_path / "portal.sqlite3")
    own = {
        "DJANGO_SETTINGS_MODULE": "dangjian.settings",
        "ALLOW_HTTP": "0",
        "STATIC_ROOT": str(tmp_path / "static"),
    }
    collected, deploy = manage_each(database, ["collectstatic", "--noinput"], ["check", "--deploy"], **own)
    assert collected.returncode == 0
    assert (deploy.returncode, "没有设置 PERSONAL_DATA_KEYS" in deploy.stderr) == (0, True), deploy.stderr
    developer = manage(database, "check", **{**own, "DEBUG": "1", "ALLOWED_HOSTS": "*"})
    assert developer.returncode == 0, developer.stderr
    refused = manage(database, "check", "--deploy", **{**own, "DEBUG": "1"})
    assert (refused.returncode, "DEBUG 开着" in refused.stderr) == (2, True)


def test_files_that_were_not_collected_are_named_by_check_and_by_the_server(migrated, tmp_path):
    database = Path(shutil.copy(migrated, tmp_path / "portal.sqlite3"))
    own = {"DJANGO_SETTINGS_MODULE": "dangjian.settings", "STATIC_ROOT": str(tmp_path / "static")}
    words = "页面的样式和脚本还没有收集"
    assert_ended(gunicorn(database, **own), words)
    commands = (["check", "--deploy"], ["check"], ["collectstatic", "--noinput"])
    before, during, collected = manage_each(database, *commands, **own)
    assert (before.returncode, words in before.stderr) == (2, True), before.stderr
    assert during.returncode == 0, "during an installation"
    assert collected.returncode == 0
    manifest = tmp_path / "static" / "staticfiles.json"
    manifest.write_text(manifest.read_text().replace('"css/base.css"', '"of-an-earlier-version.css"'))
    after = manage(database, "check", "--deploy", **own)
    assert f"{words}（缺 1 个，例如 css/base.css）" in after.stderr
