"""Indicators of people in post, of who was honoured, and of 一名党员一面旗."""

from django.db.models import Exists, OuterRef, Q

from common.periods import months_later
from communities.models import Community, CommunityQuerySet
from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.communities import STANDING
from indicators.definitions.conditions import REGISTER, in_force, in_year
from indicators.definitions.members import OWN
from indicators.kinds import CountIndicator, Kind, RatioIndicator
from indicators.scope import Scope
from members.models import (
    FlagPost,
    Honour,
    Member,
    PartyOrg,
    PartyOrgQuerySet,
    PostHolder,
    where_flags_are_kept,
    where_posts_are_kept,
    with_flag_on,
    without_secretary,
)

MONTHS_VACANT = 3
ANY_SECRETARY = Presence("secretaries", "任一书记任职", lambda s: s.all(PostHolder).secretaries())
AN_HONOUR = Presence("honours", "当年任一表彰", lambda s: s.during(Honour))
ANY_FLAG = Presence("flags", "任一“一名党员一面旗”岗位", lambda s: s.all(FlagPost))
NO_POST, NO_HONOUR, NO_FLAG = "没有书记任职的记录", "没有表彰的记录", "没有一名党员一面旗的记录"

HONOURED = in_year("表彰日期不在当年")
FLAGS = (
    *in_force("统计日还没有开始", "统计日已结束"),
    Criterion("党员统计日已离开，或所在党组织已撤销", lambda rows, s: rows.of_standing_members(s.day)),
)
EXPECTED_TO_SERVE = (
    *OWN,
    Criterion("年老体弱", lambda rows, s: rows.able()),
    Criterion("街道没有一名党员一面旗的记录", lambda rows, s: where_flags_are_kept(rows)),
)


def _founded_long_enough(rows: PartyOrgQuerySet, scope: Scope) -> PartyOrgQuerySet:
    return rows.filter(since__lt=months_later(scope.day, -MONTHS_VACANT))


def _vacant(rows: PartyOrgQuerySet, scope: Scope) -> PartyOrgQuerySet:
    return without_secretary(rows, months_later(scope.day, -MONTHS_VACANT), scope.day)


def _with_flags(rows: CommunityQuerySet, scope: Scope) -> CommunityQuerySet:
    """Keep 社区 where a flag is borne, or in one whose records count there since it ended."""
    flags = scope.of_subdistricts(FlagPost).in_force(scope.day).of_standing_members(scope.day)
    condition = Q(Exists(flags.filter(member__org__community=OuterRef("pk"))))
    for former, place in scope.in_stocks.moved.items():
        condition |= Q(pk=place) & Q(Exists(flags.filter(member__org__community=former)))
    return rows.filter(condition)


INDICATORS = [
    CountIndicator(
        key="members.secretaries",
        label="在任党组织书记",
        unit="名",
        kind=Kind.STOCK,
        definition="统计日在任的党组织书记人次，一人在两个党组织任书记算两名；党组织已撤销的不算。",
        source=f"{REGISTER}；不清楚任职日期的，按一直在任算",
        record_set=RecordSet(
            "在任书记",
            PostHolder,
            (
                Criterion("不是书记", lambda rows, s: rows.secretaries()),
                *in_force("统计日还没有任职", "统计日已离任"),
                Criterion("党组织统计日已撤销", lambda rows, s: rows.in_lasting_org(s.day)),
            ),
        ),
        presence=ANY_SECRETARY,
        optional=NO_POST,
    ),
    CountIndicator(
        key="members.vacant_orgs",
        label="书记空缺的党组织",
        unit="个",
        kind=Kind.STOCK,
        definition="统计日仍在、成立三个月以上、最近三个月一直没有书记的党组织数，党工委不算；第一条书记任职以前有没有书记不清楚的，不算空缺。",
        source="本系统约定：按任职记录的起止日期；一个党组织没有书记任职记录的，按党组织记录里的书记一栏",
        record_set=RecordSet(
            "书记空缺的党组织",
            PartyOrg,
            (
                Criterion("是党工委", lambda rows, s: rows.below_work_committee()),
                *in_force("统计日还没有成立", "统计日已撤销"),
                Criterion("街道没有书记任职的记录", lambda rows, s: where_posts_are_kept(rows)),
                Criterion("成立不到三个月", _founded_long_enough),
                Criterion("最近三个月有书记", _vacant),
            ),
        ),
        presence=ANY_SECRETARY,
        optional=NO_POST,
    ),
    CountIndicator(
        key="members.honours",
        label="受表彰的个人",
        unit="人次",
        definition="当年受各级表彰的党员和其他个人，是人次，一人受两次表彰算两人次（按表彰日期）。",
        source="本系统约定：以表彰记录为准，不论哪一级",
        record_set=RecordSet(
            "当年表彰的个人",
            Honour,
            (HONOURED, Criterion("表彰的是党组织", lambda rows, s: rows.of_people())),
        ),
        presence=AN_HONOUR,
        optional=NO_HONOUR,
    ),
    CountIndicator(
        key="members.honoured_orgs",
        label="受表彰的党组织",
        unit="个",
        definition="当年受各级表彰的党组织，一个党组织受几次表彰只算一个（按表彰日期）。",
        source="本系统约定：以表彰记录为准，不论哪一级",
        record_set=RecordSet(
            "当年表彰的党组织",
            Honour,
            (HONOURED, Criterion("表彰的是个人", lambda rows, s: rows.of_organisations())),
            distinct=("org",),
        ),
        presence=AN_HONOUR,
        optional=NO_HONOUR,
    ),
    CountIndicator(
        key="members.flag_members",
        label="一名党员一面旗在岗党员",
        unit="名",
        kind=Kind.STOCK,
        definition="统计日在先锋岗、责任区、设岗定责、示范户、楼门长等岗位上的党员，一人有几个岗位只算一名；已离开的党员不算。",
        source=REGISTER,
        record_set=RecordSet("统计日在岗的岗位", FlagPost, FLAGS, distinct=("member",)),
        presence=ANY_FLAG,
        optional=NO_FLAG,
    ),
    RatioIndicator(
        key="members.flag_share",
        label="一名党员一面旗覆盖率",
        unit="%",
        definition="统计日有一名党员一面旗岗位的自管党员 ÷ 自管党员，年老体弱的都不计入。",
        source="本系统约定：按台账上的起止日期；“年老体弱”以党员记录为准",
        optional=NO_FLAG,
        part=RecordSet(
            "有岗位的自管党员",
            Member,
            (*EXPECTED_TO_SERVE, Criterion("统计日没有岗位", lambda rows, s: with_flag_on(rows, s.day))),
        ),
        whole=RecordSet("不是年老体弱的自管党员", Member, EXPECTED_TO_SERVE),
        standing=True,
    ),
    CountIndicator(
        key="members.flag_communities",
        label="有一名党员一面旗岗位的社区",
        unit="个",
        kind=Kind.STOCK,
        definition="统计日有党员在岗的社区数，按党员所在党组织的社区。",
        source=REGISTER,
        record_set=RecordSet(
            "有党员在岗的社区",
            Community,
            (*STANDING, Criterion("没有党员在岗", _with_flags)),
        ),
        presence=ANY_FLAG,
        optional=NO_FLAG,
    ),
]
