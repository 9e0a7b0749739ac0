"""Number formats that show a unit behind a number.

0.00"万元" shows 1.2 as 1.20万元, and 0!.0,"万" shows 12000 as 1.2万.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from imports.parse.units import MONEY, OLD_FORMS

_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|([\u4e00-\u9fff]+)')
_UNIT = re.compile(rf"({'|'.join(sorted(map(re.escape, MONEY), key=len, reverse=True))})")
_THOUSANDTHS = re.compile(r",(?=,*[^,0#?]*$)")
_DAY = re.compile(r"[ymdhs]", re.IGNORECASE)


@lru_cache(256)
def units_of_format(code: str) -> tuple[str, ...]:
    """Return the units that a number may be in by what its format shows; none where it shows none."""
    units: list[str] = []
    for section in _sections(code):
        units += _units_of_section(section)
    return tuple(dict.fromkeys(units))


def _sections(code: str) -> Iterable[str]:
    return re.findall(r'(?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;"\[])+', code.translate(OLD_FORMS))


def _units_of_section(section: str) -> list[str]:
    """Return the units of one section of a format.

    A comma behind the digits shows a thousandth, and a point that is only text moves no digit: 0!.0, shows a
    tenthousandth.
    """
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", section).replace("G/通用格式", "General")
    digits = _LITERAL.sub(_keep_point, section)
    if not re.search(r"[0#?]|General", digits) or _DAY.search(digits.replace("General", "")):
        return []
    thousands = len(_THOUSANDTHS.findall(digits))
    behind_point = len(re.findall(r"[0#?]", digits.partition("|")[2]))
    divisor = 1000**thousands * 10**behind_point
    unit = _UNIT.search(_literal_text(section))
    if not unit:
        return ["元"] if divisor > 1 else []
    factor = MONEY[unit[1]] / divisor
    for larger, each in MONEY.items():
        if each == factor:
            return [larger]
    return ["元", unit[1]]


def _keep_point(literal: re.Match[str]) -> str:
    """Leave of a literal nothing but a sign for the point in it."""
    return "|" if "." in literal[0] else ""


def _literal_text(section: str) -> str:
    """Return what a section shows besides the number."""
    return "".join(map("".join, _LITERAL.findall(section)))
