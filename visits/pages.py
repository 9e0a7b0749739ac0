"""The pages of visits."""

from records.children import Children
from records.pages import RecordPages
from visits.models import Visit, VisitIssue


class VisitPages(RecordPages):
    model = Visit
    columns = ["date", "community", "kind", "leaders", "households", "summary"]
    sections = [
        (
            "走访情况",
            ["date", "community", "kind", "households", "leaders", "secretaries", "companions", "summary"],
        )
    ]
    children = [
        Children(
            VisitIssue,
            "意见建议",
            ("content", "category", "raised_by", "reply"),
            fixed=(("kind", VisitIssue.Kind.OPINION.value),),
        ),
        Children(
            VisitIssue,
            "困难",
            ("content", "category", "handler", "due", "solved_on"),
            hint="办结后填解决日期，计入当年“解决困难”",
            fixed=(("kind", VisitIssue.Kind.DIFFICULTY.value),),
        ),
    ]
    filters = ["date", "community", "kind", "leaders", "secretaries"]
    search = ["summary", "companions"]
    totals = ["households"]
    keep = ["community", "date", "kind"]
    intro = "领导班子深入社区、走访户数、意见建议和困难，都由走访记录得出。"


class VisitIssuePages(RecordPages):
    model = VisitIssue
    parent = "visit"
    columns = ["content", "visit", "kind", "category", "handler", "due", "solved_on"]
    filters = ["kind", "category", "due", "solved_on"]
    search = ["content", "handler", "raised_by"]
    intro = "意见和困难在走访的表单里录入。"


PAGES = [VisitPages, VisitIssuePages]
