"""The passages of a report: the office's own if any, else those last signed, renewed, else the default.

Only what a person typed is kept: a passage that nobody reworded has no text and follows the default of
the year. What the outline has got since a report was begun joins it in its place.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from documents.blocks import MISSING
from reports.facts import Facts
from reports.models import AnnualReport, Passage
from reports.outline.base import Section
from reports.outline.highlights import HIGHLIGHTS
from reports.outline.highlights.accountability import REMEDIES
from reports.outline.measures import MEASURES
from reports.outline.problems import ANSWERS, MISSED, PROBLEMS
from reports.text import names
from reports.text.order import own_place

Part = Passage.Part
FRESH = (Part.PROBLEMS, Part.CAUSES)  # chosen anew every year
# What an edition keeps of a passage.
FROZEN = ("key", "part", "section", "order", "text", "written", "spoken_order", "source_kind", "source_id")
Place = tuple[str, str, str]  # key, part and section of a passage


def passages_of(facts: Facts) -> list[Passage]:
    """Return the passages in the report's order; they are not saved while nobody has changed any."""
    report = facts.scope.report
    own = saved_passages(report)
    if own:
        return complete(own, report)
    for before in _signed_before(report):
        last = _as_signed(before)
        if last:
            return renew(last, before, facts, report)
    return default(report)


def saved_passages(report: AnnualReport) -> list[Passage]:
    """Return the report's own passages; none while nobody has changed any."""
    if not report.pk:
        return []
    return [passage for passage in report.passages.all() if not passage.vacant]


def complete(passages: list[Passage], report: AnnualReport) -> list[Passage]:
    """Add what the outline has besides, each behind the passage that stands before it there.

    New ones are not saved, nor are the places that the others get by it.
    """
    keys = [passage.key for passage in passages]
    present = set(keys)
    all_passages = list(passages)
    place = 0  # behind the passage of the outline that was placed last
    for passage in default(report):
        if passage.key in present:
            place = keys.index(passage.key) + 1
            continue
        keys.insert(place, passage.key)
        all_passages.insert(place, passage)
        place += 1
    if len(all_passages) == len(passages):
        return passages
    for order, passage in enumerate(all_passages):
        passage.order = order
    return all_passages


def _signed_before(report: AnnualReport) -> QuerySet[AnnualReport]:
    """Return the reports of earlier years that were ever signed, the latest year first."""
    earlier = AnnualReport.objects.of(report.subdistrict_id).filter(year__lt=report.year)
    return earlier.filter(editions__isnull=False).order_by("-year").distinct()


def _as_signed(report: AnnualReport) -> list[Passage]:
    """Return the passages as the last edition has them.

    Where it keeps none, the report's rows are the same while it is signed; reopened they may have been
    changed since.
    """
    edition = report.editions.first()
    if edition is not None and edition.intact:
        rows = edition.thaw().get("passages")
        if rows is not None:
            return [Passage(report=report, **row) for row in rows]
    if report.stage == AnnualReport.Stage.SIGNED:
        return saved_passages(report)
    return []


def as_data(passages: list[Passage]) -> list[dict[str, Any]]:
    """Return the passages as an edition keeps them, JSON-able."""
    return [{name: getattr(passage, name) for name in FROZEN} for passage in passages]


def default(report: AnnualReport) -> list[Passage]:
    """Return the product's own outline, every passage untouched.

    Sections stand in their own order. In which order the points of one, and the problems, are told is
    each office's own: else two offices would say the same things in the same places.
    """
    passages = []
    for order, (key, part, section) in enumerate(_default(report.subdistrict.code)):
        passages.append(Passage(report=report, order=order, key=key, part=part, section=section))
    return passages


def _default(office: str) -> Iterator[Place]:
    usual = [problem.key for problem in PROBLEMS if problem.usual]
    yield "opening", Part.OPENING, ""
    yield from _sections(Part.HIGHLIGHTS, HIGHLIGHTS, office)
    yield "problems.lead", Part.PROBLEMS, ""
    for key in _in_own_order(usual, office):
        yield f"problems.{key}", Part.PROBLEMS, ""
    yield "causes.lead", Part.CAUSES, ""
    for key in _in_own_order([MISSED, *usual], office):
        yield f"causes.{key}", Part.CAUSES, ""
    yield "measures.aim", Part.MEASURES, ""
    yield from _sections(Part.MEASURES, MEASURES, office)
    yield "measures.closing", Part.MEASURES, ""


def _sections(part: str, sections: tuple[Section, ...], office: str) -> Iterator[Place]:
    for section in sections:
        yield section.key, part, ""
        for key in _in_own_order([point.key for point in section.points], office):
            yield key, part, section.key


def _in_own_order(keys: Sequence[str], office: str) -> list[str]:
    """Sort keys as this office tells them.

    What became of last year's problems comes first, and so does what answers promises that were missed:
    they are told before the problems.
    """

    def rank(key: str) -> tuple[bool, int]:
        finding = key.removeprefix(ANSWERS)
        return finding not in (MISSED, REMEDIES.key), own_place(office, finding)

    return sorted(keys, key=rank)


def renew(last: list[Passage], before: AnnualReport, facts: Facts, report: AnnualReport) -> list[Passage]:
    """Take over that year's wording with figures, years and names of this one.

    Problems and causes start from this year's findings. Cases are of records of that year, and stay there.
    """
    names_to_renew = _names_to_renew(before, facts)
    passages = []
    for passage in last:
        if not (_is_fresh(passage) or passage.vacant or passage.is_case):
            passages.append(_copy(passage, report, names_to_renew))
    passages += [passage for passage in default(report) if _is_fresh(passage)]
    parts = list(Part.values)
    passages.sort(key=lambda passage: (parts.index(passage.part), _is_fresh(passage)))
    return complete(passages, report)


def _is_fresh(passage: Passage) -> bool:
    """Tell whether a passage is chosen anew every year: problems and causes, not what stands before them."""
    return passage.part in FRESH and not passage.introduces


def _copy(passage: Passage, report: AnnualReport, names_to_renew: dict[str, str]) -> Passage:
    return Passage(
        report=report,
        key=passage.key,
        part=passage.part,
        section=passage.section,
        text=_renew_text(passage.text, names_to_renew),
        written=passage.written,
        spoken_order=passage.spoken_order,
    )


def _names_to_renew(before: AnnualReport, facts: Facts) -> dict[str, str]:
    """Return what last year's text may have typed, and the token that says it of any year."""
    last = Facts(facts.scope.of_year(before.year))
    tokens = {f"{before.year + 1}年": "{next_year}年", f"{before.year}年": "{year}年"}
    for key in ("campaign", "brand"):
        name = names.name(last, key)
        if name and name != MISSING:
            tokens[name] = f"{{{key}}}"
    return tokens


def _renew_text(text: str | None, names_to_renew: dict[str, str]) -> str | None:
    """Put tokens for what was typed; a passage that nobody typed stays untouched."""
    if text is None:
        return None
    for name, token in names_to_renew.items():
        text = text.replace(name, token)
    return text
