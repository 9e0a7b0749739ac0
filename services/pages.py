"""The pages of services to residents."""

from typing import Any

from django.db.models import QuerySet

from access.roles import Reader
from records.pages import Beside, RecordPages
from services.models import (
    Brand,
    CheckIn,
    GoodDeed,
    MediaReport,
    ProjectClaim,
    ServiceCase,
    ServiceItem,
    VolunteerCategory,
    VolunteerTeam,
)


class ServiceCasePages(RecordPages):
    model = ServiceCase
    columns = ["date", "community", "item", "applicant", "by_proxy", "result", "finished_on"]
    sections = [
        (
            "代办件",
            [
                "date",
                "community",
                "item",
                "applicant",
                "by_proxy",
                "result",
                "finished_on",
                "staff",
                "phone",
                "note",
            ],
        )
    ]
    filters = ["date", "finished_on", "community", "item", "by_proxy", "result"]
    search = ["applicant", "staff"]
    keep = ["date", "community", "item"]
    intro = "居民到窗口办理的事项；按办结日期计入当年。"


class CheckInPages(RecordPages):
    model = CheckIn
    columns = ["name", "community", "unit", "since", "until", "phone", "repetition"]
    sections = [("报到", ["name", "unit", "community", "since", "until", "phone", "id_no", "specialties"])]
    filters = ["community", "since", "in_doubt"]
    search = ["name", "unit"]
    keep = ["community", "since", "unit"]
    intro = "到社区报到的在职党员；同一个人在两个社区报到，街道只算一名。"

    @classmethod
    def with_columns(cls, rows: QuerySet, names: list[str]) -> QuerySet:
        check_ins: Any = super().with_columns(rows, names)
        return check_ins.with_others()

    @classmethod
    def beside(cls, record: CheckIn, reader: Reader) -> Beside | None:
        """Return the other registrations of the person within reach, and whether there are some beyond."""
        of_person = CheckIn.objects.of(record.subdistrict_id).filter(person=record.person)
        others: Any = of_person.exclude(pk=record.pk)
        within = list(others.visible_to(reader).select_related("community").order_by("since", "pk"))
        beyond = others.exclude(pk__in=[row.pk for row in within])
        note = ""
        if beyond.exists():
            note = "您负责的范围以外，这位党员还有报到记录。"
        if not within and not note:
            return None
        rows = [(f"{row}，{row.since} 到{row.community}报到", cls.url_of(row)) for row in within]
        return Beside("重复：同一人的其他报到", rows, note)


class GoodDeedPages(RecordPages):
    model = GoodDeed
    columns = ["date", "community", "content", "check_in", "beneficiaries"]
    sections = [("实事", ["date", "community", "content", "check_in", "done_by", "beneficiaries"])]
    filters = ["date", "community"]
    search = ["content", "done_by"]
    totals = ["beneficiaries"]
    keep = ["date", "community"]
    intro = "在职党员为群众办的实事好事。"


class ProjectClaimPages(RecordPages):
    model = ProjectClaim
    columns = ["date", "community", "project", "check_in", "claimant", "done_on"]
    sections = [("认领", ["date", "community", "project", "check_in", "claimant", "done_on"])]
    filters = ["date", "community"]
    search = ["project", "claimant"]
    keep = ["date", "community"]
    intro = "在职党员认领的服务项目。"


class VolunteerTeamPages(RecordPages):
    model = VolunteerTeam
    columns = ["name", "category", "community", "leader", "volunteers", "since", "until"]
    sections = [
        ("志愿队伍", ["name", "category", "community", "since", "until", "leader", "volunteers", "members"])
    ]
    filters = ["community", "category", "since"]
    search = ["name", "leader"]
    totals = ["volunteers"]
    keep = ["community", "since"]
    intro = "志愿队伍的类别数、队中党员数由这里得出。"


class BrandPages(RecordPages):
    model = Brand
    columns = ["name", "community", "since", "until", "content"]
    sections = [("服务品牌", ["name", "community", "since", "until", "content"])]
    filters = ["community", "since"]
    search = ["name", "content"]
    keep = ["community"]
    intro = "报告中的服务品牌个数和重点品牌由这里得出。"


class MediaReportPages(RecordPages):
    model = MediaReport
    columns = ["date", "brand", "outlet", "level", "title"]
    sections = [("报道", ["brand", "date", "outlet", "level", "title"])]
    filters = ["date", "level"]
    search = ["outlet", "title", "brand__name"]
    keep = ["brand", "date"]
    intro = "媒体对服务品牌的报道；报告引用其中选定的一篇。"


class ServiceItemPages(RecordPages):
    model = ServiceItem
    columns = ["name", "order", "in_use"]
    sections = [("代办事项", ["name", "order", "in_use"])]
    whole_subdistrict_writes = True
    intro = "代办件的事项从这里选。"


class VolunteerCategoryPages(RecordPages):
    model = VolunteerCategory
    columns = ["name", "order", "in_use"]
    sections = [("志愿队伍类别", ["name", "order", "in_use"])]
    whole_subdistrict_writes = True
    intro = "志愿队伍的类别从这里选。"


PAGES = [
    ServiceCasePages,
    CheckInPages,
    GoodDeedPages,
    ProjectClaimPages,
    VolunteerTeamPages,
    BrandPages,
    MediaReportPages,
    ServiceItemPages,
    VolunteerCategoryPages,
]
