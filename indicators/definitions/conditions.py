"""The conditions that many terms share."""

from indicators.criteria import Criterion


def known(reason: str, *names: str) -> Criterion:
    """These columns are filled in."""
    return Criterion(reason, lambda rows, s: rows.with_values(*names))


def in_year(reason: str = "不在当年", name: str = "date") -> Criterion:
    """That day lies in the year."""
    return Criterion(reason, lambda rows, s: rows.with_day_in(name, s.period), day=name)


def in_force(
    begun: str = "统计日还没有开始", ended: str = "统计日已结束", span: str = ""
) -> tuple[Criterion, Criterion]:
    """A standing holds on the cut-off day."""
    return Criterion(begun, lambda rows, s: rows.begun_by(s.day, span)), Criterion(
        ended, lambda rows, s: rows.lasting(s.day, span)
    )


def of_kind(reason: str, *kinds: str) -> Criterion:
    return Criterion(reason, lambda rows, s: rows.of_kind(*kinds))


# of 社区: limits per year ask no others
ALL_YEAR_LONG = Criterion("不是年初到统计日一直都在", lambda rows, s: rows.standing_throughout(s.period))
