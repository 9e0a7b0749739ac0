"""A clock that stands still, so that two states of the project say the same day and minute."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

START = datetime(
    2026, 3, 17, 2, tzinfo=UTC
)  # ten in the morning of a Tuesday, two and a half months after the demo's year
_moment = [START]


def stop(hours: int = 0) -> None:
    """Stop Django's clock some hours after the start; before `django.setup()`, for models take `now` as a default."""
    _moment[0] = START + timedelta(hours=hours)
    timezone.now = lambda: _moment[0]


def step() -> None:
    """Let a minute pass, so that one act is later than the one before."""
    _moment[0] += timedelta(minutes=1)
