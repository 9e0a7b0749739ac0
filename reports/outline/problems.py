"""二、存在的主要问题 and 三、产生问题的原因: what each finding is called, how it may be told, why, and what answers it."""

from reports.outline.problem import ANSWERS, Problem
from reports.outline.usual_problems import USUAL

__all__ = ["ANSWERED", "ANSWERS", "CAUSES_LEADS", "OF_KEY", "PROBLEMS", "Problem"]

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
    *USUAL,
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
