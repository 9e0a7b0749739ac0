"""The report as a whole: its parts are there, and as long as the office wants them."""

from collections.abc import Iterator

from reports.checks.base import Fault
from reports.draft import Draft
from reports.models import Passage
from reports.outline import HEADINGS
from reports.text.findings import unsure

Roles = Passage.Part
NUMBERED = (Roles.HIGHLIGHTS, Roles.PROBLEMS, Roles.CAUSES, Roles.MEASURES)
FOUND = (Roles.PROBLEMS, Roles.CAUSES)  # where nothing is found, a sentence says so


def empty_parts(draft: Draft) -> Iterator[Fault]:
    """Nothing stands in a part. What is switched off counts as unsaid, whatever sentence stands in for it."""
    pieces = draft.document.pieces()
    for role in NUMBERED:
        telling = [p for p in draft.passages if p.part == role and not p.is_lead and not p.introduces]
        stands = any(p.key in pieces and pieces[p.key].text.strip() for p in telling)
        sought = (
            role in FOUND
            and telling
            and all(p.written for p in telling)
            and not any(_owed(draft, p) for p in telling)
        )
        if not (stands or sought):
            yield Fault("parts", role, f"“{HEADINGS[role]}”这一部分没有内容；请至少写入一条")


def _owed(draft: Draft, passage: Passage) -> bool:
    """A problem somebody cleared, or the cause of one that is told and known."""
    if passage.part == Roles.PROBLEMS:
        return not passage.wording.strip()
    return draft.writer.is_told(passage.finding) and not unsure(passage.finding, draft.facts)


def length(draft: Draft) -> Iterator[Fault]:
    most, written = draft.scope.report.most_characters, draft.document.length
    if most is not None and written > most:
        yield Fault(
            "length", f"whole:{written}", f"全文 {written} 字，超过设定的 {most} 字；请删减，或说明理由"
        )


def problem_share(draft: Draft) -> Iterator[Fault]:
    least, written = draft.scope.report.least_problem_share, draft.document.length
    told = sum(
        len(p.text)
        for part in draft.document.parts
        if part.role in ("problems", "causes")
        for p in part.paragraphs
    )
    if least is not None and told * 100 < written * least:
        share = f"{told * 100 / written:.1f}"
        yield Fault(
            "problem_share",
            f"whole:{told}:{written}",
            f"问题和原因占全文 {share}%，少于设定的 {least}%；请写实写透，或说明理由",
        )


def reporter(draft: Draft) -> Iterator[Fault]:
    """Nobody to put below the title."""
    if not draft.scope.reporter:
        message = f"没有述职人姓名，{draft.scope.until}也没有在任的党工委书记；请在报告设置中填写述职人，或在领导班子中补录"
        yield Fault("reporter", "reporter", message)
