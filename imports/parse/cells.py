"""A cell as it comes out of Excel: what somebody would have typed, and what Excel has spoilt."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from records.columns.base import Column
from records.columns.cells import PRECISE
from records.columns.values import format_value
from records.inputs import plain
from spreadsheets.reading.grids import Cell

# What people write where there is nothing.
NOTHING = ("无", "没有", "暂无", "不详", "/", "\\", "-", "--", "—", "——")
FAILED = re.compile(
    r"#(?:N/A|VALUE!|REF!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|BUSY!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!"
    r"|EXTERNAL!|PYTHON!|TIMEOUT!|GETTING_DATA)|Err:\d{3}"
)
# As WPS and Excel put a picture into a cell.
PICTURE = re.compile(r"=(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(.*\)", re.DOTALL)


def text_of(raw: Cell, *, day: bool = False) -> str:
    """Write the cell as somebody would type it; of a moment only the `day` where a day is asked for."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return format_value(raw)
    if isinstance(raw, float):
        return format(Decimal(f"{raw:.{PRECISE}g}"), "f")
    if isinstance(raw, datetime):
        if day or not has_time(raw):
            return raw.date().isoformat()
        return raw.strftime("%Y-%m-%d %H:%M")
    if isinstance(raw, date):
        return raw.isoformat()
    return str(raw)


def has_time(moment: datetime) -> bool:
    """Tell whether a moment is another one than midnight."""
    return any(moment.timetuple()[3:6])


def is_picture(text: str) -> bool:
    return bool(PICTURE.fullmatch(text.strip()))


def refuse_spoilt(raw: Cell, text: str, column: Column, *, optional: bool) -> None:
    """Raise `ValidationError` for what the column cannot mean, before its form field is asked."""
    if spoilt := column.spoilt(raw, text):
        raise ValidationError(spoilt)
    if is_picture(text) and not optional:
        raise ValidationError("单元格里是图片，图片不能导入，请改填文字")
    if FAILED.fullmatch(text.strip()):
        raise ValidationError(f"公式没有算出结果（{text.strip()}），请改填正确的内容")
    if optional and plain(text) in NOTHING and not column.free:
        raise ValidationError(f"没有内容的请留空，不要填“{text.strip()}”")
