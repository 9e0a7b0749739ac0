"""The passages of a report: the office's own while it has any, else as last signed, renewed, else the default.

Only what a person typed is kept: a passage that nobody reworded has no text and follows the default of the year. What the
outline has got since a report was begun joins it in its place.
"""

from collections.abc import Iterator
from typing import Any

from documents.blocks import MISSING
from reports.facts import Facts
from reports.models import AnnualReport, Passage
from reports.outline.base import Section
from reports.outline.highlights import HIGHLIGHTS
from reports.outline.measures import MEASURES
from reports.outline.problems import ANSWERS, MISSED, PROBLEMS
from reports.text import names
from reports.text.order import own_place

Part = Passage.Part
FRESH = (Part.PROBLEMS, Part.CAUSES)  # found anew every year
FROZEN = (
    "key",
    "part",
    "section",
    "order",
    "text",
    "written",
    "spoken_order",
    "source_kind",
    "source_id",
)  # what an edition keeps of a passage


def passages_of(facts: Facts) -> list[Passage]:
    """In the report's order. Not saved while nobody has changed any."""
    report = facts.scope.report
    if own := saved(report):
        return complete(own, report)
    for before in _signed_before(report):
        if last := _as_signed(before):
            return renewed(last, before, facts, report)
    return default(report)


def saved(report: AnnualReport) -> list[Passage]:
    """The report's own passages; none while nobody has changed any."""
    return [passage for passage in report.passages.all() if not passage.vacant] if report.pk else []


def complete(passages: list[Passage], report: AnnualReport) -> list[Passage]:
    """With what the outline has besides: each behind the passage that stands before it there.

    New ones are not saved, nor are the places that the others get by it.
    """
    known = {passage.key for passage in passages}
    found, before = list(passages), -1
    for passage in default(report):
        if passage.key in known:
            before = next(place for place, there in enumerate(found) if there.key == passage.key)
            continue
        before += 1
        found.insert(before, passage)
    if len(found) == len(passages):
        return passages
    for place, passage in enumerate(found):
        passage.order = place
    return found


def _signed_before(report: AnnualReport) -> Any:
    """The reports of earlier years that were ever signed, the latest year first."""
    signed = AnnualReport.objects.of(report.subdistrict_id).filter(
        year__lt=report.year, editions__isnull=False
    )
    return signed.order_by("-year").distinct()


def _as_signed(report: AnnualReport) -> list[Passage]:
    """The passages as the last edition has them.

    Where it keeps none, the report's rows are the same while it is signed; reopened they may have been changed since.
    """
    edition = report.editions.first()
    frozen = edition.thawed().get("passages") if edition is not None and edition.intact else None
    if frozen is not None:
        return [Passage(report=report, **each) for each in frozen]
    return saved(report) if report.stage == AnnualReport.Stage.SIGNED else []


def as_data(passages: list[Passage]) -> list[dict[str, Any]]:
    """The passages as an edition keeps them, JSON-able."""
    return [{name: getattr(passage, name) for name in FROZEN} for passage in passages]


def default(report: AnnualReport) -> list[Passage]:
    """The product's own outline, every passage untouched.

    Sections stand in their own order. In which order the points of one, and the problems, are told is each office's own:
    else two offices would say the same things in the same places.
    """
    found = _default(report.subdistrict.code)
    return [
        Passage(report=report, order=order, key=key, part=part, section=section)
        for order, (key, part, section) in enumerate(found)
    ]


def _default(office: str) -> Iterator[tuple[str, str, str]]:
    usual = sorted(
        (problem for problem in PROBLEMS if problem.usual), key=lambda problem: own_place(office, problem.key)
    )
    yield "opening", Part.OPENING, ""
    yield from _sections(Part.HIGHLIGHTS, HIGHLIGHTS, office)
    yield "problems.lead", Part.PROBLEMS, ""
    for problem in usual:
        yield f"problems.{problem.key}", Part.PROBLEMS, ""
    yield "causes.lead", Part.CAUSES, ""
    for key in sorted((MISSED, *(problem.key for problem in usual)), key=lambda key: _place(office, key)):
        yield f"causes.{key}", Part.CAUSES, ""
    yield "measures.aim", Part.MEASURES, ""
    yield from _sections(Part.MEASURES, MEASURES, office)
    yield "measures.closing", Part.MEASURES, ""


def _sections(part: str, sections: tuple[Section, ...], office: str) -> Iterator[tuple[str, str, str]]:
    for section in sections:
        yield section.key, part, ""
        for point in sorted(
            section.points, key=lambda point: _place(office, point.key.removeprefix(ANSWERS))
        ):
            yield point.key, part, section.key


def _place(office: str, key: str) -> tuple[bool, int]:
    """What answers promises that were missed comes first: they are told before the problems."""
    return key != MISSED, own_place(office, key)


def renewed(last: list[Passage], before: AnnualReport, facts: Facts, report: AnnualReport) -> list[Passage]:
    """That year's wording with its figures, years and names renewed; problems and causes start from this year's findings.

    Cases are of records of that year, and stay there.
    """
    renewed_names = _names_to_renew(before, facts)
    fresh = [passage for passage in default(report) if passage.part in FRESH and not passage.introduces]
    kept = [passage for passage in last if passage.part not in FRESH or passage.introduces]
    found = [
        Passage(
            report=report,
            key=p.key,
            part=p.part,
            section=p.section,
            text=_renew(p.text, renewed_names),
            written=p.written,
            spoken_order=p.spoken_order,
        )
        for p in kept
        if not (p.vacant or p.is_case)
    ]
    order = {part: place for place, part in enumerate(Part.values)}
    found = sorted([*found, *fresh], key=lambda p: (order[p.part], p.part in FRESH and not p.introduces))
    return complete(found, report)


def _names_to_renew(before: AnnualReport, facts: Facts) -> dict[str, str]:
    """What last year's text may have typed, and the token that says it of any year."""
    last = Facts(facts.scope.of_year(before.year))
    named = {f"{before.year + 1}年": "{next_year}年", f"{before.year}年": "{year}年"}
    for key in ("campaign", "brand"):
        if (name := names.name(last, key)) and name != MISSING:
            named[name] = f"{{{key}}}"
    return named


def _renew(text: str | None, names: dict[str, str]) -> str | None:
    """What nobody typed stays untouched."""
    if text is None:
        return None
    for typed, token in names.items():
        text = text.replace(typed, token)
    return text
