"""A small driver over the DevTools protocol, for any Chromium from 78 on: real mouse events, text as an input method inserts it."""

import base64
import itertools
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import websocket

HANGS = 120  # seconds after which what is waited for is said not to come
OFTEN = 0.05  # seconds between two looks
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-port=0",
]
WIDTH, HEIGHT = 1366, 768
MOVED = (
    "Cannot find context",
    "Execution context was destroyed",
    "Inspected target navigated",
    "Cannot find default execution context",
)


class ProtocolError(Exception):
    """What the browser answered instead of a result."""


class Browser:
    """A browser started for a test, with a profile of its own."""

    def __init__(self, executable: Path, profile: Path) -> None:
        self.log = (profile.parent / f"{profile.name}.log").open("w")
        command = [
            executable,
            *QUIET,
            f"--user-data-dir={profile}",
            f"--window-size={WIDTH},{HEIGHT}",
            "about:blank",
        ]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        port, path = self._address(profile / "DevToolsActivePort")
        self.socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}{path}", timeout=HANGS, suppress_origin=True
        )
        self.numbers = itertools.count(1)
        self.pages: dict[str, Page] = {}

    def _address(self, file: Path) -> list[str]:
        deadline = time.monotonic() + HANGS
        while not (file.exists() and file.read_text().count("\n")):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ProtocolError(f"the browser does not start: {Path(self.log.name).read_text()[-1000:]}")
            time.sleep(OFTEN)
        return file.read_text().split()

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """The answer to a command; what happens meanwhile is told to its page."""
        number = self.send(method, session, **params)
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                break
            self._tell(answer)
        if "error" in answer:
            raise ProtocolError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def send(self, method: str, session: str = "", **params: Any) -> int:
        """Give a command and do not wait for its answer, which will have this number."""
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self.socket.send(json.dumps(message))
        return number

    def _tell(self, message: dict[str, Any]) -> None:
        page = self.pages.get(message.get("sessionId", ""))
        if page and "method" in message:
            page.hear(message["method"], message["params"])

    def page(self, script: bool = True) -> "Page":
        """An empty page with cookies of its own."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call(
            "Target.createTarget", url="about:blank", browserContextId=context, width=WIDTH, height=HEIGHT
        )["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(self, session, target)
        page.begin(script)
        return page

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(HANGS)
        self.log.close()


class Page:
    """One page, and the faults it told of: exceptions of scripts, and errors in the log."""

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self.browser, self.session, self.target = browser, session, target
        self.told: list[tuple[str, str]] = []  # each with the address it is about
        self.dialogs: list[str] = []  # their types; each is accepted
        self.visited: set[str] = set()
        self.loads = 0

    def begin(self, script: bool) -> None:
        for domain in ("Page", "Runtime", "Log", "DOM"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setScriptExecutionDisabled", value=not script)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **params)

    def hear(self, method: str, params: dict[str, Any]) -> None:
        if method == "Page.loadEventFired":
            self.loads += 1
        if method == "Page.frameNavigated":
            self.visited.add(params["frame"]["url"])
        if method == "Page.javascriptDialogOpening":
            self.dialogs.append(params["type"])
            self.browser.send("Page.handleJavaScriptDialog", self.session, accept=True)
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.told.append(
                (details.get("exception", {}).get("description") or details["text"], details.get("url", ""))
            )
        if method == "Log.entryAdded" and params["entry"]["level"] == "error":
            entry = params["entry"]
            refused = entry["source"] == "network"
            self.told.append((entry["text"], entry.get("url", "") if refused else ""))

    def faults(self) -> list[str]:
        """What went wrong since it was asked last; that a page itself answers 403, 409 or 422 is no fault."""
        told, self.told = self.told, []
        return [f"{text} {address}" for text, address in told if address not in self.visited]

    def close(self) -> None:
        del self.browser.pages[self.session]
        self.browser.call("Target.closeTarget", targetId=self.target)

    # ── Looking ─────────────────────────────────────────────────────────────
    def evaluate(self, expression: str) -> Any:
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise ProtocolError(
                result["exceptionDetails"].get("exception", {}).get("description", expression)
            )
        return result["result"].get("value")

    def wait(self, expression: str) -> Any:
        """The value of the expression as soon as it is true, on whatever page that is."""
        return self.until(lambda: self.evaluate(expression), expression)

    def until(self, look: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + HANGS
        while True:
            try:
                if value := look():
                    return value
            except ProtocolError as error:
                if not any(words in str(error) for words in MOVED):
                    raise
            if time.monotonic() > deadline:
                raise ProtocolError(f"does not come: {what}; the page says {self.text()[:500]!r}")
            time.sleep(OFTEN)

    def text(self) -> str:
        return self.evaluate("document.body ? document.body.innerText : ''")

    def says(self, text: str, within: str = "body") -> None:
        """Wait until it does."""
        self.wait(
            f"(document.querySelector({json.dumps(within)}) || {{innerText: ''}}).innerText.indexOf({json.dumps(text)}) >= 0"
        )

    def value(self, selector: str) -> str:
        return self.evaluate(f"document.querySelector({json.dumps(selector)}).value")

    def picture(self, path: Path) -> None:
        size = self.call("Page.getLayoutMetrics")["contentSize"]
        self._size(max(HEIGHT, int(size["height"])))
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))
        self._size(0)

    def _size(self, height: int) -> None:
        width = WIDTH if height else 0
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=0,
            mobile=False,
        )

    # ── Doing ───────────────────────────────────────────────────────────────
    def open(self, address: str) -> None:
        self.loaded_by(lambda: self.call("Page.navigate", url=address))

    def loaded_by(self, act: Callable[[], Any]) -> None:
        """Do what leads to another page, and wait for it."""
        before = self.loads
        act()
        self.until(
            lambda: self.evaluate("document.readyState === 'complete'") and self.loads > before,
            "another page",
        )

    def click(self, selector: str, text: str = "") -> None:
        """With the mouse, in the middle of what is seen of the last element that has the text."""
        found = f"""(function () {{
          var all = Array.prototype.filter.call(document.querySelectorAll({json.dumps(selector)}), function (node) {{
            return node.textContent.indexOf({json.dumps(text)}) >= 0 && node.getClientRects().length;
          }});
          var node = all[all.length - 1];
          if (!node) {{ return null; }}
          document.documentElement.style.scrollBehavior = 'auto';
          node.scrollIntoView({{ block: 'center' }});
          var box = node.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2;
          var top = document.elementFromPoint(x, y);
          return top && (node.contains(top) || top.contains(node)) ? [x, y] : null;
        }}())"""
        x, y = self.wait(found)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def follow(self, selector: str, text: str = "") -> None:
        """Click, and wait for the page that comes."""
        self.loaded_by(lambda: self.click(selector, text))

    def type(self, selector: str, text: str) -> None:
        """In place of what the field holds."""
        self.click(selector)
        self.evaluate("document.activeElement.select()")
        self.call("Input.insertText", text=text)

    def add(self, text: str) -> None:
        """At the end of the field that has the focus."""
        self.evaluate(
            "(function (field) { field.selectionStart = field.selectionEnd = field.value.length; }(document.activeElement))"
        )
        self.call("Input.insertText", text=text)

    def choose(self, selector: str, label: str) -> None:
        """An option: the list a select opens is no part of the page, so it is set as a choice sets it."""
        self.evaluate(
            f"""(function (field) {{
              Array.prototype.forEach.call(field.options, function (option) {{
                if (option.text === {json.dumps(label)}) {{ field.value = option.value; }}
              }});
              ['input', 'change'].forEach(function (kind) {{ field.dispatchEvent(new Event(kind, {{ bubbles: true }})); }});
            }}(document.querySelector({json.dumps(selector)})))"""
        )

    def give(self, selector: str, file: Path) -> None:
        """A file to an upload's field."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(file)])

    def download(self, folder: Path, act: Callable[[], Any]) -> Path:
        """The file that comes of it."""
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        act()

        def whole() -> list[Path]:
            return [file for file in folder.iterdir() if file.suffix != ".crdownload"]

        return self.until(whole, "a download")[0]
