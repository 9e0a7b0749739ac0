"""二、存在的主要问题 and 三、产生问题的原因: what each finding is called, how it may be told, why, and what answers it."""

from dataclasses import dataclass

from reports.outline.base import Point
from reports.outline.labels import PROBLEM_LABELS

ANSWERS = "measures.answers."  # the section of the measures that answer problems, and the beginning of their keys


@dataclass(frozen=True)
class Problem:
    """The proposed wordings of a finding.

    Each of `causes` begins with what a record shows; without one that stands no cause is written, and one of `offered` may
    be chosen. The measure moves the very figure of the problem, and names who and by when. `usual` ones are told unless
    somebody decides otherwise.
    """

    key: str
    wordings: tuple[str, ...]
    causes: tuple[str, ...]
    offered: tuple[str, ...]
    answers: tuple[str, ...]
    usual: bool = False

    @property
    def label(self) -> str:
        return PROBLEM_LABELS[self.key]

    @property
    def measure(self) -> Point:
        return Point(f"{ANSWERS}{self.key}", self.answers)


# Before the problems: what became of last year's promises and of last year's problems.
ANSWERED = (
    "上年定下{targets_set}项目标，做到{targets_kept}项，还在进行{targets_open}项。没有做到{targets_missed}项：{missed_briefly}。"
    "减轻的老问题是{problems_fewer}；没有变的是{problems_same}；加重的是{problems_more}。",
    "先答上年的账：{targets_set}项目标做到了{targets_kept}项（进行中{targets_open}项），欠着{targets_missed}项。"
    "欠的是{missed_briefly}。比上年重的问题是{problems_more}；比上年轻的是{problems_fewer}；一样的是{problems_same}。",
    "上年报告里的{targets_set}项目标，{targets_missed}项没有做到，分别是{missed_briefly}。做到的是{targets_kept}项（正在做{targets_open}项）。"
    "没有改过来的老问题是{problems_same}；加重了的是{problems_more}；减轻了的是{problems_fewer}。",
    "把上年的报告拿来对照：{targets_missed}项目标没有做到（{targets_set}项里做到{targets_kept}项）（进行中{targets_open}项）。"
    "{missed_briefly}。好一些的问题有{problems_fewer}；差一些的有{problems_more}；照旧的有{problems_same}。",
)

