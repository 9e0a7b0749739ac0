"""The pages of meetings and decisions."""

from access.roles import Reader
from meetings.models import Campaign, Decision, DecisionOpinion, Meeting
from records.children import Children
from records.pages import Beside, RecordPages


class MeetingPages(RecordPages):
    model = Meeting
    columns = ["date", "kind", "org", "topic", "expected", "present"]
    sections = [
        ("会议", ["date", "kind", "org", "topic", "campaign"]),
        ("参加和内容", ["expected", "present", "chair", "lecturer", "lecturer_name", "place", "content"]),
    ]
    filters = ["date", "kind", "org", "campaign", "in_doubt"]
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


PAGES = [MeetingPages, DecisionPages, DecisionOpinionPages, CampaignPages]
