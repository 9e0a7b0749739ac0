"""Targets for the coming year: 49–60, 62–66, 68, and those that the sample does not number."""

from indicators.definitions import (
    communities,
    duties,
    funding,
    meetings,
    members,
    org_life,
    posts,
    services,
    visits,
)
from indicators.kinds import EACH, MEMBER, MONTH, VISIT, TargetIndicator

MEASURES = {
    indicator.key: indicator.label
    for module in (communities, funding, meetings, members, posts, services, visits, org_life, duties)
    for indicator in module.INDICATORS
}
NOT_PLANNED = "没有定这一项"


def _target(
    key: str,
    label: str,
    unit: str,
    measure: str,
    *,
    each: str = "",
    of_communities: bool = False,
    optional: str = "",
) -> TargetIndicator:
    per = ""
    if each:
        per = f"（{EACH[each]}都要达到；按平均算的另有注明）"
    return TargetIndicator(
        key=f"targets.{key}",
        label=label,
        unit=unit,
        definition=f"书记填写的下一年度目标{per}，下一年用“{MEASURES[measure]}”核对。",
        source="街道的决定：书记在下年目标中填写",
        measure=measure,
        each=each,
        of_communities=of_communities,
        optional=optional,
    )


INDICATORS = [
    _target("special_meetings", "每月党建专题会议", "次", "meetings.special", each=MONTH),
    _target("monthly_visits", "班子每月到社区走访", "次", "visits.frontline", each=MONTH),
    _target("home_visit_households", "每次书记家访户数", "户", "visits.home_visit_households", each=VISIT),
    _target("party_funding", "党建工作经费", "万元", "funding.party"),
    _target("party_spirit", "党性学习", "次", "meetings.party_spirit"),
    _target("conduct_education", "党风政风教育", "次", "meetings.conduct_education"),
    _target("branch_secretary_training", "支部书记培训", "次", "meetings.branch_secretary_training"),
    _target("rectification_funding", "阵地建设与整顿投入", "万元", "funding.premises"),
    _target("satisfaction", "整顿社区满意率", "%", "communities.rectified_satisfaction"),
    _target(
        "demonstration_communities", "党建示范社区", "", "communities.demonstration", of_communities=True
    ),
    _target("deeds_per_member", "每名报到党员办实事", "件", "services.deeds_per_member", each=MEMBER),
    _target("new_partner_units", "新吸纳共建单位", "家", "communities.partner_units_joined"),
    _target("new_part_time_members", "新聘兼职委员", "名", "communities.part_time_members_appointed"),
    _target("project_claims", "认领服务项目", "个", "services.projects_claimed"),
    _target("decision_training", "每月民主决策培训", "次", "meetings.decision_training", each=MONTH),
    _target("decision_awareness", "民主决策知晓度", "%", "communities.decision_awareness"),
    _target("two_new_activists", "两新组织入党积极分子", "名", "members.two_new_activists"),
    _target("pilot_communities", "四项机制试点社区", "个", "communities.pilots"),
    _target("new_brands", "新推服务品牌", "个", "services.brands_begun"),
    _target("org_life_rate", "三会一课落实率", "%", "meetings.org_life_rate", optional=NOT_PLANNED),
    _target("plan_done", "培训计划完成率", "%", "meetings.plan_done", optional=NOT_PLANNED),
    _target("honours", "表彰先进", "人次", "members.honours", optional=NOT_PLANNED),
    _target("flag_members", "一名党员一面旗在岗党员", "名", "members.flag_members", optional=NOT_PLANNED),
    _target("pledge_coverage", "社区责任书覆盖率", "%", "duties.pledge_coverage", optional=NOT_PLANNED),
    _target("duties_done", "责任清单完成率", "%", "duties.duties_done", optional=NOT_PLANNED),
]
