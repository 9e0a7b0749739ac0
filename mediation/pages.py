"""The pages of mediation."""

from mediation.models import Heart, HeartNote, MediationCase, MediationParty
from records.children import Children
from records.pages import RecordPages


class MediationCasePages(RecordPages):
    model = MediationCase
    columns = ["date", "community", "case_no", "kind", "mediators", "result", "closed_on"]
    sections = [
        ("案件", ["date", "community", "kind", "case_no", "mediators", "result", "closed_on"]),
        ("情况和经过", ["summary", "course"]),
    ]
    children = [
        Children(MediationParty, "当事人", ("name", "side", "phone")),
        Children(HeartNote, "五心调解", ("heart", "text")),
    ]
    filters = ["date", "closed_on", "community", "kind", "result"]
    search = ["case_no", "mediators", "summary"]
    keep = ["date", "community", "kind"]
    intro = "按结案日期计入当年；调解成功率只算成功和不成的案件。"


class HeartPages(RecordPages):
    model = Heart
    columns = ["name", "order", "in_use"]
    sections = [("五心", ["name", "order", "in_use"])]
    whole_subdistrict_writes = True
    intro = "调解案件里逐心记录做法用的清单。"


PAGES = [MediationCasePages, HeartPages]
