"""Numbers as Chinese headings count them."""

NUMERALS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Write 1–99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    text = "十"
    if tens > 1:
        text = f"{NUMERALS[tens]}十"
    if ones:
        text += NUMERALS[ones]
    return text
