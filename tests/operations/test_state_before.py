"""A database of before, backed up as it is and restored by this version, is migrated on the way and says the same."""

import json
from pathlib import Path

import pytest

from tests.migration.placing import HERE, place_in_sqlite
from tests.migration.test_state_before import ADDED, KEYS
from tests.operations.installation import ON_POSTGRESQL, Installation
from tests.operations.test_backup import only
from tests.reliability.test_trouble import assert_one_line


@pytest.fixture
def office_before(new_office, tmp_path) -> Installation:
    """The kept state, at the migrations it was made with."""
    office = new_office()
    source = tmp_path / "state.sqlite3" if ON_POSTGRESQL else Path(office.url.removeprefix("sqlite:///"))
    place_in_sqlite(source)
    if ON_POSTGRESQL:
        done = office.run("-m", "tests.migration.placing", str(source))
        assert done.returncode == 0, done.stderr
    return office


@pytest.fixture
def backup_of_before(office_before, tmp_path) -> Path:
    office_before.managed("backup", tmp_path / "old", PERSONAL_DATA_KEYS=KEYS)
    return only(tmp_path / "old")


def test_a_backup_of_a_state_before_is_verified_and_its_keys_are_asked_for(backup_of_before, portal_of):
    assert "备份完好" in portal_of.managed("verify", backup_of_before, PERSONAL_DATA_KEYS=KEYS), (
        "also once there are later columns"
    )
    live = portal_of.contents()
    assert_one_line(
        portal_of.manage("restore", backup_of_before, "--yes", PERSONAL_DATA_KEYS="another key"),
        "现在的密钥打不开它",
    )
    assert portal_of.contents() == live


@pytest.mark.soak  # what it says once it is restored beside is asked in tests/migration
@pytest.mark.parametrize("place", ["in place", "beside"])
def test_a_backup_of_a_state_before_restores_and_migrates(place, backup_of_before, portal_of, new_office):
    target = portal_of if place == "in place" else new_office()
    if place == "in place":
        assert "已升级到现在的版本" in portal_of.managed(
            "restore", backup_of_before, "--yes", PERSONAL_DATA_KEYS=KEYS
        )
    else:
        portal_of.managed("restore", backup_of_before, "--into", target.url, PERSONAL_DATA_KEYS=KEYS)
    assert target.managed("migrate", "--check", "--verbosity", "0", PERSONAL_DATA_KEYS=KEYS) == ""
    told = target.run("-m", "tests.operations.counts_and_editions", PERSONAL_DATA_KEYS=KEYS)
    assert told.returncode == 0, told.stderr
    after, before = json.loads(told.stdout), json.loads((HERE / "state.json").read_text(encoding="utf-8"))
    counts = {name: count for name, count in after["counts"].items() if name in before["counts"]}
    assert counts == {name: count + ADDED.get(name, 0) for name, count in before["counts"].items()}
    assert after["editions"] == {year: edition["fingerprint"] for year, edition in before["editions"].items()}
