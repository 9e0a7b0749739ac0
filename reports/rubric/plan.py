"""打算: every problem is answered by whom and by when, and targets ask for more than what is reached."""

from indicators.catalogue import TARGETS
from reports.models import Passage
from reports.rubric.base import FULL, Criterion, Group, Mark, Mend, Part, Reading, grade_few, mend_each
from reports.text.names.promises import side_of_target

FEW = 2  # targets that are not above this year's, for half of the marks
MOST_LINKS = 2  # to measures that could give a reason
DEMONSTRATION = "targets.demonstration_communities"
CHANGE_TARGETS = Mend("改目标", page="targets")


def measures_for_problems(reading: Reading) -> Mark | None:
    """Ask whether each problem has a measure, and each default measure says who and by when.

    A measure that somebody typed is taken to say so.
    """
    if not reading.problems:
        return None
    measures = [passage for passage in reading.of(Part.MEASURES) if passage.answers]
    without = _without_measure(reading, measures)
    if without:
        return Mark(0, f"{len(without)} 个问题没有措施", mend_each(without, "给“{}”写措施"))
    loose = [passage for passage in measures if passage.text is None and not _is_settled(reading, passage)]
    if not loose:
        return Mark(FULL)
    return Mark(1, f"{len(loose)} 条措施没有写谁负责、什么时候", mend_each(loose, "改写"))


def _without_measure(reading: Reading, measures: list[Passage]) -> list[Passage]:
    """Return the problems no measure answers.

    Each measure of the office's own may answer one, nobody knows which: so many are left out, from the first.
    """
    findings_with_measure = {passage.answers for passage in measures}
    own = sum(passage.own for passage in reading.of(Part.MEASURES))
    return [problem for problem in reading.problems if problem.finding not in findings_with_measure][own:]


def _is_settled(reading: Reading, measure: Passage) -> bool:
    """Whether a measure says who takes it on, and by when."""
    return {"owner", "due"} <= reading.rooms_of(measure)


def ambition_of_targets(reading: Reading) -> Mark | None:
    """Ask whether targets are above this year's result, or level and said so, or below in typed words."""
    if reading.keys.isdisjoint(TARGETS):
        return None
    low = [key for key in TARGETS if key in reading.keys and _is_unambitious(reading, key)]
    if not low:
        return Mark(FULL)
    labels = "、".join(TARGETS[key].label for key in low)
    reasons = mend_each(_measures_with(reading, low), "写明理由", MOST_LINKS)
    return Mark(grade_few(len(low), FEW), f"没有高于今年：{labels}", (CHANGE_TARGETS, *reasons))


def _is_unambitious(reading: Reading, key: str) -> bool:
    """Say whether a target asks for no more than this year's result, and no measure owns up to that."""
    side = side_of_target(reading.facts, TARGETS[key])
    if side is None or side > 0:
        return False
    for passage in _measures_with(reading, [key]):
        is_explained = _says_level(reading, passage, key) if side == 0 else passage.text is not None
        if is_explained:
            return False
    return True


def _says_level(reading: Reading, passage: Passage, key: str) -> bool:
    """Whether a passage says that a target is what this year's result was."""
    wording = reading.wordings[passage.key]
    return f"{{beside.{key.partition('.')[2]}}}" in wording or "保持" in wording


def _measures_with(reading: Reading, keys: list[str]) -> list[Passage]:
    """Return the measures that print one of these targets."""
    return [passage for passage in reading.of(Part.MEASURES) if not reading.keys_of(passage).isdisjoint(keys)]


def demonstration_is_still_to_come(reading: Reading) -> Mark:
    """Ask whether no 社区 is promised to become a 示范社区 that is one already."""
    if DEMONSTRATION in reading.keys and _all_demonstrate(reading):
        return Mark(1, "选的示范社区都已经是了", (CHANGE_TARGETS,))
    return Mark(FULL)


def _all_demonstrate(reading: Reading) -> bool:
    """Whether 社区 were chosen to become 示范社区, and all of them are already."""
    scope = reading.facts.scope
    goal = scope.targets.get(DEMONSTRATION)
    if goal is None or not goal.communities:
        return False
    return all(community.stands("demonstration_", scope.day) for community in goal.communities)


CRITERIA = (
    Criterion("M1", Group.PLAN, 2, "问题都有措施、有人、有期限", measures_for_problems),
    Criterion("M2", Group.PLAN, 2, "目标高于今年", ambition_of_targets),
    Criterion("M3", Group.PLAN, 1, "做到的不再承诺", demonstration_is_still_to_come),
)
