"""Words held against the numbers beside them."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from indicators.catalogue import COUNTS
from indicators.months import has_months
from reports.checks.base import Fault, about, own_sentences, plain_wording, printed_passages
from reports.draft import Draft
from reports.models import Passage
from reports.outline.clauses import sentences
from reports.outline.tokens import TOKEN
from reports.outline.words import MONTHLY, Ground, in_clause, unknown_rise
from reports.pledges.promises import SAID, Promise

# Names that hold a number, and count nothing of the section.
FIXED = (
    "四个意识|四个自信|四个全面|四个伟大|两个维护|两个确立|两个务必|两个结合|两个先锋|三个代表|三个务必|六个必须"
    "|八项规定"
)
COUNT = re.compile(
    rf"(?!{FIXED})(?<![第一二两三四五六七八九十\d])([两二三四五六七八九]|十[一二三四五六七八九]?|\d+)[个项支条种类]"
)
FIXED_PHRASES = re.compile("全面从严治党|全面建设|四个全面|全面推进乡村振兴")
CLAIM = re.compile(
    "(?<![不未])(?<!没有)(?<!没有办)(?:到位|兑现|逐一|无一|普遍|不断|全部|所有|全面|显著|明显|扎实|圆满|充分"
    "|件件|事事|处处|人人|每一[笔件次户名个条]|必答复|有声势"
    "|更[牢强广实好优浓高]|更加|进一步|落到实处|一个模子|逐项过堂|交口称赞)"
)
JUDGED = {"兑现", "全部", "所有"}
CHINESE = {"两": 2} | {word: number for number, word in enumerate("二三四五六七八九十", start=2)}


def contradicted_words(draft: Draft) -> Iterator[Fault]:
    """Find words that the figures of their clause contradict, and promises told otherwise than they went."""
    facts = draft.facts
    short = _short_figures(facts.promises)
    ground = Ground(facts.values, facts.before, short, _idle_months(draft), _means(draft))
    ground_of_plan = Ground(facts.values, facts.before, short)
    for passage, _ in printed_passages(draft):
        is_plan = passage.part == Passage.Part.MEASURES
        for clause in _printed_clauses(draft, passage):
            reasons = in_clause(clause, ground_of_plan if is_plan else ground)
            for reason in chain(reasons, _of_promises(clause, facts.promises)):
                yield Fault("words", about(passage.key, reason), reason, passage.key)


def _short_figures(promises: Iterable[Promise]) -> frozenset[str]:
    """Return the keys of the figures that fell short of a promise.

    A promise that was to be reached each time was missed by a month, a visit or a member, not by the sum.
    """
    keys = set()
    for promise in promises:
        if promise.is_kept is False and promise.outcome is None:
            keys.add(promise.actual.key)
    return frozenset(keys)


def _idle_months(draft: Draft) -> dict[str, str]:
    """Return by figure the months gone by without it, in words, where somebody wrote of months at all."""
    if not _wrote_of_months(draft):
        return {}
    sentences = {}
    for key, figure in COUNTS.items():
        months = draft.facts.without(key)
        if months and has_months(figure):
            sentences[key] = "、".join(f"{month}月" for month in months)
    return sentences


def _wrote_of_months(draft: Draft) -> bool:
    for passage, _ in printed_passages(draft):
        if any(MONTHLY.search(sentence) for sentence in own_sentences(passage)):
            return True
    return False


def _means(draft: Draft) -> frozenset[str]:
    """Return the keys of the figures that are means."""
    keys = set()
    for key, value in draft.facts.values.items():
        if value.indicator.has_parts and value.indicator.unit != "%":
            keys.add(key)
    return frozenset(keys)


def claims(draft: Draft) -> Iterator[Fault]:
    """Find verdicts and praise that a person wrote.

    No figure shows them, so whoever lets them stand says what does.
    """
    ground = Ground(draft.facts.values)
    for passage, _ in printed_passages(draft):
        for sentence in own_sentences(passage):
            for word in dict.fromkeys(_claims_in(sentence)):
                message = f"“{word}”是断语，台账里没有数字支持；请写做了什么、做了多少，或说明依据"
                yield Fault("claims", about(passage.key, f"{word}{sentence}"), message, passage.key)
            for reason in unknown_rise(sentence, ground):
                yield Fault("claims", about(passage.key, f"{reason}{sentence}"), reason, passage.key)


def _claims_in(sentence: str) -> list[str]:
    """Find claims; `contradicted_words` holds 兑现 of a promise and 全部 of a figure against the records."""
    words = CLAIM.findall(FIXED_PHRASES.sub("", sentence))
    if TOKEN.search(sentence):
        return [word for word in words if word not in JUDGED]
    return words


def _of_promises(clause: str, promises: Iterable[Promise]) -> Iterator[str]:
    """Find promises told as kept, missed or going on that are not."""
    for promise in promises:
        word = _wrong_verdict(clause, promise)
        if word and promise.token in clause:
            yield f"“{word}”：“{promise.figure.label}”的上年承诺，按今年的记录是{promise.verdict}"


def _wrong_verdict(clause: str, promise: Promise) -> str:
    """Return the first words of a clause that say another verdict than the promise has; empty for none."""
    for word, verdict in SAID.items():
        if word in clause and verdict != promise.verdict:
            return word
    return ""


def _printed_clauses(draft: Draft, passage: Passage) -> Iterator[str]:
    """Find the clauses that the report prints, with their tokens: of alternatives the one that is taken."""
    for sentence in sentences(passage.wording):
        for clause in sentence.clauses:
            text = draft.writer.phrasing.clause(clause)
            if text:
                yield text


def wrong_counts(draft: Draft) -> Iterator[Fault]:
    """Find a typed 四个…, 三项… in the lead of a section that is not the number of its points."""
    leads = {passage.key: passage for passage in draft.passages if passage.is_lead}
    for paragraph in draft.document.paragraphs():
        if not paragraph.pieces or paragraph.pieces[0].key not in leads:
            continue
        lead = leads[paragraph.pieces[0].key]
        points = len(paragraph.pieces) - 1
        for match in COUNT.finditer(plain_wording(lead)):
            if _number(match[1]) != points:
                message = f"标题里写的是“{match[0]}”，下面有 {points} 条；请改用【项数】"
                yield Fault("counted", f"{lead.key}:{match[0]}:{points}", message, lead.key)


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    if len(word) == 1:
        return CHINESE[word]
    return 10 + CHINESE.get(word[1], 1)
