"""Full ID numbers and mobile numbers within a text: taken out of what is kept, made unreadable in what is logged."""

import re
from collections.abc import Callable
from datetime import date

from stdnum.cn import uscc

MASK = "***"
_NESTED = (
    8  # how often it is looked for numbers that come together when another between their digits is taken out
)
# As they are copied: between the digits a few signs, any number of spaces and of characters that cannot be seen, which a
# search leaves out.
_UNSEEN = "[\\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
_GAP = rf"(?:{_UNSEEN}[-.,_/()·‐‑‒–—]){{0,4}}{_UNSEEN}"
_OPENING = r"(?:\((?=[0-9]{1,16}\)))?"  # of a bracket around the first digits alone
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ＋（）－．，＿／", "0123456789Xx+()-.,_/")
# Digests, and the numbers of forms and records: what digits may stand in them are nobody's.
_OPAQUE = re.compile(r"([0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])")
_PHONE = re.compile(
    rf"(?<![0-9])(?:\(?(?:\+|00)?86\)?{_GAP})?{_OPENING}(1[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])"
)
_ID = re.compile(rf"(?<![0-9]){_OPENING}([0-9](?:{_GAP}[0-9]){{16}}{_GAP}(?:[0-9](?![0-9])|[Xx]))")
_OLD_ID = re.compile(rf"(?<![0-9]){_OPENING}([0-9](?:{_GAP}[0-9]){{14}})(?![0-9])")


def taken_out(text: str) -> tuple[str, list[str]]:
    """The text without its full numbers, and these as they are kept: digits alone, a phone without the country's code."""
    found: list[str] = []
    return _without(text, " ", found.append), found


def masked(text: str) -> str:
    """The text with each full number made unreadable."""
    return _without(text, MASK, lambda number: None)


def _without(text: str, instead: str, note: Callable[[str], None]) -> str:
    for _ in range(_NESTED):
        left = _without_those_seen(text, instead, note)
        if left == text:
            break
        text = left
    return text


def _without_those_seen(text: str, instead: str, note: Callable[[str], None]) -> str:
    pieces = _OPAQUE.split(text)  # every second one is opaque
    # an ID number first: the first eleven digits of one may look like a phone
    for pattern, is_one in ((_ID, _is_id), (_PHONE, bool), (_OLD_ID, _is_old_id)):
        pieces[::2] = [_cut(piece, pattern, is_one, instead, note) for piece in pieces[::2]]
    return "".join(pieces)


def _cut(
    text: str,
    pattern: re.Pattern[str],
    is_one: Callable[[str], bool],
    instead: str,
    note: Callable[[str], None],
) -> str:
    plain = text.translate(_HALF_WIDTH)
    pieces, end = [], 0
    match = pattern.search(plain)
    while match:
        following = match.start() + 1  # of what is none, a part may be one
        if is_one(match[1]):
            note(re.sub("[^0-9X]", "", match[1].upper()))
            pieces += [text[end : match.start()], instead]
            following = end = match.end()
        match = pattern.search(plain, following)
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
