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
        "社区之间冷热不匀。全街道{communities.total}个社区中，"
        "有{communities.low_satisfaction}个社区年度群众满意率低于{communities.low_satisfaction_threshold}，"
        "有的支部活动少、办法旧，居民说不上参与，更谈不上认可。",
        "抓点多、抓面少。习惯在条件好的社区出经验，对基础薄弱的社区蹲得不深、帮得不实，差距没有及时缩小。",
        "measures.basics",
        "measures.basics.rectification",
        usual=True,
    ),
    Problem(
        "decisions",
        "民主决策用得少的社区",
        "民主决策用得不够。哪些事必须议、按什么步骤议，有的社区还心中无数，"
        "{meetings.low_decision_communities}个城市社区全年合计仅运用工作法{meetings.low_decision_uses}次"
        "／{meetings.low_decision_communities}个城市社区全年没有运用过工作法，居民知道得少、到场得少。",
        "教得少、盯得松。把制度发下去就当作落实了，对社区干部的示范和督促没有跟上，议事程序走着走着就走了样。",
        "measures.basics",
        "measures.basics.decisions",
        usual=True,
    ),
    Problem(
        "education",
        "学习少的支部",
        "党员学习不够解渴。{members.own}名自管党员年龄、职业、文化程度相差较大，学习却多是一个模子，"
        "{meetings.low_study_branches}个支部全年学习合计{meetings.low_study_sessions}次"
        "／{meetings.low_study_branches}个支部全年没有组织过学习，内容不对胃口，到课率上不去。",
        "重部署、轻常态。眼睛盯着能出亮点的事，对组织生活、党员教育这些天天要做的功课用心不足，方式多年没有变化。",
        "measures.teams",
        "measures.teams.education",
        usual=True,
    ),
    Problem(
        "two_new",
        "等待谈话的两新申请人",
        "两新党建不够活跃。已建的两新党组织全年开展活动{meetings.two_new_activities}次／已建的两新党组织全年没有开展活动，"
        "有的名在实不在，{members.waiting_applicants}名企业职工递交入党申请书后没有及时谈话，少数负责人对党建还持观望态度。",
        "建得快、管得粗。以组建数量衡量成效，组织建起来以后的活动、队伍和保障缺少长远安排，后劲自然不足。",
        "measures.basics",
        "measures.basics.two_new",
        usual=True,
    ),
    Problem(
        "attendance",
        "学习到课率偏低",
        "学习到课不够理想。社区支部学习到课率为{meetings.study_attendance}，有的党员长期不露面，支部没有逐一问明原因。",
        "管得宽、抓得松。对党员参加组织生活只看记录、不看到场，缺课的没有人问、没有人补。",
        "measures.teams",
        Point("measures.teams.attendance", "抓好到课。学习安排早告知、行动不便的送学上门、缺课的限期补上，让党员愿意来、坐得住。"),
    ),
    Problem(
        "age",
        "党员年龄偏大",
        "党员队伍年龄偏大。六十岁以上党员占自管党员的{members.elderly_share}，年轻骨干少，有的支部开展活动力不从心。",
        "用人看眼前、育人少长远。培养后备力量缺少计划，对身边的年轻人发现得少、引导得少。",
        "measures.teams",
        Point("measures.teams.young", "育好后备。注重从青年居民、退役军人、社区工作者中发现和培养入党积极分子，让队伍有新面孔。"),
    ),
    Problem(
        "idle_orgs",
        "没有活动的两新党组织",
        "有的两新党组织没有动起来。{meetings.two_new_idle_orgs}家两新党组织全年没有开展活动，牌子挂起来了，作用还没有发挥出来。",
        "只管建、不管用。组建时上心，建成后联系少、指导少，活动怎么办、经费从哪来没有帮着想办法。",
        "measures.basics",
        "measures.basics.two_new",
    ),
    Problem(
        "difficulties",
        "尚未解决的困难",
        "群众的难事还有积压。走访中收集的困难还有{visits.difficulties_open}件没有解决，有的反复提出、久拖未办。",
        "接得快、办得慢。对需要几家一起办的难事协调不够，盼着上级出面，没有主动往前推。",
        "measures.duty",
        Point("measures.duty.difficulties", "清理积压难事。没有办结的困难逐件定人定期，办结一件、回访一件。"),
    ),
    Problem(
        "special_meetings",
        "没有专题会议的月份",
        "专题研究党建不够经常。全年召开党建专题会议{meetings.special}次／全年没有召开党建专题会议，"
        "其中{idle_months}没有召开，忙起来就顾不上。",
        "把党建当软任务。业务工作一忙，专题研究就往后放，没有做到雷打不动。",
        "measures.duty",
        "measures.duty.meetings",
    ),
    Problem(
        "promises",
        "没有兑现的承诺",
        "年初的承诺没有都兑现。上年定下的目标中，{missed_targets}没有达到，有的动手晚、有的推得慢。",
        "定目标时热、抓进度时冷。年初定下的事没有按月对账，到年底才发现差距。",
        "measures.duty",
        Point("measures.duty.promises", "盯紧承诺落实。定下的目标按季对账，进度慢的当季补上，补不上的说明原因。"),
    ),
)
OF_KEY = {problem.key: problem for problem in PROBLEMS}

CAUSES_LEAD = "对照以上不足逐一反思，主要有这几方面原因："
NO_PROBLEM = "对照全年记录逐项查找，工作的深度和均衡程度与群众期待相比还有距离，许多细处需要继续找不足、补短板。"
NO_CAUSE = "在主观上自我要求还不够严，习惯用已有做法应对新情况，调查研究和督促落实抓得不够经常。"
