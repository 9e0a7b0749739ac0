"""Units of numbers as a file names them: in brackets of a heading, or in a line 单位：万元 beside the table."""

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError

from records.columns.units import COUNTS, MONEY
from records.inputs import parse_number, plain

CURRENCIES = ("美元", "港元", "欧元", "日元")
SPANS = ("年", "月", "天", "日", "岁", "分", "小时", "课时", "学时")
OTHERS = {*CURRENCIES, *SPANS, "%", "‰", "平方米", "m2", "公里", "吨"}
LARGE = ("百", "千", "万", "亿", "十万", "百万", "千万")  # before a count: not read, and asked about
UNITS = {*MONEY, *COUNTS, *OTHERS, *(large + count for large in LARGE for count in COUNTS)}
LONGEST = 4000  # characters of a text that may state a unit

_PREFIX = re.compile(r"^(?:(?:计量|金额|货币)?单位|金额|均?以|均?按|均?为|人民币)*[:/]?(?:人民币)?[:/]?")
_SUFFIX = re.compile(r"(?:为(?:计量)?单位|计算?|填[列报写])$")
_EACH = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_MONEY = "|".join(sorted(map(re.escape, MONEY), key=len, reverse=True))
_LARGE = "[十百千]?万元|亿元|[百千]元"  # names a unit whatever stands behind it
_ENDS = r"(?!\w)|(?=[填制编审报统截]|日期|\d)"
_ONE = rf"(?:{_LARGE}|(?:{_EACH})(?:{_ENDS}))"
_STATED = re.compile(rf"单位 ?[:为是均]{{0,3}} ?(?:人民币)? ?[(\[]?({_ONE}(?:[、,;/和及]{_ONE})*)")
# Not in brackets: these speak for their own column.
_STATED_OPENLY = re.compile(rf"^[(\[【]?[^(\[【]*?{_STATED.pattern}")
_BY = re.compile(rf"[以按](?:人民币)?({_MONEY})(?:为(?:计量)?单位|计|填[列报写]|列示|核算)")
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_AMOUNT = re.compile(rf"(\d[\d,]*(?:\.\d+)?)({_LARGE})")
_NUMERAL = r"[\d.一二三四五六七八九十零〇两几数余多壹贰叁肆伍陆柒捌玖拾]"  # before a unit: an amount
_NAMED = re.compile(rf"(?<!{_NUMERAL})(?<!{_NUMERAL}[百千万])({_LARGE})")
_OWN = re.compile(r"[元块万亿]$")
OLD_FORMS = str.maketrans("萬億圓圆仟佰", "万亿元元千百")


def unit_of(words: str) -> str:
    """Return the unit that the words of a bracket name: 万元 of 单位：万元; empty where they name none."""
    words = words.translate(OLD_FORMS)
    if words == "人民币":
        return "元"
    unit = _SUFFIX.sub("", _PREFIX.sub("", words))
    return unit if unit in UNITS else ""


def units_stated(text: str) -> list[str]:
    """Return the units that a line beside a table states for all of it.

    Such are 单位：万元, 以万元计, （万元）, or a unit alone.
    """
    text = _normalise(text)
    without_spaces = text.replace(" ", "")
    units: list[str] = []
    for form in (text, without_spaces):
        for match in _STATED.findall(form):
            units += _split_units(match)
    units += _BY.findall(without_spaces)
    for words in _BRACKETED.findall(without_spaces):
        units += _units_of_money(words)
    alone = unit_alone(text)
    if alone:
        units.append(alone)
    return list(dict.fromkeys(units))


def units_stated_openly(text: str) -> list[str]:
    """Return the units that a cell 单位：万元 or 万元 among the headings states.

    Brackets behind another heading speak of that column alone.
    """
    text = _normalise(text).replace(" ", "")
    match = _STATED_OPENLY.search(text)
    if match:
        return _split_units(match[1])
    alone = unit_alone(text)
    return [alone] if alone else []


def unit_alone(text: str) -> str:
    """Return the unit of money that is all a text says: 万元, （万元）, 金额：万元.

    Empty where it says more, or less.
    """
    words = _normalise(text).replace(" ", "").strip("()[]【】*")
    unit = unit_of(words)
    if unit not in MONEY:
        return ""
    if unit == words and not unit.endswith("元") and unit not in ("万", "亿"):
        return ""
    return unit


def units_named(text: str) -> list[str]:
    """Return the larger units of money that a text names otherwise than behind an amount."""
    return list(dict.fromkeys(_NAMED.findall(_normalise(text).replace(" ", ""))))


def amounts_named(text: str) -> list[Decimal]:
    """Return the amounts in 元 that a text gives in a larger unit: 12000 of 合计1.2万元."""
    amounts = []
    for number, unit in _AMOUNT.findall(_normalise(text).replace(" ", "")):
        amounts.append(Decimal(number.replace(",", "")) * MONEY[unit])
    return amounts


def _split_units(words: str) -> list[str]:
    return re.split("[、,;/和及]", words)


def _units_of_money(words: str) -> list[str]:
    """Return the units of money among the words of a bracket: 2025年，单位：万元."""
    units = map(unit_of, re.split("[、,;]", words))
    return [unit for unit in units if unit in MONEY]


def in_yuan(text: str, factor: Decimal) -> str:
    """Return the amount in 元, of one in a larger unit.

    A cell that names a unit of its own stays as it is, so that nothing is scaled twice.
    """
    if factor == 1 or _OWN.search(plain(text)):
        return text
    try:
        return format(parse_number(text) * factor, "f")
    except ValidationError:
        return text  # which the column refuses in its own words


def _normalise(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).translate(OLD_FORMS).strip()
