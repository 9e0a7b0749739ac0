"""真实: numbers, words, spans and the other side of what is told."""

from reports.rubric.base import FULL, Criterion, Group, Mark, Mend, Reading
from reports.rubric.twins import sides


def by_faults(number: int, half: int, why: str, *mends: Mend) -> Mark:
    """Full where there is none, half up to `half` of them."""
    if not number:
        return Mark(FULL)
    return Mark(1 if number <= half else 0, why, mends)


CHECKS = Mend("看检查", page="checks")


def numbers(reading: Reading) -> Mark:
    """Figures are computed; what somebody typed is not."""
    if wrong := reading.found("figure_typed"):
        return Mark(0, f"有 {wrong} 处手填的数字，和记录对不上", (CHECKS,))
    return by_faults(
        reading.found("unsupported"), 1, f"有 {reading.found('unsupported')} 处数字没有记录支持", CHECKS
    )


def statements(reading: Reading) -> Mark:
    number = reading.found("claims")
    return by_faults(number, 3, f"有 {number} 句断语没有记录支持", CHECKS)


def span(reading: Reading) -> Mark:
    if reading.found("whole_year"):
        return Mark(0, "一年还没有过完，文字写了“全年”", (CHECKS,))
    if reading.facts.running and "截至" not in reading.text:
        return Mark(1, "没有说明数字截至哪一天", (Mend("改写开头", "opening"),))
    return Mark(FULL)


def degrees(reading: Reading) -> Mark:
    number = reading.found("words")
    return by_faults(number, 1, f"有 {number} 处用词与数字不符", CHECKS)


def other_sides(reading: Reading) -> Mark | None:
    found = sides(reading)
    if not found:
        return Mark(FULL)
    kept_back = [side for side in found if not side.told]
    mends = tuple(Mend(f"写“{side.twin.other}”", side.twin.passage) for side in kept_back)
    why = "、".join(f"{side.twin.label}说了，{side.twin.other}{side.bad}没有说" for side in kept_back)
    return by_faults(len(kept_back), len(found) // 2, why, *mends)


def complete(reading: Reading) -> Mark:
    number = (
        len(reading.document.gaps)
        + reading.found("token")
        + reading.found("campaigns")
        + reading.found("years")
    )
    return by_faults(number, 0, f"有 {number} 处缺数或没有换掉的名称", Mend("看缺数", page="missing"))


CRITERIA = (
    Criterion("T1", Group.TRUTH, 3, "数字与记录一致", numbers),
    Criterion("T2", Group.TRUTH, 4, "没有数字的话也有记录", statements),
    Criterion("T3", Group.TRUTH, 2, "时段说得准", span),
    Criterion("T4", Group.TRUTH, 2, "程度词与数字相符", degrees),
    Criterion("T5", Group.TRUTH, 2, "好数字的另一面也说", other_sides),
    Criterion("T6", Group.TRUTH, 1, "没有缺数", complete),
)
