"""What somebody searches for: words, and full numbers, which stand in an address by their digests alone.

A search is sent by POST, so that no full number comes into an address, and with it into histories, logs and
referrers; it is answered by a redirect to the query. There a number is named by the keyed digest by which it
is found.
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
    """Return the words of a text that are searched for, and a sentence on those left out, if any."""
    words = without_invisible(text).split()
    first = " ".join(words[:MOST_WORDS])[:LONGEST].split()
    query = " ".join(first)
    if first == words:
        return query, ""
    surplus = len(words) - len(first)
    rest = f"其余 {surplus} 个没有用上" if surplus else "超出的字没有用上"
    limits = f"最多 {MOST_WORDS} 个、共 {LONGEST} 个字"
    return query, f"关键词一次{limits}：这次用了前 {len(first)} 个，{rest}"


def digests(text: str) -> list[str]:
    """Return the digests that a query names; none where they are not well formed."""
    return text.split() if _DIGESTS.fullmatch(text) else []


def address_query(data: QueryDict) -> tuple[QueryDict, str]:
    """Return a query as it may stand in an address, and a sentence on words left out.

    Numbers typed anew replace others.
    """
    query = without_numbers(data)
    if query is None:
        query = data.copy()
    words, note = few(query.get(WORDS, ""))
    if words or WORDS in query:
        query[WORDS] = words
    return query, note


def without_numbers(data: QueryDict) -> QueryDict | None:
    """Return a query without its full numbers: those searched for by digest; None where there are none."""
    query = QueryDict(mutable=True)
    sought: list[str] = []
    has_numbers = False
    for name, values in data.lists():
        is_safe = not numbers.take_out(name)[1]
        for value in values:
            if name == NUMBER and digests(value):
                query.appendlist(name, value)
                continue
            rest, full = numbers.take_out(value)
            if full or not is_safe:
                has_numbers = True
            if name in (WORDS, NUMBER):
                sought += full
            if is_safe:
                query.appendlist(name, rest.strip() if full else value)
    if sought:
        few_numbers = dict.fromkeys(sought[:MOST_NUMBERS])
        query[NUMBER] = " ".join(map(digest, few_numbers))
    return query if has_numbers else None


def redirect_to_query(
    request: HttpRequest, names: Iterable[str], about: Iterable[str] = ()
) -> HttpResponseRedirect:
    """Answer a search that was sent by its address; what the page was `about` already stays in it."""
    data, note = address_query(request.POST)
    if note:
        messages.info(request, note)
    query = QueryDict(mutable=True)
    for name in about:
        query.setlist(name, request.GET.getlist(name)[-1:])
    for name in dict.fromkeys([*names, NUMBER]):
        value = data.get(name, "").strip()
        if value:
            query[name] = value[: LONGEST_OF.get(name, LONGEST_VALUE)]
    return redirect_with(request, query)


def redirect_to_fewer_words(request: HttpRequest) -> HttpResponseRedirect | None:
    """Lead to the same page with fewer words, where the address has too many; it is said which were used."""
    query, note = address_query(request.GET)
    if not note:
        return None
    messages.info(request, note)
    return redirect_with(request, query)


def redirect_with(request: HttpRequest, query: QueryDict) -> HttpResponseRedirect:
    """Lead to the same page with this query."""
    path = escape_leading_slashes(escape_uri_path(request.path))
    return HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
