"""Full ID numbers and mobile numbers within a text: taken out of what is kept, made unreadable in what is logged."""

import re
from collections.abc import Callable
from datetime import date

from stdnum.cn import uscc

MASK = "***"
# As they are copied: with spaces, dashes and dots between the digits, and characters that cannot be seen.
_GAP = "[\\s.·‐‑‒–—\u200b-\u200f\u202a-\u202e\u2060\ufeff-]{0,2}"
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ＋（）－．", "0123456789Xx+()-.")
# Digests, and the numbers of forms and records: what digits may stand in them are nobody's.
_OPAQUE = re.compile(r"([0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])")
_PHONE = re.compile(rf"(?<![0-9])(?:\(?(?:\+|00)?86\)?{_GAP})?(1[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])")
_ID = re.compile(rf"(?<![0-9])([0-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx])(?![0-9])")
_OLD_ID = re.compile(rf"(?<![0-9])([0-9](?:{_GAP}[0-9]){{14}})(?![0-9])")


def taken_out(text: str) -> tuple[str, list[str]]:
    """The text without its full numbers, and these as they are kept: digits alone, a phone without the country's code."""
    found: list[str] = []
    return _without(text, " ", found.append), found


def masked(text: str) -> str:
    """The text with each full number made unreadable."""
    return _without(text, MASK, lambda number: None)


def _without(text: str, instead: str, note: Callable[[str], None]) -> str:
    pieces = _OPAQUE.split(text)  # every second one is opaque
    # an ID number first: the first eleven digits of one may look like a phone
    for pattern, is_one in ((_ID, _is_id), (_PHONE, bool), (_OLD_ID, _is_old_id)):
        pieces[::2] = [_cut(piece, pattern, is_one, instead, note) for piece in pieces[::2]]
    return "".join(pieces)


def _cut(text: str, pattern: re.Pattern[str], is_one: Callable[[str], bool], instead: str, note: Callable[[str], None]) -> str:
    pieces, end = [], 0
    for match in pattern.finditer(text.translate(_HALF_WIDTH)):
        if not is_one(match[1]):
            continue
        note(re.sub("[^0-9X]", "", match[1].upper()))
        pieces += [text[end : match.start()], instead]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _is_id(written: str) -> bool:
    """Whether eighteen characters are a person's: not those of a 统一社会信用代码, nor of several numbers in a row."""
    number = re.sub("[^0-9X]", "", written.upper())
    if _is_day(number[6:14]):
        return True
    return number == written.upper() and not uscc.is_valid(number)


def _is_old_id(written: str) -> bool:
    return _is_day("19" + re.sub("[^0-9]", "", written)[6:12])


def _is_day(digits: str) -> bool:
    try:
        return 1850 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False
