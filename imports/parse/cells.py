"""A cell as it comes out of Excel: what somebody would have typed, and what Excel has spoilt."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

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
_MONTH = re.compile(r"((?:19|20)\d\d)[年./-](0?[1-9]|1[0-2])(?:月份?)?|((?:19|20)\d\d)(0[1-9]|1[0-2])")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?")
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


def with_year(text: str, year: str) -> str:
    """Put a year before a day that is written without one: 1月20日, 1.20."""
    match = _WITHOUT_YEAR.fullmatch(plain(text))
    return f"{year}年{match[1]}月{match[2]}日" if match else text


class Month(NamedTuple):
    """A day of which only year and month are written.

    `months` may be two, for Excel makes 1968.1 of 1968.10.
    """

    year: int
    months: tuple[int, ...]

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return day.year == self.year and day.month in self.months


def month_of(raw: Cell, text: str) -> Month | None:
    """Read 1975.03, 1998年7月 or 199807; None where a text says a day, or none of these."""
    match = _MONTH.fullmatch(plain(text))
    if match is None:
        return None
    year, month = int(match[1] or match[3]), int(match[2] or match[4])
    months = (1, 10) if isinstance(raw, float) and month == 1 else (month,)
    return Month(year, months)


def refuse_lost_zero(raw: Cell, text: str) -> None:
    """Raise `ValidationError` for 1.2 that is a number: Excel makes it of 1.20 as well."""
    match = _WITHOUT_YEAR.fullmatch(plain(text))
    if isinstance(raw, float) and match and match[2] in ("1", "2", "3"):
        days = f"{match[2]} 日还是 {match[2]}0 日"
        text_instead = f"“{match[1]}月{match[2]}日”这样的文字"
        raise ValidationError(f"“{text}”是数字，看不出是 {days}，请把这一格写成{text_instead}")


def lacks_year(text: str) -> bool:
    """Tell whether a text is a day that is written without its year."""
    return bool(_WITHOUT_YEAR.fullmatch(plain(text)))


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
