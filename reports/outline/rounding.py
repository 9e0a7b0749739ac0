"""Numbers rounded as people round them: 余 over a round number, 近 under one; and as they are read out."""

from decimal import Decimal

from indicators.amounts import text_of
from indicators.kinds import Value

UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
ROUNDINGS = [f"{way}{unit}" for unit in "十百千" for way in "余近"]
LARGE, GREAT = 100, 1000  # from which on the ear wants a round number: to tens, and to hundreds


def format_rounded(value: Value, way: str | None) -> str:
    """Write a figure rounded as a person chose, such as 余百 or 近千.

    余 is written only where the exact value is larger than the round number, 近 only where it is a little
    smaller: else the exact text stands.
    """
    exact = _number(value)
    if not way or exact is None:
        return value.text
    unit = UNITS[way[1]]
    below = exact // unit * unit
    if exact == below:
        return value.text
    if way[0] == "余":
        return f"{text_of(below, 0)}余" if below else value.text
    if not is_near(exact, way):
        return value.text
    return f"近{text_of(below + unit, 0)}"


def format_for_speech(value: Value) -> str:
    """Write a figure as it is read out: large ones rounded to two or three digits, others to one decimal."""
    exact = _number(value)
    if exact is None or value.text.endswith("%"):
        return value.text
    if exact < LARGE:
        return text_of(exact, 1)
    units = "百十" if exact >= GREAT else "十"
    for unit in units:
        for way in (f"近{unit}", f"余{unit}"):
            if exact % UNITS[unit] and is_near(exact, way) and _is_nearest(exact, way):
                return format_rounded(value, way)
    return text_of(exact, 0)


def _number(value: Value) -> Decimal | None:
    """Return what may be rounded of a figure; None where it is missing, no number, or always told exactly."""
    if value.missing or not value.indicator.may_be_rounded:
        return None
    if not isinstance(value.value, (int, Decimal)):
        return None
    return Decimal(value.value)


def _is_nearest(exact: Decimal, way: str) -> bool:
    """Tell whether that round number is the nearer one: 余 below the middle, 近 from the middle on."""
    unit = UNITS[way[1]]
    twice_beyond = exact % unit * 2
    if way[0] == "余":
        return twice_beyond < unit
    return twice_beyond >= unit


def roundings(value: Value) -> list[tuple[str, str]]:
    """List the ways in which people would write this value, each with what it prints; the exact one first."""
    ways = [("", value.text)]
    texts = {value.text}
    for way in ROUNDINGS:
        if value.missing or not is_near(value.value, way):
            continue
        text = format_rounded(value, way)
        if text not in texts:
            ways.append((way, text))
            texts.add(text)
    return ways


def is_near(exact: object, way: str) -> bool:
    """Tell whether rounding this way stays within a tenth of the value."""
    if not isinstance(exact, (int, Decimal)):
        return False
    unit = UNITS[way[1]]
    distance = Decimal(exact) % unit
    if way[0] == "近":
        distance = unit - distance
    return distance * 10 <= exact
