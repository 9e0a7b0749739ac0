"""Problems of the 两新组织: applicants who wait, and Party organisations without activity."""

from reports.outline.problem import Problem

TWO_NEW = Problem(
    "two_new",
    (
        "两新组织申请人谈话不及时。两新组织职工递交入党申请书满{limit.waiting_months}个月还没有谈话的有"
        "{members.waiting_applicants}名（{since.members.waiting_applicants}），在册的两新申请人{two_new_applicants}名。"
        "最长的等了{longest_wait}天。",
        "谈话拖了。入党申请过了{limit.waiting_months}个月没有人谈的两新组织职工有{members.waiting_applicants}名"
        "（{since.members.waiting_applicants}），在册的两新申请人{two_new_applicants}名。最长的等了{longest_wait}天。",
        "申请积着没有谈。在册的两新申请人{two_new_applicants}名，递交申请书满{limit.waiting_months}个月还等着谈话的"
        "{members.waiting_applicants}名（{since.members.waiting_applicants}）。等待最长的{longest_wait}天。",
        "申请人等着谈话。入党申请满{limit.waiting_months}个月没有谈话的两新组织职工{members.waiting_applicants}名"
        "（{since.members.waiting_applicants}），在册申请人{two_new_applicants}名。等得最长的{longest_wait}天。",
    ),
    (
        "等得太久。等谈话最久的已经{longest_wait}天，我没有让人谈到。"
        "在岗党建指导员{known.members.instructors}名，还有{members.waiting_applicants}名申请人没有谈，我也没有让谈话跟上。",
        "谈话没有管住。等谈话的两新申请人{last_year}有{stood.members.waiting_applicants}名，今年又有{members.waiting_applicants}名，"
        "我没有管住。"
        "在岗党建指导员{known.members.instructors}名，我也没有让谈话跟上。",
        "谈话落在后头。还等着谈话的{members.waiting_applicants}名里，最长的等了{longest_wait}天，我没有赶上。"
        "在岗党建指导员{known.members.instructors}名，我也没有让谈话跟上。",
        "新积下的。等谈话的两新申请人{last_year}没有，今年有{fresh.members.waiting_applicants}名，我没有守住。"
        "在岗党建指导员{known.members.instructors}名，我也没有让谈话跟上。",
    ),
    (
        "催办不够。对等待谈话的申请人，我催办得不够。",
        "分工不清。两新组织的申请由谁去谈，我没有定到人。",
    ),
    (
        "两新申请人谈话。这{members.waiting_applicants}名申请人由{owner.two_new}负责，{due.two_new}前谈完，等得最久的先谈；"
        "新收到的申请一个月内谈。",
        "谈话不过月。{owner.two_new}负责，{due.two_new}前把等待的{members.waiting_applicants}名谈完，以后一个月内派人谈。",
        "接住申请人。{due.two_new}前等待谈话的由{members.waiting_applicants}名减到零，{owner.two_new}牵头，收到申请当周定下谈话的人。",
        "申请不积压。{owner.two_new}负责，等着谈话的{members.waiting_applicants}名排好日子谈，{due.two_new}前谈完。",
    ),
    usual=True,
    aim="把等待谈话的申请人谈完",
    month=3,
)

IDLE_ORGS = Problem(
    "idle_orgs",
    (
        "两新党组织活动有空白。两新党组织{members.two_new_party_orgs}家，上年底前成立而{so_far}没有开展活动的有{meetings.two_new_idle_orgs}家"
        "（{since.meetings.two_new_idle_orgs}）。",
        "有的两新党组织没有动起来。两新党组织{members.two_new_party_orgs}家，上年底前成立而{so_far}没有活动记录的{meetings.two_new_idle_orgs}家"
        "（{since.meetings.two_new_idle_orgs}）。",
        "建了没有活动。上年底前成立而{so_far}没有开展活动的两新党组织有{meetings.two_new_idle_orgs}家"
        "（{since.meetings.two_new_idle_orgs}），"
        "两新党组织共{members.two_new_party_orgs}家。",
    ),
    (
        "活动没有抓起来。没有活动的两新党组织{last_year}就有{stood.meetings.two_new_idle_orgs}家，我没有清零。"
        "在岗党建指导员{known.members.instructors}名，我也没有让活动跟上。",
        "今年才有的。没有活动的两新党组织{last_year}没有，今年有{fresh.meetings.two_new_idle_orgs}家，我没有守住。",
        "活动没有跟上。没有活动的有{known.meetings.two_new_idle_orgs}家，我没有把活动抓起来。",
    ),
    (
        "指导不够。对没有活动的两新党组织，我指导得不够。",
        "联系不够。党建指导员去了几次、办了什么，我过问得少。",
    ),
    (
        "两新党组织活动。这{meetings.two_new_idle_orgs}家由{owner.idle_orgs}负责，按季去一次，{due.idle_orgs}前有活动记录。",
        "让两新党组织动起来。{owner.idle_orgs}联系这{meetings.two_new_idle_orgs}家，年初帮着定下活动和日子，{due.idle_orgs}前没有活动的减到零。",
        "补活动空白。{due.idle_orgs}前，没有活动的两新党组织由{meetings.two_new_idle_orgs}家减到零，{owner.idle_orgs}牵头，先帮着开好第一次会。",
        "到没有活动的地方去。这{meetings.two_new_idle_orgs}家{owner.idle_orgs}年初去一趟，帮着排出活动，{due.idle_orgs}前有记录可查。",
    ),
    usual=True,
    aim="让没有活动的两新党组织动起来",
)
