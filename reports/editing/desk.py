"""The report laid out for editing: every passage in its place, with what it prints, or why it does not stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from documents.blocks import Run
from reports.checks import Result
from reports.document import Document
from reports.draft import Draft
from reports.models import Passage
from reports.outline import HEADINGS, tokens
from reports.outline.problems import MISSED
from reports.pages import PAGES_OF
from reports.text.cases import Case, proposed, record_of
from reports.text.findings import Finding
from reports.text.wordings import others


@dataclass
class Box:
    """One passage: `runs` as printed; while it does not stand `reason` says why, and `text` what it would say."""

    passage: Passage
    runs: tuple[Run, ...]
    reason: str
    results: list[Result] = field(default_factory=list)
    record: Any = None  # of an example: what it is made from
    ways: int = 0  # other wordings that fit
    assignable: bool = False  # somebody takes it on, by some day

    @property
    def address(self) -> str:
        """Where the record of an example is read."""
        return PAGES_OF[type(self.record)].url_of(self.record) if self.record is not None else ""

    @property
    def key(self) -> str:
        return self.passage.key

    @property
    def text(self) -> str:
        return tokens.shown(self.passage.wording)

    @property
    def missing(self) -> int:
        return sum(run.missing for run in self.runs)

    @property
    def label(self) -> str:
        """一是 责任落实到位: how the outline names it."""
        said = "".join(run.text for run in self.runs) or tokens.shown(self.passage.wording)
        return said.split("。", 1)[0].replace("是", "是 ", said[1:2] == "是")

    @property
    def flag(self) -> str:
        if not self.runs:
            return "不写"
        if any(result.stops for result in self.results if result.check.blocking and not result.fault.figure):
            return "未通过"
        if self.missing:
            return f"缺 {self.missing}"
        return "提醒" if any(result.stops for result in self.results) else ""

    @property
    def is_stopped(self) -> bool:
        return self.flag == "未通过"


@dataclass
class Group:
    """A section with its points, or passages that stand alone."""

    lead: Box | None
    boxes: list[Box]
    offers: list[Case] = field(default_factory=list)  # examples that its section may have

    @property
    def all(self) -> list[Box]:
        return [self.lead, *self.boxes] if self.lead else self.boxes


@dataclass
class DeskPart:
    role: str
    title: str
    groups: list[Group]
    fallback: str = ""  # what is printed while none of its passages stands

    @property
    def flag(self) -> str:
        flags = [box.flag for group in self.groups for box in group.all]
        missing = sum(box.missing for group in self.groups for box in group.all)
        return (
            "未通过"
            if "未通过" in flags
            else f"缺 {missing}"
            if missing
            else "提醒"
            if "提醒" in flags
            else ""
        )

    @property
    def is_stopped(self) -> bool:
        return self.flag == "未通过"


FIRST_OFFERS = 9  # examples of a section that are offered


def laid_out(draft: Draft, results: Iterable[Result]) -> list[DeskPart]:
    document = draft.document
    titles = {part.role: part.paragraphs[0].text for part in document.parts}
    titles = {"opening": "开头", "causes": f"{HEADINGS['causes']}（接在问题后面写）", **titles}
    pieces = document.pieces()
    said: dict[str, list[Result]] = {}
    for result in results:
        said.setdefault(result.fault.passage, []).append(result)
    boxes = [
        Box(
            p,
            pieces[p.key].runs if p.key in pieces else (),
            draft.writer.dropped.get(p.key, ""),
            said.get(p.key, []),
        )
        for p in draft.passages
    ]
    for box in boxes:
        if box.passage.is_case:
            box.record = record_of(box.passage, draft.scope)
        box.ways = 0 if box.passage.is_own_text else len(others(box.key, draft.facts, box.passage.wording))
        box.assignable = draft.writer.is_assignable(box.passage)
    own = {role: [box for box in boxes if box.passage.part == role] for role in Passage.Part.values}
    parts = [
        DeskPart(role, titles[role], _groups(own[role]), _fallback(document, role))
        for role in Passage.Part.values
    ]
    if draft.scope.report.open:
        _offer(parts, draft)
    return parts


def _offer(parts: Iterable[DeskPart], draft: Draft) -> None:
    """Examples for every section that has none yet taken of that record."""
    offered = proposed(draft.scope)
    taken = {(passage.source_kind, passage.source_id) for passage in draft.passages if passage.is_case}
    for group in (group for part in parts for group in part.groups if group.lead):
        fresh = [case for case in offered.get(group.lead.key, []) if (case.source, case.pk) not in taken]  # type: ignore[union-attr]
        group.offers = fresh[:FIRST_OFFERS]


def _fallback(document: Document, role: str) -> str:
    """The sentence that stands in where no problem, or no cause, was written."""
    written = [found for part in document.parts if part.role == role for found in part.paragraphs[1:]]
    return "".join(found.text for found in written if not any(piece.key for piece in found.pieces))


def _groups(boxes: list[Box]) -> list[Group]:
    groups: list[Group] = []
    alone = [box for box in boxes if not box.passage.section and not box.passage.is_lead]
    if alone:
        groups.append(Group(None, alone))
    for lead in (box for box in boxes if box.passage.is_lead):
        groups.append(Group(lead, [box for box in boxes if box.passage.section == lead.key]))
    return groups


def proposals(draft: Draft) -> list[Finding]:
    """What the records show and the report does not tell."""
    told = {
        passage.finding
        for passage in draft.passages
        if passage.part == Passage.Part.PROBLEMS and passage.written
    }
    if draft.writer.told_before():
        told.add(MISSED)
    return [finding for finding in draft.findings if finding.problem.key not in told]
