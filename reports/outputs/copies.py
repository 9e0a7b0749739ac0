"""The Word files that leave the house: 正式稿, 审阅稿, 现场版, each of a draft or of a signed edition."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reports.draft import Draft
from reports.models import Edition
from reports.outputs import word
from reports.signing import edition as editions


@dataclass(frozen=True)
class Copy:
    """A kind of Word file.

    `comments`: with a comment on every figure; `spoken`: what is read out, without annexes.
    """

    key: str
    label: str
    comments: bool = False
    spoken: bool = False

    def of_draft(self, draft: Draft) -> bytes:
        """Make the file of the report as it would read today; every page says that it is not signed."""
        document = draft.speech if self.spoken else draft.document
        return word.render(document, comments=self.comments, head=draft_head(draft))

    def of_edition(self, edition: Edition) -> bytes:
        """Make the file of an edition, the same whenever it is asked for."""
        document = editions.document(edition, self.spoken)
        return word.render(document, comments=self.comments, fingerprint=edition.fingerprint)


NAMED = 3  # figures that the head of a draft names


def draft_head(draft: Draft) -> str:
    """Say that it is a 草稿, of which day, and what differs from what was signed last."""
    day = datetime.fromisoformat(draft.document.made)
    head = f"草稿，{day:%Y}年{day.month}月{day.day}日编制，不是定稿"
    if not draft.editions:
        return head
    edition = draft.editions[0]
    if not edition.intact:
        return f"{head}；第{edition.number}稿定稿与指纹不符"
    differences = "、".join(_differences(draft, edition))
    comparison = f"有{differences}" if differences else "相同"
    return f"{head}；与第{edition.number}稿定稿{comparison}"


def _differences(draft: Draft, edition: Edition) -> Iterator[str]:
    """Say how many figures and paragraphs differ from an edition."""
    differences = editions.differences(edition, draft.facts)
    if differences:
        labels = [difference.value.indicator.label for difference in differences[:NAMED]]
        more = "等" if len(differences) > NAMED else ""
        yield f"{len(differences)}项数字不同（{'、'.join(labels)}{more}）"
    before = set(editions.paragraphs(editions.document(edition)))
    number = 0
    for text in editions.paragraphs(draft.document):
        number += text not in before
    if number:
        yield f"{number}段文字不同"


CLEAN = Copy("clean", "正式稿")
REVIEW = Copy("review", "审阅稿", comments=True)
SPOKEN = Copy("spoken", "现场版", spoken=True)
COPIES = {copy.key: copy for copy in (CLEAN, REVIEW, SPOKEN)}
