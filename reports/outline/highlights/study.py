"""三会一课 and the 培训计划: told only where an office keeps rules and plans."""

from reports.outline.base import Point

STUDY_POINTS = (
    Point(
        "highlights.teams.org_life",
        (
            "三会一课。社区支部三会一课落实率{known.meetings.org_life_rate}（{change.meetings.org_life_rate}），"
            "{so_far}应开{whole.meetings.org_life_rate}次、没有开的{left.meetings.org_life_rate}次。"
            "没有开齐的支部{known.meetings.org_life_behind}个。",
            "支部组织生活。三会一课落实率上年定下{pledge.org_life_rate}，"
            "{so_far}到{known.meetings.org_life_rate}，没有开齐的社区支部{known.meetings.org_life_behind}个。",
            "开齐三会一课。{last_year}社区支部三会一课落实率{moved.meetings.org_life_rate}，"
            "{this_year}{known.meetings.org_life_rate}，没有开齐的支部{known.meetings.org_life_behind}个。",
            "组织生活。按规定社区支部{so_far}应开三会一课{whole.meetings.org_life_rate}次，"
            "已开{part.meetings.org_life_rate}次（落实率{known.meetings.org_life_rate}）。"
            "没有开齐的支部有{known.meetings.org_life_behind}个。",
        ),
    ),
    Point(
        "highlights.teams.plan",
        (
            "培训计划。到期的培训计划{so_far}完成{known.meetings.plan_done}（{change.meetings.plan_done}），"
            "没有办的{left.meetings.plan_done}项。",
            "按计划培训。培训计划完成率上年定下{pledge.plan_done}，{so_far}到{known.meetings.plan_done}，"
            "到期没有办的{left.meetings.plan_done}项。",
            "培训。培训计划{so_far}到期{whole.meetings.plan_done}项，办了{part.meetings.plan_done}项"
            "（完成率{known.meetings.plan_done}）。",
        ),
    ),
)
STUDY_TARGETS = Point(
    "measures.teams.org_life",
    (
        "三会一课和培训。三会一课落实率不低于{targets.org_life_rate}（{beside.org_life_rate}）；"
        "培训计划完成率不低于{targets.plan_done}（{beside.plan_done}）。",
        "组织生活和培训。培训计划完成率到{targets.plan_done}以上（{beside.plan_done}）；"
        "三会一课落实率到{targets.org_life_rate}以上（{beside.org_life_rate}）。",
        "开齐三会一课。三会一课落实率至少到{targets.org_life_rate}（{beside.org_life_rate}）；"
        "培训计划完成率至少到{targets.plan_done}（{beside.plan_done}）。",
    ),
)
