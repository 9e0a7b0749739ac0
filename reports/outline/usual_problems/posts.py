"""The problem of Party organisations without a 书记."""

from reports.outline.problem import Problem

VACANT_ORGS = Problem(
    "vacant_orgs",
    (
        "党组织书记有空缺。最近三个月一直没有书记的党组织{members.vacant_orgs}个（{since.members.vacant_orgs}），"
        "是{vacant_orgs}。在任的党组织书记{known.members.secretaries}名。",
        "书记没有配齐。书记空缺满三个月的党组织有{members.vacant_orgs}个（{since.members.vacant_orgs}），"
        "是{vacant_orgs}。有书记在任的是{known.members.secretaries}名。",
        "支部缺带头人。空着书记满三个月的党组织{members.vacant_orgs}个（{since.members.vacant_orgs}），"
        "是{vacant_orgs}。在任的党组织书记{known.members.secretaries}名。",
    ),
    (
        "空缺没有断过。书记空缺的党组织{last_year}有{stood.members.vacant_orgs}个，"
        "今年又有{members.vacant_orgs}个，我没有早备人选。",
        "今年空出来的。书记空缺的党组织{last_year}没有，今年有{fresh.members.vacant_orgs}个，我没有及时补上。",
        "接替的人没有备好。书记空缺的党组织有{known.members.vacant_orgs}个，我没有早备人选。",
    ),
    (
        "摸底不够。支部里谁能接书记，我了解得不够。",
        "交接没有管。书记离任前谁来接，我过问得晚。",
    ),
    (
        "配齐书记。这{members.vacant_orgs}个党组织由{owner.vacant_orgs}负责，{due.vacant_orgs}前选出书记。",
        "书记不空缺。{due.vacant_orgs}前，书记空缺的党组织由{members.vacant_orgs}个减到零，"
        "{owner.vacant_orgs}牵头，离任前先定接替的人。",
        "补上带头人。{owner.vacant_orgs}负责，{due.vacant_orgs}前把空着的{members.vacant_orgs}个党组织的书记配上。",
    ),
    usual=True,
    aim="把空缺的党组织书记配齐",
    month=3,
)
