"""What somebody searches for: a few words, and full numbers, which stand in an address by their digests alone.

A search is sent by POST, so that no full number comes into an address, and with it into histories, logs and referrers;
it is answered by a redirect to the query. There a number is named by the keyed digest by which it is found.
"""

import re
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from common import numbers
from records.inputs import without_invisible
from records.personal import digest

WORDS, NUMBER = "q", "number"  # of a query: words, and digests of full numbers
MOST_WORDS, LONGEST = 10, 100  # words used, and their characters: each word costs a condition on every column
MOST_NUMBERS = 4
LONGEST_VALUE = 40  # characters of any other value: servers refuse addresses of more than 4094 bytes
LONGEST_OF = {WORDS: LONGEST, NUMBER: 65 * MOST_NUMBERS}
_DIGESTS = re.compile("[0-9a-f]{64}(?: [0-9a-f]{64})*")


def few(text: str) -> tuple[str, str]:
    """The words of a text that are searched for, and a sentence on those left out; empty where none are."""
    words = without_invisible(text).split()
    used = " ".join(words[:MOST_WORDS])[:LONGEST].split()
    if used == words:
        return " ".join(used), ""
    left = len(words) - len(used)
    rest = f"其余 {left} 个没有用上" if left else "超出的字没有用上"
    return " ".join(
        used
    ), f"关键词一次最多 {MOST_WORDS} 个、共 {LONGEST} 个字：这次用了前 {len(used)} 个，{rest}"


def digests(text: str) -> list[str]:
    """The digests that a query names; none where they are not well formed."""
    return text.split() if _DIGESTS.fullmatch(text) else []


def searched(data: QueryDict) -> tuple[QueryDict, str]:
    """The query as it may stand in an address, and what a reader is told of its words; numbers typed anew replace others."""
    without = without_numbers(data)
    query = data.copy() if without is None else without
    words, note = few(query.get(WORDS, ""))
    if words or WORDS in query:
        query[WORDS] = words
    return query, note


def without_numbers(data: QueryDict) -> QueryDict | None:
    """The query with its full numbers replaced, those searched for by their digests; None where there are none."""
    query = QueryDict(mutable=True)
    sought: list[str] = []
    changed = False
    for name, values in data.lists():
        for value in values:
            if name == NUMBER and digests(value):
                query.appendlist(name, value)
                continue
            left, found = numbers.take_out(value)
            unsafe = numbers.take_out(name)[1]
            changed = changed or bool(found or unsafe)
            sought += found if name in (WORDS, NUMBER) else []
            if not unsafe:
                query.appendlist(name, left.strip() if found else value)
    if sought:
        query[NUMBER] = " ".join(digest(number) for number in dict.fromkeys(sought[:MOST_NUMBERS]))
    return query if changed else None


def answered(request: HttpRequest, names: Iterable[str], about: Iterable[str] = ()) -> HttpResponseRedirect:
    """The answer to a search that was sent: its address, with what was filled in and what the page was `about` already."""
    sent, note = searched(request.POST)
    if note:
        messages.info(request, note)
    query = QueryDict(mutable=True)
    for name in about:
        query.setlist(name, request.GET.getlist(name)[-1:])
    for name in dict.fromkeys([*names, NUMBER]):
        if value := sent.get(name, "").strip():
            query[name] = value[: LONGEST_OF.get(name, LONGEST_VALUE)]
    return led_to(request, query)


def shortened(request: HttpRequest) -> HttpResponseRedirect | None:
    """To the same page with fewer words, where the address has too many; it is said which were used."""
    query, note = searched(request.GET)
    if not note:
        return None
    messages.info(request, note)
    return led_to(request, query)


def led_to(request: HttpRequest, query: QueryDict) -> HttpResponseRedirect:
    """To the same page with this query."""
    path = escape_leading_slashes(escape_uri_path(request.path))
    return HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
