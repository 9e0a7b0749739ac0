"""What became of a figure since last year, as the text says it."""

from indicators.amounts import text_of
from indicators.kinds import Value
from reports.promises import as_printed


def since_last_year(now: Value, last: Value, last_year: str) -> str | None:
    """比上年多26次, 与上年持平; None where one of the two is not known, or says nothing of the other.

    Of the numbers as they are printed, so that a reader who subtracts comes to the same. `last_year` is what the text
    calls that year.
    """
    if not (now.comparable and last.comparable):
        return None
    difference = as_printed(now) - as_printed(last)
    if not difference:
        return f"与{last_year}持平"
    amount = text_of(abs(difference), 2)
    if now.indicator.unit == "%":
        return f"比{last_year}{'高' if difference > 0 else '低'}{amount}个百分点"
    return f"比{last_year}{'多' if difference > 0 else '少'}{amount}{now.indicator.unit}"
