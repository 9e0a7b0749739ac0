"""kill -9 while saving: what was acknowledged is there with all its rows and its version, and nothing is half there."""

import random
import shutil
from pathlib import Path

import pytest

from tests.reliability.support import rows, runs, script

PARTS = """
SELECT v.id,
  (SELECT count(*) FROM visits_visitissue i WHERE i.visit_id = v.id),
  (SELECT count(*) FROM visits_visit_leaders l WHERE l.visit_id = v.id),
  (SELECT count(*) FROM visits_historicalvisit h WHERE h.id = v.id AND h.history_type = '+' AND h.history_user_id IS NOT NULL),
  (SELECT count(*) FROM visits_historicalvisitissue h WHERE h.visit_id = v.id)
FROM visits_visit v WHERE v.summary <> '原样'
"""
WHOLE = (3, 1, 1, 3)


def written(database) -> dict[int, tuple]:
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    assert rows(database, "PRAGMA foreign_key_check") == []
    return {pk: tuple(parts) for pk, *parts in rows(database, PARTS)}


def killed(database, rounds: int, *how: str) -> list[int]:
    """The records acknowledged before each kill."""
    result = script(database, "crash_writer", str(rounds), str(random.randrange(10**6)), *how)
    assert result.returncode == 0, result.stderr[-2000:]
    return [int(line) for line in result.stdout.split()]


@pytest.mark.parametrize("count", runs(50))
def test_what_was_acknowledged_is_whole_after_a_kill(count, database):
    acknowledged = killed(database, count)
    found = written(database)
    assert len(acknowledged) >= 2 * count
    assert set(acknowledged) <= set(found), "acknowledged and lost"
    assert {pk: parts for pk, parts in found.items() if parts != WHOLE} == {}
    orphans = rows(
        database,
        "SELECT count(*) FROM visits_historicalvisit h WHERE id NOT IN (SELECT id FROM visits_visit)",
    )
    assert orphans == [(0,)]
    assert len(found) - len(set(acknowledged)) <= count, "at most the one being answered when the kill came"


def test_without_a_transaction_a_kill_leaves_halves(filled, tmp_path):
    for number in range(10):
        database = Path(shutil.copy(filled.database, tmp_path / f"{number}.sqlite3"))
        killed(database, 5, "torn")
        if any(parts != WHOLE for parts in written(database).values()):
            return
    pytest.fail("no half record was seen")
