"""The problems of last year's signed report: what each said, and how they become 整改 of this year."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from access.roles import Reader
from communities.models import SubDistrict
from documents.blocks import DASH
from documents.json import from_json
from duties.models import Remedy
from records import store
from reports.document import Document
from reports.facts import Facts
from reports.models import Passage
from reports.models.passages import LEAD
from reports.outline.problem import ANSWERS
from reports.outputs.annexes import PROBLEM_LIST, behind_its_opener

PROBLEMS = f"{Passage.Part.PROBLEMS}."
LONGEST = 300  # characters of a column of a 整改
DUE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日|底)")


@dataclass(frozen=True)
class ProblemBefore:
    """A problem as the signed text says it; `finding` is its lasting key, the rest may be empty."""

    finding: str
    label: str
    text: str
    measure: str
    owner: str
    due: date | None


def problems_before(facts: Facts) -> list[ProblemBefore]:
    """Return the problems of the edition signed last of the year before; none where nothing was signed.

    Promises that were missed are no problem of their own where the text told them before the problems.
    """
    if not facts.last_content:
        return []
    document = from_json(facts.last_content["document"], Document)
    pieces = document.pieces()
    table = dict(_problem_list(document))
    problems = []
    for key, piece in pieces.items():
        finding = key.removeprefix(PROBLEMS)
        if not key.startswith(PROBLEMS) or finding == LEAD:
            continue
        text = piece.text.partition("）")[2]
        label = text.partition("。")[0]
        owner, due = table.get(label, ("", ""))
        measure = ""
        if f"{ANSWERS}{finding}" in pieces:
            measure = behind_its_opener(pieces[f"{ANSWERS}{finding}"].text)
        problems.append(ProblemBefore(finding, label, text, measure, owner, _day(due)))
    return problems


def _problem_list(document: Document) -> Iterator[tuple[str, tuple[str, str]]]:
    """Return by problem who takes it on and by when, as the 问题清单 of a document says."""
    for annex in document.annexes:
        if annex.title == PROBLEM_LIST and annex.table is not None:
            for label, _, _, owner, due in annex.table.rows:
                yield label, (owner.replace(DASH, ""), due)


def _day(text: str) -> date | None:
    """Read 2026年11月底 or 2026年11月12日."""
    match = DUE.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return date(year, month, int(match[3] or monthrange(year, month)[1]))


@transaction.atomic
def take(facts: Facts, *, by: Reader) -> int:
    """Make a 整改 of this year of every problem of last year's report that has none yet; return how many."""
    scope = facts.scope
    # whoever presses at the same time waits
    SubDistrict.objects.everywhere().select_for_update().get(pk=scope.subdistrict.pk)
    of_year = Remedy.objects.of(scope.subdistrict.pk).of_year(scope.year)
    present = set(of_year.values_list("finding", flat=True))
    number = 0
    for problem in problems_before(facts):
        if problem.finding not in present:
            store.save(_remedy(problem, scope.subdistrict, scope.year), by=by, reason="取自上年述职的问题")
            number += 1
    return number


def _remedy(problem: ProblemBefore, office: SubDistrict, year: int) -> Remedy:
    return Remedy(
        subdistrict=office,
        year=year,
        source=Remedy.Source.REPORT,
        problem=problem.text[:LONGEST],
        measure=problem.measure[:LONGEST],
        owner=problem.owner,
        due=problem.due,
        finding=problem.finding,
    )
