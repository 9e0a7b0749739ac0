"""Numbers that somebody typed where a figure should stand, or where nothing stands behind them."""

import re
from collections.abc import Iterator, Mapping

from indicators.catalogue import CATALOGUE
from reports.checks.base import Fault, about, own_sentences, plain, plain_wording, printed_passages, quote
from reports.draft import Draft
from reports.models import Passage
from reports.outline import tokens

MONTH = "月"  # a unit of the catalogue, and part of every date
UNITS = {figure.unit for figure in CATALOGUE.values()} - {""}
COUNTED = UNITS - {MONTH}
# Measure words besides those units, and what makes another word of each.
MEASURES = {
    **dict.fromkeys("场篇余支遍天亩套台册本盏辆座栋间位轮倍元人笔", ""),
    **dict.fromkeys(("人次", "课时", "学时", "小时", "分钟", "公里", "亿元", "平方米"), ""),
    "期": "(?![间限满])",
    "处": "(?![理置分])",
    "批": "(?![准评])",
    "组": "(?![织成])",
    "部": "(?![门署分])",
    "份": "",
    "岁": "(?!以[上下])",
    "成": "(?![立为员果绩效功熟])",
}
OTHERS = {"个": "(?!百分点|月)", "人": "(?!次)", "月": "(?![日底初中])"}  # what makes another unit of it
# Names of documents, methods and bodies that hold a number and count nothing; what is in quotes is a name.
NAMES = re.compile(
    "一征三议两公开|四议两公开|三会一课|两学一做|三重一大|一岗双责|两代表一委员|[两二]委"
    "|八项(?:制度|规定)|四项机制"
    "|[两二]个(?:维护|确立|务必|结合|先锋)|[三六]个(?:代表|务必|必须)|四个(?:意识|自信|全面|伟大)"
    "|十五分钟|《[^》]*》|“[^”]{1,8}”"
)
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
CHINESE = "〇零一二两三四五六七八九十百千"
SEVERAL = f"十[一二三四五六七八九]|[一二两三四五六七八九][十百千][{CHINESE}]*"
FEW = "[二两三四五六七八九十]"  # 一次, 一个 count nothing


def _pattern(units: Mapping[str, str], words: str) -> re.Pattern[str]:
    """Match a number, in digits or in such Chinese words, with one of these units behind it."""
    alternatives = []
    for unit in sorted(units, key=lambda unit: (-len(unit), unit)):  # the longest first
        alternatives.append(unit + (units[unit] or OTHERS.get(unit, "")))
    any_unit = "|".join(alternatives)
    return re.compile(rf"(?<![第\d.{CHINESE}])(?:{DIGITS}|{words})\s*[十百千万亿]?[余多几]?\s*(?:{any_unit})")


ALL = dict.fromkeys(COUNTED, "") | MEASURES
ANY = _pattern(ALL, f"{SEVERAL}|{FEW}")
ANY_IN_LEAD = _pattern(ALL, SEVERAL)  # 四支队伍 of a lead is a check of its own
YEAR = re.compile(rf"(?<![\d.])((?:19|20)\d\d)(?![\d.]|\s*[余多]?(?:{'|'.join(sorted(COUNTED))}))")


def _printed_units(passage: Passage) -> set[str]:
    return {CATALOGUE[key].unit for key in tokens.figures(passage.wording)} - {""}


def figure_typed(draft: Draft) -> Iterator[Fault]:
    """Find typed numbers of a unit in which the same passage prints a computed figure."""
    for passage, _ in printed_passages(draft):
        for number in _numbers_in(_printed_units(passage), plain_wording(passage)):
            message = f"{quote(number)}是手填的，这一条的数字应由记录计算；请改用【】里的数字，或删去"
            yield Fault("figure_typed", about(passage.key, number), message, passage.key)


def _numbers_in(units: set[str], text: str) -> list[str]:
    """Find the numbers of these units in a text, each with its unit."""
    if not units:
        return []
    pattern = _pattern(dict.fromkeys(units, ""), SEVERAL)
    return [match[0] for match in pattern.finditer(text)]


def unsupported_numbers(draft: Draft) -> Iterator[Fault]:
    """Find numbers that a person wrote; those of a unit that the passage prints are `figure_typed`."""
    for passage, _ in printed_passages(draft):
        text = NAMES.sub("□", plain("".join(own_sentences(passage))))
        others = _numbers_in(_printed_units(passage), text)
        pattern = ANY_IN_LEAD if passage.is_lead else ANY
        for match in pattern.finditer(text):
            number = match[0]
            if number in others or (passage.is_case and number in passage.default):
                continue
            message = f"{quote(number)}没有记录支持；台账里有的请改用【】里的数字，台账以外的写明出处"
            yield Fault("unsupported", about(passage.key, number), message, passage.key)


def years(draft: Draft) -> Iterator[Fault]:
    """Find years other than the report's and the next."""
    year = draft.scope.year
    for passage, _ in printed_passages(draft):
        for typed_year in dict.fromkeys(YEAR.findall(plain_wording(passage))):
            if int(typed_year) not in (year, year + 1):
                message = f"文字里写着 {typed_year} 年，本报告写的是 {year} 年；请核对是不是往年留下的"
                yield Fault("years", f"{passage.key}:{typed_year}", message, passage.key)
