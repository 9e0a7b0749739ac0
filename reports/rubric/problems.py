"""问题: enough of them, each with its size, its cause, and what became of it since last year."""

from reports.models import Passage
from reports.outline.problems import MISSED_NAMES, OF_KEY
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
from reports.text.findings import FIGURES, LIMITS

THIRD, QUARTER, IN_SPEECH = 100 / 3, 25, 30  # % of the text
WHOLES = {  # of how many
    "communities.total",
    "places",
    "urban",
    "members.two_new_party_orgs",
    "two_new_applicants",
    "targets_set",
    "meetings.special",
    "visits.difficulties_solved",
    "members.young_share",
    "members.secretaries",
}
DISTANCES = {  # how far from the limit, or from last year
    "communities.low_satisfaction_threshold",
    "low_gap",
    "attendance_gap",
    "elderly_gap",
    "idle_months",
    "idle_months_count",
    "idle_months_last",
    "visits.difficulties_overdue",
    *MISSED_NAMES,
}
SINCE = {"since", "stood", "was", "moved", "more", "fewer", "same", "change", "fresh"}


def share(reading: Reading) -> Mark:
    """Ask whether problems and causes are a third of the text, or three tenths of what is read out."""
    percent = reading.share_of("problems", "causes")
    full, half, words = THIRD, QUARTER, "三分之一"
    if reading.is_spoken:
        full, half, words = IN_SPEECH, IN_SPEECH - 5, "三成"
    why = f"问题和原因占全文 {percent:.0f}%，写到{words}为好"
    points = grade(round(percent, 1), round(full, 1), half)
    return Mark(points, why, (Mend("列问题", page="findings"),))


def sizes(reading: Reading) -> Mark | None:
    """Ask whether each problem says of how many it is, and how far it is from the limit."""
    if not reading.problems:
        return None
    partly, bare = 0, []
    for passage in reading.problems:
        has_whole, has_distance = _has_whole(reading, passage), _has_distance(reading, passage)
        if has_whole or has_distance:
            partly += 1
        if not (has_whole and has_distance):
            bare.append(passage)
    why = f"{len(bare)} 个问题没有写清几个中的几个、离门槛多远"
    if not bare:
        return Mark(FULL)
    return Mark(1 if partly * 2 > len(reading.problems) else 0, why, mend_each(bare))


def _has_whole(reading: Reading, passage: Passage) -> bool:
    keys, rooms = reading.keys_of(passage), reading.rooms_of(passage)
    return bool(keys & WHOLES or rooms & {"whole", "part"})


def _has_distance(reading: Reading, passage: Passage) -> bool:
    keys, rooms = reading.keys_of(passage), reading.rooms_of(passage)
    if keys & DISTANCES or rooms & {"limit", "since"}:
        return True
    limit = LIMITS.get(passage.finding)
    if limit is None or getattr(reading.facts.scope.report, limit):
        return False
    return FIGURES[passage.finding] in keys  # where none is allowed, the number is the distance


def causes(reading: Reading) -> Mark | None:
    """Ask whether each problem has a cause in the first person; an own cause may stand for any problem."""
    if not reading.problems:
        return None
    findings, own = set(), 0
    for cause in reading.of(Part.CAUSES):
        if "我" in reading.pieces[cause.key]:
            findings.add(cause.finding)
            own += cause.own
    without = [passage for passage in reading.problems if passage.finding not in findings]
    without = without[: max(0, len(without) - own)]
    if not without:
        return Mark(FULL)
    mends = tuple(_choose_cause(passage) for passage in without[:3])
    why = f"{len(without)} 个问题没有您自己的原因"
    return Mark(1 if len(without) < len(reading.problems) else 0, why, mends)


def _choose_cause(passage: Passage) -> Mend:
    label = passage.name
    if passage.finding in OF_KEY:
        label = OF_KEY[passage.finding].label
    return Mend(f"给“{label}”选原因", f"causes.{passage.finding}")


def since(reading: Reading) -> Mark | None:
    """Ask whether what was a problem last year says what became of it."""
    number, bare = 0, []
    for passage in reading.problems:
        if not _is_old(reading, passage.finding):
            continue
        number += 1
        if not _says_since(reading, passage):
            bare.append(passage)
    if not number:
        return None
    points = grade((number - len(bare)) / number, 1, 0.01)
    return Mark(points, f"{len(bare)} 个老问题没有说比上年怎样", mend_each(bare, most=len(bare)))


def _says_since(reading: Reading, passage: Passage) -> bool:
    return "idle_months_last" in reading.keys_of(passage) or bool(reading.rooms_of(passage) & SINCE)


def _is_old(reading: Reading, finding: str) -> bool:
    if finding == "special_meetings":
        return bool(reading.facts.idle_months_last)
    key = FIGURES.get(finding)
    return key is not None and reading.writer.phrasing.name(f"stood.{key}") is not None


CRITERIA = (
    Criterion("P1", Group.PROBLEMS, 2, "问题和原因的篇幅", share),
    Criterion("P2", Group.PROBLEMS, 3, "问题有大小", sizes),
    Criterion("P3", Group.PROBLEMS, 2, "原因是自己的", causes, chosen=True),
    Criterion("P4", Group.PROBLEMS, 1, "老问题有下落", since),
)
