"""How the text is written: its tokens and its punctuation."""

import re
from collections.abc import Iterator

from reports.checks.base import Fault, about, own_sentences, printed_passages, quote
from reports.draft import Draft
from reports.models import Passage
from reports.outline import tokens

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
PAIRS = {"”": "“", "》": "《", "）": "（"}
HALF_WIDTH = re.compile(rf"(?<=[{HAN}%％”’》）】])[,.;:?!()\"']|[,;?!(\"'](?=[{HAN}“《])")
DOUBLED = re.compile(r"''|``|\"\"|[，、；：。][，、；：。]+")
AROUND = 6  # characters shown on either side


def whole_year(draft: Draft) -> Iterator[Fault]:
    """Find 全年 that a person wrote of a year that still runs; the measures speak of the next one."""
    if not draft.scope.running:
        return
    end = f"{draft.scope.year}年还没有过完，数字截至{draft.scope.until}"
    for passage, _ in printed_passages(draft):
        if passage.part == Passage.Part.MEASURES:
            continue
        for sentence in own_sentences(passage):
            if "全年" in sentence:
                message = f"{quote(sentence)}写了“全年”，{end}；请改用【统计时段】"
                yield Fault("whole_year", about(passage.key, sentence), message, passage.key)


def unknown_tokens(draft: Draft) -> Iterator[Fault]:
    """Find tokens in 【】 that the outline does not know, of passages that are to be printed."""
    for passage in draft.passages:
        if not passage.written:
            continue
        for name in tokens.unknown_tokens(passage.wording):
            message = f"{quote(name)}不是台账里的数字或名称；请从清单中重新选用，或删去"
            yield Fault("token", about(passage.key, name), message, passage.key)


def punctuation(draft: Draft) -> Iterator[Fault]:
    """Find half-width punctuation behind Chinese, punctuation said twice, and half pairs."""
    for passage, piece in printed_passages(draft):
        for place, reason in _slips(piece.text):
            extract = piece.text[max(0, place - AROUND) : place + AROUND]
            subject = about(passage.key, f"{extract}{reason}")
            yield Fault("punctuation", subject, f"{quote(extract)}：{reason}", passage.key)


def _slips(text: str) -> Iterator[tuple[int, str]]:
    """Find where something is wrong, and what."""
    for match in HALF_WIDTH.finditer(text):
        yield match.start(), f"半角的 {match[0]} 请改为全角标点"
    for match in DOUBLED.finditer(text):
        yield match.start(), f"标点 {match[0][:4]} 重复，请留一个"
    yield from _half_pairs(text)


def _half_pairs(text: str) -> Iterator[tuple[int, str]]:
    """Find quotation marks and brackets that lack their other half."""
    open_marks: list[tuple[int, str]] = []
    for place, mark in enumerate(text):
        if mark in PAIRS.values():
            open_marks.append((place, mark))
        elif mark in PAIRS:
            if open_marks and open_marks[-1][1] == PAIRS[mark]:
                open_marks.pop()
            else:
                yield place, f"{mark} 没有配对，请补上 {PAIRS[mark]}"
    for place, mark in open_marks:
        yield place, f"{mark} 没有配对，请补上另一半"
