"""Imports at the same time, through real HTTP on SQLite: one effect, and nobody waits for somebody's file to be read."""

import io
import json
import os
import signal
import time
from functools import partial

import pytest
from openpyxl import load_workbook

from tests.imports.support import visits
from tests.reliability.support import HANGS, at_once, process_of, rows, stop, visit

ROWS = 20
WHOLE = [(ROWS, 2 * ROWS, ROWS)]
COUNTS = """
SELECT (SELECT count(*) FROM visits_visit WHERE summary LIKE '批量%'), (SELECT count(*) FROM visits_visitissue),
  (SELECT count(*) FROM visits_historicalvisit WHERE summary LIKE '批量%')
"""
FILE = visits(ROWS, text="批量")


def uploaded(clerk, content: bytes = FILE, name: str = "走访.xlsx") -> str:
    answer = clerk.upload("/imports/visits.visit/", name, content)
    assert answer.status == 302, answer.text
    return answer.location


def ended(portal, page: str, *states: str) -> str:
    """The state of a batch, as soon as it is one of these."""
    deadline = time.monotonic() + HANGS
    while (state := state_of(portal, page)) not in states:
        assert time.monotonic() < deadline, state
        time.sleep(0.05)
    return state


def state_of(portal, page: str) -> str:
    return rows(portal.database, "SELECT state FROM imports_batch WHERE id = ?", page.split("/")[2])[0][0]


def worker_of(portal, page: str) -> int:
    """The process that reads the file."""
    run = rows(portal.database, "SELECT run FROM imports_batch WHERE id = ?", page.split("/")[2])[0][0]
    return process_of(run)


def confirmed(clerk, page: str):
    return partial(clerk.post, f"{page}confirm/", {})


def resaved(content: bytes) -> bytes:
    """As written anew by another program."""
    file = io.BytesIO()
    load_workbook(io.BytesIO(content)).save(file)
    return file.getvalue()


def test_five_clicks_at_once_are_one_import(portal):
    clerk = portal.clerks[0]
    page = uploaded(clerk)
    answers = at_once([confirmed(clerk, page)] * 5)
    assert [(answer.status, answer.location) for answer in answers] == [(302, page)] * 5
    assert ended(portal, page, "done") == "done"
    assert rows(portal.database, COUNTS) == WHOLE
    assert clerk.post(f"{page}confirm/", {}).status == 302
    assert rows(portal.database, COUNTS) == WHOLE


@pytest.mark.parametrize("how", ["two tabs", "two users", "renamed", "saved anew"])
def test_the_same_rows_confirmed_twice_at_once_are_there_once(how, portal):
    first, second = portal.clerks
    others = {
        "two tabs": lambda: (first, uploaded(first)),
        "two users": lambda: (second, uploaded(second)),
        "renamed": lambda: (first, uploaded(first, name="三月走访（改）.xlsx")),
        "saved anew": lambda: (second, uploaded(second, resaved(FILE))),
    }
    pages = [(first, uploaded(first)), others[how]()]
    assert [state_of(portal, page) for _, page in pages] == ["ready", "ready"]
    assert {answer.status for answer in at_once([confirmed(clerk, page) for clerk, page in pages])} == {302}
    assert sorted(ended(portal, page, "done", "ready") for _, page in pages) == ["done", "ready"]
    assert rows(portal.database, COUNTS) == WHOLE

    clerk, page = next((clerk, page) for clerk, page in pages if state_of(portal, page) == "ready")
    assert "预览以后，记录有了变化" in clerk.get(page).text
    counts = rows(portal.database, "SELECT counts FROM imports_batch WHERE id = ?", page.split("/")[2])[0][0]
    assert json.loads(counts) == {"new": 0, "updated": 0, "unchanged": ROWS, "duplicate": 0, "error": 0}
    assert clerk.post(f"{page}confirm/", {}).status == 302
    assert rows(portal.database, COUNTS) == WHOLE


def test_nobody_waits_for_a_file_to_be_read(portal):
    """While a large file is held against the records, however long that takes, another's save comes back."""
    page = uploaded(portal.clerks[0], visits(4000, text="批量"))
    progress = portal.database.parent / "private" / "imports" / page.split("/")[2] / "progress"
    deadline = time.monotonic() + HANGS
    while not (progress.exists() and "核对" in progress.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    worker = worker_of(portal, page)
    stop(worker, portal.database)
    assert state_of(portal, page) == "reading"
    data = visit(portal.communities[0], "2024-01-01", summary="同时改的", version=1)
    saved = portal.clerks[1].post(f"/visits/visit/{portal.visits[0]}/edit/", data)
    os.kill(worker, signal.SIGCONT)
    assert saved.status == 302
    assert rows(portal.database, "SELECT summary FROM visits_visit WHERE id = ?", portal.visits[0]) == [
        ("同时改的",)
    ]
    assert ended(portal, page, "ready", "refused") == "ready"
