"""Indicators of the communities: 10, 11, 19–22, 39–41 and the measures of 56, 57, 59, 60, 64, 66."""

from communities.models import (
    Community,
    Election,
    PartnerUnit,
    PartTimeMember,
    Rectification,
    Survey,
)
from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import ALL_YEAR_LONG, REGISTER, in_force, in_year, of_kind
from indicators.definitions.surveys import in_phase, survey_rate, under_limit, with_survey
from indicators.kinds import ALL_YEAR, EVERY, CountIndicator, Kind, ThresholdIndicator
from records.models import Record

ANY_COMMUNITY = Presence("communities", "任一社区", lambda s: s.all(Community))
ANY_ELECTION = Presence(
    "elections", "当年选举或完成的换届", lambda s: s.all(Election).held_or_completed(s.period)
)
ANY_PARTNER = Presence("partners", "任一共建单位", lambda s: s.all(PartnerUnit))
ANY_PART_TIME = Presence("part_time", "任一兼职委员", lambda s: s.all(PartTimeMember))
ANNUAL_SURVEY = Presence(
    "annual_surveys", "当年的年度满意度测评", lambda s: s.all(Survey).annual_satisfaction(s.period)
)

PHASE = Survey.Phase
OF_SATISFACTION = of_kind("不是群众满意度测评", Survey.Kind.SATISFACTION)
SURVEYED_IN_YEAR = in_year("测评日期不在当年")


STANDING = (
    Criterion("统计日还没有成立", lambda rows, s: rows.founded_by(s.day)),
    Criterion("统计日社区已撤销", lambda rows, s: rows.lasting(s.day)),
)


def _span(key: str, label: str, definition: str, span: str, what: str) -> CountIndicator:
    """Declare a count of 社区 in a span of that prefix on the cut-off day; `what` says how one got into it."""
    since = f"{span}since"
    never = Criterion(f"没有{what}", lambda rows, s: rows.with_values(since))
    holds = in_force(f"统计日后才{what}", "统计日已撤销", span)
    return CountIndicator(
        key=key,
        label=label,
        unit="个",
        kind=Kind.STOCK,
        definition=definition,
        source=REGISTER,
        record_set=RecordSet(label, Community, (never, *holds, *STANDING)),
        presence=Presence(
            f"ever_{span}",
            f"任一曾{what}的社区",
            lambda s: s.all(Community).with_values(since).begun_by(s.day, span),
        ),
    )


def _begun_in_year(label: str, model: type[Record], reason: str, distinct: tuple[str, ...]) -> RecordSet:
    """Return the standings that begin in the year and do not go on from a 社区 that ended."""
    anew = Criterion("由撤销的社区转来", lambda rows, s: rows.begun_anew(*distinct))
    return RecordSet(label, model, (in_year(reason, "since"), anew), distinct=distinct)


URBAN_ONLY = Criterion("村改居社区", lambda rows, s: rows.urban())
UNIT = ("name",)
PERSON = ("name", "unit")

