"""The report as a whole: its parts are there, and as long as the office wants them."""

from collections.abc import Collection, Iterator

from reports.checks.base import Fault
from reports.document import Document
from reports.draft import Draft
from reports.models import Passage
from reports.outline import HEADINGS
from reports.text.findings import unsure

Roles = Passage.Part
NUMBERED = (Roles.HIGHLIGHTS, Roles.PROBLEMS, Roles.CAUSES, Roles.MEASURES)
FOUND = (Roles.PROBLEMS, Roles.CAUSES)  # where nothing is found, a sentence says so


def empty_parts(draft: Draft) -> Iterator[Fault]:
    """Find parts in which nothing stands.

    What is switched off counts as unsaid, whatever sentence stands in for it.
    """
    for role in NUMBERED:
        points = _points(draft, role)
        if not _has_text(draft, points) and not _is_truly_empty(draft, role, points):
            yield Fault("parts", role, f"“{HEADINGS[role]}”这一部分没有内容；请至少写入一条")


def _points(draft: Draft, role: str) -> list[Passage]:
    points = []
    for passage in draft.passages:
        if passage.part == role and not passage.is_lead and not passage.introduces:
            points.append(passage)
    return points


def _has_text(draft: Draft, points: list[Passage]) -> bool:
    pieces = draft.document.pieces()
    return any(point.key in pieces and pieces[point.key].text.strip() for point in points)


def _is_truly_empty(draft: Draft, role: str, points: list[Passage]) -> bool:
    """Whether a part that the records fill has nothing to tell, although nothing of it is switched off."""
    if role not in FOUND or not points:
        return False
    return not any(not point.written or _is_owed(draft, point) for point in points)


def _is_owed(draft: Draft, passage: Passage) -> bool:
    """Whether it is a problem somebody cleared, or the cause of one that is told and known."""
    if passage.part == Roles.PROBLEMS:
        return not passage.wording.strip()
    return draft.writer.is_told(passage.finding) and not unsure(passage.finding, draft.facts)


def length(draft: Draft) -> Iterator[Fault]:
    """Find a text longer than the office allows."""
    most, characters = draft.scope.report.most_characters, draft.document.length
    if most is not None and characters > most:
        message = f"全文 {characters} 字，超过设定的 {most} 字；请删减，或说明理由"
        yield Fault("length", f"whole:{characters}", message)


def problem_share(draft: Draft) -> Iterator[Fault]:
    """Find a text that tells less of problems and causes than the office wants."""
    least = draft.scope.report.least_problem_share
    if least is None:
        return
    document = draft.document
    characters, own = document.length, characters_of(document, FOUND)
    if own * 100 < characters * least:
        share = f"{own * 100 / characters:.1f}"
        message = f"问题和原因占全文 {share}%，少于设定的 {least}%；请写实写透，或说明理由"
        yield Fault("problem_share", f"whole:{own}:{characters}", message)


def characters_of(document: Document, roles: Collection[str]) -> int:
    """Count the characters of those parts of a text."""
    number = 0
    for part in document.parts:
        if part.role in roles:
            number += sum(len(paragraph.text) for paragraph in part.paragraphs)
    return number


def reporter(draft: Draft) -> Iterator[Fault]:
    """Find a report that has nobody to put below its title."""
    if not draft.scope.reporter:
        reason = f"没有述职人姓名，{draft.scope.until}也没有在任的党工委书记"
        message = f"{reason}；请在报告设置中填写述职人，或在领导班子中补录"
        yield Fault("reporter", "reporter", message)
