"""One cell as it comes out of Excel: what somebody would have typed, and what Excel has made of it that nobody meant."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from dangjian.records.inputs import plain
from dangjian.records.personal import EncryptedField
from dangjian.records.presentation import written

PRECISE = 15  # digits that Excel keeps of a number
DAYS = range(10_000, 100_000)  # numbers that Excel shows as days of the years 1927 to 2173
NOTHING = ("无", "没有", "暂无", "不详", "/", "\\", "-", "--", "—", "——")  # what people write where there is nothing
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+")
FAILED = re.compile(
    r"#(?:N/A|VALUE!|REF!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|BUSY!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|EXTERNAL!|PYTHON!|TIMEOUT!"
    r"|GETTING_DATA)|Err:\d{3}"
)
PICTURE = re.compile(r"=(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(.*\)", re.DOTALL)  # as WPS and Excel put a picture into a cell


def text_of(raw: Any, *, day: bool = False) -> str:
    """The cell as somebody would type it; of a moment only the `day` where a day is asked for."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return written(raw)
    if isinstance(raw, float):
        return format(Decimal(f"{raw:.{PRECISE}g}"), "f")
    if isinstance(raw, datetime):
        return raw.strftime("%Y-%m-%d %H:%M") if any(raw.timetuple()[3:6]) and not day else raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def is_picture(text: str) -> bool:
    return bool(PICTURE.fullmatch(text.strip()))


def refuse_spoilt(raw: Any, text: str, column: Any, *, optional: bool) -> None:
    """Raise `ValidationError` for what the column cannot mean, before its form field is asked."""
    if _has_lost_digits(raw, text, column):
        raise ValidationError("号码被当作数字存放，后面几位已经丢失。请把这一列设为“文本”格式，再重新填写完整号码")
    if is_picture(text) and not optional:
        raise ValidationError("单元格里是图片，图片不能导入，请改填文字")
    if FAILED.fullmatch(text.strip()):
        raise ValidationError(f"公式没有算出结果（{text.strip()}），请改填正确的内容")
    if _is_number(raw) and isinstance(column, models.DateField) and DAYS.start <= raw < DAYS.stop:
        raise ValidationError("这是日期的序号，看不出原来的写法。请把单元格设为“日期”格式，核对后再导入")
    if optional and plain(text) in NOTHING and not _is_free(column) and not isinstance(column, models.BooleanField):
        raise ValidationError(f"没有内容的请留空，不要填“{text.strip()}”")


def _has_lost_digits(raw: Any, text: str, column: Any) -> bool:
    if isinstance(column, EncryptedField) and SCIENTIFIC.fullmatch(plain(text).upper()):
        return True
    return _is_number(raw) and isinstance(column, models.CharField | models.TextField) and bool(abs(raw) >= 10**PRECISE)


def _is_number(raw: Any) -> bool:
    return isinstance(raw, (int, float)) and not isinstance(raw, bool)


def _is_free(column: Any) -> bool:
    """Whether a column takes any text."""
    return isinstance(column, models.CharField | models.TextField) and not column.choices and not isinstance(column, EncryptedField)
