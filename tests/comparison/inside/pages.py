"""Every page that the roles of the demo reach by GET: crawled by links, from the addresses that need no record."""

import json
import traceback
from collections import Counter, deque
from collections.abc import Iterator
from io import StringIO
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import clock
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse
from lxml import html
from taken import ADMIN, CLERK, CODE, COMMUNITY_CLERK, SECRETARY, YEAR, Archive, kinds

ALIKE = 2  # pages of one view without parameters, for each role; with parameters one of each set of names
NOT_FOLLOWED = {"text-size", "logout", "readyz"}  # they change the reader, or watch the machine
BACKEND = "accounts.backends.ReaderBackend"
EMPTY = "nobody"  # the reader who is not signed in


def take_pages(archive: Archive) -> None:
    for username in (EMPTY, CLERK, COMMUNITY_CLERK, SECRETARY, ADMIN):
        crawl(archive, username)


def crawl(archive: Archive, username: str) -> None:
    """Keep every page reached from the starts, a bounded number of each view."""
    clock.step()
    client = reader(username)
    starts = list(dict.fromkeys(starting_points(username)))
    known, number = set(starts), Counter(shape(address) for address in starts)
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        for found in links(take_page(archive, client, f"pages/{username} {address}", address), address):
            kind = shape(found)
            if found not in known and kind and number[kind] < most_of(kind):
                known.add(found)
                number[kind] += 1
                waiting.append(found)


def most_of(kind: tuple[str, ...]) -> int:
    """Return how many addresses of a shape are asked for: more would say nothing new."""
    return ALIKE if len(kind) == 1 else 1


def reader(username: str) -> Client:
    client = Client(raise_request_exception=False)
    if username != EMPTY:
        client.force_login(get_user_model().objects.get(username=username), backend=BACKEND)
    return client


def starting_points(username: str) -> Iterator[str]:
    """Yield each address of the site map that needs nothing, and the page of every figure in the years of the demo."""
    yield from ("/", f"/?year={YEAR}", f"/?year={YEAR - 1}")
    yield from plain_addresses(get_resolver(), "")
    if username in (EMPTY, ADMIN):
        return
    yield from (f"/imports/{kind}/" for kind in kinds())
    for year in (YEAR,) if username == SECRETARY else (YEAR - 1, YEAR):
        yield f"/reports/annual/?year={year}"
        for key in figure_keys():
            yield f"/reports/figures/{key}/?year={year}"


def figure_keys() -> list[str]:
    out = StringIO()
    call_command("figures", subdistrict=CODE, year=YEAR, json=True, stdout=out)
    return list(json.loads(out.getvalue()))


def plain_addresses(resolver, prefix: str) -> Iterator[str]:
    """Yield the addresses of the site map in which nothing stands for a record."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from plain_addresses(pattern, inner)
        elif (
            pattern.name
            and pattern.name not in NOT_FOLLOWED
            and not pattern.pattern.converters
            and not pattern.pattern.regex.groups
        ):
            yield reverse(f"{prefix}{pattern.name}")


def shape(address: str) -> tuple[str, ...]:
    """Return what makes two addresses alike: the view, and the names of the parameters; nothing where there is no view."""
    split = urlsplit(address)
    try:
        view = resolve(split.path).view_name
    except Resolver404:
        return ()
    if not view or view in NOT_FOLLOWED:
        return ()
    return (view, *sorted({name for name, value in parse_qsl(split.query)}))


def links(page: bytes, address: str) -> Iterator[str]:
    """Yield the addresses of the portal that a page leads to, in its order."""
    if not page.strip():
        return
    for link in html.fromstring(page).xpath("//a/@href"):
        target = urldefrag(urljoin(f"http://testserver{address}", link)).url
        split = urlsplit(target)
        if split.netloc == "testserver":
            yield target.removeprefix("http://testserver")


def take_page(archive: Archive, client: Client, name: str, address: str) -> bytes:
    """Keep the answer to a GET; return the page, or nothing where it is a file or leads elsewhere."""
    try:
        answer = client.get(address, HTTP_HOST="testserver")
        content = answer.getvalue() if answer.streaming else answer.content
    except Exception:
        archive.add(name, traceback.format_exc(limit=-1))
        return b""
    kind = answer.get("Content-Type", "")
    said = [str(answer.status_code), kind, answer.get("Location", ""), answer.get("Content-Disposition", "")]
    if kind.startswith("text/html"):
        archive.add(name, "\n".join(said).encode() + b"\n" + content)
        return content
    archive.add(name, "\n".join(said))
    archive.add(f"{name} → file", content)
    return b""
