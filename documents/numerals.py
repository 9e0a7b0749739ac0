"""Numbers as Chinese headings count them."""

NUMERALS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """1–99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")
