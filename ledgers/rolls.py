"""签到表: the members of a Party organisation, to sign beside their names."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from django.utils import timezone

from common.periods import day_in_words
from documents.paper import Paper, Remark, Roll
from ledgers.base import PrintedSheet, RecordT
from meetings.models import Meeting
from meetings.pages import MeetingPages
from members.models import Member, PartyOrg
from members.pages import PartyOrgPages

SOURCE = "名单是{day}在册的党员，按姓名拼音排列。"
BY_HAND = "这次会议不是全体党员参加的，姓名请手写。"
OF_SOME = (Meeting.Kind.COMMITTEE, Meeting.Kind.GROUP)  # not everybody of the organisation is called


class RollSheet(PrintedSheet[RecordT]):
    """Nobody signs afterwards for what is past: it is printed of one record, never of a whole list."""

    of_list = False

    def members(self, org: PartyOrg, day: date) -> tuple[str, ...]:
        """List the names of those whose 组织关系 was in an organisation on that day, within reach, by pinyin."""
        rows = Member.objects.visible_to(self.reader).filter(org=org).in_force(day)
        return tuple(rows.order_by("name_order", "pk").values_list("name", flat=True))


class MeetingRoll(RollSheet[Meeting]):
    """签到表 of a meeting on record, with the members of its day."""

    key: ClassVar[str] = "sign-in"
    label: ClassVar[str] = "签到表"
    pages = MeetingPages

    def papers(self, records: Sequence[Meeting], condition: str) -> Iterator[Paper]:
        for meeting in records:
            yield self._paper(meeting)

    def _paper(self, meeting: Meeting) -> Paper:
        names: tuple[str, ...] = ()
        remark = BY_HAND
        if meeting.org and meeting.kind not in OF_SOME:
            names = self.members(meeting.org, meeting.date)
            remark = SOURCE.format(day="会议当天")
        held_by = str(meeting.org or meeting.subdistrict.name)
        subtitle = f"{held_by}　{meeting.get_kind_display()}　{day_in_words(meeting.date)}"
        return Paper(self.label, subtitle, (Roll(names), Remark(attendance(meeting) + remark)))


class BlankRoll(RollSheet[PartyOrg]):
    """签到表 before a meeting: the members of today, its day and kind left open."""

    key: ClassVar[str] = "blank-sign-in"
    label: ClassVar[str] = "签到表"
    pages = PartyOrgPages

    def papers(self, records: Sequence[PartyOrg], condition: str) -> Iterator[Paper]:
        today = timezone.localdate()
        for org in records:
            names = self.members(org, today)
            remark = SOURCE.format(day=f"{day_in_words(today)}打印时")
            subtitle = f"{org}　　　　　　　　　年　　月　　日"
            yield Paper(self.label, subtitle, (Roll(names), Remark(remark)))


def attendance(meeting: Meeting) -> str:
    """Say how many were expected and how many came, as far as it is on record."""
    parts = []
    if meeting.expected is not None:
        parts.append(f"应到{meeting.expected}人")
    if meeting.present is not None:
        parts.append(f"实到{meeting.present}人")
    return f"{'，'.join(parts)}。" if parts else ""
