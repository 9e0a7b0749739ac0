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
    """`comments`: with a comment on every figure; `spoken`: what is read out, without annexes."""

    key: str
    label: str
    comments: bool = False
    spoken: bool = False

    def of_draft(self, draft: Draft) -> bytes:
        """The report as it would read today; every page says that it is not signed."""
        document = draft.speech if self.spoken else draft.document
        return word.render(document, comments=self.comments, head=draft_head(draft))

    def of_edition(self, edition: Edition) -> bytes:
        """The same file whenever it is asked for."""
        return word.render(
            editions.document(edition, self.spoken), comments=self.comments, fingerprint=edition.fingerprint
        )


NAMED = 3  # figures that the head of a draft names


def draft_head(draft: Draft) -> str:
    """草稿, of which day, and what differs from what was signed last."""
    made = datetime.fromisoformat(draft.document.made)
    head = f"草稿，{made:%Y}年{made.month}月{made.day}日编制，不是定稿"
    if not draft.editions:
        return head
    signed = draft.editions[0]
    if not signed.intact:
        return f"{head}；第{signed.number}稿定稿与指纹不符"
    found = "、".join(_differing(draft, signed))
    return f"{head}；与第{signed.number}稿定稿{f'有{found}' if found else '相同'}"


def _differing(draft: Draft, signed: Edition) -> Iterator[str]:
    figures = [difference.value.indicator.label for difference in editions.differences(signed, draft.facts)]
    if figures:
        more = "等" if len(figures) > NAMED else ""
        yield f"{len(figures)}项数字不同（{'、'.join(figures[:NAMED])}{more}）"
    before = set(editions.paragraphs(editions.document(signed)))
    texts = sum(text not in before for text in editions.paragraphs(draft.document))
    if texts:
        yield f"{texts}段文字不同"


CLEAN = Copy("clean", "正式稿")
COPIES = {
    copy.key: copy
    for copy in (CLEAN, Copy("review", "审阅稿", comments=True), Copy("spoken", "现场版", spoken=True))
}
