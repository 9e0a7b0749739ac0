"""Of the teams: who is 书记, who was honoured, and 一名党员一面旗."""

from reports.outline.base import Point

EXAMPLES = (
    Point(
        "highlights.teams.secretaries",
        (
            "党组织书记。在任的党组织书记{members.secretaries}名（{change.members.secretaries}），"
            "书记空缺满三个月的党组织{known.members.vacant_orgs}个。",
            "书记配备。{last_year}在任的党组织书记{moved.members.secretaries}名，现在{members.secretaries}名。"
            "书记空缺满三个月的党组织{known.members.vacant_orgs}个。",
            "支部带头人。在任的党组织书记{members.secretaries}名。"
            "空着书记满三个月的党组织{known.members.vacant_orgs}个。",
        ),
    ),
    Point(
        "highlights.teams.examples",
        (
            "先进典型。{so_far}受表彰的个人{members.honours}人次（{change.members.honours}），"
            "受表彰的党组织{members.honoured_orgs}个。"
            "在“一名党员一面旗”岗位上的党员{members.flag_members}名（{change.members.flag_members}）。",
            "一名党员一面旗。有岗位的党员{members.flag_members}名（{change.members.flag_members}），"
            "在{members.flag_communities}个社区。"
            "{so_far}受各级表彰的个人{members.honours}人次、党组织{members.honoured_orgs}个。",
            "典型和岗位。{last_year}受表彰的个人{moved.members.honours}人次，{so_far}{members.honours}人次，"
            "受表彰的党组织{members.honoured_orgs}个。"
            "“一名党员一面旗”的岗位上有党员{members.flag_members}名，占自管党员的{members.flag_share}（年老体弱的不算）。",
        ),
    ),
)
