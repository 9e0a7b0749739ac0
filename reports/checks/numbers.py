"""Numbers that somebody typed where a figure should stand, or where nothing stands behind them."""

import re
from collections.abc import Iterator

from reports.checks.base import Fault, about, quoted, standing, typed
from reports.draft import Draft
from reports.figures import CATALOGUE
from reports.models import Passage
from reports.outline import tokens

MONTH = "月"  # a unit of the catalogue, and part of every date
UNITS = {figure.unit for figure in CATALOGUE.values()} - {""}
COUNTED = UNITS - {MONTH}
OTHERS = {"个": "(?!百分点|月)", "人": "(?!次)", "月": "(?![日底初中])"}  # what makes another unit of it
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
WORDS = "十[一二三四五六七八九]|[一二两三四五六七八九][十百千][〇零一二三四五六七八九十百千]*"
NUMBER = rf"(?<![第\d.])(?:{DIGITS}|{WORDS})"


def _pattern(units: set[str]) -> re.Pattern[str]:
    longest_first = sorted(units, key=lambda unit: (-len(unit), unit))
    named = "|".join(unit + OTHERS.get(unit, "") for unit in longest_first)
    return re.compile(rf"{NUMBER}\s*[十百千万亿]?[余多几]?\s*(?:{named})")


ANY = _pattern(COUNTED)
YEAR = re.compile(rf"(?<![\d.])((?:19|20)\d\d)(?![\d.]|\s*[余多]?(?:{'|'.join(sorted(COUNTED))}))")


def _printed_units(passage: Passage) -> set[str]:
    return {CATALOGUE[key].unit for key in tokens.figures(passage.wording)} - {""}


def figure_typed(draft: Draft) -> Iterator[Fault]:
    for passage, _ in standing(draft):
        units = _printed_units(passage)
        for match in _pattern(units).finditer(typed(passage)) if units else ():
            message = f"{quoted(match[0])}是手填的，这一条的数字应由记录计算；请改用【】里的数字，或删去"
            yield Fault("figure_typed", about(passage.key, match[0]), message, passage.key)


def unsupported(draft: Draft) -> Iterator[Fault]:
    """Those of a unit which the passage prints anyway are `figure_typed`."""
    for passage, _ in standing(draft):
        units = _printed_units(passage)
        for match in ANY.finditer(typed(passage)):
            if not match[0].endswith(tuple(units)):
                message = f"{quoted(match[0])}没有记录支持；台账里有的请改用【】里的数字，台账以外的写明出处"
                yield Fault("unsupported", about(passage.key, match[0]), message, passage.key)


def years(draft: Draft) -> Iterator[Fault]:
    year = draft.scope.year
    for passage, _ in standing(draft):
        for typed_year in dict.fromkeys(YEAR.findall(typed(passage))):
            if int(typed_year) not in (year, year + 1):
                message = f"文字里写着 {typed_year} 年，本报告写的是 {year} 年；请核对是不是往年留下的"
                yield Fault("years", f"{passage.key}:{typed_year}", message, passage.key)
