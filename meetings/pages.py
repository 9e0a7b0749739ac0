"""The pages of meetings and decisions."""

from access.roles import Reader
from meetings.models import (
    Attendance,
    Campaign,
    Decision,
    DecisionOpinion,
    Meeting,
    OrgLifeRule,
    TrainingPlan,
)
from records.children import Children
from records.pages import Beside, RecordPages


class MeetingPages(RecordPages):
    model = Meeting
    columns = ["date", "kind", "org", "topic", "expected", "present"]
    sections = [
        ("会议", ["date", "kind", "org", "topic", "campaign", "plan", "hours"]),
        ("参加和内容", ["expected", "present", "chair", "lecturer", "lecturer_name", "place", "content"]),
    ]
    children = [
        Children(
            Attendance,
            "到会情况",
            ("member", "state", "reason"),
            "填了的，应到、实到由这里得出；没有名单的不填",
            paste_column="member",
        )
    ]
    filters = ["date", "kind", "org", "campaign", "plan", "in_doubt"]
    search = ["topic", "content", "org__name"]
    totals = ["expected", "present"]
    keep = ["date", "kind", "org"]
    intro = "街道和各党组织的会议、党课、学习都录在这里；召开单位不选或选党工委，就是街道召开的。"

    @classmethod
    def beside(cls, record: Meeting, reader: Reader) -> Beside | None:
        """Return other records of the same meeting of the 街道, entered before the 党工委 was taken for it."""
        if not record.of_office:
            return None
        meetings = Meeting.objects.visible_to(reader).held_by_office()
        same = meetings.filter(date=record.date, kind=record.kind, topic=record.topic)
        rows = []
        for other in same.exclude(pk=record.pk).select_related("org").order_by("pk"):
            held_by = other.org or "没有填"
            rows.append((f"{other}（召开单位：{held_by}）", cls.url_of(other)))
        if not rows:
            return None
        return Beside("重复待核：同一次会议的其他记录", rows)


class DecisionPages(RecordPages):
    model = Decision
    columns = ["topic", "community", "method", "category", "resolved_on", "completed_on"]
    sections = [
        ("决策事项", ["community", "topic", "method", "category"]),
        (
            "步骤",
            [
                "solicited_on",
                "proposed_on",
                "consulted_on",
                "deliberated_on",
                "resolved_on",
                "published_on",
                "completed_on",
            ],
        ),
        ("表决", ["expected", "present", "in_favour"]),
    ]
    children = [Children(DecisionOpinion, "意见", ("content", "source", "adopted", "reason"))]
    filters = ["community", "method", "category", "resolved_on"]
    search = ["topic"]
    keep = ["community", "method"]
    intro = "到决议为止的步骤日期都填了，才计入运用工作法的次数。"


class DecisionOpinionPages(RecordPages):
    model = DecisionOpinion
    parent = "decision"
    columns = ["content", "decision", "source", "adopted", "reason"]
    filters = ["adopted"]
    search = ["content", "decision__topic"]
    intro = "意见在民主决策的表单里录入。"


class CampaignPages(RecordPages):
    model = Campaign
    columns = ["name", "first_year", "last_year"]
    sections = [("主题教育", ["name", "first_year", "last_year"])]
    search = ["name"]
    intro = "报告引用当年主题教育的名称；没有开展的年度不用录。"


class AttendancePages(RecordPages):
    model = Attendance
    parent = "meeting"
    columns = ["member", "meeting", "state", "reason"]
    filters = ["state"]
    search = ["member__name", "meeting__topic"]
    intro = "到会情况在会议与学习的表单里录入。"


class TrainingPlanPages(RecordPages):
    model = TrainingPlan
    columns = ["topic", "year", "month", "audience", "kind", "org", "hours"]
    sections = [("培训计划", ["year", "month", "audience", "topic", "kind", "hours", "org"])]
    filters = ["year", "audience", "kind", "org"]
    search = ["topic"]
    totals = ["hours"]
    keep = ["year", "audience", "kind"]
    intro = "一条是一项培训；开会时在会议里选这条计划，就算办了。"


class OrgLifeRulePages(RecordPages):
    model = OrgLifeRule
    columns = ["kind", "per", "times", "who", "valid_from", "valid_until"]
    sections = [
        ("规定", ["kind", "per", "times", "who", "instead", "instead_too"]),
        ("执行和依据", ["valid_from", "valid_until", "source"]),
    ]
    whole_subdistrict_writes = True
    intro = "三会一课应开几次由这里定；填了执行起始日期的才执行。"


PAGES = [
    MeetingPages,
    DecisionPages,
    DecisionOpinionPages,
    CampaignPages,
    TrainingPlanPages,
    AttendancePages,
    OrgLifeRulePages,
]
