"""How like two headings or two names are.

What ends alike means the like, for in Chinese the noun stands last.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from records.inputs import plain

CLOSE = 0.5  # from which on a name may be meant
_ORGANISATION = re.compile("中国共产党|中共|街道|社区|党的|基层|有限责任公司|有限公司|股份|支部委员会|委员会")
_NEGATIONS = "不未无没非"


def heading_likeness(heading: str, headings: Iterable[str]) -> float:
    """Return from 0 to 1 how like a bare heading is to the one of these that is most like it."""
    return max((_likeness_of_heading(heading, each) for each in headings), default=0.0)


def _likeness_of_heading(heading: str, headings: str) -> float:
    if not heading or not headings or heading[-1] != headings[-1]:
        return 0.0
    return SequenceMatcher(None, heading, headings).ratio()


def nearest(text: str, names: Iterable[str], most: int) -> list[str]:
    """Return the names that may be meant by a text, the nearest first."""
    word = plain(text)
    letters = set(word)
    scores = []
    for name in names:
        if letters & set(name):
            score = _likeness_of_name(word, plain(name))
            if score >= CLOSE:
                scores.append((-score, name))
    scores.sort(key=lambda pair: pair[0])
    return [name for _, name in scores[:most]]


def _likeness_of_name(word: str, name: str) -> float:
    """Return how like two names are; one within the other is closer than any other likeness."""
    shorter, longer = sorted((word, name), key=len)
    ratio = SequenceMatcher(None, word, name).ratio()
    if len(shorter) >= 2 and shorter in longer:
        return 1 + ratio
    return ratio


def one_meant(text: str, names: Iterable[str]) -> str:
    """Return the one name that a text can only mean.

    The same but for what organisations add to theirs, the only one that it stands in, or the only one
    that stands in it; empty where there is none, or more.
    """
    word = plain(text)
    by_name = {name: plain(name) for name in names}
    bare = _bare(word)
    same = [name for name, each in by_name.items() if bare and _bare(each) == bare]
    if len(same) == 1:
        return same[0]
    if same or len(word) < 2:
        return ""
    return _only(_around(word, by_name)) or _only(_within(word, by_name))


def _around(word: str, by_name: dict[str, str]) -> list[str]:
    """Return the names in which a word stands, unless they deny it."""
    return [name for name, each in by_name.items() if word in each and _denials(word) == _denials(each)]


def _within(word: str, by_name: dict[str, str]) -> list[str]:
    """Return the names that stand in a word, but not within another of them, unless it denies them."""
    names_within = [name for name, each in by_name.items() if len(each) >= 2 and each in word]
    names_within = [name for name in names_within if _denials(word) == _denials(by_name[name])]
    return [name for name in names_within if not _is_within_another(name, names_within)]


def _is_within_another(name: str, names: list[str]) -> bool:
    return any(name != other and name in other for other in names)


def _only(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ""


def _denials(word: str) -> int:
    return sum(word.count(sign) for sign in _NEGATIONS)


def _bare(word: str) -> str:
    """Return the name of an organisation without what is often left out of it."""
    return _ORGANISATION.sub("", word).replace("党委", "").replace("党支部", "支部")
