"""A large part's XML taken in pieces whose every tag is what it looks like, so that plain searches may be trusted."""

import re
from collections.abc import Iterable, Iterator

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED

LONGEST_PIECE = 4 * 1024 * 1024  # bytes
LONGEST_TAG = 16 * 1024

# A tag whose name may be one thing to a search and another to a parser.
UNNAMED = re.compile(rb"<(?!/?(?:[A-Za-z_][\w.-]*:)?[A-Za-z]\w*(?:[ \t\r\n]|/?>))")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"<>"))
_MARKED = re.compile(
    rb"""<!--[^<>]*-->|<\?[^<>]*>|<!\[CDATA\[(?P<text>[^\[\]]*)\]\]>"""
    rb"""|(?P<tag></?[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>)|>"""
)


def pieces(chunks: Iterable[bytes], tag: bytes, item: bytes) -> Iterator[bytes]:
    """The inside of `tag` in pieces of whole items, with `<` and `>` around tags alone."""
    kept = b""
    prefixed = re.compile(rb"<[\w.-]+:" + item + rb"\b")
    for chunk in _inside(chunks, tag):
        kept += chunk
        cut = kept.rfind(b"<" + item)
        if cut < 0:
            cut = max((start.start() for start in prefixed.finditer(kept)), default=0)
        if cut > 0:
            yield _bracketed(kept[:cut])
            kept = kept[cut:]
        if len(kept) > LONGEST_PIECE:
            raise UnreadableError(DAMAGED)
    if kept:
        yield _bracketed(kept)


def _inside(chunks: Iterable[bytes], tag: bytes) -> Iterator[bytes]:
    """What is between the opening and the closing tag, as it comes; the chunks are taken to their end."""
    opening = re.compile(rb"<(?:[\w.-]+:)?" + tag + rb"\b[^<>]*?(/?)>")
    closing = re.compile(rb"</(?:[\w.-]+:)?" + tag + rb"\s*>")
    before, kept = True, b""
    taking = iter(chunks)
    for chunk in taking:
        kept += chunk
        if before:
            found = opening.search(kept)
            if found is None:
                kept = kept[-LONGEST_TAG:]
                continue
            if found[1]:
                break
            before, kept = False, kept[found.end() :]
        if tag in kept and (end := closing.search(kept)):
            yield kept[: end.start()]
            break
        if len(kept) > LONGEST_TAG:
            yield kept[:-LONGEST_TAG]
            kept = kept[-LONGEST_TAG:]
    else:
        if not before:
            raise UnreadableError(DAMAGED)
    for _ in taking:
        pass


def _bracketed(piece: bytes) -> bytes:
    if _is_plain(piece):
        return piece
    piece = _MARKED.sub(_marked, piece)
    if not _is_plain(piece):
        raise UnreadableError(DAMAGED)
    return piece


def _is_plain(piece: bytes) -> bool:
    brackets = piece.translate(None, _NOT_BRACKETS)
    if brackets != b"<>" * (len(brackets) // 2):
        return False
    return not (b"!" in piece and b"<!" in piece) and not (b"?" in piece and b"<?" in piece)


def _marked(match: re.Match[bytes]) -> bytes:
    if match["tag"]:
        return match["tag"][:-1].replace(b">", b"&gt;") + b">"
    if match["text"]:
        return match["text"].replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    return b"&gt;" if match[0] == b">" else b""
