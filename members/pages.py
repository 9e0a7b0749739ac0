"""The pages of Party organisations and the people in or around them."""

from django.urls import URLPattern, path

from members import views
from members.forms import PartyOrgForm
from members.models import (
    Applicant,
    FlagPost,
    Honour,
    Instructor,
    Member,
    PartyOrg,
    PostHolder,
    TwoNewUnit,
)
from records.pages import RecordPages
from records.views import RecordView


class PartyOrgPages(RecordPages):
    model = PartyOrg
    form = PartyOrgForm
    columns = ["name", "kind", "sphere", "community", "secretary", "since", "until"]
    sections = [
        ("党组织", ["name", "kind", "sphere", "community", "since", "until"]),
        ("隶属和任期", ["parent", "secretary", "term_start", "term_end"]),
    ]
    filters = ["community", "sphere", "kind", "since"]
    search = ["name", "secretary"]
    keep = ["sphere", "kind", "community"]
    intro = "会议、党员、两新组织都要选党组织，请先录全。"

    @classmethod
    def form_sections(cls) -> list[tuple[str, list[str]]]:
        (title, names), *others = cls.sections
        return [(title, [*names, "target"]), *others]


class PostHolderPages(RecordPages):
    model = PostHolder
    detail_view = views.PostHolderDetail
    columns = ["name", "post", "org", "since", "until"]
    sections = [("任职", ["org", "post", "name", "since", "until", "member"])]
    filters = ["org", "post", "since"]
    search = ["name", "org__name"]
    keep = ["org", "post"]
    intro = "党组织书记、副书记、委员和他们的任期；党组织的“书记”一栏由这里得出，书记空缺也由这里查出。"


class MemberPages(RecordPages):
    model = Member
    detail_view = views.MemberDetail
    columns = ["name", "gender", "org", "kind", "since", "birth_date", "phone"]
    sections = [
        ("党员", ["name", "gender", "org", "kind", "since", "id_no", "birth_date"]),
        (
            "入党和联系",
            ["joined_on", "full_on", "phone", "ethnicity", "education", "work_unit", "elder_exempt", "away"],
        ),
        ("离开", ["until", "exit_reason"]),
    ]
    filters = ["org", "kind", "gender", "elder_exempt", "since"]
    search = ["name", "work_unit", "org__name"]
    keep = ["org", "since", "kind"]
    intro = "自管党员数由这里得出，书记讲党课、志愿队伍也从这里选人。"


class TwoNewUnitPages(RecordPages):
    model = TwoNewUnit
    columns = ["name", "kind", "community", "full_members", "org", "since", "until"]
    sections = [
        ("两新组织", ["name", "kind", "community", "since", "until", "full_members", "org"]),
        ("其他", ["employees", "uscc", "contact"]),
    ]
    filters = ["community", "kind", "org", "since"]
    search = ["name", "uscc", "contact"]
    totals = ["full_members"]
    keep = ["community", "kind"]
    intro = "两新组织总数、应建已建率由这里得出。"


class ApplicantPages(RecordPages):
    model = Applicant
    detail_view = views.ApplicantDetail
    columns = ["name", "gender", "org", "unit", "applied_on", "stage"]
    sections = [
        ("申请人", ["name", "gender", "org", "applied_on", "unit", "id_no", "birth_date", "phone"]),
        (
            "各阶段日期",
            [
                "talked_on",
                "activist_on",
                "candidate_on",
                "admitted_on",
                "approved_on",
                "extended_to",
                "full_on",
                "ended_on",
                "special_reason",
                "note",
            ],
        ),
    ]
    filters = ["org", "applied_on", "activist_on", "candidate_on", "admitted_on"]
    search = ["name", "org__name"]
    keep = ["org", "applied_on"]
    intro = "一人一条，走到哪个阶段就补哪个日期；积极分子、发展对象、新党员人数都由日期算出。"

    @classmethod
    def urls(cls) -> list[URLPattern]:
        further: list[tuple[str, str, type[RecordView]]] = [
            ("unlisted/", views.UNLISTED, views.UnlistedApplicants),
            ("<int:pk>/roster/", "roster", views.ApplicantRoster),
            ("<int:pk>/untie/", "untie", views.ApplicantUntie),
        ]
        urls = super().urls()
        for route, name, view in further:
            urls.append(path(f"applicant/{route}", view.as_view(pages=cls), name=f"applicant-{name}"))
        return urls


class InstructorPages(RecordPages):
    model = Instructor
    columns = ["name", "work_unit", "units", "since", "until"]
    sections = [("党建指导员", ["name", "work_unit", "since", "until", "phone", "units"])]
    filters = ["since"]
    search = ["name", "work_unit"]
    keep = ["since"]
    intro = "派驻到两新组织的党建指导员。"


class HonourPages(RecordPages):
    model = Honour
    columns = ["date", "title", "level", "org", "member", "name"]
    sections = [
        ("表彰", ["date", "title", "title_in_full", "level", "org", "member", "name"]),
        ("文件和事迹", ["document", "deed", "may_be_printed"]),
    ]
    filters = ["date", "title", "level", "org"]
    search = ["title_in_full", "name", "deed", "org__name"]
    keep = ["date", "title", "level"]
    intro = "优秀共产党员、优秀党务工作者、先进基层党组织和其他荣誉，各级表彰都录在这里。"


class FlagPostPages(RecordPages):
    model = FlagPost
    columns = ["member", "kind", "place", "since", "until"]
    sections = [("一名党员一面旗", ["member", "kind", "place", "promise", "since", "until"])]
    filters = ["kind", "since"]
    search = ["place", "promise"]
    keep = ["kind", "since"]
    intro = "先锋岗、责任区、设岗定责、示范户、楼门长：哪位党员在哪里承担什么。"


PAGES = [
    PartyOrgPages,
    PostHolderPages,
    MemberPages,
    ApplicantPages,
    TwoNewUnitPages,
    InstructorPages,
    HonourPages,
    FlagPostPages,
]
