"""The pages of 街道 and 社区."""

from django.urls import URLPattern, path

from communities.models import (
    Community,
    Election,
    Leader,
    PartnerUnit,
    PartTimeMember,
    Rectification,
    Survey,
    Worker,
)
from communities.views import CommunityEnd
from records.pages import RecordPages


class CommunityPages(RecordPages):
    model = Community
    columns = [
        "name",
        "code",
        "kind",
        "since",
        "until",
        "big_committee_since",
        "demonstration_since",
        "pilot_since",
    ]
    sections = [
        ("社区", ["name", "code", "kind", "order"]),
        ("成立和撤销", ["since", "until", "successor"]),
        (
            "大党委、示范点和试点",
            [
                "big_committee_since",
                "big_committee_until",
                "demonstration_since",
                "demonstration_until",
                "pilot_since",
                "pilot_until",
            ],
        ),
    ]
    filters = ["kind"]
    search = ["name", "code"]
    intro = "所有记录都归到社区名下，请先把本街道的社区录全。"
    whole_subdistrict_writes = True
    further = [("end", "撤销社区")]

    @classmethod
    def heading(cls, record: Community) -> str:
        return record.told_apart

    @classmethod
    def further_of(cls, record: Community) -> list[tuple[str, str]]:
        if record.until:
            return [("end", "修改撤销")]
        return cls.further

    @classmethod
    def urls(cls) -> list[URLPattern]:
        return [
            *super().urls(),
            path("community/<int:pk>/end/", CommunityEnd.as_view(pages=cls), name="community-end"),
        ]


class LeaderPages(RecordPages):
    model = Leader
    columns = ["name", "post", "since", "until"]
    sections = [("任职", ["name", "post", "since", "until"])]
    filters = ["post"]
    search = ["name"]
    intro = "走访和党课要选班子成员，请先录入现任和本年度离任的成员。"


class PartnerUnitPages(RecordPages):
    model = PartnerUnit
    columns = ["name", "community", "kind", "since", "until", "contact"]
    sections = [
        ("共建单位", ["name", "community", "kind", "since", "until"]),
        ("联系和内容", ["contact", "phone", "resources"]),
    ]
    filters = ["community", "kind", "since"]
    search = ["name", "contact"]
    keep = ["community", "since", "kind"]
    intro = "报告中的共建单位家数由这里得出。"


class PartTimeMemberPages(RecordPages):
    model = PartTimeMember
    columns = ["name", "community", "unit", "post", "since", "until"]
    sections = [("兼职委员", ["name", "community", "unit", "post", "since", "until"])]
    filters = ["community", "since"]
    search = ["name", "unit"]
    keep = ["community", "since"]
    intro = "报告中的兼职委员人数由这里得出。"


class WorkerPages(RecordPages):
    model = Worker
    columns = ["name", "community", "post", "grid", "since", "until"]
    sections = [
        ("工作人员", ["name", "community", "post", "grid", "since", "until", "certificates"]),
    ]
    filters = ["community", "post", "since"]
    search = ["name", "grid", "certificates"]
    keep = ["community", "post", "since"]
    intro = "社区工作者和网格员的名册；同一人有两个岗位的，录两条。"


class ElectionPages(RecordPages):
    model = Election
    columns = ["date", "community", "body", "round_year", "completed_on"]
    sections = [
        ("换届", ["community", "body", "round_year", "date", "completed_on"]),
        ("选举情况", ["eligible", "present", "elected"]),
    ]
    filters = ["community", "body", "date"]
    keep = ["date", "round_year", "body"]
    intro = "社区党组织和居民委员会各录一条；两条都完成，才计入完成换届的社区。"


class RectificationPages(RecordPages):
    model = Rectification
    columns = ["since", "community", "kind", "until", "result"]
    sections = [
        ("整顿", ["community", "kind", "since", "until", "result"]),
        ("问题和措施", ["leader", "problems", "measures"]),
    ]
    filters = ["community", "kind", "since"]
    intro = "软弱涣散党组织和后进社区的整顿；满意率从整顿前、整顿后两次测评得出。"


class SurveyPages(RecordPages):
    model = Survey
    columns = ["date", "community", "kind", "phase", "valid", "rate"]
    sections = [
        ("测评", ["date", "community", "kind", "phase", "rectification"]),
        (
            "份数",
            ["valid", "satisfied", "basically_satisfied", "dissatisfied", "unknown", "sent", "returned"],
        ),
    ]
    filters = ["date", "community", "kind", "phase"]
    keep = ["date", "kind", "phase"]
    intro = "满意率、知晓度都由测评份数算出；四项合计须等于有效份数。"


PAGES = [
    CommunityPages,
    LeaderPages,
    PartnerUnitPages,
    PartTimeMemberPages,
    WorkerPages,
    ElectionPages,
    RectificationPages,
    SurveyPages,
]
