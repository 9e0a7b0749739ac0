"""What the default wording claims, read off printed reports by hand, each claim with the records that bear it.

A claim is one clause as it is printed. <key> is a figure, recounted in plain SQL; {name} is asked of the records here; A、B
behind a ｜ are items of which any may be missing. [key] is the aside behind a figure that compares it with last year, which is
there exactly where both years are known. A clause that is printed and is no claim of this table is a fault.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet

from indicators.catalogue import CATALOGUE
from meetings.models import Campaign, Meeting
from reports.context import ReportScope
from reports.facts import Facts
from reports.models import Target
from services.models import Brand
from tests.figures.recount import RATES
from tests.report.recounted import expected, number, written

ATOM = re.compile(r"<([a-z_.]+)>|\{([a-z_.]+)\}|\[([a-z_.]+)\]")
AMOUNT = r"X|[\d.]+%?(?:个(?=，|$))?"


# ── What is said besides figures ────────────────────────────────────────────
def whole(key: str) -> Callable[[ReportScope], str]:
    return lambda scope: str(number(RATES[key][1], scope))


def part(key: str) -> Callable[[ReportScope], str]:
    return lambda scope: str(number(RATES[key][0], scope))


def idle_months(scope: ReportScope) -> str:
    """Months that are over without a 党建专题会议 of the 街道."""
    by_office = Q(org=None) | Q(org__kind="work_committee")
    special = Meeting.objects.filter(by_office, subdistrict=scope.subdistrict, kind="special", date__year=scope.year)
    held = {day.month for day in special.filter(date__lte=scope.day).values_list("date", flat=True)}
    over = 12 if (scope.day.month, scope.day.day) == (12, 31) else scope.day.month - 1
    return "、".join(f"{month}月" for month in range(1, over + 1) if month not in held)


def campaign(scope: ReportScope) -> set[str]:
    """Any of the year's: under one of them the meetings were held that are counted beside it."""
    return set(campaigns(scope).values_list("name", flat=True))


def campaigns(scope: ReportScope) -> QuerySet:
    return Campaign.objects.filter(subdistrict=scope.subdistrict, first_year__lte=scope.year, last_year__gte=scope.year)


def span(scope: ReportScope) -> str:
    closed = scope.day.month == 12 and scope.day.day == 31
    return "全年" if closed else f"截至{scope.day.month}月{scope.day.day}日"


def limit(column: str) -> Callable[[ReportScope], str]:
    return lambda scope: f"{Decimal(getattr(scope.report, column)):f}".removesuffix(".0")


def of_brand(say: Callable[[Brand], object]) -> Callable[[ReportScope], str]:
    """Of the brand that was chosen, else of the one begun last that the press wrote about."""

    def of(scope: ReportScope) -> str:
        standing = Brand.objects.filter(Q(until=None) | Q(until__gt=scope.day), subdistrict=scope.subdistrict, since__lte=scope.day)
        reported = standing.filter(reports__date__lte=scope.day).order_by("-since", "-pk")
        brand = scope.report.brand or reported.first()
        return str(say(brand)) if brand else "X"

    return of


def media(scope: ReportScope) -> str:
    last = of_brand(lambda brand: brand.reports.filter(date__lte=scope.day).order_by("-date", "-pk")[0].outlet)
    return scope.report.media_report.outlet if scope.report.media_report else last(scope)


def missed(scope: ReportScope) -> str:
    """What Facts judges: promises have tests of their own."""
    return Facts(scope).name("missed_in_full") or ""


def targets_set(scope: ReportScope) -> str:
    """Of the year, and more than nothing."""
    rows = Target.objects.filter(subdistrict=scope.subdistrict, year=scope.year)
    return str(rows.filter(Q(amount__gt=0) | Q(communities__isnull=False)).distinct().count())


def each(key: str, one_by_one: str, mean: str) -> Callable[[ReportScope], str]:
    """As the target for the next year is meant."""

    def of(scope: ReportScope) -> str:
        target = Target.objects.filter(subdistrict=scope.subdistrict, year=scope.year + 1, key=f"targets.{key}")
        return mean if target.filter(by_mean=True).exists() else one_by_one

    return of


def aside(key: str, scope: ReportScope) -> str:
    """What stands in brackets behind a figure: by how much it differs from last year's, both as they are printed."""
    figure, sides = CATALOGUE[key], [expected(key, year) for year in (scope, scope.before)]
    if "X" in sides:
        return ""
    now, last = (Decimal(side.rstrip("%")) for side in sides)
    year = "上年同期" if scope.day != date(scope.year, 12, 31) else "上年"
    if now == last:
        return f"（与{year}持平）"
    return f"（比{year}{'多' if now > last else '少'}{written(abs(now - last), 2)}{figure.unit}）"


