"""真实: numbers, words, spans and the other side of what is told."""

from reports.rubric.base import FULL, Criterion, Group, Mark, Mend, Reading, grade_few
from reports.rubric.twins import sides

CHECKS = Mend("看检查", page="checks")


def numbers(reading: Reading) -> Mark:
    """Ask whether numbers are computed, and those that somebody typed have a record."""
    wrong = reading.count_faults("figure_typed")
    if wrong:
        return Mark(0, f"有 {wrong} 处手填的数字，和记录对不上", (CHECKS,))
    number = reading.count_faults("unsupported")
    return Mark(grade_few(number, 1), f"有 {number} 处数字没有记录支持", (CHECKS,))


def statements(reading: Reading) -> Mark:
    """Ask whether verdicts and praise are backed by something."""
    number = reading.count_faults("claims")
    return Mark(grade_few(number, 3), f"有 {number} 句断语没有记录支持", (CHECKS,))


def span(reading: Reading) -> Mark:
    """Ask whether a running year is told up to its cut-off day."""
    if reading.count_faults("whole_year"):
        return Mark(0, "一年还没有过完，文字写了“全年”", (CHECKS,))
    if reading.facts.running and "截至" not in reading.text:
        return Mark(1, "没有说明数字截至哪一天", (Mend("改写开头", "opening"),))
    return Mark(FULL)


def degrees(reading: Reading) -> Mark:
    """Ask whether words of degree agree with the numbers beside them."""
    number = reading.count_faults("words")
    return Mark(grade_few(number, 1), f"有 {number} 处用词与数字不符", (CHECKS,))


def other_sides(reading: Reading) -> Mark:
    """Ask whether whoever tells a good figure tells the bad one that belongs to it; half of them at least."""
    both = sides(reading)
    mends, reasons = [], []
    for side in both:
        if not side.told:
            mends.append(Mend(f"写“{side.twin.other}”", side.twin.passage))
            reasons.append(f"{side.twin.label}说了，{side.twin.other}{side.bad}没有说")
    return Mark(grade_few(len(mends), len(both) // 2), "、".join(reasons), tuple(mends))


def complete(reading: Reading) -> Mark:
    """Ask whether nothing is missing, and every token is filled in."""
    number = len(reading.document.gaps)
    for check in ("token", "campaigns", "years"):
        number += reading.count_faults(check)
    why = f"有 {number} 处缺数或没有换掉的名称"
    return Mark(grade_few(number, 0), why, (Mend("看缺数", page="missing"),))


CRITERIA = (
    Criterion("T1", Group.TRUTH, 3, "数字与记录一致", numbers),
    Criterion("T2", Group.TRUTH, 4, "没有数字的话也有记录", statements),
    Criterion("T3", Group.TRUTH, 2, "时段说得准", span),
    Criterion("T4", Group.TRUTH, 2, "程度词与数字相符", degrees),
    Criterion("T5", Group.TRUTH, 2, "好数字的另一面也说", other_sides),
    Criterion("T6", Group.TRUTH, 1, "没有缺数", complete),
)
