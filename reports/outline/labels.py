"""What a finding is called, by the key of its problem."""

PROBLEM_LABELS = {
    "uneven": "满意率偏低的社区",
    "decisions": "民主决策用得少的社区",
    "education": "学习少的支部",
    "two_new": "等待谈话的两新申请人",
    "difficulties": "尚未解决的困难",
    "special_meetings": "没有专题会议的月份",
    "idle_orgs": "没有活动的两新党组织",
    "attendance": "学习到课率偏低",
    "age": "党员年龄偏大",
    "promises": "没有兑现的承诺",
}
# What the plan sets out to do about it first.
PROBLEM_AIMS = {
    "uneven": "让满意率低的社区过线",
    "decisions": "让民主决策用得少的社区用够次数",
    "education": "让学习少的支部学够次数",
    "two_new": "把等待谈话的申请人谈完",
    "difficulties": "把没有解决的困难办完",
    "special_meetings": "把党建专题会月月开起来",
    "idle_orgs": "让没有活动的两新党组织动起来",
}
