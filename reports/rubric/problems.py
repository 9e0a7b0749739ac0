"""问题: enough of them, each with its size, its cause, and what became of it since last year."""

from reports.models import Passage
from reports.outline.problems import MISSED_NAMES, OF_KEY
from reports.rubric.base import FULL, Criterion, Group, Mark, Mend, Part, Reading, graded, room
from reports.text.findings import FIGURES, LIMITS

THIRD, QUARTER, IN_SPEECH = 100 / 3, 25, 30  # % of the text
# Of how many; and how far from the limit, or from last year.
WHOLES = {
    "communities.total", "places", "urban", "members.two_new_party_orgs", "two_new_applicants", "targets_set", "meetings.special",
    "visits.difficulties_solved", "members.young_share",
}  # fmt: skip
DISTANCES = {
    "communities.low_satisfaction_threshold", "low_gap", "attendance_gap", "elderly_gap", "idle_months", "idle_months_count",
    "idle_months_last", "visits.difficulties_overdue", *MISSED_NAMES,
}  # fmt: skip
SINCE = {"since", "stood", "was", "moved", "more", "fewer", "same", "change", "fresh"}


def share(reading: Reading) -> Mark:
    told = reading.share_of("problems", "causes")
    full = IN_SPEECH if reading.spoken else THIRD
    half = IN_SPEECH - 5 if reading.spoken else QUARTER
    why = f"问题和原因占全文 {told:.0f}%，写到{'三成' if reading.spoken else '三分之一'}为好"
    return Mark(
        graded(round(told, 1), round(full, 1), half),
        "" if told >= full - 0.05 else why,
        (Mend("列问题", page="findings"),),
    )


def sized(reading: Reading) -> Mark | None:
    if not reading.told:
        return None
    full = [
        passage
        for passage in reading.told
        if _has_whole(reading, passage) and _has_distance(reading, passage)
    ]
    counted = [
        passage for passage in reading.told if _has_whole(reading, passage) or _has_distance(reading, passage)
    ]
    bare = [passage for passage in reading.told if passage not in full]
    mends = tuple(Mend(f"改写“{passage.name[:8]}”", passage.key) for passage in bare[:3])
    points = FULL if not bare else 1 if len(counted) * 2 > len(reading.told) else 0
    return Mark(points, f"{len(bare)} 个问题没有写清几个中的几个、离门槛多远" if bare else "", mends)


def _has_whole(reading: Reading, passage: Passage) -> bool:
    keys = reading.keys_of(passage)
    return bool(keys & WHOLES) or any(room(key) in ("whole", "part") for key in keys)


def _has_distance(reading: Reading, passage: Passage) -> bool:
    keys = reading.keys_of(passage)
    if keys & DISTANCES or any(room(key) in ("limit", "since") for key in keys):
        return True
    limit = LIMITS.get(passage.finding)  # where none is allowed, the number is the distance
    return (
        limit is not None
        and not getattr(reading.facts.scope.report, limit)
        and FIGURES[passage.finding] in keys
    )


def causes(reading: Reading) -> Mark | None:
    if not reading.told:
        return None
    given = {passage.finding: reading.pieces[passage.key] for passage in reading.of(Part.CAUSES)}
    without = [passage for passage in reading.told if "我" not in given.get(passage.finding, "")]
    own = sum(
        "我" in said
        for passage in reading.of(Part.CAUSES)
        if passage.own
        for said in [reading.pieces[passage.key]]
    )
    without = without[: max(0, len(without) - own)]
    mends = tuple(
        Mend(f"给“{_label(passage)}”选原因", f"causes.{passage.finding}") for passage in without[:3]
    )
    points = FULL if not without else 1 if len(without) < len(reading.told) else 0
    return Mark(points, f"{len(without)} 个问题没有您自己的原因" if without else "", mends)


def _label(passage: Passage) -> str:
    return OF_KEY[passage.finding].label if passage.finding in OF_KEY else passage.name


def since(reading: Reading) -> Mark | None:
    """What stood last year says what became of it."""
    stood = [passage for passage in reading.told if _stood(reading, passage.finding)]
    if not stood:
        return None
    told = [
        passage
        for passage in stood
        if any(room(key) in SINCE or key == "idle_months_last" for key in reading.keys_of(passage))
    ]
    bare = [passage for passage in stood if passage not in told]
    mends = tuple(Mend(f"改写“{passage.name[:8]}”", passage.key) for passage in bare)
    return Mark(
        graded(len(told) / len(stood), 1, 0.01),
        f"{len(bare)} 个老问题没有说比上年怎样" if bare else "",
        mends,
    )


def _stood(reading: Reading, finding: str) -> bool:
    if finding == "special_meetings":
        return bool(reading.facts.idle_months_last)
    key = FIGURES.get(finding)
    return key is not None and reading.writer.phrasing.name(f"stood.{key}") is not None


CRITERIA = (
    Criterion("P1", Group.PROBLEMS, 2, "问题和原因的篇幅", share),
    Criterion("P2", Group.PROBLEMS, 3, "问题有大小", sized),
    Criterion("P3", Group.PROBLEMS, 2, "原因是自己的", causes, chosen=True),
    Criterion("P4", Group.PROBLEMS, 1, "老问题有下落", since),
)
