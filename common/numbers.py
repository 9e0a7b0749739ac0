"""Find full ID numbers and mobile numbers within a text, to take them out or to make them unreadable."""

import re
from collections.abc import Callable
from datetime import date

from stdnum.cn import uscc

MASK = "***"
_ROUNDS = 8  # a number may come together only when another one between its digits is taken out
# Numbers as they are copied: between the digits a few signs, and any number of spaces and of characters that
# cannot be seen, which a search leaves out.
_UNSEEN = "[\\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
_GAP = rf"(?:{_UNSEEN}[-.,_/()·‐‑‒–—]){{0,4}}{_UNSEEN}"
_OPENING = r"(?:\((?=[0-9]{1,16}\)))?"  # of a bracket around the first digits alone
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ＋（）－．，＿／", "0123456789Xx+()-.,_/")
# Digests, and the numbers of forms and records: digits inside them are nobody's.
_OPAQUE = re.compile(r"([0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])")
_PHONE = re.compile(
    rf"(?<![0-9])(?:\(?(?:\+|00)?86\)?{_GAP})?{_OPENING}(1[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])"
)
_ID = re.compile(rf"(?<![0-9]){_OPENING}([0-9](?:{_GAP}[0-9]){{16}}{_GAP}(?:[0-9](?![0-9])|[Xx]))")
_OLD_ID = re.compile(rf"(?<![0-9]){_OPENING}([0-9](?:{_GAP}[0-9]){{14}})(?![0-9])")


def take_out(text: str) -> tuple[str, list[str]]:
    """Return a text without its full numbers, and the numbers as they are kept.

    These are digits alone, a phone without the country's code.
    """
    numbers: list[str] = []
    return _replace_all(text, " ", numbers), numbers


def mask(text: str) -> str:
    """Return a text with each full number made unreadable."""
    return _replace_all(text, MASK, [])


def _replace_all(text: str, replacement: str, numbers: list[str]) -> str:
    """Replace each full number, and add it to `numbers`."""
    for _ in range(_ROUNDS):
        remainder = _replace_once(text, replacement, numbers)
        if remainder == text:
            break
        text = remainder
    return text


def _replace_once(text: str, replacement: str, numbers: list[str]) -> str:
    """Replace the numbers that stand in a text now, and add them to `numbers`."""
    pieces = _OPAQUE.split(text)  # every second piece is opaque
    # ID numbers first: the first eleven digits of one may look like a phone
    for pattern, is_number in ((_ID, _is_id), (_PHONE, bool), (_OLD_ID, _is_old_id)):
        for index in range(0, len(pieces), 2):
            pieces[index] = _replace_kind(pieces[index], pattern, is_number, replacement, numbers)
    return "".join(pieces)


def _replace_kind(
    text: str,
    pattern: re.Pattern[str],
    is_number: Callable[[str], bool],
    replacement: str,
    numbers: list[str],
) -> str:
    """Replace the numbers of one kind: what matches the pattern and passes the test."""
    plain = text.translate(_HALF_WIDTH)
    pieces = []
    end = 0
    match = pattern.search(plain)
    while match:
        next_start = match.start() + 1  # where the match is no number, a part of it may be one
        if is_number(match[1]):
            numbers.append(re.sub("[^0-9X]", "", match[1].upper()))
            pieces += [text[end : match.start()], replacement]
            next_start = end = match.end()
        match = pattern.search(plain, next_start)
    pieces.append(text[end:])
    return "".join(pieces)


def _is_id(text: str) -> bool:
    """Whether eighteen characters are a person's: not a 统一社会信用代码, nor several numbers in a row."""
    number = re.sub("[^0-9X]", "", text.upper())
    if _is_birthday(number[6:14]):
        return True
    return number == text.upper() and not uscc.is_valid(number)


def _is_old_id(text: str) -> bool:
    return _is_birthday("19" + re.sub("[^0-9]", "", text)[6:12])


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= day.year <= 2100
