"""Who was at a meeting."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q

from meetings.models.kinds import AttendanceState
from meetings.models.meeting import Meeting
from members.models import Member
from records.models import Record
from records.owners import OwnerField
from records.together import Interdependent


class Attendance(Interdependent, Record):
    """Whether a Party member was at a meeting.

    应到 and 实到 of a meeting with such rows follow from them: 列席 is neither.
    """

    private = ("reason",)
    community_path = "meeting__org__community"
    State = AttendanceState

    subdistrict = OwnerField("meeting")
    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="会议", related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, verbose_name="党员")
    state = models.CharField(
        "到会情况", max_length=20, choices=AttendanceState, default=AttendanceState.PRESENT
    )
    reason = models.CharField("原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="attendance_once",
                violation_error_message="这名党员在这次会议里已有一行",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member.name}：{self.get_state_display()}"

    def clean(self) -> None:
        super().clean()
        day = self._day()
        if day and self.member_id and not self.member.stood_on(day):
            text = f"{self.member.name}在 {day:%Y-%m-%d} 不在本街道党组织，请核对"
            raise ValidationError({"member": text})

    def _day(self) -> date | None:
        """Return the day of its meeting, as far as it is filled in."""
        if self.meeting_id or Attendance._meta.get_field("meeting").is_cached(self):
            return self.meeting.date
        return None

    @classmethod
    def settle(cls, records: Sequence[Self], before: Any) -> None:
        """Write 应到 and 实到 of the meetings that have rows."""
        rows = cls._base_manager.filter(meeting__in={record.meeting_id for record in records})
        numbers = (
            rows.order_by()
            .values("meeting")
            .annotate(
                expected=Count("pk", filter=~Q(state=AttendanceState.GUEST)),
                present=Count("pk", filter=Q(state=AttendanceState.PRESENT)),
            )
        )
        for row in numbers:
            meeting = Meeting._base_manager.filter(pk=row["meeting"])
            meeting.update(expected=row["expected"], present=row["present"])
