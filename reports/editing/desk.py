"""The report laid out for editing: every passage in its place, what it prints or why it does not stand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.blocks import Run
from records.models import Record
from reports.checks import Result
from reports.document import Document
from reports.draft import Draft
from reports.models import Passage
from reports.outline import HEADINGS, tokens
from reports.outline.problems import MISSED
from reports.pages import PAGES_OF
from reports.text.cases import Case, propose, record_of
from reports.text.findings import Finding
from reports.text.wordings import others


@dataclass
class Box:
    """One passage on the desk.

    `runs` are what it prints; while it does not stand `reason` says why, and `text` what it would say.
    """

    passage: Passage
    runs: tuple[Run, ...]
    reason: str
    results: list[Result] = field(default_factory=list)
    record: Record | None = None  # of an example: what it is made from
    ways: int = 0  # other wordings that fit
    assignable: bool = False  # somebody takes it on, by some day

    @property
    def address(self) -> str:
        """Where the record of an example is read."""
        if self.record is None:
            return ""
        return PAGES_OF[type(self.record)].url_of(self.record)

    @property
    def key(self) -> str:
        return self.passage.key

    @property
    def text(self) -> str:
        return tokens.with_labels(self.passage.wording)

    @property
    def missing(self) -> int:
        return sum(run.missing for run in self.runs)

    @property
    def label(self) -> str:
        """一是 责任落实到位: how the outline names it."""
        text = "".join(run.text for run in self.runs) or self.text
        opener = text.split("。", 1)[0]
        if text[1:2] == "是":
            opener = opener.replace("是", "是 ", 1)
        return opener

    @property
    def flag(self) -> str:
        """The worst that is to be said of it, in a word; empty where it is in order."""
        if not self.runs:
            return "不写"
        stopping = [result for result in self.results if result.stops]
        if any(result.check.blocking and not result.fault.figure for result in stopping):
            return "未通过"
        if self.missing:
            return f"缺 {self.missing}"
        return "提醒" if stopping else ""

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
    """A part of the report with its groups."""

    role: str
    title: str
    groups: list[Group]
    fallback: str = ""  # what is printed while none of its passages stands

    @property
    def flag(self) -> str:
        """The worst that is to be said of its passages, in a word."""
        flags: set[str] = set()
        missing = 0
        for group in self.groups:
            for box in group.all:
                flags.add(box.flag)
                missing += box.missing
        if "未通过" in flags:
            return "未通过"
        if missing:
            return f"缺 {missing}"
        return "提醒" if "提醒" in flags else ""

    @property
    def is_stopped(self) -> bool:
        return self.flag == "未通过"


FIRST_OFFERS = 9  # examples of a section that are offered


def lay_out(draft: Draft, results: Iterable[Result]) -> list[DeskPart]:
    """Put every passage into its part and group, with the faults that concern it."""
    titles = _titles(draft.document)
    boxes = _boxes(draft, results)
    parts = []
    for role in Passage.Part.values:
        own = [box for box in boxes if box.passage.part == role]
        parts.append(DeskPart(role, titles[role], _groups(own), _fallback(draft.document, role)))
    if draft.scope.report.open:
        _offer_cases(parts, draft)
    return parts


def _titles(document: Document) -> dict[str, str]:
    """Return the title of every part, as it is printed where the layout has a heading for it."""
    titles = {"opening": "开头", "causes": f"{HEADINGS['causes']}（接在问题后面写）"}
    for part in document.parts:
        titles[part.role] = part.paragraphs[0].text
    return titles


def _boxes(draft: Draft, results: Iterable[Result]) -> list[Box]:
    results_of = defaultdict(list)
    for result in results:
        results_of[result.fault.passage].append(result)
    pieces = draft.document.pieces()
    boxes = []
    for passage in draft.passages:
        runs: tuple[Run, ...] = ()
        if passage.key in pieces:
            runs = pieces[passage.key].runs
        reason = draft.writer.dropped.get(passage.key, "")
        box = Box(passage, runs, reason, results_of[passage.key])
        if passage.is_case:
            box.record = record_of(passage, draft.scope)
        if not passage.is_own_text:
            box.ways = len(others(box.key, draft.facts, passage.wording))
        box.assignable = draft.writer.is_assignable(passage)
        boxes.append(box)
    return boxes


def _offer_cases(parts: Iterable[DeskPart], draft: Draft) -> None:
    """Offer every section examples of records that no passage is made from yet."""
    proposals_of = propose(draft.scope)
    sources = {(passage.source_kind, passage.source_id) for passage in draft.passages if passage.is_case}
    for part in parts:
        for group in part.groups:
            if group.lead is None:
                continue
            cases = proposals_of.get(group.lead.key, [])
            fresh = [case for case in cases if (case.source, case.pk) not in sources]
            group.offers = fresh[:FIRST_OFFERS]


def _fallback(document: Document, role: str) -> str:
    """Return the sentence that stands in where no problem, or no cause, was written."""
    text = ""
    for part in document.parts:
        if part.role != role:
            continue
        for paragraph in part.paragraphs[1:]:
            if not any(piece.key for piece in paragraph.pieces):
                text += paragraph.text
    return text


def _groups(boxes: list[Box]) -> list[Group]:
    groups: list[Group] = []
    alone = [box for box in boxes if not box.passage.section and not box.passage.is_lead]
    if alone:
        groups.append(Group(None, alone))
    for lead in boxes:
        if lead.passage.is_lead:
            points = [box for box in boxes if box.passage.section == lead.key]
            groups.append(Group(lead, points))
    return groups


def proposals(draft: Draft) -> list[Finding]:
    """Return what the records show and the report does not tell."""
    keys = set()
    for passage in draft.passages:
        if passage.part == Passage.Part.PROBLEMS and passage.written:
            keys.add(passage.finding)
    if draft.writer.told_before():
        keys.add(MISSED)
    return [finding for finding in draft.findings if finding.problem.key not in keys]
