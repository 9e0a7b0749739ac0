"""Units of numbers: in the brackets of a heading, or in a line 单位：万元 beside the table; and whether they fit a column."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from dangjian.records.inputs import parse_number, plain
from dangjian.records.years import YearField

MONEY = {  # to 元
    **{"元": 1, "块": 1, "¥": 1, "RMB": 1, "CNY": 1, "百元": 100, "千元": 1000, "千": 1000, "万元": 10_000, "万": 10_000},
    **{"十万元": 100_000, "百万元": 1_000_000, "百万": 1_000_000, "千万元": 10_000_000, "亿元": 100_000_000, "亿": 100_000_000},
}
COUNTED = {"户": {"户", "户次"}, "人": {"人", "人次", "名", "位"}, "党员": {"人", "名", "位"}, "份": {"份", "张"}}  # before 数
COUNTS = {
    "户",
    "户次",
    "人",
    "人次",
    "名",
    "位",
    "次",
    "场",
    "场次",
    "个",
    "条",
    "件",
    "家",
    "项",
    "份",
    "张",
    "票",
    "篇",
    "期",
    "处",
    "支",
    "起",
}
OTHERS = {
    "美元",
    "港元",
    "欧元",
    "日元",
    "%",
    "‰",
    "年",
    "月",
    "天",
    "日",
    "岁",
    "分",
    "小时",
    "课时",
    "学时",
    "平方米",
    "m2",
    "公里",
    "吨",
}
LARGE = ("百", "千", "万", "亿", "十万", "百万", "千万")  # before a count: not read, and asked about
UNITS = {*MONEY, *COUNTS, *OTHERS, *(large + count for large in LARGE for count in COUNTS)}
LONGEST = 200  # characters of a line that states a unit

_PREFIX = re.compile(r"^(?:(?:计量|金额|货币)?单位|以|按|人民币)*[:/]?(?:人民币)?[:/]?")
_SUFFIX = re.compile(r"(?:为单位|计)$")
_EACH = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_MONEY = "|".join(sorted(map(re.escape, MONEY), key=len, reverse=True))
_STATED = re.compile(rf"单位 ?[:为是]? ?(?:人民币)?[(\[]?((?:{_EACH})(?:[、,;/和及](?:{_EACH}))*)(?!\w)")
_STATED_OPENLY = re.compile(rf"^[(\[【]?[^(\[【]*?{_STATED.pattern}")  # not in brackets: these speak for their own column
_IN_TITLE = re.compile(rf"[(\[【](?:人民币)?({_MONEY})[)\]】]$")
_OWN = re.compile(r"[元块万亿]$")


def unit_of(words: str) -> str:
    """The unit that the words of a bracket name: 万元 of 单位：万元; empty where they name none."""
    if words == "人民币":
        return "元"
    unit = _SUFFIX.sub("", _PREFIX.sub("", words))
    return unit if unit in UNITS else ""


def is_measured(field: Any) -> bool:
    """Whether a column holds a number that may have a unit."""
    return isinstance(field, models.DecimalField | models.IntegerField)


def is_money(field: Any) -> bool:
    return isinstance(field, models.DecimalField)


def scale(field: Any, unit: str) -> Decimal | None:
    """What a number in this unit is to be multiplied by; None where the unit does not fit the column."""
    if is_money(field):
        return Decimal(MONEY[unit]) if unit in MONEY else None
    if isinstance(field, YearField):
        return Decimal(1) if unit == "年" else None
    named = re.search(rf"({'|'.join(COUNTED)})数", str(field.verbose_name))
    fitting = COUNTED[named[1]] if named else COUNTS
    return Decimal(1) if unit in fitting else None


def stated(rows: Iterable[Iterable[Any]]) -> list[str]:
    """The units that lines beside a table state for all of it, each once: 单位：万元, or a title that ends in （万元）."""
    found: list[str] = []
    for cells in rows:
        short = [_spaced(cell) for cell in cells if isinstance(cell, str) and len(cell) <= LONGEST]
        texts = [form for text in short for form in (text, text.replace(" ", ""))]
        pairs = [label + unit for label, unit in pairwise(texts[1::2]) if label.endswith("单位:")]
        for text in (*texts, *pairs):
            if match := _STATED.search(text) or _IN_TITLE.search(text):
                found += re.split("[、,;/和及]", match[1])
    return list(dict.fromkeys(found))


def stated_in_heading(texts: Iterable[str]) -> list[str]:
    """The units that a cell 单位：万元 in the row of the headings states; brackets behind another heading are of that column."""
    found: list[str] = []
    for text in texts:
        if match := _STATED_OPENLY.search(_spaced(text).replace(" ", "")):
            found += re.split("[、,;/和及]", match[1])
    return list(dict.fromkeys(found))


def in_yuan(text: str, factor: Decimal) -> str:
    """The amount in 元, of one in a larger unit; a cell that names a unit of its own stays as it is, so nothing is scaled twice."""
    if factor == 1 or _OWN.search(plain(text)):
        return text
    try:
        return format(parse_number(text) * factor, "f")
    except ValidationError:
        return text  # which the column refuses in its own words


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
