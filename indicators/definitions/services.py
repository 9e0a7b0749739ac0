"""Indicators of services to residents: 23, 24, 31–34, 38, 69 and the measures of 58, 62, 68."""

from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import REGISTER, in_force, in_year
from indicators.kinds import EVERY, CountIndicator, Kind, MedianIndicator, RatioIndicator, SelectedIndicator
from members.models import Member
from services.models import Brand, CheckIn, GoodDeed, ProjectClaim, ServiceCase, VolunteerTeam

ANY_CHECK_IN = Presence("check_ins", "任一在职党员报到", lambda s: s.all(CheckIn))
CHECK_IN_OR_DEED = Presence(
    "deeds", "任一在职党员报到或当年的实事", lambda s: s.all(CheckIn), also=lambda s: s.during(GoodDeed)
)
CHECK_IN_OR_CLAIM = Presence(
    "claims",
    "任一在职党员报到或当年的项目认领",
    lambda s: s.all(CheckIn),
    also=lambda s: s.during(ProjectClaim),
)
ANY_BRAND = Presence("brands", "任一服务品牌", lambda s: s.all(Brand))
ANY_TEAM = Presence("teams", "任一志愿队伍", lambda s: s.all(VolunteerTeam))

CHECKED_IN = RecordSet(
    "报到的在职党员", CheckIn, in_force("统计日还没有报到", "统计日已退出"), distinct=("person",)
)
GOOD_DEEDS = RecordSet("当年的实事好事", GoodDeed, (in_year("办理日期不在当年"),))
FINISHED = (
    Criterion("还在办理", lambda rows, s: rows.no_longer_ongoing()),
    Criterion("不予办理或退回", lambda rows, s: rows.with_result_done()),
    in_year("办结日期不在当年", "finished_on"),
)
IN_A_TEAM = Criterion(
    "不在任何活动中的志愿队伍",
    lambda rows, s: rows.filter(
        pk__in=s.in_force(VolunteerTeam).filter(members__isnull=False).values("members")
    ),
)
ACTIVE = in_force("统计日还没有成立", "统计日已解散")
ANEW = Criterion("由撤销的社区转来", lambda rows, s: rows.begun_anew("name"))
CHOICE = "本系统约定：由书记在年度报告设置中选定；没有选定时，取最近推出、有媒体报道的一个"
SAME_PERSON = (
    "下列情形是同一人：身份证号相同；姓名和手机号相同，且不都填了身份证号；"
    "姓名和工作单位相同，至少一条没填身份证号，且不都填了手机号。身份证号不同的不是同一人。"
)
COLUMNS = ("brand_id", "media_report_id")

