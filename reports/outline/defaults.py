"""The default wordings by the key of their passage: of the outline, and of what a finding may add to it."""

from collections.abc import Iterator

from reports.outline import OPENINGS
from reports.outline.base import Section
from reports.outline.highlights import HIGHLIGHTS
from reports.outline.measures import AIMS, CLOSINGS, MEASURES
from reports.outline.problems import ANSWERED, CAUSES_LEADS, PROBLEMS


def _of_sections(sections: tuple[Section, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in sections:
        yield section.key, section.leads
        for point in section.points:
            yield point.key, point.wordings


def _of_problems() -> Iterator[tuple[str, tuple[str, ...]]]:
    for problem in PROBLEMS:
        yield f"problems.{problem.key}", problem.wordings
        yield f"causes.{problem.key}", problem.causes
        yield problem.measure.key, problem.measure.wordings


WORDINGS: dict[str, tuple[str, ...]] = {
    "opening": OPENINGS,
    "problems.lead": ANSWERED,
    "causes.lead": CAUSES_LEADS,
    "measures.aim": AIMS,
    "measures.closing": CLOSINGS,
    **dict(_of_sections(HIGHLIGHTS)),
    **dict(_of_sections(MEASURES)),
    **dict(_of_problems()),
}
# What stands for a passage where nobody asks the records which wording fits.
DEFAULTS = {key: wordings[0] for key, wordings in WORDINGS.items()}
