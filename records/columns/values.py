"""How a value is written where its column says no more: alike in lists, details, history, files and sums."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone


def format_value(value: object) -> str:
    """Write a value as text: 是 and 否, days as 2026-11-20, numbers with separators; empty of None."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
