"""Problems of who answers for what: duties not done in time, and what a 约谈 asked to be put right."""

from reports.outline.problem import Problem

DUTIES = Problem(
    "duties",
    (
        "责任清单没有按期办完。到期的责任{whole.duties.duties_done}项，没有完成的{left.duties.duties_done}项，"
        "完成率{duties.duties_done}（{since.duties.duties_done}），比门槛{limit.least_duties_done}%低{duties_gap}个百分点。",
        "有的责任没有办完。责任清单到期完成率{duties.duties_done}（{since.duties.duties_done}），"
        "离{limit.least_duties_done}%还差{duties_gap}个百分点，没有完成的{left.duties.duties_done}项。",
        "责任清单欠了账。{left.duties.duties_done}项责任到期没有完成（到期的{whole.duties.duties_done}项），"
        "完成率{duties.duties_done}（{since.duties.duties_done}），门槛是{limit.least_duties_done}%。",
    ),
    (
        "催办没有跟上。到期没有完成的责任有{left.duties.duties_done}项，我没有催到底。",
        "完成得比上年差。责任清单到期完成率比{last_year}低{fewer.duties.duties_done}个百分点，我没有止住。",
        "离门槛有差距。责任清单到期完成率离门槛差{duties_gap}个百分点，我没有补上。",
    ),
    (
        "分得不细。责任由谁办、哪天办完，我分得不细。",
        "过问少。责任清单定下以后，我过问得少。",
    ),
    (
        "责任清单。到期没有完成的{left.duties.duties_done}项由{owner.duties}负责，{due.duties}前办完。",
        "责任按月对。{owner.duties}按月对一次责任清单，{due.duties}前到期完成率不低于{limit.least_duties_done}%。",
        "补上责任。{due.duties}前把没有完成的责任{left.duties.duties_done}项补齐，{owner.duties}牵头。",
    ),
    usual=True,
    aim="把责任清单上到期的办完",
)

TALKS = Problem(
    "talks",
    (
        "约谈以后没有改完。约谈要求的整改到期{whole.duties.talks_rectified}项，没有改完的{left.duties.talks_rectified}项，"
        "整改完成率{duties.talks_rectified}（{since.duties.talks_rectified}）。",
        "约谈要求的没有改到底。过期没有改完的{left.duties.talks_rectified}项，到期的约谈整改一共{whole.duties.talks_rectified}项，"
        "整改完成率{duties.talks_rectified}（{since.duties.talks_rectified}）。",
        "约谈的整改过了期。过期没有改完的约谈整改{left.duties.talks_rectified}项（到期的{whole.duties.talks_rectified}项），"
        "整改完成率{duties.talks_rectified}（{since.duties.talks_rectified}）。",
    ),
    (
        "谈过没有再看。约谈整改过期没有改完的{left.duties.talks_rectified}项，我没有盯到底。",
        "约谈整改比上年差。约谈整改完成率比{last_year}低{fewer.duties.talks_rectified}个百分点，我没有止住。",
    ),
    (
        "只谈不看。约谈以后改没有改，我去看得少。",
        "期限没有定准。约谈时要求改到什么样、哪天改完，我没有说清。",
    ),
    (
        "约谈整改。过期的{left.duties.talks_rectified}项由{owner.talks}负责，{due.talks}前改完。",
        "改完为止。{due.talks}前把约谈要求的整改改完（过期的{left.duties.talks_rectified}项），{owner.talks}牵头。",
        "谈了就改。{owner.talks}按月看一次约谈要求的整改，{due.talks}前把过期的{left.duties.talks_rectified}项改完。",
    ),
    usual=True,
    aim="把约谈要求的整改改完",
    month=3,
)
