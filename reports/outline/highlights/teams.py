"""队伍建设: cadres, Party members, community workers, volunteers."""

from reports.outline.base import Point, Section
from reports.outline.highlights.examples import EXAMPLES
from reports.outline.highlights.study import STUDY_POINTS

# Each clause has two alternatives: with the name of the 主题教育, and without where the office had none.
STUDY = "组织“{campaign}”主题教育学习研讨{meetings.study}次／组织学习研讨{meetings.study}次"
STUDY_COMPARED = (
    "{so_far}组织“{campaign}”主题教育学习研讨{meetings.study}次（{change.meetings.study}）"
    "／{so_far}组织学习研讨{meetings.study}次（{change.meetings.study}）"
)
STUDY_AGAIN = "“{campaign}”主题教育的学习研讨办了{meetings.study}次／学习研讨办了{meetings.study}次"
STUDY_THIS_YEAR = (
    "{so_far}“{campaign}”主题教育的学习研讨办了{meetings.study}次／{so_far}学习研讨办了{meetings.study}次"
)

TEAMS = Section(
    "highlights.teams",
    (
        "抓队伍建设，做了{count}件事。",
        "队伍这一块，说{count}件。",
        "再说带队伍，共{count}件。",
        "带队伍这一块，做了{count}件事。",
    ),
    (
        Point(
            "highlights.teams.cadres",
            (
                "干部学习。" + STUDY_COMPARED + "，{me}讲党课{meetings.secretary_lectures}次。"
                "开展｜党性学习{meetings.party_spirit}次、以会代训{meetings.training}次。",
                "讲课和研讨。{me}讲党课{meetings.secretary_lectures}次（{change.meetings.secretary_lectures}），"
                + STUDY_THIS_YEAR
                + "。以会代训{meetings.training}次，党性学习{meetings.party_spirit}次。",
                "干部队伍。党性学习上年定下{pledge.party_spirit}，{so_far}办了{meetings.party_spirit}次，"
                "{me}讲党课{meetings.secretary_lectures}次。" + STUDY + "，以会代训{meetings.training}次。",
                "学习培训。{so_far}以会代训{meetings.training}次"
                "（{change.meetings.training}）、党性学习{meetings.party_spirit}次，"
                "{me}讲党课{meetings.secretary_lectures}次。" + STUDY_AGAIN + "。",
                "党课和研讨。{so_far}党性学习{meetings.party_spirit}次（{change.meetings.party_spirit}），"
                "{me}讲党课{meetings.secretary_lectures}次，"
                "以会代训{meetings.training}次。" + STUDY + "。",
            ),
        ),
        Point(
            "highlights.teams.members",
            (
                "发展党员。{so_far}接收预备党员{members.admitted}名（{change.members.admitted}）。"
                "确定｜入党积极分子{members.activists}人、发展对象{members.candidates}人。",
                "党员队伍。{so_far}确定入党积极分子{members.activists}人（{change.members.activists}），"
                "接收预备党员{members.admitted}名。"
                "备案发展对象{members.candidates}人，积极分子里两新组织职工{known.members.two_new_activists}人。",
                "入党培养。{so_far}｜确定积极分子{members.activists}人、备案发展对象{members.candidates}人、"
                "接收预备党员{members.admitted}名。"
                "接收人数{change.members.admitted}；自管党员中三十五岁以下的占{known.members.young_share}。",
                "新党员。{last_year}接收预备党员{moved.members.admitted}名，{this_year}接收{members.admitted}名。"
                "另｜备案发展对象{members.candidates}人、确定入党积极分子{members.activists}人。",
            ),
        ),
        Point(
            "highlights.teams.workers",
            (
                "社区班子。{so_far}有{communities.elections_completed}个城市社区完成党组织和居委会换届（城市社区共{urban_now}个）。",
                "社区换届。城市社区{urban_now}个，{so_far}两套班子都换届完的有{communities.elections_completed}个。",
                "换届选举。党组织和居委会都完成换届的城市社区，{so_far}有{communities.elections_completed}个（城市社区共{urban_now}个）。",
            ),
        ),
        Point(
            "highlights.teams.volunteers",
            (
                "志愿者队伍。在活动的志愿服务队伍中有党员{services.party_volunteers}名（{change.services.party_volunteers}），"
                "队伍有{known.services.volunteer_categories}类。",
                "党员志愿者。{known.services.volunteer_categories}类志愿服务队伍在活动，"
                "编在里面的党员{services.party_volunteers}名（{change.services.party_volunteers}）。",
                "志愿服务。{last_year}编进志愿服务队伍的党员{moved.services.party_volunteers}名，"
                "现在{services.party_volunteers}名。",
            ),
        ),
        *STUDY_POINTS,
        *EXAMPLES,
    ),
)
