"""kill -9 while a file is read, written or undone: all or nothing, the batch says which, and a second try ends it."""

import json
import random

import pytest

from tests.reliability.support import rows, runs, script

ROWS = 200
WHOLE = {"records": ROWS, "rows": 2 * ROWS, "versions": ROWS, "row_versions": 2 * ROWS}
NOTHING = dict.fromkeys(WHOLE, 0)


def rounds(database, step: str, count: int) -> list[dict]:
    """What was found after each kill and after a second try; the database is sound afterwards."""
    result = script(database, "import_killer", step, str(count), str(random.randrange(10**6)), str(ROWS))
    assert result.returncode == 0, result.stderr[-2000:]
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    assert rows(database, "PRAGMA foreign_key_check") == []
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(found) >= count
    assert any(each["killed"] for each in found), "no process was killed at its work"
    return found


def more(before: dict, after: dict) -> dict:
    return {name: after[name] - count for name, count in before.items()}


@pytest.mark.parametrize("count", runs(50, 3))
def test_a_killed_import_is_there_whole_or_not_at_all(count, database):
    for each in rounds(database, "writing", count):
        written = more(each["before"], each["after"])
        assert written in (NOTHING, WHOLE)
        assert each["state"] == ("done" if written == WHOLE else "ready"), each
        assert each["said"] or written == WHOLE, each
        assert each["at_last"] == "done"
        assert more(each["before"], each["again"]) == WHOLE, "written twice, or lost"


@pytest.mark.parametrize("count", runs(30, 2))
def test_a_killed_upload_is_not_there_or_says_what_became_of_it(count, database):
    for each in rounds(database, "uploading", count):
        assert more(each["before"], each["after"]) == NOTHING
        assert (each["state"], each["said"]) in (("", False), ("refused", True), ("ready", False)), each


@pytest.mark.parametrize("count", runs(30, 1))
def test_a_killed_reading_is_refused_and_says_so(count, database):
    for each in rounds(database, "reading", count):
        assert more(each["before"], each["after"]) == NOTHING
        assert (each["state"], each["said"]) in (("refused", True), ("ready", False)), each


@pytest.mark.parametrize("count", runs(30, 2))
def test_a_killed_undo_is_taken_up_where_it_stopped(count, database):
    for each in rounds(database, "undoing", count):
        gone = -more(each["before"], each["after"])["records"]
        assert more(each["before"], each["after"])["rows"] == -2 * gone, "half a record"
        assert each["state"] == ("undone" if gone == ROWS and not each["said"] else "done"), each
        assert (each["at_last"], each["left"]) == ("undone", 0)
        assert each["again"]["records"] == each["before"]["records"] - ROWS
        assert more(each["before"], each["again"])["versions"] == ROWS, "one version for each record, not two"
