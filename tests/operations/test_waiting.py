"""Whoever holds the database is waited for, and in the end named: neither a backup nor a restore waits for ever."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest

from tests.operations.installation import ON_POSTGRESQL, Installation
from tests.operations.test_restore import backup_of, on_sqlite  # noqa: F401  (a fixture)
from tests.reliability.test_trouble import assert_one_line


@contextmanager
def held(office: Installation, *statements: str) -> Iterator[None]:
    """A transaction of somebody else that does not end."""
    place: Any = office.url.removeprefix("sqlite:///")
    opened = psycopg2.connect(office.url) if ON_POSTGRESQL else sqlite3.connect(place, isolation_level=None)
    with closing(opened) as connection:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        yield


@pytest.mark.skipif(not ON_POSTGRESQL, reason="in SQLite nobody who writes holds up a reader")
def test_a_backup_names_a_table_that_is_held(portal_of, tmp_path):
    with held(portal_of, "LOCK TABLE visits_visit IN ACCESS EXCLUSIVE MODE"):
        told = portal_of.run("-m", "tests.operations.impatient", "backup", str(tmp_path / "backups"))
    assert_one_line(told, "有人占用着数据库里的表")
    assert not list((tmp_path / "backups").glob("dangjian-*"))


@pytest.mark.skipif(not ON_POSTGRESQL, reason="of tables that are replaced")
def test_a_restore_names_a_table_that_is_read(portal_of, backup_of):  # noqa: F811
    before = portal_of.contents()
    with held(portal_of, "SELECT count(*) FROM visits_visit"):
        told = portal_of.run("-m", "tests.operations.impatient", "restore", str(backup_of), "--yes")
    assert_one_line(told, "数据库正忙")
    assert portal_of.contents() == before


@on_sqlite
def test_a_restore_names_a_database_that_is_written(portal_of, backup_of):  # noqa: F811
    before = portal_of.contents()
    with held(portal_of, "BEGIN IMMEDIATE", "UPDATE visits_visit SET summary = 'not yet'"):
        told = portal_of.run("-m", "tests.operations.impatient", "restore", str(backup_of), "--yes")
    assert_one_line(told, "有人占用着数据库")
    assert portal_of.contents() == before
