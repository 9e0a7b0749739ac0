"""The report as values: parts, sections, points, runs. No Word and no HTML in it; preview and Word both render this."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from meetings.models import Campaign
from reports.figures.base import MISSING, Value
from reports.models import AnnualReport
from reports.outline import DEFAULT
from reports.outline.base import Clause, Outline, Problem, Section, Values
from reports.scope import Scope

TOKEN = re.compile(r"\{([a-z_.]+)\}")
NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Run:
    """A stretch of text; `value` where it is a figure, `style` one of text, hei, kai."""

    text: str
    value: Value | None = None
    style: str = "text"

    @property
    def missing(self) -> bool:
        return self.value is not None and self.value.missing


@dataclass(frozen=True)
class Paragraph:
    """`role`: heading or body. `key` is the lasting key of what it prints."""

    runs: tuple[Run, ...]
    role: str = "body"
    key: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Part:
    """A numbered part; `role` is highlights, problems, causes or measures."""

    role: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Document:
    """Everything the report prints, in order."""

    title: str
    byline: str
    dated: str
    salutation: str
    opening: Paragraph
    parts: tuple[Part, ...]
    signature: str
    signed_on: str
    subject: str = ""
    gaps: tuple[Value, ...] = field(default_factory=tuple)  # missing figures that the text prints, each once

    def paragraphs(self) -> Iterator[Paragraph]:
        yield self.opening
        for part in self.parts:
            yield from part.paragraphs


def numeral(number: int) -> str:
    """1–99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def file_name(scope: Scope) -> str:
    return f"{scope.year}年度{scope.report.title}（{scope.subdistrict.name}）.docx"


def build(scope: Scope, values: Values, outline: Outline = DEFAULT) -> Document:
    """The report of the scope's year, from its computed figures."""
    report = scope.report
    writer = Writer(values, names_of(scope), outline)
    opening = Paragraph(writer.runs(outline.opening), key="opening")
    parts = writer.parts(report.layout)
    day = report.report_date
    dated = f"{day.year}年{day.month}月" if day else f"{scope.year}年12月"
    document = Document(
        title=report.title,
        byline="　".join(filter(None, [f"{scope.subdistrict.name}{report.reporter_post}", report.reporter])),
        dated=f"（{dated}）",
        salutation=report.salutation,
        opening=opening,
        parts=parts,
        signature=report.signature,
        signed_on=f"{day.year}年{day.month}月{day.day}日" if day and report.signature else "",
        subject=scope.subdistrict.name,
        gaps=gaps([opening, *(paragraph for part in parts for paragraph in part.paragraphs)]),
    )
    return document


def names_of(scope: Scope) -> dict[str, str | None]:
    """Names and counts that the wording takes from the records: nothing that next year would make wrong is typed."""
    campaign = (
        Campaign.objects.of(scope.subdistrict.pk)
        .filter(first_year__lte=scope.year, last_year__gte=scope.year)
        .values_list("name", flat=True)
    )
    return {
        "year": str(scope.year),
        "next_year": str(scope.year + 1),
        "office": scope.subdistrict.name,
        "campaign": campaign.first(),
        "brand": scope.brand.name if scope.brand else MISSING,
        "brand_year": str(scope.brand.since.year if scope.brand else scope.year),
    }


def gaps(paragraphs: Iterable[Paragraph]) -> tuple[Value, ...]:
    found = {run.value.key: run.value for paragraph in paragraphs for run in paragraph.runs if run.value and run.value.missing}
    return tuple(found.values())


