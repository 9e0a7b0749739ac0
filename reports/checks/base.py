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


def _default_sentences() -> frozenset[str]:
    """Return every sentence of the default wordings and of the default causes."""
    texts = [*chain(*WORDINGS.values()), *Cause.defaults]
    return frozenset(chain.from_iterable(map(SENTENCE.findall, texts)))


OFFERED = _default_sentences()
FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
LONGEST = 24  # characters of the text that a message quotes


@dataclass(frozen=True)
class Fault:
    """A fault of the report.

    `subject` is what a remark holds for, at most 200 characters: another text, number or matter is another
    subject. `passage` and `figure` are the keys of where it stands and of what it concerns, empty where there
    is none.
    """

    check: str
    subject: str
    message: str
    passage: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Check:
    """A check: `rule` says in one sentence what a report is held to, `find` where the report breaks it."""

    key: str
    label: str
    blocking: bool
    rule: str
    find: Callable[[Draft], Iterable[Fault]]


def printed_passages(draft: Draft) -> Iterator[tuple[Passage, Piece]]:
    """Find the passages that are printed, each with what it prints."""
    pieces = draft.document.pieces()
    for passage in draft.passages:
        if passage.key in pieces:
            yield passage, pieces[passage.key]


def plain_wording(passage: Passage) -> str:
    """Return the words of a passage: a □ for every figure and name, digits half-width."""
    return plain(passage.wording)


def plain(text: str) -> str:
    """Put a □ for every token of a text, and half-width digits for full-width ones."""
    return TOKEN.sub("□", text).translate(FULL_WIDTH)


def own_sentences(passage: Passage) -> list[str]:
    """Return what a person wrote of a passage.

    These are the sentences that the program never offered, whatever rounding of a figure was chosen.
    """
    sentences = SENTENCE.findall(passage.text or "")
    return [sentence for sentence in sentences if not _is_offered(TOKEN.sub(r"{\1}", sentence))]


def _is_offered(sentence: str) -> bool:
    return sentence in OFFERED or sha256(sentence.encode()).hexdigest()[:12] in EARLIER


def print_text(draft: Draft, text: str) -> str:
    """Return a text with tokens as it would be printed."""
    return "".join(run.text for run in draft.writer.text(text))


def about(place: str, words: str) -> str:
    """Make a subject that lapses when these words change."""
    return f"{place}:{sha256(words.encode()).hexdigest()[:16]}"


def quote(words: str) -> str:
    """Quote words in a message, cut to its measure."""
    words = " ".join(words.split())
    if len(words) > LONGEST:
        words = f"{words[:LONGEST]}…"
    return f"“{words}”"
