"""Indicators of the meetings of a 街道: 1, 12–15, the measures of 53, 54, 63, and what stands beside them."""

from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import filled_in, in_year, of_kind
from indicators.kinds import CountIndicator
from indicators.scope import Scope
from meetings.models import Meeting, MeetingQuerySet

K = Meeting.Kind
HELD = in_year("会议日期不在当年")
BY_OFFICE = Criterion("由党组织召开，不是街道召开", lambda rows, s: rows.held_by_office())
ONCE = Criterion("与另一条是同一次会议（重复待核）", lambda rows, s: rows.once())
OF_OFFICE = "召开单位不填或填党工委的，是街道召开的。"
LOG = "本系统约定：以会议记录为准，一条记录算一次"
CHAIRED = Presence(
    "chaired",
    "当年填了主持人的党建专题会议",
    lambda s: s.during(Meeting).of_kind(K.SPECIAL).held_by_office().with_values("chair"),
)


def _of_campaigns(rows: MeetingQuerySet, scope: Scope) -> MeetingQuerySet:
    """Keep meetings of the 主题教育 of the year, all where there is none."""
    return scope.by_office(rows, lambda rows, own: rows.of_campaigns(own.campaigns))


def _meetings(
    key: str,
    label: str,
    kind: str,
    definition: str,
    by: tuple[Criterion, ...] = (BY_OFFICE,),
    source: str = LOG,
) -> CountIndicator:
    """Declare a count of meetings of one kind, held by the 街道 unless `by` says otherwise.

    It is known once any meeting of that kind is on record.
    """
    if BY_OFFICE in by:
        definition += OF_OFFICE
    return CountIndicator(
        key=key,
        label=label,
        unit="次",
        definition=definition,
        source=source,
        record_set=RecordSet(label, Meeting, (HELD, of_kind("其他会议类型", kind), *by, ONCE)),
        presence=Presence(
            f"meetings_{kind}",
            f"当年任一{Meeting.Kind(kind).label}",
            lambda s: s.during(Meeting).of_kind(kind),
        ),
    )


INDICATORS = [
    _meetings("meetings.special", "党建专题会议", K.SPECIAL, "当年街道召开的党建专题会议次数。"),
    _meetings(
        "meetings.study",
        "主题教育学习研讨",
        K.STUDY,
        "当年街道组织的学习研讨次数：开展主题教育的年度只算属于主题教育的，没有主题教育的年度全算。",
        (BY_OFFICE, Criterion("不属于当年的主题教育", _of_campaigns)),
    ),
    _meetings(
        "meetings.secretary_lectures",
        "书记讲党课",
        K.LECTURE,
        "当年党课中，主讲人当天是在任党工委书记的次数。",
        (
            filled_in("不是班子成员主讲", "lecturer"),
            Criterion("主讲人当天不是在任党工委书记", lambda rows, s: rows.by_secretary()),
        ),
        "本系统约定：按会议记录中讲课的班子成员和他的任职日期认定",
    ),
    CountIndicator(
        key="meetings.chaired",
        label="书记主持的专题会议",
        unit="次",
        definition=f"当年街道召开的党建专题会议中，主持人是当天在任的党工委书记的次数。{OF_OFFICE}",
        source="本系统约定：按会议记录中的主持人和他的任职日期认定；没有填主持人的不计入",
        record_set=RecordSet(
            "书记主持的党建专题会议",
            Meeting,
            (
                HELD,
                of_kind("其他会议类型", K.SPECIAL),
                BY_OFFICE,
                ONCE,
                Criterion("主持人不是当天在任的党工委书记", lambda rows, s: rows.chaired_by_secretary()),
            ),
        ),
        presence=CHAIRED,
        optional="没有填主持人",
    ),
    _meetings("meetings.party_spirit", "党性学习", K.PARTY_SPIRIT, "当年街道组织的党性学习次数。"),
    _meetings("meetings.training", "以会代训", K.TRAINING, "当年街道组织的以会代训次数。"),
    _meetings("meetings.conduct_education", "党风政风教育", K.CONDUCT, "当年街道组织的党风政风教育次数。"),
    _meetings(
        "meetings.branch_secretary_training",
        "支部书记培训",
        K.BRANCH_SECRETARIES,
        "当年街道组织的支部书记培训次数。",
    ),
    _meetings(
        "meetings.decision_training", "民主决策培训", K.DECISION_TRAINING, "当年街道组织的民主决策培训次数。"
    ),
]