class Writer:
    """Fills an outline with values: what is truly zero drops, numbering and counts close up."""

    def __init__(self, values: Values, names: dict[str, str | None], outline: Outline) -> None:
        self.values, self.names, self.outline = values, names, outline

    def parts(self, layout: str) -> tuple[Part, ...]:
        outline = self.outline
        found = [problem for problem in outline.problems if self.is_found(problem)]
        problems, causes = self.problem_paragraphs(found), [self.causes(found)]
        wanted: list[tuple[str, str, list[Paragraph]]] = [("highlights", "highlights", self.sections(outline.highlights))]
        if layout == AnnualReport.Layout.THREE:
            wanted.append(("problems", "problems_and_causes", [*problems, *causes]))
        else:
            wanted += [("problems", "problems", problems), ("causes", "causes", causes)]
        aim = Paragraph(self.runs(outline.aim), key="aim")
        wanted.append(("measures", "measures", [aim, *self.sections(outline.measures)]))
        parts = []
        for number, (role, heading, paragraphs) in enumerate(wanted, start=1):
            title = Run(f"{numeral(number)}、{outline.headings[heading]}", style="hei")
            parts.append(Part(role, (Paragraph((title,), "heading", heading), *paragraphs)))
        return tuple(parts)

    def sections(self, sections: Iterable[Section]) -> list[Paragraph]:
        written = [(section, points) for section in sections if (points := self.points(section))]
        paragraphs = []
        for number, (section, points) in enumerate(written, start=1):
            lead = section.lead.replace("{count}", _count(len(points)))
            runs = [Run(f"（{numeral(number)}）", style="kai"), *self.runs(lead, "kai")]
            for index, (_, point_runs) in enumerate(points, start=1):
                runs += [Run(f"{numeral(index)}是"), *point_runs]
            paragraphs.append(Paragraph(tuple(merge(runs)), key=section.key))
        return paragraphs

    def points(self, section: Section) -> list[tuple[str, list[Run]]]:
        """The points that stand: those with a figure that is not truly zero, or without figures."""
        standing = []
        for point in section.points:
            counted = any(self.keys(c) for c in point.clauses)
            clauses = [(c, text) for c in point.clauses if (text := self.clause(c)) is not None]
            if not clauses or (counted and not any(self.keys(c) for c, _ in clauses)):
                continue
            standing.append((point.key, [*self.runs(point.opener), *joined([text for _, text in clauses])]))
        return standing

    def keys(self, clause: Clause) -> list[str]:
        """The figures a clause prints."""
        return [key for item in clause.items for key in TOKEN.findall(item) if key in self.values]

    def clause(self, clause: Clause, keep_zero: bool = False) -> list[Run] | None:
        """The clause in words; None where all it tells is truly zero, or a name it needs is not there."""
        if clause.when is not None and not clause.when(self.values):
            return self.clause(clause.otherwise, keep_zero) if clause.otherwise else None
        items = [item for item in clause.items if self.stands(item, keep_zero)]
        if not items:
            return None
        runs = self.runs(clause.before)
        for index, item in enumerate(items):
            runs = (*runs, *((Run("、"),) if index else ()), *self.runs(item))
        return [*runs, *self.runs(clause.after)]

    def stands(self, item: str, keep_zero: bool) -> bool:
        tokens = TOKEN.findall(item)
        if any(token not in self.values and self.names.get(token) is None for token in tokens):
            return False
        figures = [self.values[token] for token in tokens if token in self.values]
        if any(value.missing and value.figure.optional for value in figures):
            return False
        return keep_zero or not any(value.zero for value in figures)

    def is_found(self, problem: Problem) -> bool:
        return not self.values[problem.driver].zero

    def problem_paragraphs(self, found: list[Problem]) -> list[Paragraph]:
        if not found:
            return [Paragraph(self.runs(self.outline.no_problem), key="no_problem")]
        paragraphs = []
        for number, problem in enumerate(found, start=1):
            clauses = [runs for c in problem.clauses if (runs := self.clause(c, keep_zero=True)) is not None]
            runs = [Run(f"（{numeral(number)}）{problem.lead}", style="kai"), *joined(clauses)]
            paragraphs.append(Paragraph(tuple(merge(runs)), key=problem.key))
        return paragraphs

    def causes(self, found: list[Problem]) -> Paragraph:
        if not found:
            return Paragraph(self.runs(self.outline.no_cause), key="causes")
        text = "".join(f"{numeral(index)}是{problem.cause}" for index, problem in enumerate(found, start=1))
        return Paragraph(self.runs(self.outline.causes_lead + text), key="causes")

    def runs(self, text: str, style: str = "text") -> tuple[Run, ...]:
        """The text with every token filled in."""
        runs = []
        for index, piece in enumerate(TOKEN.split(text)):
            if index % 2 == 0:
                runs += [Run(piece, style=style)] if piece else []
            elif piece in self.values:
                runs.append(Run(self.values[piece].text, self.values[piece], style))
            else:
                runs.append(self.named(piece, style))
        return tuple(runs)

    def named(self, name: str, style: str) -> Run:
        text = self.names[name] or MISSING
        return Run(text, self.values.get("services.brand_month") if text == MISSING else None, style)


def joined(clauses: list[list[Run]]) -> list[Run]:
    """Clauses with commas between them and a full stop after."""
    runs: list[Run] = []
    for index, clause in enumerate(clauses):
        runs += [Run("，"), *clause] if index else clause
    return [*runs, Run("。")]


def merge(runs: Iterable[Run]) -> list[Run]:
    """Neighbouring plain runs of one style as one."""
    merged: list[Run] = []
    for run in runs:
        if merged and run.value is None and merged[-1].value is None and run.style == merged[-1].style:
            merged[-1] = Run(merged[-1].text + run.text, style=run.style)
        else:
            merged.append(run)
    return merged


def _count(number: int) -> str:
    return "两" if number == 2 else numeral(number)
