"""打算: every problem is answered by whom and by when, and targets ask for more than what is reached."""

from indicators.catalogue import TARGETS
from reports.models import Passage
from reports.rubric.base import FULL, Criterion, Group, Mark, Mend, Part, Reading, room
from reports.text.names.promises import stands

FEW = 2


def answers(reading: Reading) -> Mark | None:
    """Each problem has a measure; who and by when is part of it."""
    if not reading.told:
        return None
    measures = {passage.answers: passage for passage in reading.of(Part.MEASURES) if passage.answers}
    own = [passage for passage in reading.of(Part.MEASURES) if passage.own]
    unanswered = [problem for problem in reading.told if problem.finding not in measures][len(own) :]
    if unanswered:
        mends = tuple(Mend(f"给“{problem.name[:8]}”写措施", problem.key) for problem in unanswered[:3])
        return Mark(0, f"{len(unanswered)} 个问题没有措施", mends)
    loose = [
        passage for passage in measures.values() if passage.text is None and not _is_settled(reading, passage)
    ]
    return Mark(
        1 if loose else FULL,
        f"{len(loose)} 条措施没有写谁负责、什么时候" if loose else "",
        tuple(Mend("改写", p.key) for p in loose[:3]),
    )


def _is_settled(reading: Reading, measure: Passage) -> bool:
    return {"owner", "due"} <= {room(key) for key in reading.keys_of(measure)}


def _told_targets(reading: Reading) -> list[str]:
    return [key for key in TARGETS if key in reading.keys]


def ambitious(reading: Reading) -> Mark | None:
    """Above this year's result, or kept level and said so; below it only with a reason of the office's own."""
    told = _told_targets(reading)
    if not told:
        return None
    low = [key for key in told if _is_low(reading, key)]
    mends = (Mend("改目标", page="targets"), *(Mend("写明理由", p.key) for p in _telling(reading, low)[:FEW]))
    labels = "、".join(TARGETS[key].label for key in low)
    return Mark(FULL if not low else 1 if len(low) <= FEW else 0, f"低于今年：{labels}" if low else "", mends)


def _is_low(reading: Reading, key: str) -> bool:
    side = stands(reading.facts, TARGETS[key])
    if side is None or side > 0:
        return False
    said = [reading.said[passage.key] for passage in _telling(reading, [key])]
    if side == 0:
        return not any(f"{{beside.{key.partition('.')[2]}}}" in text or "保持" in text for text in said)
    return not any(passage.text is not None for passage in _telling(reading, [key]))


def _telling(reading: Reading, keys: list[str]) -> list[Passage]:
    return [
        passage
        for passage in reading.of(Part.MEASURES)
        if any(key in reading.keys_of(passage) for key in keys)
    ]


def unreached(reading: Reading) -> Mark:
    """Nothing is promised that stands already."""
    chosen = reading.facts.scope.targets.get("targets.demonstration_communities")
    day = reading.facts.scope.day
    reached = bool(
        chosen
        and chosen.communities
        and all(place.stands("demonstration_", day) for place in chosen.communities)
    )
    told = reached and "targets.demonstration_communities" in reading.keys
    return Mark(
        1 if told else FULL, "选的示范社区都已经是了" if told else "", (Mend("改目标", page="targets"),)
    )


CRITERIA = (
    Criterion("M1", Group.PLAN, 2, "问题都有措施、有人、有期限", answers),
    Criterion("M2", Group.PLAN, 2, "目标高于今年", ambitious),
    Criterion("M3", Group.PLAN, 1, "做到的不再承诺", unreached),
)
