"""Pictures of pages as Chromium shows them at 1366 wide, and how many of their points differ."""

import base64
import http.client
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.comparison.allowed import AREAS
from tests.comparison.differences import Difference
from tests.comparison.states import State, StateError

WIDTH, HEIGHT = 1366, 768
MOST = 0.001  # of all points may differ
STARTS_WITHIN = 300  # seconds
PATIENCE = 120_000  # milliseconds for a page
PICTURES = {
    "": ("/login/",),
    "lixiulan": (
        "/",
        "/manual/",
        "/visits/visit/",
        "/visits/visit/?q=路",
        "/visits/visit/new/",
        "/visits/visit/1/",
        "/visits/visit/1/edit/",
        "/meetings/meeting/",
        "/meetings/meeting/new/",
        "/meetings/decision/1/",
        "/members/member/",
        "/members/member/1/",
        "/members/applicant/new/",
        "/funding/payment/",
        "/services/servicecase/",
        "/communities/community/1/",
        "/communities/survey/",
        "/imports/visits.visit/",
        "/reports/figures/?year=2025",
        "/reports/figures/visits.frontline/?year=2025",
        "/reports/figures/communities.satisfaction_after/?year=2025",
    ),
    "zhaoxiuzhi": ("/", "/visits/visit/", "/reports/figures/?year=2025"),
    "zhoumingyuan": (
        "/?year=2025",
        "/?year=2026",
        "/reports/annual/?year=2025",
        "/reports/annual/?year=2024",
        "/reports/annual/preview/?year=2024&draft=1",
        "/reports/targets/?year=2025",
        "/reports/definitions/",
        "/mediation/mediationcase/",
    ),
    "admin": ("/", "/accounts/accounts/user/", "/accounts/accounts/user/add/"),
}
# Counts the points of two pictures that are not the same; -1 where the pictures are not of one size.
COUNT = """async ([first, second]) => {
  const points = async (source) => {
    const image = new Image();
    image.src = "data:image/png;base64," + source;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await points(first), await points(second)];
  if (a.width !== b.width || a.height !== b.height) return [-1, `${a.width}×${a.height}, ${b.width}×${b.height}`];
  const [one, other] = [new Uint32Array(a.data.buffer), new Uint32Array(b.data.buffer)];
  let different = 0;
  for (let place = 0; place < one.length; place++) if (one[place] !== other[place]) different++;
  return [different / one.length, ""];
}"""


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@contextmanager
def served(state: State) -> Iterator[str]:
    """Serve a state with its clock stopped; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "stopped_wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--preload",
        "--threads",
        "2",
    ]
    with (state.folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=state.tree, env=state.environment(), stdout=log, stderr=log)
        try:
            wait_for(server, port, state)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait_for(server: subprocess.Popen, port: int, state: State) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while not answers(port):
        if server.poll() is not None or time.monotonic() > end:
            raise StateError(
                f"{state.name} is not served: {(state.folder / 'server.log').read_text()[-2000:]}"
            )
        time.sleep(0.2)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def take(state: State, chromium: Browser) -> Path:
    """Keep the pictures of a state in an archive; return its path."""
    archive = state.folder / "pictures.zip"
    sessions = state.sessions()
    with served(state) as address, zipfile.ZipFile(archive, "w") as file:
        for user, places in PICTURES.items():
            context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
            if user:
                context.add_cookies([{"name": "sessionid", "value": sessions[user], "url": address}])
            page = context.new_page()
            for place in places:
                file.writestr(f"pictures/{user or 'nobody'} {place}", picture(page, address, place))
            context.close()
    return archive


def picture(page: Page, address: str, place: str) -> bytes:
    answer = page.goto(address + place, wait_until="networkidle", timeout=PATIENCE)
    if answer is None or answer.status != 200:
        raise StateError(f"{place} answers {answer and answer.status}: choose another page for a picture")
    masked = [page.locator(area.selector) for area in AREAS if area.names.search(place)]
    return page.screenshot(full_page=True, mask=masked, animations="disabled", caret="hide", timeout=PATIENCE)


def compare(before: Path, after: Path, chromium: Browser) -> list[Difference]:
    """Return the pictures of which more points differ than may."""
    page = chromium.new_page()
    with zipfile.ZipFile(before) as first, zipfile.ZipFile(after) as second:
        found = [(name, *points(page, first.read(name), second.read(name))) for name in first.namelist()]
    page.close()
    return [
        Difference("pictures", name, (size or f"{share:.4%} of the points",))
        for name, share, size in found
        if not 0 <= share <= MOST
    ]


def points(page: Page, first: bytes, second: bytes) -> tuple[float, str]:
    """Return the share of points that differ, or -1 and both sizes."""
    if first == second:
        return 0.0, ""
    share, sizes = page.evaluate(COUNT, [base64.b64encode(picture).decode() for picture in (first, second)])
    return share, sizes
