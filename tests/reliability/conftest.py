"""Databases of their own, migrated and filled once, copied for each test that needs one."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.reliability.support import Caller, script, serving


@pytest.fixture(scope="session")
def filled(migrated, tmp_path_factory) -> SimpleNamespace:
    """A database with a 街道 in it, and the ids and sessions of who and what is there."""
    database = Path(shutil.copy(migrated, tmp_path_factory.mktemp("filled") / "portal.sqlite3"))
    found = script(database, "populate")
    assert found.returncode == 0, found.stderr
    return SimpleNamespace(database=database, **json.loads(found.stdout))


@pytest.fixture
def database(filled, tmp_path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(filled.database, tmp_path / "portal.sqlite3"))


@pytest.fixture
def portal(filled, database) -> SimpleNamespace:
    """The portal served on the copy, with two clerks signed in."""
    with serving(database) as address:
        yield SimpleNamespace(
            address=address,
            clerks=[Caller(address, key) for key in filled.sessions],
            database=database,
            **vars_of(filled),
        )


@pytest.fixture
def unprotected(filled, database) -> SimpleNamespace:
    """The same with Django's own SQLite options."""
    with serving(database, "tests.reliability.defaults") as address:
        yield SimpleNamespace(
            address=address,
            clerks=[Caller(address, key) for key in filled.sessions],
            database=database,
            **vars_of(filled),
        )


def vars_of(filled: SimpleNamespace) -> dict:
    return {name: value for name, value in vars(filled).items() if name != "database"}
