"""Counts of long runs, the portal as processes of its own, and a plain HTTP client that many threads can hold."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from lxml import html

from tests.secret import SECRET_KEY

ROOT = Path(__file__).resolve().parents[2]
CSRF = "c" * 32
CONCURRENT = 16
HANGS = 600  # seconds after which what waits is said to hang


def runs(count: int, few: int = 0) -> list:
    """The values of `count`: a `few`, by itself a tenth, in the ordinary tests, the whole in `make soak`."""
    return [few or count // 10, pytest.param(count, marks=pytest.mark.soak)]


def some(names: Iterable[str], values: Iterable[str], whole: bool) -> Iterator[tuple[str, str]]:
    """Names with values: every pair, or a third of them in which every value comes, where there are three names."""
    for number, name in enumerate(names):
        for place, value in enumerate(values):
            if whole or (number + place) % 3 == 0:
                yield name, value


# ── Processes ───────────────────────────────────────────────────────────────
def environment(database: Path, **more: str) -> dict[str, str]:
    own = {
        "SECRET_KEY": SECRET_KEY,
        "ALLOW_HTTP": "1",
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    places = {"DATABASE_URL": f"sqlite:///{database}", "PRIVATE_ROOT": str(database.parent / "private")}
    inherited = {
        name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"
    }  # set for browser tests
    python = {
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        "PYTHONDONTWRITEBYTECODE": "",
    }  # what one compiled serves the next
    return {**inherited, **own, **places, **python, **more}


def manage(database: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    """`manage.py …` on a database of its own."""
    return _python([str(ROOT / "manage.py"), *arguments], environment(database, **more))


def manage_each(database: Path, *commands: Sequence[str], **more: str) -> list[subprocess.CompletedProcess]:
    """Commands one after the other in one process, on a database of its own; what became of each."""
    return each(_python(saying_each(commands), environment(database, **more)))


def saying_each(commands: Sequence[Sequence[Any]]) -> list[str]:
    """The arguments of a process that carries out these commands."""
    return ["-m", "tests.reliability.each", json.dumps([list(map(str, command)) for command in commands])]


def each(done: subprocess.CompletedProcess) -> list[subprocess.CompletedProcess]:
    """What became of each command that the process carried out."""
    assert done.returncode == 0, done.stderr
    said, complained = (
        re.findall(r"(.*?)\0(\d+)\0", stream, re.DOTALL) for stream in (done.stdout, done.stderr)
    )
    return [
        subprocess.CompletedProcess([], int(status), out, error)
        for (out, status), (error, _) in zip(said, complained, strict=True)
    ]


def script(database: Path, name: str, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    """A program of this folder in a process of its own."""
    return _python(["-m", f"tests.reliability.{name}", *arguments], environment(database, **more))


def _python(arguments: list[str], env: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, timeout=HANGS
    )


@contextmanager
def serving(database: Path, settings: str = "tests.settings", under: tuple[str, ...] = (), **more: str):
    """The portal as `make run` serves it: gunicorn, two workers of four threads; `more` of the environment. Gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = ["dangjian.wsgi", "--bind", f"127.0.0.1:{port}", "--preload", "--workers", "2", "--threads", "4"]
    command = [*under, sys.executable, "-m", "gunicorn", *served]
    log = database.with_suffix(".log").open("w")
    server = subprocess.Popen(
        command,
        env=environment(database, DJANGO_SETTINGS_MODULE=settings, **more),
        cwd=ROOT,
        stdout=log,
        stderr=log,
    )
    try:
        deadline = time.monotonic() + HANGS
        while not _answers(port):  # the port is open before the portal is loaded
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"gunicorn does not serve: {Path(log.name).read_text()}")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(HANGS)
        log.close()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANGS)
    try:
        connection.request("GET", "/healthz")
        return bool(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def rows(database: Path, sql: str, *values) -> list[tuple]:
    """Read past the portal."""
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        return connection.execute(sql, values).fetchall()


def commands() -> Iterator[tuple[int, bytes]]:
    """The processes of this machine with their command lines, the oldest number first; one may end meanwhile."""
    processes = sorted(int(path.name) for path in Path("/proc").glob("[0-9]*"))
    for process in processes:
        with suppress(OSError):  # gone meanwhile
            yield process, Path(f"/proc/{process}/cmdline").read_bytes()


def process_of(run: str) -> int | None:
    """The process that works on a run of a batch, in whatever namespace; None where there is none."""
    for process, command in commands():
        if run and b"run_task" in command and run.encode() in command:
            return process
    return None


def stop(process: int, database: Path) -> None:
    """Let a process stand still, but not while it holds the database's one lock: a heartbeat is written now and then."""
    os.kill(process, signal.SIGSTOP)
    while not _writable(database):
        os.kill(process, signal.SIGCONT)
        time.sleep(0.01)
        os.kill(process, signal.SIGSTOP)


def _writable(database: Path) -> bool:
    with (
        closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as connection,
        suppress(sqlite3.OperationalError),
    ):
        connection.execute("BEGIN IMMEDIATE")
        return True
    return False


# ── Many at once ────────────────────────────────────────────────────────────
class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.location, self.text = (
            response.status,
            response.getheader("Location"),
            response.read().decode(),
        )


class Caller:
    """Somebody signed in: a session made beforehand, and a token against forgery of our own choice."""

    def __init__(self, address: str, session: str) -> None:
        self.host = urlsplit(address).netloc
        self.cookies = f"sessionid={session}; csrftoken={CSRF}"

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, data: dict) -> Answer:
        return self._send("POST", path, urlencode({**data, "csrfmiddlewaretoken": CSRF}, doseq=True))

    def upload(self, path: str, name: str, content: bytes) -> Answer:
        """A form with one file."""
        edge = "edge-of-a-part"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'
        head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        return self._send(
            "POST",
            path,
            head.encode() + content + f"\r\n--{edge}--\r\n".encode(),
            f"multipart/form-data; boundary={edge}",
        )

    def _send(
        self,
        method: str,
        path: str,
        body: str | bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=HANGS)
        headers = {"Cookie": self.cookies, "Content-Type": kind}
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()


def at_once(calls: list) -> list:
    """Make all the calls at the same time; their answers in order."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def visit(community: int, date: str, **values) -> dict:
    """The form of a visit without child rows."""
    counts = {
        f"visitissue-{kind}-{name}": "0"
        for kind in ("opinion", "difficulty")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {"date": date, "community": community, "kind": "household", **counts, **values}


def opinions(*texts: str, prefix: str = "visitissue-opinion") -> dict:
    """Rows below a visit, as the form sends them."""
    return {
        f"{prefix}-TOTAL_FORMS": len(texts),
        **{f"{prefix}-{number}-content": text for number, text in enumerate(texts)},
    }


def text(response) -> str:
    """What can be read on a page of Django's test client, without the menu; white space as it is."""
    return html.fromstring(response.content).xpath("//main")[0].text_content()


def box(response, name: str) -> str:
    """What a box of the form holds; a browser drops the first line break of a textarea."""
    control = html.fromstring(response.content).xpath(f"//form[@data-shortcuts]//*[@name='{name}']")[0]
    return (control.text or "").removeprefix("\n") if control.tag == "textarea" else control.get("value")
