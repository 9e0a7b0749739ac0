"""A backup while sixteen processes write: it restores to a state that holds all that was acknowledged before its moment."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.operations.installation import ON_POSTGRESQL, Installation, query
from tests.reliability.support import runs
from tests.reliability.test_crash import PARTS, WHOLE

AT_ONCE = 2  # backups of one office


def held(url: str) -> dict[int, tuple]:
    """The visits of a database with their child rows and versions."""
    return {pk: tuple(parts) for pk, *parts in query(url, PARTS)}


@pytest.mark.parametrize("count", runs(30, AT_ONCE))
def test_each_backup_restores_to_all_that_was_acknowledged_before_it(
    count, filled_office, new_office, tmp_path
):
    for _ in range(count // AT_ONCE):
        check_backups(new_office(filled_office), new_office, tmp_path)


def check_backups(office: Installation, new_office, folder: Path) -> None:
    """Restore each of the backups made while others wrote, and look for what was acknowledged."""
    backups = [(made, new_office()) for made in office.tell("under_writers", folder, AT_ONCE)]
    office.managed_each(
        *(("restore", made["path"], "--into", place.url, "--files", place.files) for made, place in backups)
    )
    for made, place in backups:
        found = held(place.url)
        assert set(made["acknowledged"]) <= set(found), "acknowledged and lost"
        assert {pk: parts for pk, parts in found.items() if parts != WHOLE} == {}
        Path(made["path"]).unlink()


@pytest.mark.skipif(ON_POSTGRESQL, reason="a server's files are not copied by hand")
def test_a_plain_copy_of_the_file_loses_what_was_acknowledged(portal_of, tmp_path):
    bad = 0
    for made in portal_of.tell("under_writers", tmp_path, 5, "copied"):
        try:
            bad += not set(made["acknowledged"]) <= set(held(f"sqlite:///{made['path']}"))
        except sqlite3.DatabaseError:
            bad += 1
    assert bad > 0
    shutil.rmtree(tmp_path)
