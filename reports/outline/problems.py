"""二、存在的主要问题 (figures 39–48) and 三、产生问题的原因."""

from reports.outline.base import Clause, Problem, clause, some


def _clauses(*clauses: Clause | str) -> tuple[Clause, ...]:
    return tuple(c if isinstance(c, Clause) else Clause((c,)) for c in clauses)


PROBLEMS = (
    Problem(
        "uneven",
        "communities.low_satisfaction",
        "社区之间冷热不匀。",
        _clauses(
            "全街道{communities.total}个社区中",
            "有{communities.low_satisfaction}个社区年度群众满意率低于{communities.low_satisfaction_threshold}",
            "有的支部活动少、办法旧，居民说不上参与，更谈不上认可",
        ),
        "抓点多、抓面少。习惯在条件好的社区出经验，对基础薄弱的社区蹲得不深、帮得不实，差距没有及时缩小。",
    ),
    Problem(
        "decisions",
        "meetings.low_decision_communities",
        "民主决策用得不够。",
        _clauses(
            "哪些事必须议、按什么步骤议，有的社区还心中无数",
            clause(
                "{meetings.low_decision_communities}个城市社区全年合计仅运用工作法{meetings.low_decision_uses}次",
                when=some("meetings.low_decision_uses"),
                otherwise="{meetings.low_decision_communities}个城市社区全年没有运用过工作法",
            ),
            "居民知道得少、到场得少",
        ),
        "教得少、盯得松。把制度发下去就当作落实了，对社区干部的示范和督促没有跟上，议事程序走着走着就走了样。",
    ),
    Problem(
        "education",
        "meetings.low_study_branches",
        "党员学习不够解渴。",
        _clauses(
            "{members.own}名自管党员年龄、职业、文化程度相差较大，学习却多是一个模子",
            "{meetings.low_study_branches}个支部全年学习合计{meetings.low_study_sessions}次",
            "内容不对胃口，到课率上不去",
        ),
        "重部署、轻常态。眼睛盯着能出亮点的事，对组织生活、党员教育这些天天要做的功课用心不足，方式多年没有变化。",
    ),
    Problem(
        "two_new",
        "members.waiting_applicants",
        "两新党建不够活跃。",
        _clauses(
            "已建的两新党组织全年开展活动{meetings.two_new_activities}次，有的名在实不在",
            "{members.waiting_applicants}名企业职工递交入党申请书后没有及时谈话",
            "少数负责人对党建还持观望态度",
        ),
        "建得快、管得粗。以组建数量衡量成效，组织建起来以后的活动、队伍和保障缺少长远安排，后劲自然不足。",
    ),
)

NO_PROBLEM = "对照全年记录，各项指标没有低于设定的门槛，但工作的深度和均衡程度与群众期待相比仍有距离，需要继续查找不足。"
NO_CAUSE = "在主观上自我要求还不够严，习惯用已有做法应对新情况，调查研究和督促落实抓得不够经常。"
