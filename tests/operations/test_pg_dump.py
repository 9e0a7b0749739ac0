"""The programs that a backup of PostgreSQL needs: `check` says when they are missing or older than the server."""

from pathlib import Path

import pytest

from tests.operations.installation import ON_POSTGRESQL
from tests.reliability.test_trouble import assert_one_line

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="of PostgreSQL")


@pytest.fixture
def programs(tmp_path):
    """A folder of programs in front of all others: a pg_dump of some version."""

    def of_version(version: str) -> str:
        program = Path(tmp_path / "bin" / "pg_dump")
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\necho "pg_dump (PostgreSQL) {version}"\n')
        program.chmod(0o755)
        return f"{program.parent}:/usr/bin:/bin"

    return of_version


def test_an_older_one_is_named_by_check_and_refused(portal_of, tmp_path, programs):
    path = programs("9.6.24")
    told = portal_of.manage("check", PATH=path).stderr
    assert "pg_dump 是 9 版" in told
    assert "postgresql-client-" in told
    assert_one_line(portal_of.manage("backup", tmp_path / "backups", PATH=path), "pg_dump 是 9 版")
    assert not list((tmp_path / "backups").glob("dangjian-*"))


def test_a_missing_one_is_named(portal_of, tmp_path):
    (tmp_path / "nothing").mkdir()
    told = portal_of.manage("check", PATH=str(tmp_path / "nothing")).stderr
    assert "没有找到 pg_dump" in told
    assert_one_line(
        portal_of.manage("backup", tmp_path / "backups", PATH=str(tmp_path / "nothing")), "没有找到 pg_dump"
    )


def test_a_fitting_one_is_not_spoken_of(portal_of):
    assert "pg_dump" not in portal_of.manage("check").stderr


def test_the_password_is_on_no_command_line(portal_of, tmp_path):
    """A pg_dump that writes down how it was called."""
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    real = "/usr/bin/pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/called\nexec {real} "$@"\n')
    program.chmod(0o755)
    scheme, _, place = portal_of.url.partition("://")
    user, _, where = place.rpartition("@")
    url = f"{scheme}://{user.partition(':')[0]}:geheim-4711@{where}"
    portal_of.managed(
        "backup", tmp_path / "backups", DATABASE_URL=url, PATH=f"{program.parent}:/usr/bin:/bin"
    )
    assert "--snapshot" in (tmp_path / "called").read_text()
    assert "geheim" not in (tmp_path / "called").read_text()
