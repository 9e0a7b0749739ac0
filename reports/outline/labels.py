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
    "vacant_orgs": "书记空缺的党组织",
    "duties": "没有按期完成的责任",
    "talks": "过期没有改完的约谈整改",
}
