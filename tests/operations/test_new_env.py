"""scripts/new-env: a private .env with keys of its own, never written over; and the addresses of databases as they are read."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from common.databases import database
from tests.reliability.support import ROOT

HOSTS = ["portal.example.gov.cn", "10.1.2.3:8000"]


@pytest.fixture
def write(tmp_path):
    """Run the script in a folder of its own, by Python alone: `write("host", "--http")`."""
    (tmp_path / "scripts").mkdir()
    script = shutil.copy(ROOT / "scripts" / "new-env", tmp_path / "scripts")

    def run(*arguments: str, umask: int = 0o022) -> subprocess.CompletedProcess:
        command = [sys.executable, "-I", "-S", script, *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd="/", umask=umask)

    return run


def values(folder: Path) -> dict[str, str]:
    """The variables as the portal's own library reads them, without those of this process."""

    class Reader(environ.Env):
        ENVIRON: ClassVar[dict[str, str]] = {}

    Reader.read_env(folder / ".env")
    return Reader.ENVIRON


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_it_is_private_and_has_keys_of_its_own(write, tmp_path, umask):
    done = write(*HOSTS, umask=umask)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert "与备份分开放" in done.stdout.replace("\n", "")
    found = values(tmp_path)
    secret, personal = found.pop("SECRET_KEY"), found.pop("PERSONAL_DATA_KEYS")
    assert len(secret) >= 60
    assert len(personal) >= 40
    assert secret not in done.stdout
    assert found == {
        "ALLOWED_HOSTS": "portal.example.gov.cn,10.1.2.3,localhost,127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": "https://portal.example.gov.cn,https://10.1.2.3:8000",
        "TRUSTED_PROXIES": "127.0.0.1,::1",
    }


def test_without_a_certificate(write, tmp_path):
    assert write("10.1.2.3:8000", "--http").returncode == 0
    found = values(tmp_path)
    assert (found["ALLOW_HTTP"], found["CSRF_TRUSTED_ORIGINS"]) == ("True", "http://10.1.2.3:8000")
    assert "TRUSTED_PROXIES" not in found


def test_each_has_other_keys(write, tmp_path):
    keys = set()
    for _ in range(2):
        write("portal.example.gov.cn")
        keys |= {values(tmp_path)[name] for name in ("SECRET_KEY", "PERSONAL_DATA_KEYS")}
        (tmp_path / ".env").unlink()
    assert len(keys) == 4


def test_one_that_is_there_stays(write, tmp_path):
    (tmp_path / ".env").write_text("SECRET_KEY=kept\n")
    done = write("portal.example.gov.cn")
    assert (done.returncode, (tmp_path / ".env").read_text()) == (2, "SECRET_KEY=kept\n")
    assert "已经在了，没有改动" in done.stderr


@pytest.mark.parametrize(
    "host",
    ["*", "https://portal.gov.cn", "portal.gov.cn/", "a,b", "党建.cn", "", "portal gov", "a\nDEBUG=True"],
)
def test_a_wrong_host_is_named(write, tmp_path, host):
    done = write("portal.example.gov.cn", host)
    assert (done.returncode, done.stderr.startswith("主机名不对")) == (2, True)
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize("arguments", [(), ("--nonsense",), ("portal.example.gov.cn", "--database")])
def test_wrong_arguments_are_told_in_chinese(write, tmp_path, arguments):
    done = write(*arguments)
    assert (done.returncode, done.stderr.startswith("参数不对。用法")) == (2, True)
    assert not (tmp_path / ".env").exists()


# ── Addresses of databases ──────────────────────────────────────────────────
PASSWORDS = [
    "@",
    "/",
    "#",
    "?",
    "%",
    "+",
    ":",
    " ",
    "%41",
    "a@b/c#d?e%f+g:h i",
    "密码",
    "$HOME",
    "'quoted'",
    "a&b=c",
]


@pytest.mark.parametrize("password", PASSWORDS)
def test_any_password_is_read_as_it_is_when_it_is_encoded(write, tmp_path, password):
    done = write(
        "portal.example.gov.cn",
        "--database",
        f"postgres://office:{quote(password, safe='')}@10.1.2.3:5432/portal",
    )
    assert done.returncode == 0, done.stderr
    found = database(values(tmp_path)["DATABASE_URL"])
    wanted = {"USER": "office", "PASSWORD": password, "HOST": "10.1.2.3", "PORT": 5432, "NAME": "portal"}
    assert {name: found[name] for name in wanted} == wanted


WRONG = [f"postgres://office:a{sign}b@10.1.2.3:5432/portal" for sign in "/#?%+ ["]
WRONG += [
    "postgres://office:1/2@10.1.2.3/portal",
    "postgres://office@10.1.2.3",
    "mysql://a:b@c/d",
    "portal",
    "postgres://a:b@c/d\nDEBUG=True",
]


@pytest.mark.parametrize("url", WRONG)
def test_one_that_would_be_misread_is_refused(write, tmp_path, url):
    done = write("portal.example.gov.cn", "--database", url)
    assert (done.returncode, done.stderr.startswith("数据库地址读不通")) == (2, True)
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize("sign", "/?")
def test_what_stands_in_env_and_cannot_be_read_is_told_in_words(sign):
    with pytest.raises(ImproperlyConfigured, match="百分号编码"):
        database(f"postgres://office:a{sign}b@10.1.2.3:5432/portal")


@pytest.mark.parametrize(
    "url",
    [
        "postgres:///portal",
        "postgresql://office@db:5432/portal?sslmode=require",
        "sqlite:////srv/dangjian/portal.sqlite3",
    ],
)
def test_other_ways_to_name_a_database(write, tmp_path, url):
    assert write("portal.example.gov.cn", "--database", url).returncode == 0
    assert values(tmp_path)["DATABASE_URL"] == url


# ── The list of all variables ───────────────────────────────────────────────
def test_the_example_names_every_variable_that_is_read():
    settings = (ROOT / "dangjian" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", settings)) - {
        "ENV_FILE"
    }  # where the file itself is
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == read


def test_the_script_is_executable():
    assert os.access(ROOT / "scripts" / "new-env", os.X_OK)
