"""What last year left behind: its 主题教育, its sentences, and its problems."""

import re
from collections.abc import Iterator

from documents.json import from_json
from meetings.models import Campaign
from reports.checks.base import (
    Fault,
    about,
    own_sentences,
    plain_wording,
    print_text,
    printed_passages,
    quote,
)
from reports.document import Document
from reports.draft import Draft
from reports.models import Edition
from reports.problems_before import PROBLEMS, problems_before

RUN = 14  # characters
MOST = 40  # % of a paragraph's runs that last year's report may hold too
LETTERS = re.compile(r"[^\w%]+")


def campaigns(draft: Draft) -> Iterator[Fault]:
    """Find the name of a 主题教育 that has ended in what somebody typed."""
    over = Campaign.objects.of(draft.scope.subdistrict.pk).filter(last_year__lt=draft.scope.year)
    names = list(over.values_list("name", flat=True))
    for passage, _ in printed_passages(draft):
        for name in names:
            if name in plain_wording(passage):
                message = f"主题教育{quote(name)}已经结束；本年的请用【主题教育】，没有的请删去"
                yield Fault("campaigns", about(passage.key, name), message, passage.key)


def copied_paragraphs(draft: Draft) -> Iterator[Fault]:
    """Find paragraphs that are largely last year's.

    Only what a person wrote is compared: the default wording could not have been otherwise.
    """
    before = last_signed(draft)
    if before is None:
        return
    old: set[str] = set()
    for paragraph in before.paragraphs():
        old |= runs_of(paragraph.text)
    own_texts = {}
    for passage, _ in printed_passages(draft):
        sentences = "".join(own_sentences(passage))
        own_texts[passage.key] = print_text(draft, sentences.replace("{count}", ""))
    for paragraph in draft.document.paragraphs():
        keys = [piece.key for piece in paragraph.pieces if own_texts.get(piece.key)]
        text = "".join(own_texts[key] for key in keys)
        runs = runs_of(text)
        if runs and len(runs & old) * 100 >= len(runs) * MOST:
            share = len(runs & old) * 100 // len(runs)
            likeness = f"这一段改写过的文字有 {share}% 与上年报告相同"
            message = f"{quote(text)}：{likeness}；请按今年的情况重写，或说明理由"
            yield Fault("copied", about(keys[0], text), message, keys[0])


def unanswered_problems(draft: Draft) -> Iterator[Fault]:
    """Find problems of last year's signed report that are neither in this year's 整改 nor told again."""
    taken_on = {remedy.finding for remedy in draft.facts.remedies}
    pieces = draft.document.pieces()
    for problem in problems_before(draft.facts):
        is_told = f"{PROBLEMS}{problem.finding}" in pieces
        if problem.finding not in taken_on and not is_told:
            words = f"上年报告的问题{quote(problem.label)}没有交代"
            message = f"{words}：整改里没有，今年的问题里也没有再写；请在问题整改里取入并写明结果，或说明理由"
            yield Fault("unanswered", about(problem.finding, problem.text), message)


def last_signed(draft: Draft) -> Document | None:
    """Return last year's report as it was last signed; None where it never was, or was tampered with."""
    scope = draft.scope
    editions = Edition.objects.filter(report__subdistrict=scope.subdistrict, report__year=scope.year - 1)
    edition = editions.order_by("-number").first()
    if edition is None or not edition.intact:
        return None
    return from_json(edition.thaw()["document"], Document)


def runs_of(text: str) -> set[str]:
    """Return every stretch of 14 characters, punctuation left out."""
    letters = LETTERS.sub("", text)
    return {letters[start : start + RUN] for start in range(len(letters) - RUN + 1)}
