"""Somebody at a browser without script: opens pages of a served portal, fills in their forms, follows where they lead."""

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

HANGS = 600  # seconds after which an answer that has not come is said never to come


@dataclass
class Answer:
    path: str
    status: int
    headers: Any
    content: bytes

    @property
    def page(self) -> Any:
        return html.fromstring(self.content.decode())

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return " ".join(self.page.text_content().split())


@dataclass
class Visitor:
    """A browser that calls the portal `name`; by https it comes as a proxy on this machine passes it on."""

    port: int
    name: str
    scheme: str = "https"
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self, path: str, data: list[tuple[str, str]] | None = None) -> Answer:
        answer = self._ask(path, data)
        while answer.status in (301, 302):
            target = urlsplit(urljoin(f"{self.scheme}://{self.name}{path}", answer.headers["Location"]))
            path = target._replace(scheme="", netloc="").geturl()
            answer = self._ask(path, None)
        return answer

    def submit(self, path: str, **values: Any) -> Answer:
        """Fill in the form of a page that has these fields; text by the box, choices by their value."""
        page = self.open(path).page
        form = next(form for form in page.forms if set(values) <= set(form.fields.keys()))
        kept = [(name, value) for name, value in form.form_values() if name not in values]
        typed = [
            (name, each)
            for name, value in values.items()
            for each in ([value] if isinstance(value, str) else value)
        ]
        return self.open(urljoin(path, form.action or path), kept + typed)

    def choice(self, path: str, name: str, label: str) -> str:
        """The value of what a field of a page offers under that label."""
        page = self.open(path).page
        options = page.xpath(f"//*[@name='{name}']//option") or page.xpath(f"//input[@name='{name}']")
        words = [(option.text_content() or option.getparent().text_content()).strip() for option in options]
        return options[words.index(label)].get("value")

    def _ask(self, path: str, data: list[tuple[str, str]] | None) -> Answer:
        origin = f"{self.scheme}://{self.name}"
        headers = {
            "Host": self.name,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if self.scheme == "https":
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.8.0.7"}
        body = None
        if data is not None:
            body = urlencode(data)
            headers |= {
                "Origin": origin,
                "Referer": origin + path,
                "Content-Type": "application/x-www-form-urlencoded",
            }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANGS)
        try:
            connection.request("GET" if data is None else "POST", path, body, headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
            return Answer(path, response.status, response.headers, response.read())
        finally:
            connection.close()
