"""Form fields that understand what people naturally write in Chinese, and refuse what is ambiguous."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

DATE_EXAMPLE = "例：2026-11-20"
_SEPARATED = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
# A day with its weekday, part of the day and time behind it, where spaces still tell 5 14:30 from 51 4:30.
_DAY = r"(?P<day>\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?!\d)(?: ?[日号])?|\d{8}(?!\d))"
_WEEKDAY = r"\(?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])\)?"
_PART = r"\(?(?:凌晨|清晨|早晨|早上|早|上午|中午|下午|傍晚|晚上|晚|全天|[AaPp][Mm])\)?"
_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = rf"(?P<time>{_HOUR}:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)(?P<zone>Z|[+-]\d{{2}}:?\d{{2}})?"
_TIME = rf"{_CLOCK}|{_HOUR}[时点](?:[0-5]?\d分?|半|整)?"
_MOMENT = re.compile(rf"{_DAY}[ T,]?(?:{_WEEKDAY}[ ,]?)?(?:{_PART} ?)?(?:{_TIME})?(?: ?{_PART})?")
_WEEK = "一二三四五六日"
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
LONGEST = 20  # characters of a number
LONGEST_DAY = 100  # of a day, with its weekday and time
# The largest whole number: PostgreSQL's columns hold no more, and on SQLite a sum of larger ones may fail.
LARGEST = 2**31 - 1
_SCALES = {"万": 10_000, "亿": 100_000_000}


# ── Text ────────────────────────────────────────────────────────────────────
# Radicals that Unicode holds apart from the characters they are and does not itself lead back to them. Text
# that is copied out of a PDF has them.
_RADICALS = dict(
    zip(
        "⺁⺄⺒⺓⺝⺞⺠⺪⺬⺶⺻⺽⻁⻃⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲",
        "厂乙巳幺月歺民疋示羊聿臼虎覀西见角贝车長镸长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀",
        strict=True,
    )
)
# radicals and compatibility ideographs
_COPIED = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")


def _ordinary(text: str) -> str:
    """Write ordinary characters for radicals and compatibility ideographs; rare characters stay."""
    return _COPIED.sub(_ordinary_character, text)


def _ordinary_character(match: re.Match[str]) -> str:
    return _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0])


def without_invisible(text: str, *, lines: bool = False) -> str:
    """Return the text without characters that cannot be seen (controls, zero-width ones) and outer spaces.

    Characters that only look like the ordinary ones, as text copied out of a PDF has them, become these.
    """
    text = _ordinary(text)
    if text.isprintable():
        return text.strip()
    keep = "\n\t" if lines else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in keep or _can_be_seen(c)).strip()


def _can_be_seen(character: str) -> bool:
    """Say whether a character shows.

    Letters newer than this Python's Unicode and private ones of older name systems do; noncharacters do not.
    """
    code = ord(character)
    is_noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return not is_noncharacter and unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def whole(text: str) -> int | None:
    """Read a number as machines write it in addresses and hidden fields; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def plain(text: str) -> str:
    """Make digits and signs half-width and take out spaces: for numbers and dates, never for names."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", without_invisible(text)))


def _clean(value: object) -> Any:
    """Take what cannot be seen out of a text; leave anything else as it is."""
    return without_invisible(value) if isinstance(value, str) else value


_HAN = "[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff]"
_BETWEEN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_DOT = re.compile(rf"(?<={_HAN})\s*[·•‧・．∙⋅･.]\s*(?={_HAN})")


def person_name(text: str) -> str:
    """Write a name as on the ID card: no spaces between Chinese characters, · between parts."""
    name = re.sub(r"\s+", " ", without_invisible(text))
    return _DOT.sub("·", _BETWEEN.sub("", name))


# ── Days ────────────────────────────────────────────────────────────────────
def parse_date(text: str) -> date:
    """Read a day from 2025-3-5, 2025/3/5, 2025.3.5, 2025年3月5日 or 20250305.

    A weekday, 上午 or a time behind it changes nothing, as long as they agree with the day. `ValidationError`
    says how to mend it.
    """
    if len(text) > LONGEST_DAY:
        raise ValidationError(f"“{text[:20]}…”看不出是哪一天，请写全年月日。{DATE_EXAMPLE}")
    day_text = plain(text).replace("。", ".").replace("—", "-")
    match = _SEPARATED.fullmatch(day_text) or _COMPACT.fullmatch(day_text)
    if not match:
        moment = _moment(text)
        if moment:
            return _day_of(text, moment)
        raise ValidationError(f"“{text}”看不出是哪一天，请写全年月日。{DATE_EXAMPLE}")
    year, month, day = map(int, match.groups())
    if not 1 <= month <= 12:
        raise ValidationError(f"“{text}”中没有 {month} 月。{DATE_EXAMPLE}")
    if not 1900 <= year <= 2200:
        raise ValidationError(f"“{text}”的年份不合理，请核对。{DATE_EXAMPLE}")
    try:
        return date(year, month, day)
    except ValueError:
        last = monthrange(year, month)[1]
        raise ValidationError(f"“{text}”不存在，{month} 月只有 {last} 天。{DATE_EXAMPLE}") from None


def _moment(text: str) -> re.Match[str] | None:
    """Recognize a day with what may stand behind it."""
    with_spaces = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", without_invisible(text)))
    return _MOMENT.fullmatch(with_spaces.replace("。", ".").replace("—", "-"))


def _day_of(text: str, moment: re.Match[str]) -> date:
    """Return the day of a moment.

    `ValidationError` where the weekday is another's, or the day here is another than in the time zone of the
    text.
    """
    day = parse_date(moment["day"])
    weekday = (moment["weekday"] or "").replace("天", "日")
    if weekday and weekday != _WEEK[day.weekday()]:
        real = f"{day:%Y-%m-%d} 是星期{_WEEK[day.weekday()]}"
        raise ValidationError(f"“{text}”前后不一：{real}，请核对。{DATE_EXAMPLE}")
    if moment["zone"] and _day_here(day, moment) != day:
        raise ValidationError(f"“{text}”是别的时区的时间，换成北京时间是另一天，请只写日期。{DATE_EXAMPLE}")
    return day


def _day_here(day: date, moment: re.Match[str]) -> date:
    """Return which day it is here at a moment with a time zone of its own."""
    hours, minutes = map(int, moment["time"].split(":")[:2])
    midnight = datetime.strptime(f"{day} {moment['zone']}", "%Y-%m-%d %z")
    return timezone.localtime(midnight + timedelta(hours=hours, minutes=minutes)).date()


# ── Numbers ─────────────────────────────────────────────────────────────────
def parse_number(text: str, *, units: str = "") -> Decimal:
    """Read a number from 12,000, １２０００, 1.2万 or 1.2万元; `units` are trailing words to pass over."""
    plain_text = plain(text).replace("，", ",")
    plain_text = re.sub("^¥", "", plain_text)
    scale = 1
    if units:
        plain_text = re.sub(f"({units})$", "", plain_text)
    if plain_text and plain_text[-1] in _SCALES:
        scale = _SCALES[plain_text[-1]]
        plain_text = plain_text[:-1]
    if len(plain_text) > LONGEST:
        raise ValidationError(f"数字太长（{len(plain_text)} 位），请核对")
    if not _NUMBER.fullmatch(plain_text):
        raise ValidationError(f"“{text}”不是数字，请用阿拉伯数字填写，例：12 或 1.2万")
    try:
        return Decimal(plain_text.replace(",", "")) * scale
    except InvalidOperation:
        raise ValidationError(f"“{text}”不是数字，请用阿拉伯数字填写") from None


# ── Form fields ─────────────────────────────────────────────────────────────
class TextField(forms.CharField):
    """Text as typed, less what cannot be seen; in a text of one line a line end becomes a space."""

    default_error_messages = {"max_length": "最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请写短一些"}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if isinstance(widget, forms.Textarea):
            attrs["rows"] = 3
        return attrs

    def to_python(self, value: object) -> Any:
        if value in self.empty_values:
            return super().to_python(value)
        text = str(value)
        has_lines = isinstance(self.widget, forms.Textarea)
        if not has_lines:
            text = re.sub(r"[\r\n]+", " ", text)
        return super().to_python(without_invisible(text, lines=has_lines))


class NameField(TextField):
    """The name of a person: the same person is written the same way."""

    def to_python(self, value: object) -> Any:
        name = super().to_python(value)
        return person_name(name) if isinstance(name, str) else name


class DateField(forms.DateField):
    """A day in any of the usual spellings."""

    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"placeholder": DATE_EXAMPLE, "data-echo": "date", "autocomplete": "off"}
    )

    def to_python(self, value: str | date | None) -> date | None:
        value = _clean(value)
        if isinstance(value, str) and value:
            return parse_date(value)
        return super().to_python(value)


class IntegerField(forms.IntegerField):
    """A whole number; 12,000 and full-width digits are understood."""

    default_error_messages = {
        "min_value": "不能小于 %(limit_value)s，请核对",
        "max_value": "不能大于 %(limit_value)s，请核对",
    }
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    units = "户|次|人|名|个|条|件|家|项"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_value": LARGEST, **kwargs})

    def to_python(self, value: object) -> Any:
        value = _clean(value)
        if isinstance(value, str) and value:
            number = parse_number(value, units=self.units)
            if number != number.to_integral_value():
                raise ValidationError(f"“{value}”不是整数，请填整数，例：12")
            value = int(number)
        return super().to_python(value)


class YearField(IntegerField):
    """A calendar year; 2025年 and 2025年度 are understood."""

    units = "年度|年"


class DecimalField(forms.DecimalField):
    """A number with decimals; `units` are words behind it to pass over."""

    default_error_messages = {
        "max_decimal_places": "最多 %(max)s 位小数，请核对",
        "max_digits": "数字太长，连小数最多 %(max)s 位，请核对",
        "max_whole_digits": "数字太大，小数点前最多 %(max)s 位，请核对",
    }
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    units = ""

    def to_python(self, value: object) -> Any:
        value = _clean(value)
        if isinstance(value, str) and value:
            number = self.parse(value).normalize()
            if number == number.to_integral_value():
                number = number.quantize(Decimal(1))
            value = number
        return super().to_python(value)

    def parse(self, text: str) -> Decimal:
        """Read the number that a text says; `ValidationError` says how to mend it."""
        return parse_number(text, units=self.units)


class AmountField(DecimalField):
    """An amount in 元; 1.2万 and 12,000 are understood."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "data-echo": "amount", "autocomplete": "off"})
    units = "元|块|￥"


class HoursField(DecimalField):
    """学时; 1.5学时 is understood."""

    units = "个学时|学时|小时"


PERCENT_EXAMPLE = "例：85%"


def format_percent(value: Decimal | int) -> str:
    """Write a percentage with its sign, without zeros at its end: 85.5%."""
    return f"{Decimal(value).normalize():f}%"


class PercentField(DecimalField):
    """A percentage; 85%, 85 and 百分之85 are understood, a share such as 0.85 without a sign is refused."""

    units = "%"

    def prepare_value(self, value: object) -> object:
        return format_percent(value) if isinstance(value, Decimal | int) else value

    def parse(self, text: str) -> Decimal:
        plain_text = plain(text)
        number = parse_number(plain_text.removeprefix("百分之"), units=self.units)
        is_signed = plain_text.startswith("百分之") or plain_text.endswith("%")
        if not is_signed and 0 < abs(number) <= 1:
            share = format_percent(number * 100)
            raise ValidationError(
                f"“{text}”看不出是 {format_percent(number)} 还是 {share}，请写上百分号，{PERCENT_EXAMPLE}"
            )
        return number