NAMES: dict[str, Callable[[ReportScope], str | set[str]]] = {
    "office": lambda scope: scope.subdistrict.name,
    "year": lambda scope: str(scope.year),
    "next_year": lambda scope: str(scope.year + 1),
    "span": span,
    "idle_months": idle_months,
    "campaign": campaign,
    "brand": of_brand(lambda brand: brand.name),
    "brand_year": of_brand(lambda brand: brand.since.year),
    "brand_month": of_brand(lambda brand: brand.since.month),
    "brand_place": of_brand(lambda brand: brand.community or brand.subdistrict),
    "media": media,
    "obliged": whole("members.two_new_coverage"),
    "covered": part("members.two_new_coverage"),
    "closed": whole("mediation.success_rate"),
    "settled": part("mediation.success_rate"),
    "finished": whole("services.proxy_share"),
    "by_proxy": part("services.proxy_share"),
    "low_decisions": limit("low_decisions"),
    "low_study": limit("low_study"),
    "low_attendance": limit("low_attendance"),
    "many_elderly": limit("many_elderly"),
    "waiting_months": limit("waiting_months"),
    "most_idle_orgs": limit("most_idle_orgs"),
    "most_open_difficulties": limit("most_open_difficulties"),
    "missed": missed,
    "missed_names": lambda scope: Facts(scope).name("missed_targets") or "",
    "targets_set": targets_set,
    "targets_kept": lambda scope: Facts(scope).name("targets_kept") or "",
    "each_month_meetings": each("special_meetings", "每月", "平均每月"),
    "each_month_visits": each("monthly_visits", "每月", "平均每月"),
    "each_month_training": each("decision_training", "每月", "平均每月"),
    "each_visit": each("home_visit_households", "每次", "平均每次"),
    "each_member": each("deeds_per_member", "每名", "人均"),
}


def amount(key: str, scope: ReportScope) -> float:
    return float(expected(key, scope).rstrip("%"))


def over(key: str, column: str) -> Callable[[ReportScope], bool]:
    """The problem is told only over its limit; unknown it prints X."""
    return lambda scope: expected(key, scope) == "X" or amount(key, scope) > float(getattr(scope.report, column))


def some(key: str) -> Callable[[ReportScope], bool]:
    return lambda scope: expected(key, scope) != "0"


def none(key: str) -> Callable[[ReportScope], bool]:
    return lambda scope: expected(key, scope) == "0"


def unknown(key: str) -> Callable[[ReportScope], bool]:
    return lambda scope: expected(key, scope) == "X"


def rose(scope: ReportScope) -> bool:
    return amount("communities.satisfaction_before", scope) < amount("communities.satisfaction_after", scope)


def not_shown_to_rise(scope: ReportScope) -> bool:
    sides = [expected(f"communities.satisfaction_{side}", scope) for side in ("before", "after")]
    return "X" in sides or not rose(scope)


LOW, SELDOM, UNSTUDIED = "communities.low_satisfaction", "meetings.low_decision_communities", "meetings.low_study_branches"
WAITING, OPEN, IDLE = "members.waiting_applicants", "visits.difficulties_open", "meetings.two_new_idle_orgs"
ATTENDANCE, ELDERLY = "meetings.study_attendance", "members.elderly_share"


@dataclass(frozen=True)
class Claim:
    """One printed clause; `so` is what must hold besides its figures and names, `behind` what the clause before must be."""

    printed: str
    so: Callable[[ReportScope], bool] = field(default=lambda scope: True)
    behind: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        lead, _, rest = self.printed.partition("｜")
        items, _, tail = rest.partition("｜")
        if not rest:
            return re.compile(_groups(lead))
        either = "".join(f"(?:、?{_groups(item)})?" for item in items.split("、"))
        return re.compile(f"{_groups(lead)}(?!、|$){either}{_groups(tail)}")

    @cached_property
    def atoms(self) -> list[tuple[str, str, str]]:
        return ATOM.findall(self.printed)

    def bears(self, said: str, before: str, scope: ReportScope) -> bool:
        """The records say what the clause says, behind the clause `before` it."""
        match = self.pattern.fullmatch(said)
        if match is None or self.behind not in before:
            return False
        for (key, name, compared), found in zip(self.atoms, match.groups(), strict=True):
            if compared:
                if found is not None and found != aside(compared, scope):
                    return False
                continue
            right = expected(key, scope) if key else NAMES[name](scope)
            if found is not None and found not in ({right} if isinstance(right, str) else right):
                return False
        return self.so(scope)


