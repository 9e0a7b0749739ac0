"""What a check is, what it finds, and the text it looks at."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from documents.blocks import Piece
from reports.draft import Draft
from reports.models import Cause, Passage
from reports.outline.clauses import SENTENCE
from reports.outline.defaults import WORDINGS
from reports.outline.earlier import EARLIER
from reports.outline.tokens import TOKEN

OFFERED = frozenset(
    said for text in (*chain(*WORDINGS.values()), *Cause.defaults) for said in SENTENCE.findall(text)
)
FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
LONGEST = 24  # characters of the text that a message quotes


@dataclass(frozen=True)
class Fault:
    """Something found. `subject` is what a remark holds for, at most 200 characters: another text, another number, another subject.

    `passage` and `figure` are the keys of where it stands and of what it concerns, empty where there is none.
    """

    check: str
    subject: str
    message: str
    passage: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Check:
    """`rule` says in one sentence what it holds a report to."""

    key: str
    label: str
    blocking: bool
    rule: str
    find: Callable[[Draft], Iterable[Fault]]


def standing(draft: Draft) -> Iterator[tuple[Passage, Piece]]:
    """The passages that are printed, each with what it prints."""
    pieces = draft.document.pieces()
    return ((passage, pieces[passage.key]) for passage in draft.passages if passage.key in pieces)


def typed(passage: Passage) -> str:
    """Its words: a □ for every figure and name, digits half-width."""
    return plain(passage.wording)


def plain(text: str) -> str:
    return TOKEN.sub("□", text).translate(FULL_WIDTH)


def own_sentences(passage: Passage) -> list[str]:
    """What a person wrote of it: sentences that the program never offered, whatever rounding of a figure was chosen."""
    return [
        said for said in SENTENCE.findall(passage.text or "") if not _is_offered(TOKEN.sub(r"{\1}", said))
    ]


def _is_offered(said: str) -> bool:
    return said in OFFERED or sha256(said.encode()).hexdigest()[:12] in EARLIER


def about(place: str, words: str) -> str:
    """A subject that lapses when these words change."""
    return f"{place}:{sha256(words.encode()).hexdigest()[:16]}"


def quoted(words: str) -> str:
    """For a message, whatever its length."""
    words = " ".join(words.split())
    return f"“{words if len(words) <= LONGEST else words[:LONGEST] + '…'}”"