PROBLEMS = (
    Problem(
        "uneven",
        (
            "社区之间不平衡。{communities.total}个社区中，年度群众满意率低于{communities.low_satisfaction_threshold}的有"
            "{communities.low_satisfaction}个（{since.communities.low_satisfaction}）。{low_kind}（{low_places}），{low_gap}；"
            "全街道合起来的年度满意率是{known.communities.satisfaction}。",
            "有的社区群众不满意。年度群众满意率不到{communities.low_satisfaction_threshold}的社区有{communities.low_satisfaction}个"
            "（{since.communities.low_satisfaction}），全街道社区{communities.total}个。{low_kind}（{low_places}），{low_gap}；"
            "全街道年度满意率{known.communities.satisfaction}。",
            "满意率有高有低。全街道{communities.total}个社区，年度群众满意率在{communities.low_satisfaction_threshold}以下的有"
            "{communities.low_satisfaction}个（{since.communities.low_satisfaction}）。{low_gap}，{low_kind}（{low_places}）；"
            "全街道的年度满意率为{known.communities.satisfaction}。",
            "冷热不匀。{communities.low_satisfaction}个社区的年度群众满意率没有到{communities.low_satisfaction_threshold}"
            "（{since.communities.low_satisfaction}），全街道社区{communities.total}个。"
            "全街道合起来是{known.communities.satisfaction}；这里面{low_kind}（{low_places}），{low_gap}。",
        ),
        (
            "走访排得不匀。班子到满意率低的社区平均{low_visits}次，到每个社区平均{mean_visits}次，我没有往弱处多排。"
            "党建工作经费给满意率低的平均{low_money}万元，每个社区平均{mean_money}万元，我也没有多给。",
            "经费没有往弱处给。拨给满意率低的社区的党建工作经费平均{low_money}万元，每个社区平均{mean_money}万元，我没有多给。"
            "班子到满意率低的社区平均{low_visits}次，到每个社区平均{mean_visits}次，我也没有多排。",
            "老问题还在。满意率低的社区{last_year}有{stood.communities.low_satisfaction}个，我没有改到底。"
            "班子到满意率低的社区平均{low_visits}次，到每个社区平均{mean_visits}次，我也没有多排。",
            "新冒出来的。满意率低的社区{last_year}没有，今年有{fresh.communities.low_satisfaction}个，我没有守住。"
            "班子到满意率低的社区平均{low_visits}次，到每个社区平均{mean_visits}次，我也没有多排。",
        ),
        (
            "下去得少。对满意率低的社区，我去得不勤、问得不细，责任在我。",
            "办法不多。对满意率低的社区，我提要求多，帮着想办法少。",
        ),
        (
            "满意率低的社区。这{communities.low_satisfaction}个社区由{owner.uneven}联系，{due.uneven}前年度群众满意率到"
            "{communities.low_satisfaction_threshold}以上。",
            "补社区短板。{owner.uneven}负责，{due.uneven}前这{communities.low_satisfaction}个社区的年度群众满意率不低于"
            "{communities.low_satisfaction_threshold}。",
            "把满意率提上来。{due.uneven}前，年度群众满意率低于{communities.low_satisfaction_threshold}的社区由"
            "{communities.low_satisfaction}个减到没有，{owner.uneven}牵头。",
        ),
        usual=True,
    ),
    Problem(
        "decisions",
        (
            "民主决策用得少。城市社区{urban}个，{so_far}运用民主决策工作法不到{limit.low_decisions}次的有"
            "{meetings.low_decision_communities}个（{since.meetings.low_decision_communities}），"
            "合计{meetings.low_decision_uses}次（{seldom_places}）／一次也没有用。"
            "平均每个城市社区{decisions_mean}次；群众对民主决策的知晓度{known.communities.decision_awareness}。",
            "民主决策用得不够。城市社区共{urban}个，用工作法{so_far}少于{limit.low_decisions}次的有{meetings.low_decision_communities}个"
            "（{since.meetings.low_decision_communities}），加起来用了{meetings.low_decision_uses}次／一次也没有用。"
            "城市社区平均每个{decisions_mean}次（{seldom_places}）；居民知道民主决策的占{known.communities.decision_awareness}。",
            "议事不够。{urban}个城市社区里，{so_far}运用民主决策工作法没有到{limit.low_decisions}次的有{meetings.low_decision_communities}个"
            "（{since.meetings.low_decision_communities}），一共{meetings.low_decision_uses}次／一次也没有用。"
            "平均每个城市社区{decisions_mean}次，知晓民主决策的居民占{known.communities.decision_awareness}。",
        ),
        (
            "步骤没有盯齐。有{known.meetings.decisions_incomplete}项决议步骤不齐、不能算数，我没有看住。"
            "民主决策培训{idle.meetings.decision_training}没有办，我也没有月月抓。",
            "培训断了档。民主决策培训{idle.meetings.decision_training}没有办，我没有月月抓。"
            "步骤不齐、不能算数的决议有{known.meetings.decisions_incomplete}项，我也没有看住。",
            "老毛病没有改。民主决策用得少的社区{last_year}有{stood.meetings.low_decision_communities}个，我没有改到底。"
            "步骤不齐、不能算数的决议有{known.meetings.decisions_incomplete}项，我也没有看住。",
            "差距没有补上。用得少的社区平均每个{low_decisions_mean}次，城市社区平均每个{decisions_mean}次，我没有把差距补上。"
            "步骤不齐、不能算数的决议有{known.meetings.decisions_incomplete}项，我也没有看住。",
            "新掉下来的。民主决策用得少的社区{last_year}没有，今年有{fresh.meetings.low_decision_communities}个，我没有守住。"
            "步骤不齐、不能算数的决议有{known.meetings.decisions_incomplete}项，我也没有看住。",
        ),
        (
            "过问不够。对民主决策用得少的社区，我过问得不够。",
            "教得不实。怎么议、怎么决，我没有到社区去教。",
        ),
        (
            "民主决策。{owner.decisions}负责，用得少的城市社区{meetings.low_decision_communities}个，"
            "{due.decisions}前运用民主决策工作法每个不少于{limit.low_decisions}次。",
            "用好工作法。{owner.decisions}按季看一次，用得少的城市社区{meetings.low_decision_communities}个，{due.decisions}前每个用满"
            "{limit.low_decisions}次。",
            "议事补课。{due.decisions}前，民主决策工作法用得不到{limit.low_decisions}次的城市社区由{meetings.low_decision_communities}个"
            "减到没有，{owner.decisions}牵头。",
        ),
        usual=True,
    ),
    Problem(
        "education",
        (
            "支部学习有短板。社区支部{whole.meetings.branch_study_mean}个，"
            "{so_far}学习不到{limit.low_study}次的有{meetings.low_study_branches}个（{since.meetings.low_study_branches}），"
            "合计{meetings.low_study_sessions}次（{idle_branches}）／一次也没有学。学习少的平均{idle_branch_mean}次，"
            "社区支部平均{known.meetings.branch_study_mean}次。",
            "有的支部学得少。社区支部共{whole.meetings.branch_study_mean}个，{so_far}学习少于{limit.low_study}次的有"
            "{meetings.low_study_branches}个（{since.meetings.low_study_branches}），一共学了{meetings.low_study_sessions}次（{idle_branches}）／一次也没有学。"
            "社区支部平均学{known.meetings.branch_study_mean}次。",
            "党员教育不匀。学习没有到{limit.low_study}次的社区支部{so_far}有{meetings.low_study_branches}个"
            "（{since.meetings.low_study_branches}），社区支部一共{whole.meetings.branch_study_mean}个，"
            "加起来学了{meetings.low_study_sessions}次（{idle_branches}）／一次也没有学。社区支部平均学{known.meetings.branch_study_mean}次，"
            "学习少的平均{idle_branch_mean}次。",
        ),
        (
            "差距拉开了。学习少的支部平均学{idle_branch_mean}次，社区支部平均学{known.meetings.branch_study_mean}次，我没有把它带上来。"
            "学习少的支部{last_year}有{stood.meetings.low_study_branches}个，我也没有改到底。",
            "上年就有今年还有。学习少的支部{last_year}有{stood.meetings.low_study_branches}个，我没有改到底。"
            "学习少的支部平均学{idle_branch_mean}次，社区支部平均学{known.meetings.branch_study_mean}次，我也没有把它带上来。",
            "新掉队的。学习少的支部{last_year}没有，今年有{fresh.meetings.low_study_branches}个，我没有守住。"
            "学习少的支部平均学{idle_branch_mean}次，社区支部平均学{known.meetings.branch_study_mean}次，我也没有把它带上来。",
        ),
        (
            "督促不够。对学习少的支部，我督促得不够。",
            "没有逐个去看。学习少的支部，我没有挨个去听一次课。",
        ),
        (
            "支部学习。{owner.education}负责，学习少的支部{meetings.low_study_branches}个，{due.education}前每个学习不少于{limit.low_study}次。",
            "补上学习。{owner.education}按季看一次，学习少的支部{meetings.low_study_branches}个，{due.education}前每个学满{limit.low_study}次。",
            "帮支部把课上起来。{due.education}前，学习不到{limit.low_study}次的支部由{meetings.low_study_branches}个减到没有，"
            "{owner.education}牵头。",
        ),
        usual=True,
    ),
    Problem(
        "two_new",
        (
            "两新组织申请人谈话不及时。两新组织职工递交入党申请书满{limit.waiting_months}个月还没有谈话的有"
            "{members.waiting_applicants}名（{since.members.waiting_applicants}），在册的两新申请人{two_new_applicants}名。"
            "最长的等了{longest_wait}天；两新党组织{so_far}开展活动{meetings.two_new_activities}次。",
            "谈话拖了。入党申请过了{limit.waiting_months}个月没有人谈的两新组织职工有{members.waiting_applicants}名"
            "（{since.members.waiting_applicants}），在册的两新申请人{two_new_applicants}名。最长的等了{longest_wait}天；"
            "两新党组织{so_far}活动{meetings.two_new_activities}次。",
            "申请积着没有谈。在册的两新申请人{two_new_applicants}名，递交申请书满{limit.waiting_months}个月还等着谈话的"
            "{members.waiting_applicants}名（{since.members.waiting_applicants}）。等待最长的{longest_wait}天；"
            "两新党组织{so_far}办活动{meetings.two_new_activities}次。",
            "两新党建跟得慢。入党申请满{limit.waiting_months}个月没有谈话的两新组织职工{members.waiting_applicants}名"
            "（{since.members.waiting_applicants}），在册申请人{two_new_applicants}名。等得最长的{longest_wait}天；"
            "两新党组织{so_far}开展活动{meetings.two_new_activities}次。",
        ),
        (
            "等得太久。等谈话最久的已经{longest_wait}天，我没有让人谈到。"
            "在岗党建指导员{known.members.instructors}名，还有{members.waiting_applicants}名没有谈，我也没有让谈话跟上。",
            "上年就有人等。等谈话的两新申请人{last_year}有{stood.members.waiting_applicants}名，今年又有{members.waiting_applicants}名，我没有管住。"
            "在岗党建指导员{known.members.instructors}名，我也没有让谈话跟上。",
            "新积下的。等谈话的两新申请人{last_year}没有，今年有{fresh.members.waiting_applicants}名，我没有守住。"
            "在岗党建指导员{known.members.instructors}名，我也没有让谈话跟上。",
        ),
        (
            "催办不够。对等待谈话的申请人，我催办得不够。",
            "分工不清。两新组织的申请由谁去谈，我没有定到人。",
        ),
        (
            "两新申请人谈话。这{members.waiting_applicants}名申请人{owner.two_new}负责，{due.two_new}前谈完，等得最久的先谈；"
            "新收到的申请一个月内谈。",
            "谈话不过月。{owner.two_new}负责，{due.two_new}前把等待的{members.waiting_applicants}名谈完，以后一个月内派人谈。",
            "接住申请人。{due.two_new}前等待谈话的由{members.waiting_applicants}名减到没有，{owner.two_new}牵头按月看。",
        ),
        usual=True,
    ),
    Problem(
        "difficulties",
        (
            "群众的困难有积压。走访中接下的困难还有{visits.difficulties_open}件没有解决（{since.visits.difficulties_open}），"
            "过了承办期限的{known.visits.difficulties_overdue}件，{so_far}解决{known.visits.difficulties_solved}件。"
            "往年留下的{known.visits.difficulties_earlier}件，最多的一类是{open_category}／都是{only_category}。",
            "困难办得慢。没有解决的困难{visits.difficulties_open}件（{since.visits.difficulties_open}），"
            "过了承办期限的{known.visits.difficulties_overdue}件，{so_far}解决了{known.visits.difficulties_solved}件。"
            "往年留下{known.visits.difficulties_earlier}件，{open_category}最多／都是{only_category}。",
            "积案没有清完。{visits.difficulties_open}件困难到现在没有办完（{since.visits.difficulties_open}），"
            "过期的{known.visits.difficulties_overdue}件，{so_far}办完的{known.visits.difficulties_solved}件。"
            "往年的{known.visits.difficulties_earlier}件，{open_category}最多／都是{only_category}。",
        ),
        (
            "期限没有管住。过了承办期限的有{known.visits.difficulties_overdue}件，我没有做到按期办结。"
            "往年留下的有{known.visits.difficulties_earlier}件，我也没有先清旧的。",
            "剩下的多了。没有解决的比{last_year}多{more.visits.difficulties_open}件，我没有压下来。"
            "过了承办期限的有{known.visits.difficulties_overdue}件，我也没有做到按期办结。",
            "旧账没有先办。往年留下的有{known.visits.difficulties_earlier}件，我没有先清旧的。"
            "过了承办期限的有{known.visits.difficulties_overdue}件，我也没有做到按期办结。",
            "积压是老问题。没有解决的困难{last_year}有{stood.visits.difficulties_open}件，我没有推到底。"
            "过了承办期限的有{known.visits.difficulties_overdue}件，我也没有做到按期办结。",
        ),
        (
            "推动不够。对没有解决的困难，我推动得不够。",
            "协调不够。要几家一起办的困难，我出面协调得少。",
        ),
        (
            "群众困难。现有{visits.difficulties_open}件{owner.difficulties}负责，{due.difficulties}前办完（先办过期的{known.visits.difficulties_overdue}件）；"
            "办不了的向本人说明，仍记作没有解决。",
            "清积压。{owner.difficulties}按月看一次剩余，{due.difficulties}前把这{visits.difficulties_open}件办完（先办往年留下的{known.visits.difficulties_earlier}件）。",
            "办完手上的困难。{due.difficulties}前，没有解决的困难由{visits.difficulties_open}件减到没有，{owner.difficulties}牵头。",
        ),
        usual=True,
    ),
    Problem(
        "special_meetings",
        (
            "专题研究党建不够经常。{so_far}{idle_months}没有开党建专题会议，合计开了{meetings.special}次。"
            "上年定下的是{pledge.special_meetings}；没有开的月份{last_year}有{idle_months_last}个。",
            "党建专题会断断续续。{so_far}开党建专题会议{meetings.special}次，{idle_months}没有开。"
            "定下的是{pledge.special_meetings}；{last_year}空了{idle_months_last}个月。",
            "研究党建不按月。{idle_months}没有开党建专题会议，{so_far}一共开了{meetings.special}次。"
            "空着的月份{last_year}有{idle_months_last}个；上年报告写的是{pledge.special_meetings}。",
        ),
        (
            "会议挤在几个月。{crowded_months}，我没有把会排到空着的月份。{last_year}空了{idle_months_last}个月，我也没有吸取教训。",
            "没有吸取教训。{last_year}就有{idle_months_last}个月没有开，我没有改。开了不止一次的有{crowded_months}，我也没有匀一匀。",
            "安排不够。空了{idle_months_count}个月，我没有做到月月开。{last_year}空了{idle_months_last}个月，我也没有吸取教训。",
        ),
        (
            "摆得不够重。忙起来的月份，我先放下的是党建专题会。",
            "没有定日子。党建专题会我没有定下固定的日子。",
        ),
        (
            "按月开专题会。{next_year}年每月开党建专题会议，今年空着{idle_months_count}个月；{owner.special_meetings}负责，"
            "月初排定日子，{due.special_meetings}前对账。",
            "专题会定日子。{owner.special_meetings}负责排定，今年空着的{idle_months_count}个月{next_year}年都开，{due.special_meetings}前看结果。",
            "把会开匀。今年有{idle_months_count}个月没有开党建专题会议，{next_year}年每月都开，{owner.special_meetings}牵头，"
            "{due.special_meetings}前对账。",
        ),
        usual=True,
    ),
    Problem(
        "idle_orgs",
        (
            "两新党组织活动有空白。{members.two_new_party_orgs}家两新党组织中，{so_far}没有开展活动的有{meetings.two_new_idle_orgs}家"
            "（{since.meetings.two_new_idle_orgs}）。",
            "有的两新党组织没有动起来。两新党组织{members.two_new_party_orgs}家，{so_far}没有活动记录的{meetings.two_new_idle_orgs}家"
            "（{since.meetings.two_new_idle_orgs}）。",
            "建了没有活动。{so_far}没有开展活动的两新党组织有{meetings.two_new_idle_orgs}家（{since.meetings.two_new_idle_orgs}），"
            "两新党组织共{members.two_new_party_orgs}家。",
        ),
        (
            "一直没有管起来。没有活动的两新党组织{last_year}有{stood.meetings.two_new_idle_orgs}家，我没有改到底。"
            "在岗党建指导员{known.members.instructors}名，我也没有让活动跟上。",
            "建好就放手。没有活动的两新党组织{last_year}没有，今年有{fresh.meetings.two_new_idle_orgs}家，我没有守住。",
            "只抓了建。今年新建{known.members.two_new_founded}家，没有活动的{known.meetings.two_new_idle_orgs}家，我没有把活动抓起来。",
        ),
        (
            "指导不够。对没有活动的两新党组织，我指导得不够。",
            "联系不够。党建指导员去了几次、办了什么，我过问得少。",
        ),
        (
            "两新党组织活动。{next_year}年这{meetings.two_new_idle_orgs}家按季有活动，{owner.idle_orgs}负责，{due.idle_orgs}前没有空白。",
            "让两新党组织动起来。{owner.idle_orgs}联系这{meetings.two_new_idle_orgs}家，{due.idle_orgs}前都有活动记录。",
            "补活动空白。{due.idle_orgs}前，没有活动的两新党组织由{meetings.two_new_idle_orgs}家减到没有，{owner.idle_orgs}牵头。",
        ),
    ),
    Problem(
        "attendance",
        (
            "学习到课率偏低。社区支部学习应到{whole.meetings.study_attendance}人次，到课率{meetings.study_attendance}"
            "（{since.meetings.study_attendance}），比门槛{limit.low_attendance}%低{attendance_gap}个百分点。",
            "到课的人不够。应到{whole.meetings.study_attendance}人次，社区支部学习到课率{meetings.study_attendance}"
            "（{since.meetings.study_attendance}），离{limit.low_attendance}%还差{attendance_gap}个百分点。",
            "学习缺席多。应到{whole.meetings.study_attendance}人次的社区支部学习，到课率{meetings.study_attendance}"
            "（{since.meetings.study_attendance}），门槛是{limit.low_attendance}%（差{attendance_gap}个百分点）。",
        ),
        (
            "到课没有带上来。到课率离门槛差{attendance_gap}个百分点，我没有带上来。",
            "降了没有止住。到课率比{last_year}低{fewer.meetings.study_attendance}个百分点，我没有止住。",
            "人没有叫齐。{so_far}缺席{left.meetings.study_attendance}人次，我没有把人叫齐。",
        ),
        (
            "要求不够。对支部学习的到课情况，我要求得不够。",
            "安排不合适。学习放在什么时候，我没有听党员的意见。",
        ),
        (
            "学习到课。社区支部学习到课率由{meetings.study_attendance}提到{limit.low_attendance}%以上，{owner.attendance}负责，"
            "{due.attendance}前做到。",
            "把到课率提上来。{owner.attendance}按季看考勤，{due.attendance}前到课率不低于{limit.low_attendance}%"
            "（今年{meetings.study_attendance}）。",
            "缺课补课。{due.attendance}前社区支部学习到课率到{limit.low_attendance}%，今年是{meetings.study_attendance}，"
            "{owner.attendance}牵头。",
        ),
    ),
    Problem(
        "age",
        (
            "党员队伍年龄偏大。六十岁以上党员占自管党员的{members.elderly_share}（{since.members.elderly_share}），"
            "比门槛{limit.many_elderly}%高{elderly_gap}个百分点。三十五岁以下的占{known.members.young_share}。",
            "年轻党员不多。六十岁以上的占{members.elderly_share}（{since.members.elderly_share}），门槛是{limit.many_elderly}%"
            "（高{elderly_gap}个百分点）。自管党员中三十五岁以下的占{known.members.young_share}。",
            "队伍偏老。{whole.members.elderly_share}名自管党员中六十岁以上的占{members.elderly_share}（{since.members.elderly_share}），"
            "超过{limit.many_elderly}%的门槛（高{elderly_gap}个百分点）。",
        ),
        (
            "发展年轻人不多。{so_far}接收预备党员{known.members.admitted}名，三十五岁以下党员占{known.members.young_share}，我没有把年轻人带起来。",
            "没有止住。六十岁以上的比{last_year}高{more.members.elderly_share}个百分点，我没有止住。",
            "年龄没有降下来。超出门槛{elderly_gap}个百分点，我没有降下来。",
        ),
        (
            "谋划不够。对培养年轻党员，我谋划得不够。",
            "找人不够。青年居民和退役军人里的苗子，我去发现得少。",
        ),
        (
            "后备力量。从青年居民、退役军人、社区工作者中培养入党积极分子，三十五岁以下党员占比高于{known.members.young_share}，"
            "{owner.age}负责，{due.age}前看结果。",
            "培养年轻人。{owner.age}负责，{due.age}前六十岁以上占比不高于{members.elderly_share}，优先培养三十五岁以下的积极分子。",
            "队伍接续。{due.age}前把六十岁以上占比{members.elderly_share}降下来，{owner.age}牵头，从年轻居民中找苗子。",
        ),
    ),
    Problem(
        "promises",
        (
            "上年的承诺没有都兑现。上年定下的{targets_set}项目标中，没有做到的有{targets_missed}项，是{missed_targets}。",
            "有的话没有算数。{targets_missed}项上年的承诺没有做到（共{targets_set}项）：{missed_targets}。",
            "承诺有欠账。上年报告里的{targets_set}项目标，欠着{targets_missed}项：{missed_targets}。",
        ),
        (
            "按月的没有月月做。{missed_monthly}是按月定的，我没有做到月月兑现。",
            "钱没有拨足。{missed_money}没有拨足，我没有兑现。",
            "说了没有做。{targets_missed}项没有做到，我没有说到做到。",
        ),
        (
            "核对不够。对上年定下的目标，我核对得不够勤。",
            "定得不细。目标由谁做、哪个月做，我定得不细。",
        ),
        (
            "核对目标。没有做到的{targets_missed}项{next_year}年按季核对，{owner.promises}负责，{due.promises}前补上。",
            "还欠账。{owner.promises}负责把这{targets_missed}项补上，{due.promises}前逐项说明。",
            "承诺按季对。{due.promises}前，没有做到的承诺由{targets_missed}项减到没有，{owner.promises}牵头。",
        ),
    ),
)
OF_KEY = {problem.key: problem for problem in PROBLEMS}

CAUSES_LEADS = ("对照以上问题，我分析原因如下：", "这些问题，我从自己身上找原因：", "为什么会这样，我查了自己：")
NEAREST = "与门槛相比："
NO_PROBLEM = "对照设定的门槛，这一部分没有列出问题。"
NO_CAUSE = "这一部分没有列出原因。"
