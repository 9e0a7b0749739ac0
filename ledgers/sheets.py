"""The printed sheets that there are."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.db.models import QuerySet

from common.periods import day_in_words
from documents.paper import Paper
from duties.models import Remedy
from duties.pages import RemedyPages
from funding.models import Payment
from funding.pages import PaymentPages
from ledgers.assessments import Ballot, MarkSheet, ReviewResult
from ledgers.base import PrintedSheet
from ledgers.boards import HonourBoard
from ledgers.forms import FormSheet, Line
from ledgers.pledges import PledgeSheet
from ledgers.registers import RegisterSheet
from ledgers.rolls import BlankRoll, MeetingRoll
from meetings.models import Meeting
from meetings.pages import MeetingPages
from members.models import PartyOrg
from records.pages import RecordPages


def holder(meeting: Meeting) -> str:
    """Name who held a meeting: a Party organisation, else the 街道 itself."""
    return str(meeting.org or meeting.subdistrict.name)


def absent(meeting: Meeting) -> str:
    """Say how many of those expected did not come; empty where it is not on record."""
    if meeting.expected is None or meeting.present is None:
        return ""
    return people(meeting.expected - meeting.present)


def people(number: int | None) -> str:
    """Write a number of people; empty where it is not on record."""
    return "" if number is None else f"{number}人"


class Minutes(FormSheet[Meeting]):
    """会议记录 of one meeting; what is not on record is left for the pen."""

    key = "minutes"
    label = "会议记录"
    pages = MeetingPages
    order = ("date", "pk")
    related = ("org", "chair", "lecturer", "subdistrict")
    rows_of_form = [
        [Line(label="召开单位", text=holder)],
        [Line("kind"), Line(label="时间", text=lambda meeting: day_in_words(meeting.date))],
        [Line("place"), Line("chair")],
        [
            Line(label="应到", text=lambda meeting: people(meeting.expected)),
            Line(label="实到", text=lambda meeting: people(meeting.present)),
        ],
        [Line(label="缺席", text=absent), Line(label="列席")],
        [Line("lecturer", "主讲人", otherwise="lecturer_name"), Line(label="记录人")],
        [Line("topic")],
        [Line("content", "内容", height=104)],
    ]
    pen = ("主持人（签字）：", "记录人（签字）：")


class PaymentRegister(RegisterSheet[Payment]):
    """经费台账 by 社区."""

    key = "payments"
    label = "经费台账"
    counted_in = "笔"
    pages = PaymentPages
    columns = ["date", "kind", "source", "project", "doc_no", "amount"]
    group = "community"
    totals = ["amount"]
    order = ("community__order", "community", "date", "pk")
    related = ("community",)


class OrgLifeRegister(RegisterSheet[Meeting]):
    """三会一课台账: what branches held, a sheet for each branch, kind by kind."""

    key = "org-life"
    label = "三会一课台账"
    counted_in = "次"
    pages = MeetingPages
    columns = ["date", "topic", "place", "expected", "present"]
    group = "kind"
    totals = ["expected", "present"]
    order = ("org__community__order", "org__name_order", "org", "date", "pk")
    related = ("org",)
    kinds = (
        Meeting.Kind.ASSEMBLY,
        Meeting.Kind.COMMITTEE,
        Meeting.Kind.GROUP,
        Meeting.Kind.LECTURE,
        Meeting.Kind.THEME_DAY,
        Meeting.Kind.ORGANISATION_LIFE,
        Meeting.Kind.APPRAISAL,
    )

    def rows(self, records: QuerySet) -> QuerySet:
        return super().rows(records).filter(kind__in=self.kinds, org__kind__in=PartyOrg.BRANCHES)

    def papers(self, records: Sequence[Meeting], condition: str) -> Iterator[Paper]:
        for org, group in groupby(records, key=lambda meeting: meeting.org):
            meetings = sorted(group, key=lambda meeting: self.kinds.index(Meeting.Kind(meeting.kind)))
            subtitle = condition
            if str(org) not in condition:
                subtitle = f"{org}　{condition}".rstrip()
            yield Paper(self.label, subtitle, (self.register(meetings),))


def told_to(remedy: Remedy) -> str:
    """Name whom a 整改通知书 is for: the 社区, else the 街道 itself."""
    return str(remedy.community or remedy.subdistrict.name)


def due_day(remedy: Remedy) -> str:
    """Write the day by which a problem is to be put right; empty where none is set."""
    return day_in_words(remedy.due) if remedy.due else ""


def day_done(remedy: Remedy) -> str:
    """Write the day on which a problem was put right; empty while it is open."""
    return day_in_words(remedy.done_on) if remedy.done_on else ""


class RemedyNotice(FormSheet[Remedy]):
    """整改通知书 of one problem, with room for what came of it."""

    key = "remedy-notice"
    label = "整改通知书"
    pages = RemedyPages
    of_list = False
    related = ("community", "subdistrict")
    rows_of_form = [
        [Line(label="整改单位", text=told_to), Line("source")],
        [Line("owner"), Line(label="整改期限", text=due_day)],
        [Line("problem", height=40)],
        [Line("measure", height=40)],
        [Line("result", height=50)],
        [Line(label="完成日期", text=day_done), Line(label="复核人")],
    ]
    pen = ("签发人（签字）：", "签收人（签字）：")


class ThreeLists(RegisterSheet[Remedy]):
    """三张清单 of a list: 问题, 责任 and 整改 in one row, by where the problem came from."""

    key = "three-lists"
    label = "三张清单"
    counted_in = "项"
    pages = RemedyPages
    columns = ["due", "problem", "owner", "measure", "result", "done_on"]
    group = "source"
    order = ("source", "due", "pk")


SHEETS: list[type[PrintedSheet]] = [
    Minutes,
    MeetingRoll,
    BlankRoll,
    PaymentRegister,
    OrgLifeRegister,
    HonourBoard,
    MarkSheet,
    Ballot,
    ReviewResult,
    PledgeSheet,
    RemedyNotice,
    ThreeLists,
]


def sheet_named(key: str) -> type[PrintedSheet] | None:
    return next((sheet for sheet in SHEETS if sheet.key == key), None)


def sheets_of_record(pages: type[RecordPages]) -> list[type[PrintedSheet]]:
    """List the sheets that are printed of one record of a kind."""
    return [sheet for sheet in sheets_of(pages) if sheet.of_record]


def sheets_of_list(pages: type[RecordPages]) -> list[type[PrintedSheet]]:
    """List the sheets that are printed of a query of a kind."""
    return [sheet for sheet in sheets_of(pages) if sheet.of_list]


def sheets_of(pages: type[RecordPages]) -> list[type[PrintedSheet]]:
    return [sheet for sheet in SHEETS if sheet.pages.model is pages.model]
