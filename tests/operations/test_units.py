"""The units of systemd: what systemd itself says of them, and that the three are equally shut in."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from gunicorn.config import Config

from tests.reliability.support import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
EXPOSURE = 20  # of a hundred, as `systemd-analyze security` counts; what is unprotected comes to 96
OWN = {"type", "execstart", "restart", "restartsec", "killmode", "timeoutstopsec", "nice", "readwritepaths"}


@pytest.fixture
def units(tmp_path) -> Path:
    """As they are installed, for a portal in this folder."""
    for unit in UNITS.iterdir():
        text = unit.read_text(encoding="utf-8").replace("/opt/dangjian", str(ROOT))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess:
    program = shutil.which("systemd-analyze") or pytest.fail("没有装 systemd，单元文件没有验证")
    return subprocess.run([program, *arguments], capture_output=True, text=True)


def verify(units: Path) -> str:
    """Everything that systemd has to say against them; empty where it has nothing."""
    done = analyze("verify", "--man=no", *sorted(units.iterdir()))
    return done.stderr or f"exit code {done.returncode}" * bool(done.returncode)


def test_systemd_finds_nothing_to_say_against_the_units(units):
    assert verify(units) == ""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("UMask", "Umask"), ("KillMode=mixed", "KillMode=mild"), ("bin/gunicorn", "bin/gunicornn")],
)
def test_it_would_say_so(units, right, wrong):
    unit = units / "dangjian.service"
    unit.write_text(unit.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    assert verify(units) != ""


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_shut_in(units, name):
    done = analyze("security", "--offline=yes", "--no-pager", f"--threshold={EXPOSURE}", units / name)
    print(done.stdout.splitlines()[-1])
    assert done.returncode == 0, done.stdout


def settings_of(name: str) -> dict[str, str]:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.read(UNITS / name, encoding="utf-8")
    return {key: value for key, value in unit["Service"].items() if key not in OWN}


def test_all_services_are_shut_in_alike():
    assert len(SERVICES) == 3
    assert (
        settings_of("dangjian-backup.service")
        == settings_of("dangjian-housekeeping.service")
        == settings_of("dangjian.service")
    )


def test_gunicorn_opens_no_socket_of_its_own():
    """By itself it would, in a home that the service cannot write to, and complain at every start."""
    (line,) = re.findall(
        r"^ExecStart=\S+gunicorn (.+)$",
        (UNITS / "dangjian.service").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert Config().parser().parse_args(line.split()).control_socket_disable


def test_the_readme_starts_gunicorn_as_the_service_does():
    options = [
        re.findall(r"--bind .+", (ROOT / path).read_text(encoding="utf-8"))[0]
        for path in ("README.md", UNITS / "dangjian.service")
    ]
    assert options[0] == options[1]


def test_every_timer_has_its_service():
    timers = {path.stem for path in UNITS.glob("*.timer")}
    assert timers == {Path(name).stem for name in SERVICES} - {"dangjian"}


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "dangjian.service"])
def test_a_timer_runs_commands_that_take_these_arguments(name):
    lines = re.findall(
        r"^ExecStart=\S+ manage\.py (.+)$", (UNITS / name).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert lines
    for line in lines:
        command, *arguments = line.split()
        parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
        assert parser.parse_args(arguments)
