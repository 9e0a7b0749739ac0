"""Figures of services to residents: 23, 24, 31–34, 38, 69 and the measures of 58, 62, 68."""

from django.db.models import Count

from members.models import Member
from reports.figures.base import EVERY, Base, Chosen, Ratio, Tally, Term
from services.models import Brand, CheckIn, GoodDeed, ProjectClaim, ServiceCase, VolunteerTeam

ANY_CHECK_IN = Base("check_ins", "任一在职党员报到", lambda s: s.all(CheckIn))
CHECK_IN_OR_DEED = Base("deeds", "任一在职党员报到或当年的实事", lambda s: s.all(CheckIn), also=lambda s: s.during(GoodDeed))
CHECK_IN_OR_CLAIM = Base("claims", "任一在职党员报到或当年的项目认领", lambda s: s.all(CheckIn), also=lambda s: s.during(ProjectClaim))
ANY_BRAND = Base("brands", "任一服务品牌", lambda s: s.all(Brand))
ANY_TEAM = Base("teams", "任一志愿队伍", lambda s: s.all(VolunteerTeam))

CHECKED_IN = Term("报到的在职党员", lambda s: s.in_force(CheckIn), Count("person_key", distinct=True), distinct=True)
GOOD_DEEDS = Term("当年的实事好事", lambda s: s.during(GoodDeed))

FIGURES = [
    Tally(
        key="services.checked_in_members",
        label="在职党员到社区报到",
        unit="名",
        kind="S",
        definition="统计日在册的报到党员，同一人只算一名（先比身份证号，没有的比姓名和手机号）。",
        term=CHECKED_IN,
        base=ANY_CHECK_IN,
        expects=EVERY,
    ),
    Tally(
        key="services.good_deeds",
        label="在职党员办实事",
        unit="件",
        definition="当年在职党员为群众办的实事好事件数。",
        term=GOOD_DEEDS,
        base=CHECK_IN_OR_DEED,
    ),
    Tally(
        key="services.brands",
        label="社区服务品牌",
        unit="个",
        kind="S",
        definition="统计日在用的服务品牌数。",
        term=Term("在用品牌", lambda s: s.in_force(Brand)),
        base=ANY_BRAND,
    ),
    Chosen(
        key="services.brand_month",
        label="重点品牌推出月份",
        unit="月",
        definition="报告选定的重点品牌推出的月份；没有选定时，取最近推出且有媒体报道的品牌。",
        pick=lambda s: s.brand.since.month if s.brand else None,
    ),
    Chosen(
        key="services.brand_community",
        label="重点品牌所在社区",
        unit="",
        definition="重点品牌所属的社区；街道本级的品牌写街道名称。",
        pick=lambda s: str(s.brand.community or s.subdistrict) if s.brand else None,
    ),
    Chosen(
        key="services.brand_media",
        label="报道重点品牌的媒体",
        unit="",
        definition="报告选定的媒体报道的媒体名称；没有选定时，取重点品牌最近的一篇。",
        pick=lambda s: s.media_report.outlet if s.media_report else None,
    ),
    Ratio(
        key="services.proxy_share",
        label="全程代办占办件总量",
        unit="%",
        definition="当年办结的代办件中全程代办的件数 ÷ 当年办结总件数（按办结日期）。",
        part=Term("全程代办的办结件", lambda s: s.all(ServiceCase).finished(s.period).by_proxy()),
        whole=Term("办结件", lambda s: s.all(ServiceCase).finished(s.period)),
    ),
    Ratio(
        key="services.deeds_per_member",
        label="报到党员人均办实事",
        unit="件",
        definition="当年实事好事件数 ÷ 统计日在册的报到党员数。",
        part=GOOD_DEEDS,
        whole=CHECKED_IN,
        percent=False,
        standing=True,
    ),
    Tally(
        key="services.projects_claimed",
        label="认领服务项目",
        unit="个",
        definition="当年认领的服务项目数（按认领日期）。",
        term=Term("当年认领的项目", lambda s: s.during(ProjectClaim)),
        base=CHECK_IN_OR_CLAIM,
    ),
    Tally(
        key="services.brands_begun",
        label="当年新推服务品牌",
        unit="个",
        definition="当年推出的服务品牌数。",
        term=Term("当年推出的品牌", lambda s: s.all(Brand).filter(since__range=(s.period.start, s.period.end))),
        base=ANY_BRAND,
    ),
    Tally(
        key="services.volunteer_categories",
        label="志愿服务队伍类别",
        unit="类",
        kind="S",
        definition="统计日有志愿队伍在活动的类别数。",
        term=Term("在活动的志愿队伍", lambda s: s.in_force(VolunteerTeam), Count("category", distinct=True), distinct=True),
        base=ANY_TEAM,
    ),
    Tally(
        key="services.party_volunteers",
        label="党员志愿者",
        unit="名",
        kind="S",
        definition="统计日在活动的志愿队伍中的党员数，一人参加几支队伍只算一名。",
        term=Term(
            "志愿队伍中的党员",
            lambda s: s.in_force(Member).filter(pk__in=s.in_force(VolunteerTeam).filter(members__isnull=False).values("members")),
        ),
        base=ANY_TEAM,
    ),
]
