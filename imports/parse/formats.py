"""Number formats that show a unit behind a number: 0.00"万元" shows 1.2 as 1.20万元, 0!.0,"万" shows 12000 as 1.2万."""

import re
from collections.abc import Iterable
from functools import lru_cache

from imports.parse.units import MONEY, OLD_FORMS

_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|([\u4e00-\u9fff]+)')
_UNIT = re.compile(rf"({'|'.join(sorted(map(re.escape, MONEY), key=len, reverse=True))})")
_THOUSANDTHS = re.compile(r",(?=,*[^,0#?]*$)")
_DAY = re.compile(r"[ymdhs]", re.IGNORECASE)


@lru_cache(256)
def shown_unit(code: str) -> tuple[str, ...]:
    """The units that a number stored in a cell may be in by what its format shows; empty where it shows none."""
    found = [unit for section in _sections(code) for unit in _units_of_section(section)]
    return tuple(dict.fromkeys(found))


def _sections(code: str) -> Iterable[str]:
    return re.findall(r'(?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;"\[])+', code.translate(OLD_FORMS))


def _units_of_section(section: str) -> list[str]:
    """A comma behind the digits shows a thousandth, and a point that is only text moves no digit: 0!.0, shows a tenthousandth."""
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", section).replace("G/通用格式", "General")
    digits = _LITERAL.sub(lambda found: "|" if "." in found[0] else "", section)
    if not re.search(r"[0#?]|General", digits) or _DAY.search(digits.replace("General", "")):
        return []
    named = _UNIT.search(
        "".join(double or escaped or plain for double, escaped, plain in _LITERAL.findall(section))
    )
    divisor = 1000 ** len(_THOUSANDTHS.findall(digits)) * 10 ** len(
        re.findall(r"[0#?]", digits.partition("|")[2])
    )
    if not named:
        return ["元"] if divisor > 1 else []
    factor = MONEY[named[1]] / divisor
    return (
        [next(unit for unit, each in MONEY.items() if each == factor)]
        if factor in MONEY.values()
        else ["元", named[1]]
    )
