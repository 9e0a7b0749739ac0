"""The rounding and writing of amounts: rates, means, 万元. Half up everywhere; 0 is written of nothing only."""

from decimal import ROUND_HALF_UP, Decimal

WAN = Decimal(10_000)  # 万元 in 元
TO_THE_FEN = 6  # decimals of 万元 down to 分
TENTH = Decimal("0.1")


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """Return part ÷ whole in %, one decimal, half up.

    It is never 100 unless part = whole, and never 0 unless part is 0.
    """
    value = (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP)
    if value == 100 and part < whole:
        return Decimal("99.9")
    if value == 100 and part > whole:
        return Decimal("100.1")
    if value == 0 and part != 0:
        return TENTH
    return value


def mean(part: Decimal, whole: Decimal) -> Decimal:
    """Return part ÷ whole with one decimal, half up; never 0 unless part is 0."""
    value = (part / whole).quantize(TENTH, ROUND_HALF_UP)
    if value == 0 and part != 0:
        return TENTH
    return value


def wan_text(amount: Decimal) -> str:
    """Write 万元 with two decimals at most, or down to the 分 where two would make 0 of something."""
    if is_lost_in_wan(amount):
        return text_of(amount, TO_THE_FEN)
    return text_of(amount, 2)


def is_lost_in_wan(amount: Decimal) -> bool:
    """Whether two decimals of 万元 would make nothing of what is something: under 50 元."""
    return bool(amount) and not Decimal(text_of(amount, 2))


def text_of(value: Decimal | int, places: int) -> str:
    """Write a number with so many decimals at most, half up, without trailing zeros or separators."""
    number = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{number:f}"
    if "." not in text:
        return text
    return text.rstrip("0").rstrip(".")
