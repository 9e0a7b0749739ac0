"""The passages of a report: the office's own while it has any, else the last year's that has, renewed, else the default."""

from collections.abc import Iterator

from reports.facts import Facts
from reports.models import AnnualReport, Passage
from reports.outline import OPENING
from reports.outline.base import Section
from reports.outline.highlights import HIGHLIGHTS
from reports.outline.measures import AIM, MEASURES
from reports.outline.problems import CAUSES_LEAD, PROBLEMS

Part = Passage.Part
FRESH = (Part.PROBLEMS, Part.CAUSES)  # found anew every year


def passages_of(facts: Facts) -> list[Passage]:
    """In the report's order. Not saved while nobody has changed any."""
    report = facts.scope.report
    if report.pk and (own := list(report.passages.all())):
        return own
    shaped = AnnualReport.objects.of(report.subdistrict_id).filter(year__lt=report.year, passages__isnull=False)
    if (before := shaped.order_by("-year").first()) is not None:
        return renewed(list(before.passages.all()), before, facts, report)
    return default(report)


def default(report: AnnualReport) -> list[Passage]:
    """The product's own wording."""
    return [
        Passage(report=report, order=order, key=key, part=part, section=section, text=text)
        for order, (key, part, section, text) in enumerate(_default())
    ]


def _default() -> Iterator[tuple[str, str, str, str]]:
    yield "opening", Part.OPENING, "", OPENING
    yield from _sections(Part.HIGHLIGHTS, HIGHLIGHTS)
    yield from _problems()
    yield "measures.aim", Part.MEASURES, "", AIM
    yield from _sections(Part.MEASURES, MEASURES)


def _sections(part: str, sections: tuple[Section, ...]) -> Iterator[tuple[str, str, str, str]]:
    for section in sections:
        yield section.key, part, "", section.lead
        for point in section.points:
            yield point.key, part, section.key, point.text


def _problems() -> Iterator[tuple[str, str, str, str]]:
    usual = [problem for problem in PROBLEMS if problem.usual]
    for problem in usual:
        yield f"problems.{problem.key}", Part.PROBLEMS, "", problem.text
    yield "causes.lead", Part.CAUSES, "", CAUSES_LEAD
    for problem in usual:
        yield f"causes.{problem.key}", Part.CAUSES, "", problem.cause


def renewed(last: list[Passage], before: AnnualReport, facts: Facts, report: AnnualReport) -> list[Passage]:
    """Last year's wording with its figures, years and names renewed; problems and causes start from this year's findings."""
    names = _names_to_renew(before, facts)
    fresh = [passage for passage in default(report) if passage.part in FRESH and passage.key != "causes.lead"]
    kept = [passage for passage in last if passage.part not in FRESH or passage.key == "causes.lead"]
    found = [
        Passage(
            report=report,
            key=p.key,
            part=p.part,
            section=p.section,
            text=_renew(p.text, names),
            written=p.written,
            spoken_order=p.spoken_order,
        )
        for p in kept
    ]
    order = {part: place for place, part in enumerate(Part.values)}
    found = sorted([*found, *fresh], key=lambda p: (order[p.part], p.key != "causes.lead" if p.part == Part.CAUSES else False))
    for place, passage in enumerate(found):
        passage.order = place
    return found


def _names_to_renew(before: AnnualReport, facts: Facts) -> dict[str, str]:
    """What last year's text may have typed, and the token that says it of any year."""
    last = Facts(facts.scope.of_year(before.year))
    named = {f"{before.year + 1}年": "{next_year}年", f"{before.year}年": "{year}年"}
    for key in ("campaign", "brand"):
        if (name := last.name(key)) and name != "X":
            named[name] = f"{{{key}}}"
    return named


def _renew(text: str, names: dict[str, str]) -> str:
    for typed, token in names.items():
        text = text.replace(typed, token)
    return text
