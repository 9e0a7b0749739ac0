"""完整: all topics, last year answered, the speaker's own acts, every kind of organisation."""

from reports.rubric.base import FULL, Criterion, Group, Mark, Mend, Part, Reading, graded
from reports.text.names.promises import MOST_HEARD

# What a year's report touches, by the figures that show it.
TOPICS = {
    "学习教育": (
        "meetings.study",
        "meetings.party_spirit",
        "meetings.training",
        "meetings.secretary_lectures",
    ),
    "组织": (
        "communities.big_committees",
        "communities.partner_units",
        "communities.elections_completed",
        "meetings.low_study_branches",
    ),
    "队伍": ("members.activists", "members.candidates", "members.admitted", "services.party_volunteers"),
    "服务群众": (
        "visits.difficulties_solved",
        "services.good_deeds",
        "services.proxy_share",
        "services.brands",
    ),
    "两新": ("members.two_new_total", "members.two_new_party_orgs", "members.two_new_coverage"),
    "廉政": ("meetings.conduct_education",),
}
OWN_ACTS = (
    "visits.by_secretary",
    "visits.home_visits",
    "visits.secretary_difficulties",
    "meetings.chaired",
    "meetings.secretary_lectures",
)
ENOUGH_ACTS = 4
KINDS = {"城市社区": "城市社区", "村改居社区": "村改居", "两新组织": "两新", "老年党员": "六十岁以上"}
ENOUGH_KINDS = 3
BLOCKS = 4


def topics(reading: Reading) -> Mark:
    known = {name: keys for name, keys in TOPICS.items() if any(_is_known(reading, key) for key in keys)}
    missing = [name for name, keys in known.items() if not any(_is_told(reading, key) for key in keys)]
    blocks = {part.role for part in reading.document.parts if len(part.paragraphs) > 1}
    if len(blocks | {"causes"}) < BLOCKS:
        missing.append("四部分中的一部分")
    return Mark(
        FULL if not missing else 1 if len(missing) <= FULL else 0,
        f"没有写到{'、'.join(missing)}" if missing else "",
    )


def _is_told(reading: Reading, key: str) -> bool:
    """The figure, or of a rate how many of how many."""
    return not reading.keys.isdisjoint({key, f"part.{key}", f"whole.{key}"})


def _is_known(reading: Reading, key: str) -> bool:
    value = reading.facts.values[key]
    return not (value.missing or value.zero)


def answered(reading: Reading) -> Mark | None:
    """Every missed promise is named, the kept ones are summed up, and last year's problems are told of."""
    promises = reading.facts.promises
    phrasing = reading.writer.phrasing
    changed = [key for key in ("problems_fewer", "problems_same", "problems_more") if phrasing.name(key)]
    if not promises and not changed:
        return None
    missed = [promise for promise in promises if promise.is_kept is False]
    if reading.spoken:
        missed = missed[:MOST_HEARD]
    wanted = [promise.figure.label in reading.text for promise in missed]
    wanted += [bool(reading.keys & {"targets_kept", "targets_missed", "kept_examples"})] if promises else []
    wanted += [any(key in reading.keys for key in changed)] if changed else []
    mend = Mend("写上年的承诺和问题", "problems.lead")
    return Mark(
        graded(sum(wanted) / len(wanted), 1, 0.5),
        "" if all(wanted) else "上年的承诺或问题没有都回应",
        (mend,),
    )


def own_acts(reading: Reading) -> Mark:
    mine = "我" in reading.text
    acts = sum(key in reading.keys for key in OWN_ACTS) if mine and reading.facts.is_secretary else 0
    cases = sum("我" in reading.pieces[passage.key] for passage in reading.passages if passage.is_case)
    number = acts + cases
    why = "" if number >= ENOUGH_ACTS else f"书记本人做的写了 {number} 件，写到 {ENOUGH_ACTS} 件为好"
    return Mark(
        FULL if number >= ENOUGH_ACTS else 1 if number else 0,
        why,
        (Mend("改写走访", "highlights.foundations.frontline"),),
    )


def kinds(reading: Reading) -> Mark | None:
    there = [name for name in KINDS if _exists(reading, name)]
    if not there:
        return None
    told = [name for name in there if KINDS[name] in reading.text]
    enough = min(ENOUGH_KINDS, len(there))
    left = "、".join(name for name in there if name not in told)
    return Mark(
        FULL if len(told) >= enough else 1 if len(told) == enough - 1 else 0,
        "" if len(told) >= enough else f"没有写到{left}",
    )


def _exists(reading: Reading, name: str) -> bool:
    shown = {
        "城市社区": bool(reading.facts.urban),
        "村改居社区": _is_known(reading, "communities.former_villages"),
        "两新组织": _is_known(reading, "members.two_new_total"),
        "老年党员": _is_known(reading, "members.elderly_share"),
    }
    return shown[name]


CRITERIA = (
    Criterion("C1", Group.COMPLETE, 2, "六个方面都写到", topics),
    Criterion("C2", Group.COMPLETE, 3, "上年的承诺和问题有回应", answered),
    Criterion("C3", Group.COMPLETE, 2, "书记本人做了什么", own_acts),
    Criterion("C4", Group.COMPLETE, 1, "各类党组织都有", kinds),
)
PARTS = (Part.HIGHLIGHTS, Part.PROBLEMS, Part.CAUSES, Part.MEASURES)
