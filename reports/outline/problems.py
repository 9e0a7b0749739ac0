"""二、存在的主要问题 and 三、产生问题的原因: what each finding is called, how it may be told, why, and what answers it."""

from reports.outline.problem import ANSWERS, Problem
from reports.outline.usual_problems import USUAL

__all__ = ["ANSWERED", "ANSWERS", "CAUSES_LEADS", "MISSED", "OF_KEY", "PROBLEMS", "Problem"]

# Before the problems: what became of last year's promises and of last year's problems.
ANSWERED = (
    "上年定下{targets_set}项目标，做到{targets_kept}项，还没有到期的{targets_open}项，缺数的{targets_unknown}项。"
    "没有做到{targets_missed}项：{missed_briefly}。"
    "减轻的老问题是{problems_fewer}；没有变的是{problems_same}；加重的是{problems_more}。",
    "先答上年的账：{targets_set}项目标做到了{targets_kept}项，年底才能算账的{targets_open}项，缺数的{targets_unknown}项，"
    "欠着{targets_missed}项。欠的是{missed_as_done}。"
    "比上年重的问题是{problems_more}；比上年轻的是{problems_fewer}；和上年一样的是{problems_same}。",
    "上年报告定下{targets_set}项目标，{targets_missed}项没有做到，还没有到期的{targets_open}项，缺数的{targets_unknown}项。"
    "没有做到的是{missed_briefly}。"
    "做到的是{targets_kept}项。没有改过来的老问题是{problems_same}；加重了的是{problems_more}；减轻了的是{problems_fewer}。",
    "把上年的报告拿来对照：{targets_missed}项目标没有做到（{targets_set}项里做到{targets_kept}项），"
    "还没有到期的{targets_open}项，缺数的{targets_unknown}项。没有做到的有{missed_by_gap}。"
    "比上年好的是{problems_fewer}；比上年差的是{problems_more}；同上年一样的是{problems_same}。",
)

PROBLEMS = (
    *USUAL,
    Problem(
        "age",
        (
            "党员队伍年龄偏大。六十岁以上党员占自管党员的{members.elderly_share}（{since.members.elderly_share}），"
            "比门槛{limit.many_elderly}%高{elderly_gap}个百分点。三十五岁以下的占{known.members.young_share}。",
            "年轻党员不多。六十岁以上的占{members.elderly_share}（{since.members.elderly_share}），门槛是{limit.many_elderly}%"
            "（高{elderly_gap}个百分点）。自管党员中三十五岁以下的占{known.members.young_share}。",
            "队伍偏老。{whole.members.elderly_share}名自管党员中六十岁以上的占{members.elderly_share}"
            "（{since.members.elderly_share}），"
            "超过{limit.many_elderly}%的门槛（高{elderly_gap}个百分点）。",
        ),
        (
            "发展年轻人不多。{so_far}接收预备党员{known.members.admitted}名，三十五岁以下党员占{known.members.young_share}，"
            "我没有把年轻人带起来。",
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
            "按月的目标没有做到。{missed_monthly}是按月定的，我没有做到月月兑现。",
            "钱没有拨足。{missed_money}没有拨足，我没有兑现。",
            "定了没有兑现。{targets_missed}项没有做到，责任在我。",
            "定下的数没有够。够不到的有{targets_missed}项，我没有说到做到。",
        ),
        (
            "核对不够。对上年定下的目标，我核对得不够勤。",
            "定得不细。目标由谁做、哪个月做，我定得不细。",
        ),
        (
            "核对目标。没有做到的{targets_missed}项由{owner.promises}负责，{next_year}年按季对账，差的当季补，{due.promises}前逐项做到。",
            "还欠账。{owner.promises}负责把这{targets_missed}项补上，差得多的先补，{due.promises}前逐项做到。",
            "承诺按季对。{owner.promises}牵头，上年定下没有做到的{targets_missed}项{next_year}年按季对账，"
            "差的当季补，{due.promises}前补齐。",
            "补齐欠账。{owner.promises}把没有做到的{targets_missed}项排到{next_year}年各月，{due.promises}前逐项做到。",
        ),
    ),
)
OF_KEY = {problem.key: problem for problem in PROBLEMS}
MISSED = "promises"  # told by what stands before the problems; its cause and its measure follow there
MISSED_NAMES = frozenset(
    {
        "targets_missed",
        "missed_briefly",
        "missed_as_done",
        "missed_by_gap",
        "missed_targets",
        "missed_first",
        "missed_in_full",
    }
)

CAUSES_LEADS = (
    "对照以上问题，我分析原因如下：",
    "这些问题，我从自己身上找原因：",
    "为什么会这样，我查了自己：",
    "原因在我这里：",
)
NEAREST = "没有越过门槛、也要看住的："
NO_PROBLEM = "已有记录的各项，没有一项越过设定的门槛。"
NO_OTHER_PROBLEM = "此外没有一项越过设定的门槛。"  # behind promises that were missed
NO_PROBLEM_TOLD = "这一部分没有另外列出问题。"
NO_CAUSE = "上面没有列出问题，这里没有原因要说。"
NO_CAUSE_TOLD = "这一部分没有列出原因。"
