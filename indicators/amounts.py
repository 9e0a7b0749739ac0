"""How amounts are rounded and written: rates, means, 万元. Half up everywhere; only nothing is ever written 0."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

WAN = Decimal(10_000)  # 万元 in 元
TO_THE_FEN = 6  # decimals of 万元 down to 分


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """In %, one decimal, half up; never 100 unless part = whole, never 0 unless part is 0."""
    value = (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if value == 100 and part != whole:
        return Decimal("99.9") if part < whole else Decimal("100.1")
    if value == 0 and part != 0:
        return Decimal("0.1")
    return value


def mean(part: Decimal, whole: Decimal) -> Decimal:
    """One decimal, half up; never 0 unless part is 0."""
    value = (part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Decimal("0.1") if value == 0 and part != 0 else value


def wan_text(amount: Decimal) -> str:
    """万元, two decimals at most; what they would make 0 is written down to the 分, for only nothing is 0."""
    return text_of(amount, TO_THE_FEN if is_lost_in_wan(amount) else 2)


def is_lost_in_wan(amount: Decimal) -> bool:
    """Whether two decimals of 万元 would make nothing of what is something: under 50 元."""
    return bool(amount) and not Decimal(text_of(amount, 2))


def text_of(value: Any, places: int) -> str:
    """A number at most that many decimals long, half up, without trailing zeros or separators."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
