"""二、存在的主要问题 and 三、产生问题的原因: what each finding is called, how it may be told, why, and what answers it."""

from dataclasses import dataclass

from reports.outline.base import Point


@dataclass(frozen=True)
class Problem:
    """The proposed wording of a finding. `measure` answers it in the last part, under `section`; the first four are usual."""

    key: str
    label: str
    text: str
    cause: str
    section: str
    measure: Point | str  # a point of its own, or the key of one that the outline has anyway
    usual: bool = False

    @property
    def measure_key(self) -> str:
        return self.measure if isinstance(self.measure, str) else self.measure.key


PROBLEMS = (
    Problem(
        "uneven",
        "满意率偏低的社区",
        "社区之间不平衡。"
        "全街道{communities.total}个社区中有{communities.low_satisfaction}个社区年度群众满意率低于{communities.low_satisfaction_threshold}。",
        "盯得不紧。对满意率低的社区，我没有一直盯到见效，责任在我。",
        "measures.basics",
        "measures.basics.rectification",
        usual=True,
    ),
    Problem(
        "decisions",
        "民主决策用得少的社区",
        "民主决策用得少。"
        "{span}运用民主决策工作法不到{limit.low_decisions}次的城市社区有{meetings.low_decision_communities}个，"
        "合计运用{meetings.low_decision_uses}次／一次也没有运用。",
        "过问不够。对民主决策用得少的社区，我过问得不够。",
        "measures.basics",
        "measures.basics.decisions",
        usual=True,
    ),
    Problem(
        "education",
        "学习少的支部",
        "支部学习有短板。"
        "社区党组织自管党员{members.own}名，"
        "{span}学习不到{limit.low_study}次的支部有{meetings.low_study_branches}个，"
        "合计学习{meetings.low_study_sessions}次／一次也没有组织学习。",
        "督促不够。对学习少的支部，我督促得不够。",
        "measures.teams",
        "measures.teams.education",
        usual=True,
    ),
    Problem(
        "two_new",
        "等待谈话的两新申请人",
        "两新组织申请人谈话不及时。"
        "两新党组织{span}开展活动{meetings.two_new_activities}次，"
        "两新组织职工递交入党申请书满{limit.waiting_months}个月还没有谈话的有{members.waiting_applicants}名。",
        "催办不够。对等待谈话的申请人，我催办得不够。",
        "measures.basics",
        "measures.basics.two_new",
        usual=True,
    ),
    Problem(
        "attendance",
        "学习到课率偏低",
        "学习到课率偏低。社区支部学习到课率为{meetings.study_attendance}，低于{limit.low_attendance}%。",
        "要求不够。对支部学习的到课情况，我要求得不够。",
        "measures.teams",
        Point("measures.teams.attendance", "学习到课。社区支部学习到课率不低于{limit.low_attendance}%。"),
    ),
    Problem(
        "age",
        "党员年龄偏大",
        "党员队伍年龄偏大。六十岁以上党员占自管党员的{members.elderly_share}，高于{limit.many_elderly}%。",
        "谋划不够。对培养年轻党员，我谋划得不够。",
        "measures.teams",
        Point("measures.teams.young", "后备力量。从青年居民、退役军人、社区工作者中发现和培养入党积极分子。"),
    ),
    Problem(
        "idle_orgs",
        "没有活动的两新党组织",
        "两新党组织活动有空白。有{meetings.two_new_idle_orgs}家两新党组织{span}没有开展活动。",
        "指导不够。对没有活动的两新党组织，我指导得不够。",
        "measures.basics",
        "measures.basics.two_new",
    ),
    Problem(
        "difficulties",
        "尚未解决的困难",
        "群众的困难还没有办完。走访中收集的困难还有{visits.difficulties_open}件没有解决。",
        "推动不够。对没有解决的困难，我推动得不够。",
        "measures.duty",
        Point("measures.duty.difficulties", "群众困难。没有解决的困难逐件定承办人、定时限。"),
    ),
    Problem(
        "special_meetings",
        "没有专题会议的月份",
        "专题研究党建不够经常。{span}召开党建专题会议{meetings.special}次（{idle_months}没有召开）／{span}没有召开党建专题会议。",
        "安排不够。专题研究党建，我没有做到按月安排。",
        "measures.duty",
        "measures.duty.meetings",
    ),
    Problem(
        "promises",
        "没有兑现的承诺",
        "上年的承诺没有都兑现。上年定下的目标中，没有达到的是{missed_in_full}。",
        "核对不够。对上年定下的目标，我核对得不够勤。",
        "measures.duty",
        Point("measures.duty.promises", "核对目标。定下的目标按季核对，没有达到的说明原因。"),
    ),
)
OF_KEY = {problem.key: problem for problem in PROBLEMS}

CAUSES_LEAD = "对照以上问题，我分析原因如下："
NEAREST = "离门槛最近的是："
NO_PROBLEM = "对照设定的门槛，这一部分没有列出问题。"
NO_CAUSE = "这一部分没有列出原因。"
