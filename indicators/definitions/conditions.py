"""The criteria that many indicators share, and from where their definitions come."""

from indicators.criteria import Criterion

REGISTER = "本系统约定：按台账上的起止日期，统计日仍有效的才算"
LIMIT = "本系统约定：门槛由街道在年度报告设置中定"


def filled_in(reason: str, *names: str) -> Criterion:
    """Keep records in which these columns are filled in."""
    return Criterion(reason, lambda rows, s: rows.with_values(*names))


def in_year(reason: str = "不在当年", name: str = "date") -> Criterion:
    """Keep records of which the day of that name lies in the year."""
    return Criterion(reason, lambda rows, s: rows.with_day_in(name, s.period), day=name)


def in_force(
    too_late: str = "统计日还没有开始", over: str = "统计日已结束", span: str = ""
) -> tuple[Criterion, Criterion]:
    """Keep standings that hold on the cut-off day, with a reason for later ones and one for those over."""
    has_begun = Criterion(too_late, lambda rows, s: rows.begun_by(s.day, span))
    is_lasting = Criterion(over, lambda rows, s: rows.lasting(s.day, span))
    return has_begun, is_lasting


def of_kind(reason: str, *kinds: str) -> Criterion:
    """Keep records of these kinds."""
    return Criterion(reason, lambda rows, s: rows.of_kind(*kinds))


# of 社区: limits per year ask no others
ALL_YEAR_LONG = Criterion("不是年初到统计日一直都在", lambda rows, s: rows.standing_throughout(s.period))
