"""The Word files that leave the house: 正式稿, 审阅稿, 现场版, each of a draft or of a signed edition."""

from dataclasses import dataclass

from reports import edition as editions
from reports import word
from reports.draft import Draft
from reports.models import Edition


@dataclass(frozen=True)
class Copy:
    """`comments`: with a comment on every figure; `spoken`: what is read out, without annexes."""

    key: str
    label: str
    comments: bool = False
    spoken: bool = False

    def of_draft(self, draft: Draft) -> bytes:
        return word.render(draft.spoken if self.spoken else draft.document, comments=self.comments)

    def of_edition(self, edition: Edition) -> bytes:
        """The same file whenever it is asked for."""
        return word.render(editions.document(edition, self.spoken), comments=self.comments, fingerprint=edition.fingerprint)


CLEAN = Copy("clean", "正式稿")
COPIES = {copy.key: copy for copy in (CLEAN, Copy("review", "审阅稿", comments=True), Copy("spoken", "现场版", spoken=True))}
