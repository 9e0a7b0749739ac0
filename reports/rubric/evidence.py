"""有据: numbers that mean something, cases, outcomes, rates with their wholes."""

from documents.numerals import numeral
from indicators.catalogue import CATALOGUE
from reports.models import Passage
from reports.rubric.base import (
    FULL,
    Criterion,
    Group,
    Mark,
    Mend,
    Part,
    Reading,
    grade,
    mend_each,
)

# What leads a number into its meaning: last year, the promise, the whole, the unit, the months, the 社区.
MEANING = {
    "change", "was", "moved",
    "more", "fewer", "same", "since", "stood", "fresh",
    "promised", "pledge", "strict", "judged", "beyond", "short",
    "part", "whole", "left", "top", "bottom", "average", "reached", "active", "idle", "full",
}  # fmt: skip
OUTCOMES = {
    "visits.difficulties_solved",
    "communities.satisfaction_after",
    "communities.satisfaction",
    "members.admitted",
    "communities.elections_completed",
    "members.two_new_coverage",
    "members.two_new_founded",
    "services.good_deeds",
    "services.deeds_per_member",
    "meetings.decisions",
    "meetings.decision_opinions_adopted",
    "mediation.success_rate",
    "services.proxy_share",
    "services.days_to_finish",
    "mediation.days_to_close",
}
MANY = 30  # of which a rate need not say how many


def meaning(reading: Reading) -> Mark | None:
    """Ask whether points hold their numbers against something, more than half of them."""
    number, bare = 0, []
    for passage in reading.of(Part.HIGHLIGHTS):
        if passage.is_case or not reading.keys_of(passage):
            continue
        number += 1
        if reading.rooms_of(passage).isdisjoint(MEANING):
            bare.append(passage)
    if not number:
        return None
    share = (number - len(bare)) * 100 / number
    why = f"{number} 条亮点中 {len(bare)} 条只有数字，没有同上年、承诺或总数比"
    return Mark(grade(share, 60, 30), why, mend_each(bare))


def cases(reading: Reading) -> Mark | None:
    """Ask whether every section has a case."""
    mends = []
    for number, (key, passages) in enumerate(reading.sections.items(), start=1):
        if not any(passage.is_case for passage in passages):
            mends.append(Mend(f"挑（{numeral(number)}）", f"{key}-cases"))
    if not mends:
        return Mark(FULL)
    sections = len(reading.sections)
    why = f"{sections} 节中 {len(mends)} 节没有事例，每节挑一条"
    return Mark(grade(sections - len(mends), sections, FULL), why, tuple(mends))


def outcomes(reading: Reading) -> Mark | None:
    """Ask whether every section tells what came of the work."""
    if not reading.sections:
        return None
    number = sum(_has_outcome(reading, passages) for passages in reading.sections.values())
    points = grade(number / len(reading.sections), 1, 0.5)
    return Mark(points, "有的小节只写了做什么，没有写结果")


def _has_outcome(reading: Reading, passages: list[Passage]) -> bool:
    return any(reading.keys_of(passage) & OUTCOMES for passage in passages)


def rates(reading: Reading) -> Mark | None:
    """Ask whether each rate tells of how many it is, or is of thirty and more; none is 100% of one."""
    number = 0
    mends = []
    for passage in reading.passages:
        for key in reading.keys_of(passage):
            if not _is_rate(key):
                continue
            number += 1
            if not _is_borne_out(reading, passage, key):
                mends.append(Mend(f"改写“{CATALOGUE[key].label}”", passage.key))
    if not number:
        return None
    points = grade(1 - len(mends) / number, 1, 0.5)
    return Mark(points, f"{len(mends)} 个比率没有说是多少中的多少", tuple(mends[:3]))


def _is_rate(key: str) -> bool:
    return key in CATALOGUE and CATALOGUE[key].has_parts and CATALOGUE[key].unit == "%"


def _is_borne_out(reading: Reading, passage: Passage, key: str) -> bool:
    value = reading.facts.values[key]
    if value.missing or value.denominator is None:
        return True  # another criterion's matter
    if value.denominator == 1:
        return False
    if value.denominator >= MANY:
        return True
    return not reading.keys_of(passage).isdisjoint({f"whole.{key}", f"part.{key}", f"left.{key}"})


CRITERIA = (
    Criterion("E1", Group.EVIDENCE, 3, "数字有比较", meaning),
    Criterion("E2", Group.EVIDENCE, 2, "每节有事例", cases, chosen=True),
    Criterion("E3", Group.EVIDENCE, 2, "写出结果", outcomes),
    Criterion("E4", Group.EVIDENCE, 1, "比率说清总数", rates),
)
