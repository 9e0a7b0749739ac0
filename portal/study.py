"""What a Party member took part in, by year: meetings on whose list he stands, and their hours."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear

from access.roles import Reader
from meetings.models import Attendance
from members.models import Member


@dataclass(frozen=True)
class YearOfStudy:
    """A year: how often he was there and how often not, and 学时 in hours, none where no meeting has any."""

    year: int
    present: int
    away: int
    hours: Decimal | None


def study_by_year(member: Member, reader: Reader) -> list[YearOfStudy]:
    """Return the years of the meetings within reach, the last first; 列席 is neither there nor away."""
    state = Attendance.State
    was_there = Q(state=state.PRESENT)
    rows = (
        Attendance.objects.visible_to(reader)
        .filter(member=member)
        .exclude(state=state.GUEST)
        .order_by()
        .values(year=ExtractYear("meeting__date"))
        .annotate(
            present=Count("pk", filter=was_there),
            away=Count("pk", filter=~was_there),
            hours=Sum("meeting__hours", filter=was_there),
        )
    )
    years = [YearOfStudy(**row) for row in rows]
    return sorted(years, key=lambda each: each.year, reverse=True)
