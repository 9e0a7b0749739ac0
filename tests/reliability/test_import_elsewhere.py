"""Two portals over one database, each in a process namespace of its own: neither ends an import of the other's."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.imports.support import visits
from tests.reliability.support import HANGS, Caller, commands, process_of, rows, serving, stop

APART = ("unshare", "--pid", "--fork", "--mount-proc", "--kill-child")
MANY = 900  # rows of a file that is worked on by a process of its own; those of the future are wrong
INTERRUPTED = "读取中断了，什么也没有写入。请重新上传。"


def namespaces() -> bool:
    """Whether this machine lets a test have a process namespace of its own."""
    return (
        bool(shutil.which("unshare"))
        and subprocess.run([*APART, "true"], capture_output=True).returncode == 0
    )


pytestmark = pytest.mark.skipif(
    not namespaces(), reason="没有权限建立进程命名空间（unshare），网页进程互不相见的测试没有运行"
)


@contextmanager
def elsewhere(database: Path, session: str, settings: str = "tests.settings"):
    """Somebody signed in at a portal in a process namespace of its own."""
    with serving(database, settings, under=APART) as address:
        try:
            yield Caller(address, session)
        finally:
            end(address, signal.SIGTERM)


def end(address: str, how: int) -> None:
    """Send a signal to the first process of the namespace that serves at an address; `unshare` itself ignores some."""
    port = address.rpartition(":")[2].encode()
    for process, command in commands():
        if b"gunicorn" in command and port in command and b"unshare" not in command:
            os.kill(process, how)
            return


@pytest.fixture(scope="module")
def portals(filled, tmp_path_factory) -> SimpleNamespace:
    """A clerk at one portal, the same at another, and their database."""
    database = Path(shutil.copy(filled.database, tmp_path_factory.mktemp("elsewhere") / "portal.sqlite3"))
    session = filled.sessions[0]
    with ExitStack() as stack:
        here, there = (stack.enter_context(elsewhere(database, session)) for _ in range(2))
        yield SimpleNamespace(here=here, there=there, database=database, session=session)


def uploaded(clerk: Caller, text: str) -> str:
    answer = clerk.upload("/imports/visits.visit/", "走访.xlsx", visits(MANY, text=text))
    assert answer.status == 302, answer.text
    return answer.location


def state(portals, page: str) -> str:
    return rows(portals.database, "SELECT state FROM imports_batch WHERE id = ?", page.split("/")[2])[0][0]


def alive(portals, page: str) -> int:
    return rows(
        portals.database, "SELECT count(*) FROM tasks_heartbeat WHERE run = ?", run_of(portals, page)
    )[0][0]


def run_of(portals, page: str) -> str:
    return rows(portals.database, "SELECT run FROM imports_batch WHERE id = ?", page.split("/")[2])[0][0]


def worker_of(portals, page: str) -> int:
    run = run_of(portals, page)
    until(lambda: process_of(run))
    return process_of(run)


def age(portals) -> None:
    """Let all signs of life lie beyond the limit."""
    with closing(sqlite3.connect(portals.database, timeout=20)) as connection:
        connection.execute("UPDATE tasks_heartbeat SET beat_at = datetime('now', '-3 minutes')")
        connection.commit()


def until(condition) -> None:
    deadline = time.monotonic() + HANGS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def watched(portals, page: str, working: str) -> str:
    """Look at the batch from both portals until it is worked on no longer; the state it comes to."""
    looks = 0
    deadline = time.monotonic() + HANGS
    while state(portals, page) == working:
        assert time.monotonic() < deadline
        for clerk in (portals.there, portals.here):
            assert clerk.get(page).status == 200
        looks += 1
    assert looks, "it was over before anybody looked"
    return state(portals, page)


def test_a_page_elsewhere_ends_no_import_that_lives(portals):
    page = uploaded(portals.here, "甲")
    assert watched(portals, page, "reading") == "ready"
    portals.here.post(f"{page}confirm/", {"only": "right"})
    assert watched(portals, page, "writing") == "done"
    counted = rows(portals.database, "SELECT counts FROM imports_batch WHERE id = ?", page.split("/")[2])
    written = rows(portals.database, "SELECT count(*) FROM visits_visit WHERE summary LIKE '甲%'")
    assert written == [(json.loads(counted[0][0])["new"],)] != [(0,)]
    portals.there.post(f"{page}undo/", {})
    portals.here.get(page)
    portals.there.get(page)
    assert state(portals, page) == "undoing"
    os.kill(worker_of(portals, page), signal.SIGKILL)
    until(lambda: not alive(portals, page))
    assert "撤销中断了，已撤销的不会重复。可以再点一次撤销。" in portals.here.get(page).text


def test_by_the_number_of_its_process_the_page_elsewhere_ends_it(portals):
    """The rule before: nobody of the other namespace sees the process."""
    with elsewhere(portals.database, portals.session, "tests.reliability.by_number") as stranger:
        page = uploaded(portals.here, "乙")
        worker = worker_of(portals, page)
        stop(worker, portals.database)
        assert "正在读取" in portals.there.get(page).text
        assert INTERRUPTED in stranger.get(page).text
        os.kill(worker, signal.SIGCONT)
    assert state(portals, page) == "refused"


def test_a_killed_worker_is_known_everywhere_as_soon_as_its_portal_sees_it_end(portals):
    page = uploaded(portals.here, "丙")
    os.kill(worker_of(portals, page), signal.SIGKILL)
    until(lambda: not alive(portals, page))
    assert state(portals, page) == "reading", "nobody looked yet"
    assert INTERRUPTED in portals.there.get(page).text
    assert state(portals, page) == "refused"


def test_what_was_lost_with_its_whole_machine_is_known_after_the_limit(portals):
    with elsewhere(portals.database, portals.session) as lost:
        page = uploaded(lost, "丁")
        run = run_of(portals, page)
        end(f"http://{lost.host}", signal.SIGKILL)  # and with its first process goes the whole namespace
        until(lambda: not process_of(run))
    assert "正在读取" in portals.there.get(page).text
    age(portals)
    assert INTERRUPTED in portals.there.get(page).text
    assert (state(portals, page), alive(portals, page)) == ("refused", 0)
