"""kill -9 of the process that writes an import: all of it is there or nothing, and once more brings all of it once."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reliability.support import ROOT, environment, manage, rows, runs, script

ROWS = 3000
WRITTEN = """
SELECT (SELECT count(*) FROM visits_visit WHERE date < '2015-01-01'),
  (SELECT count(*) FROM visits_historicalvisit WHERE history_change_reason = '导入第 1 批'),
  (SELECT count(*) FROM visits_visit_leaders), (SELECT state FROM imports_batch)
"""
NOTHING, ALL = (0, 0, 0, "writing"), (ROWS, ROWS, ROWS, "done")


@pytest.fixture(scope="module")
def prepared(filled, tmp_path_factory) -> Path:
    """A folder with a database whose batch waits to be written."""
    folder = tmp_path_factory.mktemp("prepared")
    database = Path(shutil.copy(filled.database, folder / "portal.sqlite3"))
    made = script(database, "prepare_import", str(ROWS))
    assert made.returncode == 0, made.stderr
    return folder


def writer(database: Path) -> subprocess.Popen:
    command = [sys.executable, str(ROOT / "manage.py"), "work_on_import", "1"]
    return subprocess.Popen(command, env=environment(database), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("count", runs(50))
def test_killed_at_any_moment_it_leaves_all_or_nothing(count, prepared, tmp_path):
    chance, seen = random.Random(count), set()
    for number in range(count):
        folder = tmp_path / str(number)
        shutil.copytree(prepared, folder)
        database = folder / "portal.sqlite3"
        process = writer(database)
        time.sleep(0.4 + 1.6 * (number + chance.random()) / count)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert rows(database, "PRAGMA integrity_check") == [("ok",)]
        found = rows(database, WRITTEN)[0]
        assert found in (NOTHING, ALL)
        seen.add(found)
        assert manage(database, "work_on_import", "1").returncode == 0
        assert rows(database, WRITTEN) == [ALL]
        shutil.rmtree(folder)
    assert NOTHING in seen


def test_the_page_says_that_nothing_was_written(prepared, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(prepared, folder)
    database = folder / "portal.sqlite3"
    process = writer(database)
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    told = script(database, "settled_import", str(process.pid))
    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == ["ready", "写入中断了，什么也没有写入。可以再次确认导入。"]
    assert not os.path.exists(f"/proc/{process.pid}")