INDICATORS = [
    survey_rate(
        "communities.satisfaction_before",
        "整顿前群众满意率",
        "整顿前、整顿后测评都有，且整顿后测评在当年的整顿单位：整顿前测评满意份数合计 ÷ 有效份数合计。",
        OF_SATISFACTION,
        in_phase("不是整顿前测评", PHASE.BEFORE),
        Criterion(
            "所属整顿当年没有整顿后测评",
            lambda rows, s: rows.paired_with(
                s.of_subdistricts(Survey).in_phase(PHASE.AFTER).during(s.period)
            ),
        ),
    ),
    survey_rate(
        "communities.satisfaction_after",
        "整顿后群众满意率",
        "与整顿前满意率相同的整顿单位：整顿后测评满意份数合计 ÷ 有效份数合计。",
        OF_SATISFACTION,
        in_phase("不是整顿后测评", PHASE.AFTER),
        SURVEYED_IN_YEAR,
        Criterion(
            "所属整顿没有整顿前测评",
            lambda rows, s: rows.paired_with(s.of_subdistricts(Survey).in_phase(PHASE.BEFORE)),
        ),
    ),
    CountIndicator(
        key="communities.elections_completed",
        label="完成两委换届的城市社区",
        unit="个",
        definition="党组织和居委会同一轮换届都已完成、后完成的一个在当年的城市社区数。当年既没有选举、也没有完成换届的，这一句不写。",
        source="本系统约定：两个机构同一轮都有完成日期才算完成，以后一个日期定年度",
        record_set=RecordSet(
            "完成换届的社区",
            Community,
            (
                URBAN_ONLY,
                Criterion(
                    "当年没有完成两委换届",
                    lambda rows, s: rows.elections_completed(s.of_subdistricts(Election), s.period),
                ),
            ),
        ),
        presence=ANY_ELECTION,
        optional="本年无换届",
    ),
    _span(
        "communities.big_committees",
        "建立大党委的社区",
        "统计日已成立、未撤销大党委的社区数。",
        "big_committee_",
        "建立大党委",
    ),
    CountIndicator(
        key="communities.partner_units",
        label="共建单位",
        unit="家",
        kind=Kind.STOCK,
        definition="统计日仍在共建的单位，全街道同名的只算一家。",
        source=REGISTER,
        record_set=RecordSet(
            "共建单位", PartnerUnit, in_force("统计日还没有开始共建", "统计日已结束共建"), distinct=UNIT
        ),
        presence=ANY_PARTNER,
        expects=EVERY,
    ),
    CountIndicator(
        key="communities.part_time_members",
        label="兼职委员",
        unit="名",
        kind=Kind.STOCK,
        definition="统计日在任的大党委兼职委员，姓名和单位都相同的只算一名。",
        source=REGISTER,
        record_set=RecordSet(
            "兼职委员", PartTimeMember, in_force("统计日还没有聘任", "统计日已解聘"), distinct=PERSON
        ),
        presence=ANY_PART_TIME,
        expects=EVERY,
    ),
    CountIndicator(
        key="communities.total",
        label="社区总数",
        unit="个",
        kind=Kind.STOCK,
        definition="统计日本街道的社区数，已撤销的不算。",
        source="街道的社区名册，按成立、撤销日期",
        record_set=RecordSet("社区", Community, STANDING),
        presence=ANY_COMMUNITY,
    ),
    CountIndicator(
        key="communities.former_villages",
        label="村改居社区",
        unit="个",
        kind=Kind.STOCK,
        definition="统计日本街道的村改居社区数，已撤销的不算。",
        source="街道的社区名册，按类别和成立、撤销日期",
        record_set=RecordSet(
            "村改居社区",
            Community,
            (
                *STANDING,
                Criterion("城市社区", lambda rows, s: rows.filter(kind=Community.Kind.FORMER_VILLAGE)),
            ),
        ),
        presence=ANY_COMMUNITY,
        optional="没有社区",
    ),
    survey_rate(
        "communities.satisfaction",
        "群众年度满意率",
        "当年各社区年度满意度测评的满意份数合计 ÷ 有效份数合计。",
        OF_SATISFACTION,
        in_phase("不是年度测评", PHASE.ANNUAL),
        SURVEYED_IN_YEAR,
        optional="当年没有年度满意度测评",
    ),
    CountIndicator(
        key="communities.low_satisfaction",
        label="满意率低于门槛的社区",
        unit="个",
        kind=Kind.STOCK,
        definition="年初到统计日一直都在的社区中，当年最近一次年度满意度测评的满意率低于门槛的社区数。",
        source="本系统约定：每个社区只看当年最近一次年度测评；门槛由街道在年度报告设置中定",
        record_set=RecordSet(
            "满意率低于门槛的社区",
            Community,
            (
                ALL_YEAR_LONG,
                Criterion("当年没有年度满意度测评", with_survey),
                Criterion("满意率不低于门槛", under_limit),
            ),
        ),
        presence=ANNUAL_SURVEY,
        expects=ALL_YEAR,
    ),
    ThresholdIndicator(
        key="communities.low_satisfaction_threshold",
        label="满意率门槛",
        unit="%",
        definition="在年度报告设置中填写，随报告保存。",
        source="本系统约定：默认 60%，由街道按本地规定改",
        column="low_satisfaction",
    ),
    survey_rate(
        "communities.rectified_satisfaction",
        "整顿社区年度满意率",
        "当年处在整顿中的社区，当年年度满意度测评的满意份数合计 ÷ 有效份数合计。",
        OF_SATISFACTION,
        in_phase("不是年度测评", PHASE.ANNUAL),
        SURVEYED_IN_YEAR,
        Criterion(
            "所在社区当年不在整顿中",
            lambda rows, s: rows.of_rectified(s.of_subdistricts(Rectification), s.period),
        ),
    ),
    _span(
        "communities.demonstration",
        "党建示范社区",
        "统计日是示范点的社区数。",
        "demonstration_",
        "定为示范点",
    ),
    CountIndicator(
        key="communities.partner_units_joined",
        label="当年新吸纳共建单位",
        unit="家",
        definition="当年开始共建的单位，全街道同名的只算一家；由撤销的社区转来的不算。",
        source="本系统约定：按共建开始日期",
        record_set=_begun_in_year("新吸纳共建单位", PartnerUnit, "不是当年开始共建", UNIT),
        presence=ANY_PARTNER,
    ),
    CountIndicator(
        key="communities.part_time_members_appointed",
        label="当年新聘兼职委员",
        unit="名",
        definition="当年聘任的兼职委员，姓名和单位都相同的只算一名；由撤销的社区转来的不算。",
        source="本系统约定：按聘任日期",
        record_set=_begun_in_year("新聘兼职委员", PartTimeMember, "不是当年聘任", PERSON),
        presence=ANY_PART_TIME,
    ),
    survey_rate(
        "communities.decision_awareness",
        "民主决策知晓度",
        "当年知晓度测评的知晓份数合计 ÷ 有效份数合计。",
        SURVEYED_IN_YEAR,
        of_kind("不是知晓度测评", Survey.Kind.AWARENESS),
        part="知晓份数",
    ),
    _span("communities.pilots", "四项机制试点社区", "统计日是四项机制试点的社区数。", "pilot_", "定为试点"),
]
