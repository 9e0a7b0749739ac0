"""What last year left behind: its 主题教育, and its sentences."""

import re
from collections.abc import Iterator
from functools import reduce

from documents.json import from_json
from meetings.models import Campaign
from reports.checks.base import Fault, about, own_sentences, quoted, standing, typed
from reports.document import Document
from reports.draft import Draft
from reports.models import Edition

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
    """Only what a person wrote, and could have written otherwise: the default wording accuses nobody."""
    before = last_signed(draft)
    if before is None:
        return
    old: set[str] = reduce(set.union, (runs_of(found.text) for found in before.paragraphs()), set())
    own = {
        passage.key: said
        for passage, _ in standing(draft)
        if (said := _printed(draft, own_sentences(passage)))
    }
    for paragraph in draft.document.paragraphs():
        keys = [piece.key for piece in paragraph.pieces if piece.key in own]
        said = "".join(own[key] for key in keys)
        runs = runs_of(said)
        if runs and len(runs & old) * 100 >= len(runs) * MOST:
            share = len(runs & old) * 100 // len(runs)
            message = f"{quoted(said)}：这一段改写过的文字有 {share}% 与上年报告相同；请按今年的情况重写，或说明理由"
            yield Fault("copied", about(keys[0], said), message, keys[0])


def _printed(draft: Draft, sentences: list[str]) -> str:
    text = "".join(sentences).replace("{count}", "")
    return "".join(run.text for run in draft.writer.text(text))


def last_signed(draft: Draft) -> Document | None:
    """Last year's report as it was last signed; none where it never was."""
    scope = draft.scope
    signed = Edition.objects.filter(report__subdistrict=scope.subdistrict, report__year=scope.year - 1)
    edition = signed.order_by("-number").first()
    return from_json(edition.thaw()["document"], Document) if edition is not None and edition.intact else None


def runs_of(text: str) -> set[str]:
    """Every stretch of 14 characters, punctuation left out."""
    letters = LETTERS.sub("", text)
    return {letters[start : start + RUN] for start in range(len(letters) - RUN + 1)}
