"""Private persons: their numbers and names have no place in a report that is read out."""

import re
from collections.abc import Iterator

from reports.checks.base import FULL_WIDTH, Fault, about, own_sentences, printed_passages
from reports.draft import Draft
from reports.outline.tokens import TOKEN
from reports.text.persons import candidates, names_in, on_record, public

GAP = r"[\s\-－—]?"
NUMBER = re.compile(
    rf"(?<!\d)(?:\d(?:{GAP}\d){{16}}{GAP}[\dXxＸｘ]|1{GAP}[3-9](?:{GAP}\d){{9}})(?![\dXxＸｘ])"
)


def numbers(draft: Draft) -> Iterator[Fault]:
    """Find mobile numbers and identity numbers, with gaps and full-width digits or without."""
    for passage, piece in printed_passages(draft):
        for match in NUMBER.finditer(piece.text.translate(FULL_WIDTH)):
            digits = re.sub(GAP, "", match[0])
            kind = "手机号" if len(digits) == 11 else "身份证号"
            message = f"文字里有尾号 {digits[-4:]} 的{kind}；请删去"
            yield Fault("numbers", about(passage.key, digits), message, passage.key)


def names(draft: Draft) -> Iterator[Fault]:
    """Find names of private persons in sentences that somebody typed.

    In the default wordings a name could only be there by chance.
    """
    sentences = _own_sentences_without_public_names(draft)
    possible_names: set[str] = set()
    for own in sentences.values():
        for sentence in own:
            possible_names.update(candidates(sentence))
    private = on_record(draft.scope, sorted(possible_names))
    for key, own in sentences.items():
        for name in _names_in(own, private):
            message = f"文字里的“{name}”与台账中一位群众或党员同名；请隐去姓名，确需写明的说明理由"
            yield Fault("names", f"{key}:{name}", message, key)


def _own_sentences_without_public_names(draft: Draft) -> dict[str, list[str]]:
    """Return by passage what somebody typed, with a □ for tokens and for names that may be told."""
    public_names = [re.escape(name) for name in public(draft.scope) if name]
    longest_first = sorted(public_names, key=len, reverse=True)
    tokens_and_names = re.compile("|".join([TOKEN.pattern, *longest_first]))
    sentences = {}
    for passage, _ in printed_passages(draft):
        sentences[passage.key] = [tokens_and_names.sub("□", own) for own in own_sentences(passage)]
    return sentences


def _names_in(sentences: list[str], private: set[str]) -> list[str]:
    """Return the private names in these sentences, each once, in order."""
    names: dict[str, None] = {}
    for sentence in sentences:
        names |= dict.fromkeys(names_in(sentence, private))
    return list(names)
