"""Private persons: their numbers and names have no place in a report that is read out."""

import re
from collections.abc import Iterable, Iterator

from django.apps import apps

from communities.models import Leader
from dangjian.records.models import Record
from reports.checks.base import FULL_WIDTH, Fault, about, own_sentences, standing
from reports.checks.surnames import DOUBLE, SINGLE
from reports.draft import Draft
from reports.outline.tokens import TOKEN

GAP = r"[\s\-－—]?"
NUMBER = re.compile(rf"(?<!\d)(?:\d(?:{GAP}\d){{16}}{GAP}[\dXxＸｘ]|1{GAP}[3-9](?:{GAP}\d){{9}})(?![\dXxＸｘ])")
SURNAME = re.compile(f"(?=({'|'.join(DOUBLE)}|[{SINGLE}]))")
LENGTHS = range(2, 5)  # characters of a name
MOST = 10_000  # names asked for in one statement


def numbers(draft: Draft) -> Iterator[Fault]:
    for passage, piece in standing(draft):
        for match in NUMBER.finditer(piece.text.translate(FULL_WIDTH)):
            digits = re.sub(GAP, "", match[0])
            kind = "手机号" if len(digits) == 11 else "身份证号"
            message = f"文字里有尾号 {digits[-4:]} 的{kind}；请删去"
            yield Fault("numbers", about(passage.key, digits), message, passage.key)


def names(draft: Draft) -> Iterator[Fault]:
    """Only in sentences that somebody typed: chance words of the default wording are nobody's name."""
    known = [re.escape(name) for name in _public(draft) if name]
    apart = re.compile("|".join([TOKEN.pattern, *sorted(known, key=len, reverse=True)]))
    written = {passage.key: [apart.sub("□", said) for said in own_sentences(passage)] for passage, _ in standing(draft)}
    asked = {name for sentences in written.values() for sentence in sentences for name in candidates(sentence)}
    private = _on_record(draft, sorted(asked))
    for key, sentences in written.items():
        for name in dict.fromkeys(name for sentence in sentences for name in _named(sentence, private)):
            message = f"文字里的“{name}”与台账中一位群众或党员同名；请隐去姓名，确需写明的说明理由"
            yield Fault("names", f"{key}:{name}", message, key)


def candidates(text: str) -> Iterator[str]:
    """Every stretch that may be a name, wherever a surname stands."""
    for match in SURNAME.finditer(text):
        for length in LENGTHS:
            if length > len(match[1]) and match.start() + length <= len(text):
                yield text[match.start() : match.start() + length]


def _named(text: str, private: set[str]) -> Iterator[str]:
    """The longest of those that begin at one place."""
    for match in SURNAME.finditer(text):
        found = [name for length in LENGTHS if (name := text[match.start() : match.start() + length]) in private]
        yield from found[-1:]


def _public(draft: Draft) -> set[str]:
    """Those whom a report may name: the 班子 of any year, and who reports."""
    leaders = Leader.objects.of(draft.scope.subdistrict.pk).values_list("name", flat=True)
    return {*leaders, draft.scope.reporter, draft.scope.subdistrict.reporter}


def _on_record(draft: Draft, asked: list[str]) -> set[str]:
    """Those of the names that stand in some record of this 街道."""
    found: set[str] = set()
    for model in _telling_of_persons() if asked else ():
        rows = model._default_manager.of(draft.scope.subdistrict.pk).order_by()  # type: ignore[attr-defined]
        for start in range(0, len(asked), MOST):
            named = rows.filter(**{f"{model.private_name}__in": asked[start : start + MOST]})
            found.update(named.values_list(model.private_name, flat=True).distinct())
    return found


def _telling_of_persons() -> Iterable[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record) and model.private_name]
