"""What the author of a full list says of the records that it has no longer."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from records.inputs import parse_date, whole


def ending_of(post: QueryDict, preview: Mapping[str, Any]) -> dict[str, Any]:
    """Read which records are to end, on which day and why; empty where none is.

    Only those that the preview has offered. `ValidationError` where the day or the reason is missing or
    wrong.
    """
    content = preview.get("absent") or {"rows": [], "reasons": []}
    pks_offered = {row["pk"] for row in content["rows"]}
    pks = [number for text in post.getlist("end") if (number := whole(text)) in pks_offered]
    if not pks:
        return {}
    text = post.get("end-day", "").strip()
    if not text:
        raise ValidationError("请填写离开或结束的日期")
    day = parse_date(text)
    if day > timezone.localdate():
        raise ValidationError(f"{day} 还没有到，请填今天或以前的日期")
    reason = post.get("end-reason", "")
    if content["reasons"] and reason not in [value for value, _ in content["reasons"]]:
        raise ValidationError("请选择离开原因")
    return {"pks": pks, "day": day.isoformat(), "reason": reason}
