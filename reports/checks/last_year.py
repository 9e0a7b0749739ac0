"""What last year left behind: its 主题教育, and its sentences."""

import re
from collections.abc import Iterator
from functools import reduce

from meetings.models import Campaign
from reports.checks.base import Fault, about, quoted, standing, typed
from reports.document import Document, from_json
from reports.draft import Draft

RUN = 14  # characters
MOST = 40  # % of a paragraph's runs that last year's report may hold too
LETTERS = re.compile(r"[^\w%]+")


def campaigns(draft: Draft) -> Iterator[Fault]:
    """A 主题教育 that has ended, named in what somebody typed."""
    ended = Campaign.objects.of(draft.scope.subdistrict.pk).filter(last_year__lt=draft.scope.year)
    names = list(ended.values_list("name", flat=True))
    for passage, _ in standing(draft):
        for name in names:
            if name in typed(passage):
                message = f"主题教育{quoted(name)}已经结束；本年的请用【主题教育】，没有的请删去"
                yield Fault("campaigns", about(passage.key, name), message, passage.key)


def copied(draft: Draft) -> Iterator[Fault]:
    before = last_report(draft)
    if before is None:
        return
    old: set[str] = reduce(set.union, (runs_of(found.text) for found in before.paragraphs()), set())
    for paragraph in draft.document.paragraphs():
        key = next((piece.key for piece in paragraph.pieces if piece.key), "")
        runs = runs_of(paragraph.text)
        if key and runs and len(runs & old) * 100 >= len(runs) * MOST:
            share = len(runs & old) * 100 // len(runs)
            message = f"{quoted(paragraph.text)}这一段有 {share}% 与上年报告相同；请按今年的情况重写，或说明理由"
            yield Fault("copied", about(key, paragraph.text), message, key)


def last_report(draft: Draft) -> Document | None:
    """As it was last signed, else as its own passages print it; none where nobody shaped it."""
    whole = None if draft.scope.running else draft.facts.before  # else they end with the span compared
    last = Draft(draft.scope.of_year(draft.scope.year - 1), whole)
    report = last.scope.report
    if report.pk is None:
        return None
    if (edition := report.editions.first()) is not None and edition.intact:
        return from_json(edition.thawed()["document"])
    if not report.passages.exists():
        return None
    return last.written(last.writer, with_annexes=False)


def runs_of(text: str) -> set[str]:
    """Every stretch of 14 characters, punctuation left out."""
    letters = LETTERS.sub("", text)
    return {letters[start : start + RUN] for start in range(len(letters) - RUN + 1)}
