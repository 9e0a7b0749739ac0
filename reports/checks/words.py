"""Words held against the numbers beside them."""

import re
from collections.abc import Iterable, Iterator

from indicators.catalogue import COUNTS
from indicators.months import has_months
from reports.checks.base import Fault, about, own_sentences, standing, typed
from reports.draft import Draft
from reports.models import Passage
from reports.outline.clauses import sentences
from reports.outline.tokens import TOKEN
from reports.outline.words import MONTHLY, Ground, in_clause, unknown_rise
from reports.pledges.promises import SAID, Promise

# Names that hold a number, and count nothing of the section.
FIXED = "四个意识|四个自信|四个全面|四个伟大|两个维护|两个确立|两个务必|两个结合|两个先锋|三个代表|三个务必|六个必须|八项规定"
COUNT = re.compile(
    rf"(?!{FIXED})(?<![第一二两三四五六七八九十\d])([两二三四五六七八九]|十[一二三四五六七八九]?|\d+)[个项支条种类]"
)
FIXED_PHRASES = re.compile("全面从严治党|全面建设|四个全面|全面推进乡村振兴")
CLAIM = re.compile(
    "(?<![不未])(?<!没有)(?<!没有办)(?:到位|兑现|逐一|无一|普遍|不断|全部|所有|全面|显著|明显|扎实|圆满|充分|件件|事事|处处|人人|每一[笔件次户名个条]|必答复|有声势"
    "|更[牢强广实好优浓高]|更加|进一步|落到实处|一个模子|逐项过堂|交口称赞)"
)
JUDGED = {"兑现", "全部", "所有"}
CHINESE = {"两": 2} | {word: number for number, word in enumerate("二三四五六七八九十", start=2)}


def contradicted_words(draft: Draft) -> Iterator[Fault]:
    facts = draft.facts
    missed = [promise for promise in facts.promises if promise.is_kept is False]
    short = frozenset(
        promise.actual.key for promise in missed if promise.outcome is None
    )  # a sum is not its weakest month
    ground = Ground(facts.values, facts.before, short, *_each_time(draft))
    for passage, _ in standing(draft):
        plan = passage.part == Passage.Part.MEASURES
        for said in _said(draft, passage):
            for reason in (
                *in_clause(said, Ground(facts.values, facts.before, short) if plan else ground),
                *_of_promises(said, facts.promises),
            ):
                yield Fault("words", about(passage.key, reason), reason, passage.key)


def _each_time(draft: Draft) -> tuple[dict[str, str], frozenset[str]]:
    """By figure the months gone by without it, asked only where somebody wrote of months; and the figures that are means."""
    wrote = any(MONTHLY.search(said) for passage, _ in standing(draft) for said in own_sentences(passage))
    means = frozenset(
        key
        for key, value in draft.facts.values.items()
        if value.indicator.has_parts and value.indicator.unit != "%"
    )
    idle = {
        key: "、".join(f"{month}月" for month in months)
        for key in COUNTS
        if wrote and (months := draft.facts.without(key))
    }
    return {key: told for key, told in idle.items() if has_months(COUNTS[key])}, means


def claims(draft: Draft) -> Iterator[Fault]:
    """Verdicts and praise that a person wrote: no figure shows them, so whoever lets them stand says what does."""
    ground = Ground(draft.facts.values)
    for passage, _ in standing(draft):
        for said in own_sentences(passage):
            for word in dict.fromkeys(_claimed(said)):
                message = f"“{word}”是断语，台账里没有数字支持；请写做了什么、做了多少，或说明依据"
                yield Fault("claims", about(passage.key, f"{word}{said}"), message, passage.key)
            for reason in unknown_rise(said, ground):
                yield Fault("claims", about(passage.key, f"{reason}{said}"), reason, passage.key)


def _claimed(said: str) -> list[str]:
    """兑现 of a promise, 全部 of a figure are held against the records by `contradicted_words`."""
    return [
        word
        for word in CLAIM.findall(FIXED_PHRASES.sub("", said))
        if not (word in JUDGED and TOKEN.search(said))
    ]


def _of_promises(said: str, promises: Iterable[Promise]) -> Iterator[str]:
    """Promises told as kept, missed or going on that are not."""
    for promise in promises:
        wrong = [word for word, verdict in SAID.items() if word in said and verdict != promise.verdict]
        if wrong and promise.token in said:
            yield f"“{wrong[0]}”：“{promise.figure.label}”的上年承诺，按今年的记录是{promise.verdict}"


def _said(draft: Draft, passage: Passage) -> Iterator[str]:
    """The clauses that the report prints, with their tokens: of alternatives the one chosen."""
    for sentence in sentences(passage.wording):
        for clause in sentence.clauses:
            if said := draft.writer.phrasing.clause(clause):
                yield said


def counted(draft: Draft) -> Iterator[Fault]:
    """A typed 四个…, 三项… in the lead of a section, against the points that stand under it."""
    leads = {passage.key: passage for passage in draft.passages if passage.is_lead}
    for paragraph in draft.document.paragraphs():
        lead, points = (
            leads.get(paragraph.pieces[0].key) if paragraph.pieces else None,
            len(paragraph.pieces) - 1,
        )
        for match in COUNT.finditer(typed(lead)) if lead else ():
            if _number(match[1]) != points:
                message = f"标题里写的是“{match[0]}”，下面有 {points} 条；请改用【项数】"
                yield Fault("counted", f"{lead.key}:{match[0]}:{points}", message, lead.key)  # type: ignore[union-attr]


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return CHINESE[word] if len(word) == 1 else 10 + CHINESE.get(word[1], 1)
