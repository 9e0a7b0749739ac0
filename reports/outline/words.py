"""Words that claim something of a number: 余, 近, 提升, 仅, 全部.

Each may be written only where the numbers bear it out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indicators.kinds import Value
from reports.outline.tokens import TOKEN, figure_of

ROSE = "提升|提高|上升|增长|增加"
FIGURE = r"\{[a-z_.0-9]+(?::[余近].)?\}"
FROM_TO = re.compile(rf"({FIGURE})[^{{}}]{{0,6}}(?:{ROSE})[到至为了]?({FIGURE})")
RISEN = re.compile(rf"(?:{ROSE})[到至为]({FIGURE})")
WORD_BEFORE = re.compile(
    rf"((?<![附最靠临])近(?={FIGURE})|(?<!不)仅|(?<!不)只有|全部|所有|都(?=有|是|设|建))"
    rf"[^{{}}，。；、]{{0,8}}?({FIGURE})"
)
WORD_AFTER = re.compile(rf"({FIGURE})[十百千万]?(余|多)(?!于)")
MONTHLY = re.compile("(?<!平均)每月|每个月|月月|按月(?=召开|开|办)")
EVERY_TIME = re.compile("(?<!平均)每次|次次|每名|人人")
WHOLE = re.compile(r"全部|全覆盖|百分之百|无一例外|一个不落")

# Figures that are under a limit by what they count: 仅 may stand before them.
SHORT = {
    "meetings.low_decision_uses",
    "meetings.low_study_sessions",
    "meetings.low_decision_communities",
    "meetings.low_study_branches",
    "communities.low_satisfaction",
}
# Figures counted out of all 社区, by which 全部 is judged; a 换届 is of the 城市社区 alone.
OF_ALL = {
    "communities.big_committees",
    "communities.low_satisfaction",
    "communities.demonstration",
    "communities.pilots",
}


@dataclass(frozen=True)
class Ground:
    """What words are held against: figures of this year and of last year, and what is known about some."""

    values: Mapping[str, Value]
    before: Mapping[str, Value] = field(default_factory=dict)
    short: frozenset[str] = frozenset()  # figures that fell short of a target
    idle: Mapping[str, str] = field(default_factory=dict)  # by figure the months gone by without it, in words
    means: frozenset[str] = frozenset()  # figures that are means, not every single one


def in_clause(text: str, ground: Ground) -> Iterator[str]:
    """Say in Chinese why a word of this clause does not agree with its number; nothing where all agree.

    Figures stand in the clause as {tokens}.
    """
    yield from _rise(text, ground)
    for match in WORD_AFTER.finditer(text):
        token, word = match.groups()
        if _number(token, ground):
            yield f"“{word}”：{_label(token, ground)}是准数；要写约数，请在数字上选“余”，不另写"
    for match in WORD_BEFORE.finditer(text):
        yield from _word_before(match[1], match[2], ground)
    yield from _whole(text, ground)
    yield from _each(text, ground)


def bears(text: str, ground: Ground) -> bool:
    """Tell whether the numbers are known and agree with every word that claims something of them."""
    return not any(in_clause(text, ground)) and not any(unknown_rise(text, ground))


def unknown_rise(text: str, ground: Ground) -> Iterator[str]:
    """Say in Chinese of which figure a rise is claimed that nobody knows."""
    rising: list[str] = []
    for pair in FROM_TO.findall(text):
        rising += pair
    rising += RISEN.findall(text)
    for token in dict.fromkeys(rising):
        value = _figure(token, ground)
        if value is not None and value.missing:
            yield f"“提升”：“{value.indicator.label}”缺数，看不出升降"


def _number(token: str, ground: Ground) -> Value | None:
    """Return the figure that a token prints, even on a condition; None where it is missing, or no number."""
    match = TOKEN.fullmatch(token)
    value = ground.values.get(figure_of(match[1])) if match else None
    if value is None or value.missing or isinstance(value.value, (str, list)):
        return None
    return value


def _numbers(text: str, ground: Ground) -> Iterator[Value]:
    """Return the figures of a text that are known numbers."""
    for token in re.findall(FIGURE, text):
        value = _number(token, ground)
        if value:
            yield value


def _label(token: str, ground: Ground) -> str:
    """Name the figure of a token with its number; one that is printed on a condition is not named."""
    value = _figure(token, ground)
    if value is None:
        return "这个数字"
    return f"“{value.indicator.label}”{value.text}"


def _figure(token: str, ground: Ground) -> Value | None:
    """Return the figure that a token is, known or not."""
    match = TOKEN.fullmatch(token)
    return ground.values.get(match[1]) if match else None


def _rise(text: str, ground: Ground) -> Iterator[str]:
    """Judge 由…提升到… by its two figures, and 提升到… alone by last year's."""
    paired_tokens = set()
    for match in FROM_TO.finditer(text):
        paired_tokens.add(match[2])
        first, then = _number(match[1], ground), _number(match[2], ground)
        if first and then and then.value <= first.value:
            yield f"“提升”：{then.text}没有高于{first.text}"
    for match in RISEN.finditer(text):
        token = match[1]
        now = _number(token, ground)
        if now is None or token in paired_tokens or not now.indicator.comparable:
            continue
        last = ground.before.get(now.key)
        if last and not last.missing and now.value <= last.value:
            yield f"“提升”：{_label(token, ground)}没有高于上年的{last.text}"


def _word_before(word: str, token: str, ground: Ground) -> Iterator[str]:
    """Judge 近, 仅 and 全部 by the figure that follows."""
    value = _number(token, ground)
    if word == "近":
        yield f"“近”：{_label(token, ground)}是准数；要写约数，请在数字上选“近”，不另写"
    if word in ("仅", "只有") and value and value.key not in SHORT | ground.short:
        yield f"“{word}”：{_label(token, ground)}没有低于门槛或目标"
    if word in ("全部", "所有", "都") and value and value.key in OF_ALL:
        total = ground.values.get("communities.total")
        if total and not total.missing and value.value != total.value:
            yield f"“{word}”：{_label(token, ground)}，社区总数是{total.text}"


def _each(text: str, ground: Ground) -> Iterator[str]:
    """Judge 每月 and 每次: that very thing has to be computed, not a sum or a mean."""
    month, each = MONTHLY.search(text), EVERY_TIME.search(text)
    for value in _numbers(text, ground):
        label = value.indicator.label
        if month and value.key in ground.idle:
            yield f"“{month[0]}”：“{label}”{ground.idle[value.key]}没有"
        # the label itself may say 每次
        if each and value.key in ground.means and EVERY_TIME.search(text.replace(label, "")):
            yield f"“{each[0]}”：“{label}”是平均数，不是次次都到"


def _whole(text: str, ground: Ground) -> Iterator[str]:
    """Judge 全覆盖 and its like: every rate of the clause has to be 100 %."""
    match = WHOLE.search(text)
    if match is None:
        return
    for value in _numbers(text, ground):
        if value.text.endswith("%") and value.value != 100 and value.indicator.has_parts:
            yield f"“{match[0]}”：“{value.indicator.label}”是{value.text}，不是100%"
