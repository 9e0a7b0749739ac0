"""A large part's XML in pieces whose every tag is what it looks like, so that searches can be trusted."""

import re
from collections.abc import Iterable, Iterator

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED

LONGEST_PIECE = 4 * 1024 * 1024  # bytes
LONGEST_TAG = 16 * 1024

# A tag whose name may be one thing to a search and another to a parser.
UNNAMED = re.compile(rb"<(?!/?(?:[A-Za-z_][\w.-]*:)?[A-Za-z]\w*(?:[ \t\r\n]|/?>))")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"<>"))
_MARKUP = re.compile(
    rb"""<!--[^<>]*-->|<\?[^<>]*>|<!\[CDATA\[(?P<text>[^\[\]]*)\]\]>"""
    rb"""|(?P<tag></?[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>)|>"""
)


def pieces(chunks: Iterable[bytes], tag: bytes, item: bytes) -> Iterator[bytes]:
    """Yield the inside of `tag` in pieces of whole items, with `<` and `>` around tags alone."""
    rest = b""
    with_prefix = re.compile(rb"<[\w.-]+:" + item + rb"\b")
    for chunk in _inside(chunks, tag):
        rest += chunk
        cut = rest.rfind(b"<" + item)
        if cut < 0:
            cut = max((start.start() for start in with_prefix.finditer(rest)), default=0)
        if cut > 0:
            yield _escape_brackets(rest[:cut])
            rest = rest[cut:]
        if len(rest) > LONGEST_PIECE:
            raise UnreadableError(DAMAGED)
    if rest:
        yield _escape_brackets(rest)


def _inside(chunks: Iterable[bytes], tag: bytes) -> Iterator[bytes]:
    """Yield what is between the opening and the closing tag; the chunks are read to their end."""
    opening = re.compile(rb"<(?:[\w.-]+:)?" + tag + rb"\b[^<>]*?(/?)>")
    closing = re.compile(rb"</(?:[\w.-]+:)?" + tag + rb"\s*>")
    is_before, rest = True, b""
    remaining = iter(chunks)
    for chunk in remaining:
        rest += chunk
        if is_before:
            start = opening.search(rest)
            if start is None:
                rest = rest[-LONGEST_TAG:]
                continue
            if start[1]:
                break
            is_before, rest = False, rest[start.end() :]
        end = closing.search(rest) if tag in rest else None
        if end:
            yield rest[: end.start()]
            break
        if len(rest) > LONGEST_TAG:
            yield rest[:-LONGEST_TAG]
            rest = rest[-LONGEST_TAG:]
    else:
        if not is_before:
            raise UnreadableError(DAMAGED)
    for _ in remaining:
        pass


def _escape_brackets(piece: bytes) -> bytes:
    """Return the piece with `<` and `>` around tags alone; `UnreadableError` where that cannot be."""
    if _is_plain(piece):
        return piece
    piece = _MARKUP.sub(_escape_markup, piece)
    if not _is_plain(piece):
        raise UnreadableError(DAMAGED)
    return piece


def _is_plain(piece: bytes) -> bool:
    brackets = piece.translate(None, _NOT_BRACKETS)
    if brackets != b"<>" * (len(brackets) // 2):
        return False
    return not (b"!" in piece and b"<!" in piece) and not (b"?" in piece and b"<?" in piece)


def _escape_markup(match: re.Match[bytes]) -> bytes:
    if match["tag"]:
        return match["tag"][:-1].replace(b">", b"&gt;") + b">"
    if match["text"]:
        return match["text"].replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    return b"&gt;" if match[0] == b">" else b""
