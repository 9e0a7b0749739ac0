"""Every command: one line where the database is the matter, and a word where a library's would do harm."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from portal.commandline import REFUSED, run
from tests.reliability.support import ROOT, environment, manage, manage_each

HAN = re.compile("[\u4e00-\u9fff]")
COMMANDS = [
    ("check",),
    ("migrate",),
    ("createsuperuser", "--noinput", "--username", "x", "--email", "x@example.com"),
    ("create_office", "JH", "锦河街道"),
    ("shell", "-c", "from members.models import Member; Member.objects.count()"),
]


def assert_one_line(code: int, stderr: str, words: str) -> None:
    lines = [line for line in stderr.splitlines() if HAN.search(line)]
    assert (code, "Traceback" in stderr) == (2, False), stderr
    assert words in lines[0]


@pytest.fixture
def silent() -> Iterator[str]:
    """A PostgreSQL that takes the call and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        yield f"postgres://portal:secret@127.0.0.1:{server.getsockname()[1]}/portal?connect_timeout=2"


def test_a_silent_database_is_told_by_every_command(silent, tmp_path):
    for done in manage_each(tmp_path / "no.sqlite3", *COMMANDS, DATABASE_URL=silent):
        assert_one_line(
            done.returncode, done.stderr, "连接不上数据库：请管理员检查数据库服务和 DATABASE_URL。"
        )


def test_a_file_that_is_not_there_is_told_and_no_empty_one_takes_its_place(tmp_path):
    database = tmp_path / "no.sqlite3"
    asking = [("changepassword", "admin"), ("showmigrations",), ("check",), COMMANDS[3]]
    for done in manage_each(database, *asking):
        assert_one_line(done.returncode, done.stderr, "no.sqlite3 还不存在")
        assert not database.exists()


FAULTY = {
    "not there": ("postgres://portal@127.0.0.1:1/portal", "连接不上数据库"),
    "a folder": ("sqlite:///{folder}", "连接不上数据库"),
    "no database": ("sqlite:///{folder}/text", "数据库文件损坏了，或者不是数据库"),
    "empty": (
        "sqlite:///{folder}/empty",
        "数据库还没有升级到当前版本：请管理员运行 python manage.py migrate。",
    ),
    "of no kind we know": ("mysql://localhost/portal", "数据库地址须以 sqlite:/// 或 postgres:// 开头"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_database_that_is_none_is_told(name, tmp_path):
    url, words = FAULTY[name]
    (tmp_path / "text").write_text("数据库" * 1000)
    (tmp_path / "empty").touch()
    done = manage(tmp_path / "x", "shell", "-c", COMMANDS[-1][-1], DATABASE_URL=url.format(folder=tmp_path))
    assert_one_line(done.returncode, done.stderr, words)


def test_what_a_program_does_wrong_still_shows_where(migrated):
    done = manage(migrated, "shell", "-c", "raise ValueError('mine')")
    assert "Traceback" in done.stderr


@pytest.mark.parametrize("name", REFUSED)
def test_a_command_that_does_harm_is_refused_with_a_word(name, capsys):
    assert name in get_commands()
    assert run(["manage.py", name]) == 2
    assert capsys.readouterr().err.startswith(f"不能运行 {name}：")


def test_what_is_refused_opens_nothing(tmp_path):
    done = manage(tmp_path / "portal.sqlite3", "flush", "--noinput")
    assert_one_line(done.returncode, done.stderr, "不能运行 flush：")
    assert not (tmp_path / "portal.sqlite3").exists()


def test_a_migration_is_not_taken_back(migrated, tmp_path):
    database = Path(shutil.copy(migrated, tmp_path / "portal.sqlite3"))
    before = database.read_bytes()
    back = [("migrate", "visits", "zero"), ("migrate", "operations", "zero")]
    done = manage_each(database, *back, *((*command, "--plan") for command in back))
    for refused in done[:2]:
        assert_one_line(refused.returncode, refused.stderr, "不能把数据库退回以前的步骤")
    assert [looked.returncode for looked in done[2:]] == [0, 0], "to look is allowed"
    assert database.read_bytes() == before


def test_settings_that_cannot_be_read_are_named(tmp_path):
    """Not passed over, as if there were none."""
    done = manage(tmp_path / "x", "check", ENV_FILE=str(tmp_path), DJANGO_SETTINGS_MODULE="dangjian.settings")
    assert_one_line(done.returncode, done.stderr, f"读不了 {tmp_path}，它须是一个文件")


def test_the_file_of_a_new_database_is_this_account_s_alone(tmp_path):
    done = manage(tmp_path / "portal.sqlite3", "migrate", "contenttypes", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    assert mode(tmp_path / "portal.sqlite3") == "600"


# ── Places ──────────────────────────────────────────────────────────────────
WHERE = "from django.conf import settings as s; print(s.DATABASES['default']['NAME'], s.PRIVATE_ROOT, s.STATIC_ROOT, s.ENV_FILE)"


def test_a_path_that_is_not_absolute_is_that_of_the_portal_whatever_the_working_directory(tmp_path):
    given = {
        "DATABASE_URL": "sqlite:///var/x.sqlite3",
        "PRIVATE_ROOT": "var/p",
        "STATIC_ROOT": "var/s",
        "ENV_FILE": "var/env",
    }
    env = environment(tmp_path / "x", DJANGO_SETTINGS_MODULE="dangjian.settings", **given)
    done = subprocess.run(
        [sys.executable, "-c", WHERE], env=env, cwd=tmp_path, capture_output=True, text=True, timeout=600
    )
    assert done.stdout.split() == [str(ROOT / "var" / name) for name in ("x.sqlite3", "p", "s", "env")]
    assert list(tmp_path.iterdir()) == []


def test_folders_are_made_for_this_account_alone(tmp_path):
    places = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/new/deep/portal.sqlite3",
        "PRIVATE_ROOT": f"{tmp_path}/private",
    }
    done = manage(tmp_path / "x", "help", **places)
    assert done.returncode == 0, done.stderr
    assert [mode(tmp_path / name) for name in ("new", "new/deep", "private")] == ["700"] * 3


def mode(path: Path) -> str:
    return f"{path.stat().st_mode & 0o777:o}"


def test_a_lost_database_is_told_and_no_empty_one_takes_its_place(tmp_path):
    lost = tmp_path / "portal.sqlite3"
    commands = [
        ("housekeeping",),
        ("create_office", "QJ", "清江街道"),
        ("figures", "--subdistrict", "QJ", "--year", "2025"),
    ]
    done = manage_each(lost, *commands)
    assert [told.returncode for told in done] == [2, 2, 2]
    assert all("从备份恢复" in told.stderr for told in done)
    assert not lost.exists()
