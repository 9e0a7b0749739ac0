"""How the text is written: its tokens and its punctuation."""

import re
from collections.abc import Iterator

from reports.checks.base import Fault, about, own_sentences, quoted, standing
from reports.draft import Draft
from reports.models import Passage
from reports.outline import tokens

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
PAIRS = {"”": "“", "》": "《", "）": "（"}
HALF_WIDTH = re.compile(rf"(?<=[{HAN}%％”’》）】])[,.;:?!()\"']|[,;?!(\"'](?=[{HAN}“《])")
DOUBLED = re.compile(r"''|``|\"\"|[，、；：。][，、；：。]+")
AROUND = 6  # characters shown on either side


def whole_year(draft: Draft) -> Iterator[Fault]:
    """全年 as a person wrote it, of a year that still runs; the measures speak of the next one."""
    if not draft.scope.running:
        return
    for passage, _ in standing(draft):
        for said in own_sentences(passage) if passage.part != Passage.Part.MEASURES else ():
            if "全年" in said:
                message = f"{quoted(said)}写了“全年”，{draft.scope.year}年还没有过完，数字截至{draft.scope.until}；请改用【统计时段】"
                yield Fault("whole_year", about(passage.key, said), message, passage.key)


def unknown_tokens(draft: Draft) -> Iterator[Fault]:
    for passage in draft.passages:
        for name in tokens.unknown_tokens(passage.wording) if passage.written else ():
            message = f"{quoted(name)}不是台账里的数字或名称；请从清单中重新选用，或删去"
            yield Fault("token", about(passage.key, name), message, passage.key)


def punctuation(draft: Draft) -> Iterator[Fault]:
    for passage, piece in standing(draft):
        for place, reason in _slips(piece.text):
            shown = piece.text[max(0, place - AROUND) : place + AROUND]
            yield Fault(
                "punctuation",
                about(passage.key, f"{shown}{reason}"),
                f"{quoted(shown)}：{reason}",
                passage.key,
            )


def _slips(text: str) -> Iterator[tuple[int, str]]:
    """Where, and what is wrong there."""
    for match in HALF_WIDTH.finditer(text):
        yield match.start(), f"半角的 {match[0]} 请改为全角标点"
    for match in DOUBLED.finditer(text):
        yield match.start(), f"标点 {match[0][:4]} 重复，请留一个"
    yield from _unpaired(text)


def _unpaired(text: str) -> Iterator[tuple[int, str]]:
    opened: list[tuple[int, str]] = []
    for place, mark in enumerate(text):
        if mark in PAIRS.values():
            opened.append((place, mark))
        elif mark in PAIRS:
            if opened and opened[-1][1] == PAIRS[mark]:
                opened.pop()
            else:
                yield place, f"{mark} 没有配对，请补上 {PAIRS[mark]}"
    for place, mark in opened:
        yield place, f"{mark} 没有配对，请补上另一半"
