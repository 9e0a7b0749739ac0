"""Private persons: their numbers and names have no place in a report that is read out."""

import re
from collections.abc import Iterator

from reports.checks.base import FULL_WIDTH, Fault, about, own_sentences, standing
from reports.draft import Draft
from reports.outline.tokens import TOKEN
from reports.text.persons import candidates, names_in, on_record, public

GAP = r"[\s\-－—]?"
NUMBER = re.compile(
    rf"(?<!\d)(?:\d(?:{GAP}\d){{16}}{GAP}[\dXxＸｘ]|1{GAP}[3-9](?:{GAP}\d){{9}})(?![\dXxＸｘ])"
)


def numbers(draft: Draft) -> Iterator[Fault]:
    for passage, piece in standing(draft):
        for match in NUMBER.finditer(piece.text.translate(FULL_WIDTH)):
            digits = re.sub(GAP, "", match[0])
            kind = "手机号" if len(digits) == 11 else "身份证号"
            message = f"文字里有尾号 {digits[-4:]} 的{kind}；请删去"
            yield Fault("numbers", about(passage.key, digits), message, passage.key)


def names(draft: Draft) -> Iterator[Fault]:
    """Only in sentences that somebody typed: chance words of the default wording are nobody's name."""
    known = [re.escape(name) for name in public(draft.scope) if name]
    apart = re.compile("|".join([TOKEN.pattern, *sorted(known, key=len, reverse=True)]))
    written = {
        passage.key: [apart.sub("□", said) for said in own_sentences(passage)]
        for passage, _ in standing(draft)
    }
    asked = {
        name for sentences in written.values() for sentence in sentences for name in candidates(sentence)
    }
    private = on_record(draft.scope, sorted(asked))
    for key, sentences in written.items():
        for name in dict.fromkeys(name for sentence in sentences for name in names_in(sentence, private)):
            message = f"文字里的“{name}”与台账中一位群众或党员同名；请隐去姓名，确需写明的说明理由"
            yield Fault("names", f"{key}:{name}", message, key)
