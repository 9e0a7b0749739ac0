"""Words that claim something of a number: 余, 近, 提升, 仅, 全部. Each may be written only where the numbers bear it out."""

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
    rf"((?<![附最靠临])近(?={FIGURE})|(?<!不)仅|(?<!不)只有|全部|所有|都(?=有|是|设|建))[^{{}}，。；、]{{0,8}}?({FIGURE})"
)
WORD_AFTER = re.compile(rf"({FIGURE})[十百千万]?(余|多)(?!于)")
MONTHLY = re.compile("(?<!平均)每月|每个月|月月|按月(?=召开|开|办)")
EVERY_TIME = re.compile("(?<!平均)每次|次次|每名|人人")
WHOLE = re.compile(r"全部|全覆盖|百分之百|无一例外|一个不落")

# 仅: under a limit by what they count
SHORT = {
    "meetings.low_decision_uses",
    "meetings.low_study_sessions",
    "meetings.low_decision_communities",
    "meetings.low_study_branches",
    "communities.low_satisfaction",
}
# 全部: counted out of all communities; a 换届 is of the 城市社区 alone
OF_ALL = {
    "communities.big_committees",
    "communities.low_satisfaction",
    "communities.demonstration",
    "communities.pilots",
}


@dataclass(frozen=True)
class Ground:
    """What words are held against: this year's figures, last year's, and the figures that fell short of a target."""

    values: Mapping[str, Value]
    before: Mapping[str, Value] = field(default_factory=dict)
    short: frozenset[str] = frozenset()
    idle: Mapping[str, str] = field(default_factory=dict)  # by figure the months gone by without it, in words
    means: frozenset[str] = frozenset()  # figures that are means, not every single one


def in_clause(text: str, ground: Ground) -> Iterator[str]:
    """Why a word of this clause does not agree with its number, in Chinese; nothing where all agree. Figures are {tokens}."""
    yield from _rise(text, ground)
    for match in (found for found in WORD_AFTER.finditer(text) if _value(found[1], ground.values)):
        yield f"“{match[2]}”：{_told(match[1], ground)}是准数；要写约数，请在数字上选“余”，不另写"
    for match in WORD_BEFORE.finditer(text):
        yield from _word_before(match[1], match[2], ground)
    yield from _whole(text, ground)
    yield from _each(text, ground)


def bears(text: str, ground: Ground) -> bool:
    """The numbers are known and agree with every word that claims something of them."""
    return not any(in_clause(text, ground)) and not any(unknown_rise(text, ground))


def unknown_rise(text: str, ground: Ground) -> Iterator[str]:
    """A rise that is claimed of a figure nobody knows, in Chinese."""
    told = [token for match in FROM_TO.finditer(text) for token in match.groups()] + RISEN.findall(text)
    for token in dict.fromkeys(told):
        found = TOKEN.fullmatch(token)
        value = ground.values.get(found[1]) if found else None
        if value is not None and value.missing:
            yield f"“提升”：“{value.indicator.label}”缺数，看不出升降"


def _value(token: str, values: Mapping[str, Value]) -> Value | None:
    found = TOKEN.fullmatch(token)
    value = values.get(figure_of(found[1])) if found else None
    return None if value is None or value.missing or isinstance(value.value, (str, list)) else value


def _told(token: str, ground: Ground) -> str:
    found = TOKEN.fullmatch(token)
    value = ground.values.get(found[1]) if found else None
    return f"“{value.indicator.label}”{value.text}" if value else "这个数字"


def _rise(text: str, ground: Ground) -> Iterator[str]:
    paired = set()
    for match in FROM_TO.finditer(text):
        paired.add(match[2])
        first, then = _value(match[1], ground.values), _value(match[2], ground.values)
        if first and then and then.value <= first.value:
            yield f"“提升”：{then.text}没有高于{first.text}"
    for match in RISEN.finditer(text):
        now = _value(match[1], ground.values)
        last = ground.before.get(now.key) if now else None
        known = now and last and not last.missing and now.indicator.comparable
        if match[1] not in paired and known and now.value <= last.value:  # type: ignore[union-attr]
            yield f"“提升”：{_told(match[1], ground)}没有高于上年的{last.text}"


def _word_before(word: str, token: str, ground: Ground) -> Iterator[str]:
    value = _value(token, ground.values)
    if word == "近":
        yield f"“近”：{_told(token, ground)}是准数；要写约数，请在数字上选“近”，不另写"
    if word in ("仅", "只有") and value and value.key not in SHORT | ground.short:
        yield f"“{word}”：{_told(token, ground)}没有低于门槛或目标"
    if word in ("全部", "所有", "都") and value and value.key in OF_ALL:
        total = ground.values.get("communities.total")
        if total and not total.missing and value.value != total.value:
            yield f"“{word}”：{_told(token, ground)}，社区总数是{total.text}"


def _each(text: str, ground: Ground) -> Iterator[str]:
    """每月, 每次: that very thing has to be computed, not a sum or a mean."""
    told = [value for token in re.findall(FIGURE, text) if (value := _value(token, ground.values))]
    month, each = MONTHLY.search(text), EVERY_TIME.search(text)
    for value in told:
        if month and value.key in ground.idle:
            yield f"“{month[0]}”：“{value.indicator.label}”{ground.idle[value.key]}没有"
        if each and value.key in ground.means and EVERY_TIME.search(text.replace(value.indicator.label, "")):
            yield f"“{each[0]}”：“{value.indicator.label}”是平均数，不是次次都到"


def _whole(text: str, ground: Ground) -> Iterator[str]:
    said = WHOLE.search(text)
    rates = [
        value
        for token in re.findall(FIGURE, text)
        if (value := _value(token, ground.values)) and value.text.endswith("%")
    ]
    for value in rates if said else []:
        if value.value != 100 and value.indicator.has_parts:
            yield f"“{said[0]}”：“{value.indicator.label}”是{value.text}，不是100%"  # type: ignore[index]