INDICATORS = [
    CountIndicator(
        key="services.checked_in_members",
        label="在职党员到社区报到",
        unit="名",
        kind=Kind.STOCK,
        definition=f"统计日在册的报到党员，同一人只算一名。{SAME_PERSON}",
        source="本系统约定：同一人在几处报到只算一名；对得上两个身份证号、分不清是谁的，归最早报到的一位，列为重复待核",
        record_set=CHECKED_IN,
        presence=ANY_CHECK_IN,
        expects=EVERY,
    ),
    CountIndicator(
        key="services.good_deeds",
        label="在职党员办实事",
        unit="件",
        definition="当年在职党员为群众办的实事好事件数。",
        source="本系统约定：一条记录算一件，按办理日期",
        record_set=GOOD_DEEDS,
        presence=CHECK_IN_OR_DEED,
    ),
    CountIndicator(
        key="services.brands",
        label="社区服务品牌",
        unit="个",
        kind=Kind.STOCK,
        definition="统计日在用的服务品牌数。",
        source=REGISTER,
        record_set=RecordSet("在用品牌", Brand, in_force("统计日还没有推出", "统计日已停用")),
        presence=ANY_BRAND,
    ),
    SelectedIndicator(
        key="services.brand_month",
        label="重点品牌推出月份",
        unit="月",
        definition="报告选定的重点品牌推出的月份；没有选定时，取最近推出且有媒体报道的品牌。",
        source=CHOICE,
        pick=lambda s: s.brand.since.month if s.brand else None,
        selectors=COLUMNS,
    ),
    SelectedIndicator(
        key="services.brand_community",
        label="重点品牌所在社区",
        unit="",
        definition="重点品牌所属的社区；街道本级的品牌写街道名称。",
        source=CHOICE,
        pick=lambda s: str(s.brand.community or s.brand.subdistrict) if s.brand else None,
        selectors=COLUMNS,
    ),
    SelectedIndicator(
        key="services.brand_media",
        label="报道重点品牌的媒体",
        unit="",
        definition="报告选定的媒体报道的媒体名称；没有选定时，取重点品牌最近的一篇。",
        source="本系统约定：由书记在年度报告设置中选定；没有选定时，取重点品牌最近的一篇",
        pick=lambda s: s.media_report.outlet if s.media_report else None,
        selectors=("media_report_id",),
    ),
    RatioIndicator(
        key="services.proxy_share",
        label="全程代办占办件总量",
        unit="%",
        definition="当年办结的代办件中全程代办的件数 ÷ 当年办结总件数（按办结日期）。",
        source="本系统约定：以办结日期定年度，不予办理和退回的不计入",
        part=RecordSet(
            "全程代办的办结件",
            ServiceCase,
            (*FINISHED, Criterion("不是全程代办", lambda rows, s: rows.by_proxy())),
        ),
        whole=RecordSet("办结件", ServiceCase, FINISHED),
    ),
    MedianIndicator(
        key="services.days_to_finish",
        label="代办件办结用时",
        unit="天",
        definition="当年办结的代办件，从受理到办结的天数的中位数：至少一半在这些天内办结。",
        source="本系统约定：按受理日期和办结日期，不予办理和退回的不计入",
        optional="当年没有办结的代办件",
        record_set=RecordSet("办结件", ServiceCase, FINISHED),
        began="date",
        ended="finished_on",
    ),
    RatioIndicator(
        key="services.deeds_per_member",
        label="报到党员人均办实事",
        unit="件",
        definition="当年实事好事件数 ÷ 统计日在册的报到党员数，同一人只算一名。",
        source="本系统约定：件数除以人数，两个数各按自己的口径",
        part=GOOD_DEEDS,
        whole=CHECKED_IN,
        percent=False,
        standing=True,
    ),
    CountIndicator(
        key="services.projects_claimed",
        label="认领服务项目",
        unit="个",
        definition="当年认领的服务项目数（按认领日期）。",
        source="本系统约定：一条记录算一个，按认领日期",
        record_set=RecordSet("当年认领的项目", ProjectClaim, (in_year("认领日期不在当年"),)),
        presence=CHECK_IN_OR_CLAIM,
    ),
    CountIndicator(
        key="services.brands_begun",
        label="当年新推服务品牌",
        unit="个",
        definition="当年推出的服务品牌数，由撤销的社区转来的不算。",
        source="本系统约定：按推出日期",
        record_set=RecordSet("当年推出的品牌", Brand, (in_year("不是当年推出", "since"), ANEW)),
        presence=ANY_BRAND,
    ),
    CountIndicator(
        key="services.volunteer_categories",
        label="志愿服务队伍类别",
        unit="类",
        kind=Kind.STOCK,
        definition="统计日有志愿队伍在活动的类别数。",
        source="街道的志愿队伍类别表；本系统约定：同一类别有几支队伍只算一类",
        record_set=RecordSet("在活动的志愿队伍", VolunteerTeam, ACTIVE, distinct=("category",)),
        presence=ANY_TEAM,
    ),
    CountIndicator(
        key="services.party_volunteers",
        label="党员志愿者",
        unit="名",
        kind=Kind.STOCK,
        definition="统计日在活动的志愿队伍中的党员数，一人参加几支队伍只算一名。",
        source="本系统约定：以志愿队伍名单中的党员为准",
        record_set=RecordSet(
            "志愿队伍中的党员", Member, (*in_force("统计日还没有转入", "统计日已离开"), IN_A_TEAM)
        ),
        presence=ANY_TEAM,
    ),
]
