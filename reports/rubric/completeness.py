"""完整: all topics, last year answered, the speaker's own acts, every kind of organisation."""

from collections.abc import Iterable

from reports.rubric.base import FULL, Criterion, Group, Mark, Mend, Reading, grade, grade_few
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
# Kinds of organisation and of members, and the word by which a text tells of each.
KINDS = {"城市社区": "城市社区", "村改居社区": "村改居", "两新组织": "两新", "老年党员": "六十岁以上"}
ENOUGH_KINDS = 3
BLOCKS = 4
CHANGES = ("problems_fewer", "problems_same", "problems_more")  # last year's problems since
SUMS = ("targets_kept", "targets_missed", "kept_examples")  # last year's promises together


def topics(reading: Reading) -> Mark:
    """Ask whether every topic with something on record is told, and whether all four parts are there."""
    missing = []
    for name, keys in TOPICS.items():
        if _is_any_known(reading, keys) and not _is_any_told(reading, keys):
            missing.append(name)
    blocks = {part.role for part in reading.document.parts if len(part.paragraphs) > 1}
    if len(blocks | {"causes"}) < BLOCKS:
        missing.append("四部分中的一部分")
    return Mark(grade_few(len(missing), FULL), f"没有写到{'、'.join(missing)}")


def _is_any_told(reading: Reading, keys: Iterable[str]) -> bool:
    """Whether one of the figures is told, or of a rate how many of how many."""
    tokens = set()
    for key in keys:
        tokens |= {key, f"part.{key}", f"whole.{key}"}
    return not reading.keys.isdisjoint(tokens)


def _is_any_known(reading: Reading, keys: Iterable[str]) -> bool:
    return any(_is_known(reading, key) for key in keys)


def _is_known(reading: Reading, key: str) -> bool:
    value = reading.facts.values[key]
    return not (value.missing or value.zero)


def answers_to_last_year(reading: Reading) -> Mark | None:
    """Ask whether missed promises are named, kept ones summed up, and last year's problems told of."""
    phrasing = reading.writer.phrasing
    changes = [key for key in CHANGES if phrasing.name(key)]
    promises = reading.facts.promises
    if not promises and not changes:
        return None
    labels = [promise.figure.label for promise in promises if promise.is_kept is False]
    if reading.is_spoken:
        labels = labels[:MOST_HEARD]
    answers = [label in reading.text for label in labels]
    if promises:
        answers.append(not reading.keys.isdisjoint(SUMS))
    if changes:
        answers.append(not reading.keys.isdisjoint(changes))
    points = grade(sum(answers) / len(answers), 1, 0.5)
    return Mark(points, "上年的承诺或问题没有都回应", (Mend("写上年的承诺和问题", "problems.lead"),))


def own_acts(reading: Reading) -> Mark:
    """Ask whether the secretary tells what he did himself."""
    number = 0
    for passage in reading.passages:
        if passage.is_case and "我" in reading.pieces[passage.key]:
            number += 1
    if "我" in reading.text and reading.facts.is_secretary:
        number += len(reading.keys & set(OWN_ACTS))
    why = f"书记本人做的写了 {number} 件，写到 {ENOUGH_ACTS} 件为好"
    mend = Mend("改写走访", "highlights.foundations.frontline")
    return Mark(grade(number, ENOUGH_ACTS, 1), why, (mend,))


def kinds(reading: Reading) -> Mark | None:
    """Ask whether kinds of organisation and of members that exist are told of, three of them at least."""
    there = [name for name in KINDS if _exists(reading, name)]
    if not there:
        return None
    silent = [name for name in there if KINDS[name] not in reading.text]
    enough = min(ENOUGH_KINDS, len(there))
    points = grade(len(there) - len(silent), enough, enough - 1)
    return Mark(points, f"没有写到{'、'.join(silent)}")


def _exists(reading: Reading, name: str) -> bool:
    exists = {
        "城市社区": bool(reading.facts.urban),
        "村改居社区": _is_known(reading, "communities.former_villages"),
        "两新组织": _is_known(reading, "members.two_new_total"),
        "老年党员": _is_known(reading, "members.elderly_share"),
    }
    return exists[name]


CRITERIA = (
    Criterion("C1", Group.COMPLETE, 2, "六个方面都写到", topics),
    Criterion("C2", Group.COMPLETE, 3, "上年的承诺和问题有回应", answers_to_last_year),
    Criterion("C3", Group.COMPLETE, 2, "书记本人做了什么", own_acts),
    Criterion("C4", Group.COMPLETE, 1, "各类党组织都有", kinds),
)