def _groups(text: str) -> str:
    """A pattern in which every <key>, {name} and [key] is a group."""
    pieces, end = [], 0
    for match in ATOM.finditer(text):
        texts = match[2] or match[1] == "targets.demonstration_communities"
        group = "(（[^）]*）|)" if match[3] else "(.+?)" if texts else f"({AMOUNT})"
        pieces += [re.escape(text[end : match.start()]), group]
        end = match.end()
    return "".join([*pieces, re.escape(text[end:])])


# ── The table ───────────────────────────────────────────────────────────────
CLAIMS = (
    # 开头
    Claim("{office}现有｜社区<communities.total>个、自管党员<members.own>名"),
    Claim("上年定下的{targets_set}项目标做到{targets_kept}项", lambda scope: missed(scope) == ""),
    Claim("上年定下的{targets_set}项目标做到{targets_kept}项（没有做到的是{missed_names}）", lambda scope: missed(scope) != ""),
    Claim("现将我{year}年{span}履行基层党建工作责任的情况报告如下"),
    # 一（一）
    Claim("{span}召开党建专题会议<meetings.special>次[meetings.special]"),
    Claim("{span}召开党建专题会议<meetings.special>次（{idle_months}没有召开）", lambda scope: idle_months(scope) != ""),
    Claim("{idle_months}没有召开", lambda scope: idle_months(scope) != "", behind="召开党建专题会议"),
    Claim("{span}班子成员到社区走访<visits.frontline>次[visits.frontline]"),
    Claim("班子成员走访居民<visits.households>户次"),
    Claim("各类走访接访中听取意见建议<visits.opinions>条"),
    Claim("解决群众困难<visits.difficulties_solved>件[visits.difficulties_solved]"),
    Claim(
        "{span}拨付｜社区工作经费<funding.work>万元、党建工作经费<funding.party>万元[funding.party]、服务群众专项经费<funding.service>万元"
    ),
    Claim("{span}拨付阵地建设与整顿经费<funding.premises>万元[funding.premises]"),
    Claim("整顿单位群众满意率由<communities.satisfaction_before>提升至<communities.satisfaction_after>", rose),
    Claim(
        "整顿单位群众满意率｜整顿前为<communities.satisfaction_before>、整顿后为<communities.satisfaction_after>",
        not_shown_to_rise,
    ),
    # 一（二）
    Claim("{span}组织“{campaign}”主题教育学习研讨<meetings.study>次"),
    Claim("{span}组织学习研讨<meetings.study>次", lambda scope: not campaigns(scope).exists()),
    Claim("书记讲党课<meetings.secretary_lectures>次"),
    Claim("开展｜党性学习<meetings.party_spirit>次、以会代训<meetings.training>次"),
    Claim("{span}确定｜入党积极分子<members.activists>人、发展对象<members.candidates>人"),
    Claim("接收预备党员<members.admitted>名[members.admitted]"),
    Claim("{span}有<communities.elections_completed>个城市社区完成党组织和居委会换届"),
    Claim("在活动的志愿服务队伍中有党员<services.party_volunteers>名[services.party_volunteers]"),
    # 一（三）
    Claim(
        "现有｜设立大党委的社区<communities.big_committees>个、共建单位<communities.partner_units>家、"
        "兼职委员<communities.part_time_members>名、到社区报到的在职党员<services.checked_in_members>名"
    ),
    Claim("在职党员{span}办实事好事<services.good_deeds>件[services.good_deeds]"),
    Claim("现有两新组织<members.two_new_total>个"),
    Claim("建有两新党组织<members.two_new_party_orgs>家[members.two_new_party_orgs]"),
    Claim("其中{span}新建<members.two_new_founded>家", behind="建有两新党组织"),
    Claim("应建党组织的单位{obliged}个中已建{covered}个（<members.two_new_coverage>）"),
    Claim("应建已建率为<members.two_new_coverage>", unknown("members.two_new_coverage")),
    Claim("尚不具备组建条件的两新组织<members.two_new_ineligible>个"),
    Claim("在岗党建指导员<members.instructors>名"),
    Claim("现有社区服务品牌<services.brands>个[services.brands]"),
    Claim("{brand_place}的“{brand}”于{brand_year}年{brand_month}月推出"),
    Claim("{media}作了报道"),
    # 一（四）
    Claim("{span}运用民主决策工作法<meetings.decisions>次[meetings.decisions]"),
    Claim("采纳意见<meetings.decision_opinions_adopted>项"),
    Claim("{span}有结果的调解案件{closed}件中调解成功{settled}件（成功率<mediation.success_rate>）"),
    Claim("{span}调解成功率为<mediation.success_rate>", unknown("mediation.success_rate")),
    Claim("{span}办结代办件{finished}件中全程代办{by_proxy}件（占<services.proxy_share>）"),
    Claim("{span}全程代办占办结总量的<services.proxy_share>", unknown("services.proxy_share")),
    Claim("{span}开展党风政风教育<meetings.conduct_education>次[meetings.conduct_education]"),
    # 二
    Claim(
        "全街道<communities.total>个社区中有<communities.low_satisfaction>个社区年度群众满意率低于<communities.low_satisfaction_threshold>",
        some(LOW),
    ),
    Claim("{span}运用民主决策工作法不到{low_decisions}次的城市社区有<meetings.low_decision_communities>个", some(SELDOM)),
    Claim("合计运用<meetings.low_decision_uses>次", some("meetings.low_decision_uses"), behind="个"),
    Claim("一次也没有运用", none("meetings.low_decision_uses"), behind="个"),
    Claim("社区党组织自管党员<members.own>名"),
    Claim("{span}学习不到{low_study}次的支部有<meetings.low_study_branches>个", some(UNSTUDIED)),
    Claim("合计学习<meetings.low_study_sessions>次", some("meetings.low_study_sessions"), behind="个"),
    Claim("一次也没有组织学习", none("meetings.low_study_sessions"), behind="个"),
    Claim("两新党组织{span}开展活动<meetings.two_new_activities>次"),
    Claim("两新组织职工递交入党申请书满{waiting_months}个月还没有谈话的有<members.waiting_applicants>名", some(WAITING)),
    Claim("社区支部学习到课率为<meetings.study_attendance>", lambda s: amount(ATTENDANCE, s) < s.report.low_attendance),
    Claim("低于{low_attendance}%", behind="社区支部学习到课率"),
    Claim("六十岁以上党员占自管党员的<members.elderly_share>", lambda s: amount(ELDERLY, s) > s.report.many_elderly),
    Claim("高于{many_elderly}%", behind="六十岁以上"),
    Claim("有<meetings.two_new_idle_orgs>家两新党组织{span}没有开展活动", over(IDLE, "most_idle_orgs")),
    Claim("走访中收集的困难还有<visits.difficulties_open>件没有解决", over(OPEN, "most_open_difficulties")),
    Claim("{span}没有召开党建专题会议", none("meetings.special")),
    Claim("上年定下的目标中"),
    Claim("没有达到的是{missed}", lambda scope: missed(scope) != "", behind="上年定下的目标中"),
    Claim("对照设定的门槛"),
    Claim("这一部分没有列出问题", behind="对照设定的门槛"),
    # 离门槛最近的
    Claim("离门槛最近的是"),
    Claim("社区支部学习到课率<meetings.study_attendance>", lambda s: amount(ATTENDANCE, s) >= s.report.low_attendance),
    Claim("六十岁以上党员占自管党员的<members.elderly_share>", lambda s: amount(ELDERLY, s) <= s.report.many_elderly),
    Claim("没有活动的两新党组织<meetings.two_new_idle_orgs>家", lambda s: not over(IDLE, "most_idle_orgs")(s)),
    Claim("尚未解决的困难<visits.difficulties_open>件", lambda s: not over(OPEN, "most_open_difficulties")(s)),
)
# Topics, admissions of the speaker and plans: they say nothing that a record could deny, but of what they are said.
OPENERS = (
    "专题研究党建",
    "走访联系群众",
    "经费投入",
    "阵地和整顿",
    "干部队伍",
    "党员队伍",
    "社区工作者队伍",
    "志愿者队伍",
    "区域化党建",
    "两新组织党建",
    "服务型党组织建设",
    "民主决策机制",
    "矛盾调解机制",
    "便民服务机制",
    "监督教育机制",
    "安排工作经费",
    "安排学习培训",
    "示范点和办实事",
    "区域化共建",
    "民主决策",
    "机制试点",
    "服务品牌",
    "志愿服务",
    "学习到课",
    "后备力量",
    "群众困难",
    "核对目标",
    "落实责任",
    "建强队伍",
    "夯实基础",
    "办好服务",
)
# The opener of a problem, and what must be so.
PROBLEMS: dict[str, Callable[[ReportScope], bool]] = {
    "社区之间不平衡": some(LOW),
    "民主决策用得少": some(SELDOM),
    "支部学习有短板": some(UNSTUDIED),
    "两新组织申请人谈话不及时": some(WAITING),
    "学习到课率偏低": lambda scope: amount(ATTENDANCE, scope) < scope.report.low_attendance,
    "党员队伍年龄偏大": over(ELDERLY, "many_elderly"),
    "两新党组织活动有空白": over(IDLE, "most_idle_orgs"),
    "群众的困难还没有办完": over(OPEN, "most_open_difficulties"),
    "专题研究党建不够经常": lambda scope: idle_months(scope) != "",
    "上年的承诺没有都兑现": lambda scope: missed(scope) != "",
}
# A cause is an admission: it may be made only of a problem that is told and known.
FIGURES = {"社区之间不平衡": LOW, "民主决策用得少": SELDOM, "支部学习有短板": UNSTUDIED, "两新组织申请人谈话不及时": WAITING}
CAUSES = {
    "盯得不紧。对满意率低的社区，我没有一直盯到见效，责任在我": "社区之间不平衡",
    "过问不够。对民主决策用得少的社区，我过问得不够": "民主决策用得少",
    "督促不够。对学习少的支部，我督促得不够": "支部学习有短板",
    "催办不够。对等待谈话的申请人，我催办得不够": "两新组织申请人谈话不及时",
    "要求不够。对支部学习的到课情况，我要求得不够": "学习到课率偏低",
    "谋划不够。对培养年轻党员，我谋划得不够": "党员队伍年龄偏大",
    "指导不够。对没有活动的两新党组织，我指导得不够": "两新党组织活动有空白",
    "推动不够。对没有解决的困难，我推动得不够": "群众的困难还没有办完",
    "安排不够。专题研究党建，我没有做到按月安排": "专题研究党建不够经常",
    "核对不够。对上年定下的目标，我核对得不够勤": "上年的承诺没有都兑现",
}
PLANS = (
    Claim("总体思路：{next_year}年"),
    Claim("对照今年的问题和下面的目标"),
    Claim("逐项安排、逐项核对"),
    Claim("{each_month_meetings}召开党建专题会议不少于<targets.special_meetings>次"),
    Claim("班子成员{each_month_visits}到社区走访不少于<targets.monthly_visits>次"),
    Claim("书记家访{each_visit}不少于<targets.home_visit_households>户"),
    Claim("计划安排党建工作经费<targets.party_funding>万元"),
    Claim(
        "安排｜党性学习不少于<targets.party_spirit>次、党风政风教育不少于<targets.conduct_education>次、"
        "支部书记培训不少于<targets.branch_secretary_training>次"
    ),
    Claim("计划安排阵地建设与整顿经费<targets.rectification_funding>万元"),
    Claim("整顿社区年度群众满意率不低于<targets.satisfaction>"),
    Claim("示范点建设重点抓好<targets.demonstration_communities>"),
    Claim("报到党员{each_member}办实事不少于<targets.deeds_per_member>件"),
    Claim("新吸纳｜共建单位<targets.new_partner_units>家、兼职委员<targets.new_part_time_members>名"),
    Claim("组织现有<services.checked_in_members>名报到党员服务居民"),
    Claim("认领服务项目<targets.project_claims>个"),
    Claim("{each_month_training}开展民主决策培训不少于<targets.decision_training>次"),
    Claim("群众对民主决策的知晓度不低于<targets.decision_awareness>"),
    Claim("培养两新组织入党积极分子不少于<targets.two_new_activists>名"),
    Claim("机制试点社区不少于<targets.pilot_communities>个"),
    Claim("办好现有<services.brands>个服务品牌"),
    Claim("新推出服务品牌<targets.new_brands>个"),
    Claim("办好现有<services.volunteer_categories>类志愿服务队伍"),
    Claim("社区支部学习到课率不低于{low_attendance}%"),
    Claim("从青年居民、退役军人、社区工作者中发现和培养入党积极分子"),
    Claim("没有解决的困难逐件定承办人、定时限"),
    Claim("定下的目标按季核对"),
    Claim("没有达到的说明原因", behind="定下的目标按季核对"),
)
LEADS = re.compile(
    "抓基层基础，做了([一两三四])方面工作|抓(?:队伍建设|组织覆盖)，涉及([一两三四])[支项](?:队伍|建设)|抓服务群众，用了([一两三四])项机制"
)
NEAR = re.compile(r"比门槛([\d.]+)(%|家|件)(高|低|少)([\d.]+)(?:个百分点|家|件)|正好在门槛([\d.]+)(?:%|家|件)上")
FRAME = {"对照以上问题，我分析原因如下", "这一部分没有列出原因"}


def clauses(sentence: str) -> list[str]:
    return [said for said in re.split("[；，](?![^（]*）)|(?<=离门槛最近的是)：", sentence) if said]
