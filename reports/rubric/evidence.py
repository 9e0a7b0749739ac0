"""有据: numbers that mean something, cases, outcomes, rates with their wholes."""

from indicators.catalogue import CATALOGUE
from reports.models import Passage
from reports.rubric.base import FULL, Criterion, Group, Mark, Mend, Part, Reading, graded, room

# What leads a number into its meaning: last year, the promise, the whole, the unit, the months, the 社区.
MEANING = {
    "change", "was", "moved",
    "more", "fewer", "same", "since", "stood", "fresh", "promised", "pledge", "strict", "judged", "beyond", "short",
    "part", "whole", "left", "top", "bottom", "average", "reached", "active", "idle", "full",
}  # fmt: skip
OUTCOMES = {
    "visits.difficulties_solved", "communities.satisfaction_after", "communities.satisfaction", "members.admitted",
    "communities.elections_completed", "members.two_new_coverage", "members.two_new_founded", "services.good_deeds",
    "services.deeds_per_member", "meetings.decisions", "meetings.decision_opinions_adopted", "mediation.success_rate",
    "services.proxy_share", "services.days_to_finish", "mediation.days_to_close",
}  # fmt: skip
MANY = 30  # of which a rate need not say how many


def meaning(reading: Reading) -> Mark | None:
    points = [
        passage for passage in reading.of(Part.HIGHLIGHTS) if not passage.is_case and reading.keys_of(passage)
    ]
    if not points:
        return None
    led = [passage for passage in points if any(room(key) in MEANING for key in reading.keys_of(passage))]
    bare = [passage for passage in points if passage not in led]
    share = len(led) * 100 / len(points)
    mends = tuple(Mend(f"改写“{passage.name[:8]}”", passage.key) for passage in bare[:3])
    why = f"{len(points)} 条亮点中 {len(bare)} 条只有数字，没有同上年、承诺或总数比"
    return Mark(graded(share, 60, 30), "" if share >= 60 else why, mends)


def cases(reading: Reading) -> Mark | None:
    with_case = [
        key for key, passages in reading.sections.items() if any(passage.is_case for passage in passages)
    ]
    left = [key for key in reading.sections if key not in with_case]
    number = len(with_case)
    full = not left
    why = "" if full else f"{len(reading.sections)} 节中 {len(left)} 节没有事例，每节挑一条"
    mends = tuple(
        Mend(f"挑（{place}）", f"{key}-cases")
        for place, key in zip("一二三四五", reading.sections, strict=False)
        if key in left
    )
    return Mark(FULL if full else 1 if number >= FULL else 0, why, mends)


def outcomes(reading: Reading) -> Mark | None:
    if not reading.sections:
        return None
    shown = [
        key
        for key, passages in reading.sections.items()
        if any(reading.keys_of(passage) & OUTCOMES for passage in passages)
    ]
    share = len(shown) / len(reading.sections)
    return Mark(graded(share, 1, 0.5), "" if share == 1 else "有的小节只写了做什么，没有写结果")


def rates(reading: Reading) -> Mark | None:
    """Each rate tells of how many it is, or is of thirty and more; none is 100% of one."""
    told = [
        (passage, key) for passage in reading.passages for key in reading.keys_of(passage) if _is_rate(key)
    ]
    if not told:
        return None
    bare = [(passage, key) for passage, key in told if not _is_borne(reading, passage, key)]
    share = 1 - len(bare) / len(told)
    mends = tuple(Mend(f"改写“{CATALOGUE[key].label}”", passage.key) for passage, key in bare[:3])
    return Mark(graded(share, 1, 0.5), "" if not bare else f"{len(bare)} 个比率没有说是多少中的多少", mends)


def _is_rate(key: str) -> bool:
    return key in CATALOGUE and CATALOGUE[key].has_parts and CATALOGUE[key].unit == "%"


def _is_borne(reading: Reading, passage: Passage, key: str) -> bool:
    value = reading.facts.values[key]
    if value.missing or value.denominator is None:
        return True  # another criterion's matter
    if value.denominator == 1:
        return False
    return value.denominator >= MANY or any(
        f"{side}.{key}" in reading.keys_of(passage) for side in ("whole", "part", "left")
    )


CRITERIA = (
    Criterion("E1", Group.EVIDENCE, 3, "数字有比较", meaning),
    Criterion("E2", Group.EVIDENCE, 2, "每节有事例", cases, chosen=True),
    Criterion("E3", Group.EVIDENCE, 2, "写出结果", outcomes),
    Criterion("E4", Group.EVIDENCE, 1, "比率说清总数", rates),
)
