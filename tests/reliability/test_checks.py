"""The system checks refuse an SQLite that could lose records, and warn of what the office should know."""

import shutil
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.management.commands.check import Command as DjangoCheck
from django.db import connections

from portal import checks
from tests.reliability.support import ROOT, environment, manage

SAFE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
UNSAFE = {
    "Django's own": ({}, "transaction_mode"),
    "deferred": ({**SAFE, "transaction_mode": "DEFERRED"}, "transaction_mode"),
    "short timeout": ({**SAFE, "timeout": 5}, "timeout"),
    "no timeout": ({name: value for name, value in SAFE.items() if name != "timeout"}, "timeout"),
    "journal of the old kind": (
        {**SAFE, "init_command": SAFE["init_command"].replace("WAL", "DELETE")},
        "journal_mode",
    ),
    "synchronous NORMAL": (
        {**SAFE, "init_command": SAFE["init_command"].replace("FULL", "NORMAL")},
        "synchronous",
    ),
    "synchronous OFF": ({**SAFE, "init_command": SAFE["init_command"].replace("FULL", "OFF")}, "synchronous"),
    "no foreign keys": (
        {**SAFE, "init_command": SAFE["init_command"].replace("foreign_keys=ON", "foreign_keys=OFF")},
        "foreign_keys",
    ),
}


@pytest.fixture
def opened(tmp_path):
    """The complaints about a database opened with the given options."""
    made = []

    def complaints(options, name=tmp_path / "portal.sqlite3"):
        alias = f"checked{len(made)}"
        settings = {
            **connections["default"].settings_dict,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(name),
            "OPTIONS": options,
        }
        connections.settings[alias] = settings
        made.append(alias)
        return checks.sqlite_is_safe([alias])

    yield complaints
    for alias in made:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


@pytest.fixture
def every_database(django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_sqlite_is_refused(name, opened, every_database):
    options, named = UNSAFE[name]
    found = opened(options)
    assert any(named in error.msg for error in found)
    assert {error.id for error in found} == {"dangjian.E001"}
    assert all(error.is_serious() for error in found)


def test_a_safe_one_passes(opened, every_database):
    assert opened(SAFE) == []


def test_a_file_that_cannot_be_opened_is_named(opened, every_database, tmp_path):
    (found,) = opened(SAFE, tmp_path / "missing" / "portal.sqlite3")
    assert "无法打开数据库文件" in found.msg


def test_the_portal_itself_is_safe_and_migrate_refuses_less(tmp_path, migrated):
    database = shutil.copy(migrated, tmp_path / "portal.sqlite3")
    safe = manage(database, "check", "--database", "default")
    unsafe = manage(database, "migrate", DJANGO_SETTINGS_MODULE="tests.reliability.defaults")
    assert safe.returncode == 0, safe.stderr
    assert unsafe.returncode == 1
    assert "SQLite 设置不安全" in unsafe.stderr


def test_no_environment_makes_the_portal_unsafe(tmp_path, migrated):
    database = shutil.copy(migrated, tmp_path / "portal.sqlite3")
    url = environment(database)["DATABASE_URL"] + "?timeout=1&transaction_mode=DEFERRED&init_command="
    checked = manage(database, "check", "--database", "default", DATABASE_URL=url)
    assert checked.returncode == 0, checked.stderr


def ids(**more: bool) -> list[str]:
    return [warning.id for found in (checks.keys_are_given(), checks.http_is_a_choice()) for warning in found]


def test_http_and_missing_keys_are_warned_of(settings):
    settings.ALLOW_HTTP, settings.DEBUG, settings.PERSONAL_DATA_KEYS = True, False, []
    assert ids() == ["dangjian.W001", "dangjian.W002"]
    settings.ALLOW_HTTP, settings.PERSONAL_DATA_KEYS = False, ["one key"]
    assert ids() == []


def test_the_warnings_are_told_by_check_deploy(tmp_path):
    told = manage(tmp_path / "portal.sqlite3", "check", "--deploy").stderr
    assert "没有设置 PERSONAL_DATA_KEYS" in told
    assert "ALLOW_HTTP 已打开" in told
    assert "security." not in told, "nothing in English, and nothing that cannot be obeyed"
    own = "the key of the office itself: as long as it should be"
    quiet = manage(
        tmp_path / "portal.sqlite3", "check", "--deploy", ALLOW_HTTP="0", PERSONAL_DATA_KEYS=own
    ).stderr
    assert "dangjian." not in quiet


def test_no_secret_key_no_portal(tmp_path):
    env = environment(tmp_path / "portal.sqlite3", DJANGO_SETTINGS_MODULE="dangjian.settings")
    del env["SECRET_KEY"]
    result = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_with_the_check_silenced_an_unsafe_database_is_served(opened, every_database, monkeypatch):
    with pytest.raises(SystemCheckError):
        call_command(DjangoCheck(), databases=[_alias(opened, {})])
    monkeypatch.setattr(checks, "_weaknesses", lambda alias: [])
    call_command(DjangoCheck(), databases=[_alias(opened, {})])


def _alias(opened, options) -> str:
    opened(options)
    return list(connections.settings)[-1]
