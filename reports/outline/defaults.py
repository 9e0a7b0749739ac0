"""The default wording by the key of its passage: of the outline, and of what a finding may add to it."""

from collections.abc import Iterator

from reports.outline import OPENING
from reports.outline.base import Section
from reports.outline.highlights import HIGHLIGHTS
from reports.outline.measures import AIM, MEASURES
from reports.outline.problems import CAUSES_LEAD, PROBLEMS


def _of_sections(sections: tuple[Section, ...]) -> Iterator[tuple[str, str]]:
    for section in sections:
        yield section.key, section.lead
        for point in section.points:
            yield point.key, point.text


def _of_problems() -> Iterator[tuple[str, str]]:
    for problem in PROBLEMS:
        yield f"problems.{problem.key}", problem.text
        yield f"causes.{problem.key}", problem.cause
        if not isinstance(problem.measure, str):
            yield problem.measure.key, problem.measure.text


DEFAULTS = {
    "opening": OPENING,
    "causes.lead": CAUSES_LEAD,
    "measures.aim": AIM,
    **dict(_of_sections(HIGHLIGHTS)),
    **dict(_of_sections(MEASURES)),
    **dict(_of_problems()),
}
