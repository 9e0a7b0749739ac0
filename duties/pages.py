"""The pages of 责任清单, 目标责任书, 约谈, 整改, 督查问题, 考核 and 民主评议."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path

from duties.models import (
    Criterion,
    Duty,
    Pledge,
    PledgeItem,
    Problem,
    Remedy,
    Review,
    Round,
    Scheme,
    Score,
    Talk,
)
from duties.views import RemedyBoard
from records.children import Children
from records.pages import RecordPages
from records.views import RecordDetail, RecordList


class DutyPages(RecordPages):
    model = Duty
    columns = ["content", "year", "leader", "holder", "due", "done_on"]
    sections = [
        ("责任", ["year", "leader", "holder", "content", "due"]),
        ("完成", ["done_on", "note"]),
    ]
    filters = ["year", "leader", "holder", "due", "done_on"]
    search = ["content", "note"]
    keep = ["year", "leader"]
    intro = "每人每年要做的事，一事一条；完成了填完成日期。"


class PledgeDetail(RecordDetail):
    """A 目标责任书 with the way to its 考核."""

    def show(self, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        return super().show("pledge", context, status)


class PledgePages(RecordPages):
    model = Pledge
    whole_subdistrict_writes = True  # nobody judges his own
    detail_view = PledgeDetail
    columns = ["year", "leader", "holder", "number", "signed_on", "closed_on"]
    sections = [("目标责任书", ["year", "number", "leader", "holder", "signed_on", "signer"])]
    children = [
        Children(
            PledgeItem,
            "责任书条目",
            ("content", "key", "bound", "target", "weight", "outcome", "note"),
            hint="有数可查的选指标、填目标值，考核时由系统判断；其余的写一句话，考核时选结果",
        )
    ]
    filters = ["year", "leader", "holder", "signed_on"]
    search = ["number"]
    keep = ["year", "signed_on", "signer"]
    intro = "党工委书记同班子成员、各党组织书记签的年度责任书，逐条考核。"


class PledgeItemPages(RecordPages):
    model = PledgeItem
    parent = "pledge"
    columns = ["content", "pledge", "key", "bound", "target", "value", "outcome", "note"]
    filters = ["outcome"]
    search = ["content", "note"]
    intro = "责任书条目在目标责任书的表单里录入。"

    @classmethod
    def with_columns(cls, rows: QuerySet, names: list[str]) -> QuerySet:
        # a 目标责任书 is called by whoever signed it
        return super().with_columns(rows, names).select_related("pledge__holder__org")


class TalkPages(RecordPages):
    model = Talk
    columns = ["date", "kind", "leader", "holder", "name", "community", "due", "rectified_on"]
    sections = [
        ("约谈", ["date", "kind", "leader", "holder", "name", "community", "talked_by", "reason"]),
        ("整改", ["requirement", "due", "rectified_on"]),
    ]
    filters = ["date", "kind", "holder", "community", "due", "rectified_on"]
    search = ["reason", "requirement", "name"]
    keep = ["date", "kind", "talked_by"]
    intro = "提醒谈话、约谈、通报批评、组织处理。只有书记和管全街道的录入员能看到，不进任何附表。"

    @classmethod
    def heading(cls, record: Talk) -> str:
        return f"{record}（{record.who}）"


class CountedTalkPages(TalkPages):
    """约谈 as the page of a figure lists them: without anything that tells who was talked to, or why."""

    columns = ["date", "kind", "due", "rectified_on"]
    sections = [("约谈", columns)]
    filters = ["date", "kind", "due", "rectified_on"]
    search = []


class RemedyList(RecordList):
    """The list of 整改, with the way to the page that shows a year of it in three columns."""

    def show(self, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        return super().show("remedies", context, status)


class RemedyPages(RecordPages):
    model = Remedy
    list_view = RemedyList
    columns = ["problem", "year", "source", "community", "owner", "due", "done_on"]
    sections = [
        ("问题清单", ["year", "source", "community", "problem"]),
        ("责任清单", ["owner", "due"]),
        ("整改清单", ["measure", "done_on", "result"]),
    ]
    filters = ["year", "source", "community", "due", "done_on"]
    search = ["problem", "measure", "result", "owner"]
    keep = ["year", "source", "community"]
    intro = "上年述职的问题、上级点评、巡察督查和自查的问题，每条写明措施、责任人、期限和结果。"

    @classmethod
    def urls(cls) -> list[URLPattern]:
        board = path("remedy/board/", RemedyBoard.as_view(pages=cls), name="remedy-board")
        return [*super().urls(), board]


class ProblemPages(RecordPages):
    model = Problem
    columns = ["content", "date", "community", "round", "owner", "due", "done_on"]
    sections = [
        ("问题", ["date", "community", "round", "content"]),
        ("整改", ["owner", "due", "done_on", "verified_by"]),
    ]
    filters = ["date", "community", "round", "due", "done_on"]
    search = ["content", "owner"]
    keep = ["date", "community", "round"]
    intro = "月调查、季督导、半年考里发现的问题，整改完填完成日期。"


class SchemePages(RecordPages):
    model = Scheme
    columns = ["title", "year"]
    sections = [("考核办法", ["year", "title"])]
    children = [
        Children(
            Criterion,
            "考核指标",
            ("content", "group", "full_marks", "way", "key", "best", "nothing"),
            hint="各项满分合计 100；有数可查的按指标计算，先选结果类的指标，不以照片、笔记和材料多少打分（整治形式主义的要求）",
        )
    ]
    filters = ["year"]
    search = ["title"]
    intro = "一年一个办法：考核什么、各占多少分、怎样打分。"


class RoundDetail(RecordDetail):
    """A round with the way to its 打分表."""

    def show(self, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        return super().show("round", context, status)


class RoundPages(RecordPages):
    model = Round
    detail_view = RoundDetail
    columns = ["number", "kind", "scheme", "begun_on", "closed_on"]
    sections = [("考核轮次", ["scheme", "kind", "number", "begun_on", "note"])]
    filters = ["scheme", "kind", "begun_on"]
    keep = ["scheme", "kind"]
    intro = "月调查、季督导、半年考、年述评，各社区的得分在轮次里录入，结束以后不再变动。"


class ScorePages(RecordPages):
    model = Score
    columns = ["community", "round", "criterion", "points", "reason"]
    sections = [("得分", ["round", "community", "criterion", "points", "reason"])]
    filters = ["round", "community", "criterion"]
    search = ["reason"]
    keep = ["round", "community"]
    whole_subdistrict_writes = True
    intro = "一个社区一项一条；一轮的得分可以在轮次的打分表里一次录入。"


class ReviewPages(RecordPages):
    model = Review
    columns = ["holder", "year", "held_on", "valid", "good", "fair", "plain", "poor", "grade"]
    sections = [
        ("民主评议", ["year", "holder", "held_on"]),
        ("票数", ["valid", "good", "fair", "plain", "poor"]),
        ("评价", ["grade", "remarks"]),
    ]
    filters = ["year", "held_on", "grade"]
    keep = ["year", "held_on"]
    whole_subdistrict_writes = True
    intro = "党组织书记年度民主评议的票数和意见。"


PAGES = [
    DutyPages,
    PledgePages,
    PledgeItemPages,
    TalkPages,
    RemedyPages,
    ProblemPages,
    SchemePages,
    RoundPages,
    ScorePages,
    ReviewPages,
]
