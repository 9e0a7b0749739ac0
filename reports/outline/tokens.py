"""Figures and names in the text.

Stored as {key}, or {key:余十} where a person chose to round; shown to people as 【名称】 and 【名称·余十】. Lasting keys in the
database, the office's words on the page.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from indicators.amounts import text_of
from indicators.catalogue import CATALOGUE, TARGETS
from indicators.kinds import Value
from indicators.months import has_months
from reports.outline.labels import PROBLEM_LABELS

TOKEN = re.compile(r"\{([a-z_.0-9]+)(?::([余近][十百千万]))?\}")
SHOWN = re.compile(r"【([^【】·]+)(?:·([余近][十百千万]))?】")
ANY = re.compile(rf"{SHOWN.pattern}|{TOKEN.pattern}|【[^【】]*】|\{{[^{{}}]*\}}")


def _has_parts(figure: Any) -> bool:
    """Whether what became of a promise is told by months, visits, members or 社区."""
    return bool(getattr(figure, "each", "") or getattr(figure, "of_communities", False))


# Part and whole of the rates whose wholes are small, by names of their own.
COUNTS = {
    "whole.mediation.success_rate": "有结果的调解案件数",
    "part.mediation.success_rate": "调解成功件数",
    "left.mediation.success_rate": "调解不成件数",
    "whole.services.proxy_share": "办结代办件数",
    "part.services.proxy_share": "全程代办件数",
    "whole.members.two_new_coverage": "应建单位数",
    "part.members.two_new_coverage": "已建的应建单位数",
    "left.members.two_new_coverage": "应建未建单位数",
}
# From which number on the report's settings call it a problem.
LIMITS = {
    "limit.low_decisions": "民主决策次数门槛",
    "limit.low_study": "支部学习次数门槛",
    "limit.low_attendance": "学习到课率门槛",
    "limit.many_elderly": "六十岁以上党员占比门槛",
    "limit.waiting_months": "入党申请等待月数",
    "limit.most_idle_orgs": "没有活动的两新党组织门槛",
    "limit.most_open_difficulties": "尚未解决的困难门槛",
}
# What the wording takes from the records besides figures: names, and counts of what stands.
PLAIN = {
    "year": "年度",
    "next_year": "下年度",
    "span": "统计时段",  # 全年, of a running year 截至11月26日
    "so_far": "统计时段简称",  # 全年, of a running year 今年以来
    "this_year": "今年简称",  # 今年, of a running year 今年以来
    "until": "统计截止日",
    "last_year": "比较的年度",  # 上年, of a running year 上年同期
    "office": "街道名称",
    "me": "书记自称",  # 我; 书记 where the year had several, or somebody else reports
    "campaign": "主题教育",
    "brand": "重点品牌",
    "brand_year": "品牌推出年份",
    "count": "项数",
    "urban": "城市社区数",
    "urban_now": "统计日的城市社区数",
    "places": "社区数（不止一个才写）",
    "idle_months": "没有专题会议的月份",
    "idle_months_count": "没有专题会议的月数",
    "idle_months_last": "上年没有专题会议的月数",
    "crowded_months": "专题会议多于一次的月份",
    "targets_set": "上年目标项数",
    "targets_kept": "上年目标做到项数",
    "targets_missed": "上年目标没有做到项数",
    "targets_open": "上年目标进行中项数",
    "targets_unknown": "上年目标缺数项数",
    "targets_next": "下年目标项数",
    "kept_examples": "做到的承诺举例",
    "missed_targets": "没有兑现的承诺",
    "missed_first": "没有兑现的承诺（前几项）",
    "missed_monthly": "按月没有做到的承诺",
    "missed_money": "没有拨足的承诺",
    "missed_in_full": "没有兑现的承诺和实际",
    "missed_briefly": "没有兑现的承诺和差距",
    "missed_as_done": "没有兑现的承诺做到多少",
    "missed_by_gap": "没有兑现的承诺差多少",
    "problems_fewer": "比上年减轻的问题",
    "problems_same": "与上年一样的问题",
    "problems_more": "比上年加重的问题",
    "low_places": "满意率低的社区和满意率",
    "low_names": "满意率低的社区",
    "low_kind": "满意率低的社区类别",
    "low_gap": "最低满意率离门槛",
    "low_visits": "班子到满意率低的社区平均次数",
    "low_money": "拨给满意率低的社区平均党建经费",
    "mean_visits": "班子到每个社区平均次数",
    "mean_money": "每个社区平均党建经费",
    "seldom_places": "决策用得少的社区和次数",
    "low_decisions_mean": "民主决策用得少的社区平均次数",
    "decisions_mean": "城市社区平均运用次数",
    "idle_branches": "学习少的支部",
    "idle_branch_mean": "学习少的支部平均次数",
    "longest_wait": "两新申请人最长等待天数",
    "two_new_applicants": "等待和培养中的两新申请人数",
    "open_category": "没有解决的困难最多的类别",
    "only_category": "没有解决的困难仅有的类别",
    "attendance_gap": "学习到课率离门槛",
    "elderly_gap": "六十岁以上占比离门槛",
    "asked_first": "明年先问的事",
    "first_aims": "明年先做的事",
}


def _of_figures(room: str, label: str, fits: Callable[[Any], bool]) -> dict[str, str]:
    return {f"{room}.{key}": label.format(figure.label) for key, figure in CATALOGUE.items() if fits(figure)}


def _of_targets(room: str, label: str, fits: Callable[[Any], bool] = lambda figure: True) -> dict[str, str]:
    return {
        f"{room}.{key.partition('.')[2]}": label.format(figure.label)
        for key, figure in TARGETS.items()
        if fits(figure)
    }


def _comparable(figure: Any) -> bool:
    return bool(figure.comparable)


def _of_places(figure: Any) -> bool:
    """It has a number at every 社区."""
    return bool(figure.comparable and getattr(figure, "may_be_stated_zero", False))


def _is_rate(figure: Any) -> bool:
    return bool(figure.has_parts)


# What may be said of every figure, by room: {change.visits.frontline}. What the records do not give drops its clause.
OF_FIGURES = {
    **_of_figures("change", "{}比上年", _comparable),  # 比上年多26次
    **_of_figures("was", "上年{}", _comparable),
    **_of_figures("moved", "上年不同的{}", _comparable),  # only where this year's is another
    **_of_figures("more", "{}比上年多的数", _comparable),  # only where it rose
    **_of_figures("fewer", "{}比上年少的数", _comparable),  # only where it fell
    **_of_figures("same", "{}与上年相同的数", _comparable),  # only where it did neither
    **_of_figures("since", "{}上年的情况", _comparable),  # 上年3个，少了1个
    **_of_figures("stood", "上年就有的{}", _comparable),  # last year's, only where there were some
    **_of_figures("fresh", "上年没有的{}", _comparable),  # this year's, only where last year had none
    **_of_figures(
        "known", "{}（有数才写）", lambda figure: not figure.is_target
    ),  # the figure, where it is known and not zero
    **_of_figures(
        "half", "{}（件数够多才写）", lambda figure: figure.is_median
    ),  # a median, where it is of many
    **_of_figures("active", "有{}的月数", has_months),
    **_of_figures("idle", "没有{}的月份", has_months),
    **_of_figures("full", "月月都有{}的月数", has_months),  # only where no month went by without
    **_of_figures("top", "{}最多的社区", _of_places),
    **_of_figures("bottom", "{}最少的社区", _of_places),
    **_of_figures("average", "{}社区平均", _of_places),
    **_of_figures("reached", "有{}的社区数", _of_places),
    **_of_figures("part", "{}的分子", _is_rate),
    **_of_figures("whole", "{}的分母", _is_rate),
    **_of_figures("left", "{}分母减分子", _is_rate),
}
# What may be said of every target.
OF_TARGETS = {
    **_of_targets("promised", "上年定下的{}"),
    **_of_targets("pledge", "上年定下的{}要求"),  # 每月不少于32次
    **_of_targets(
        "strict", "上年逐一要求的{}", lambda figure: bool(figure.each)
    ),  # the same, unless the mean was meant
    **_of_targets("beyond", "{}超出承诺的数"),
    **_of_targets("short", "{}低于承诺的数"),
    **_of_targets("judged", "{}做到多少", _has_parts),
    **_of_targets("per", "下年{}按什么算", lambda figure: bool(figure.each)),
    **_of_targets("beside", "下年{}对照今年"),  # 今年12次
}
# Who takes a problem on, and by when; of a passage's own.
OF_PROBLEMS = {
    **{f"owner.{key}": f"{label}由谁负责" for key, label in PROBLEM_LABELS.items()},
    **{f"due.{key}": f"{label}的期限" for key, label in PROBLEM_LABELS.items()},
}
NAMES = {**PLAIN, **LIMITS, **OF_TARGETS}
# Each label names one key alone: a plan is told apart from the figure it is judged by.
LABELS = {
    **NAMES,
    **OF_FIGURES,
    **COUNTS,
    **OF_PROBLEMS,
    **{key: f"下年{figure.label}" if figure.is_target else figure.label for key, figure in CATALOGUE.items()},
}
KEYS = {label: key for key, label in LABELS.items()}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
ROUNDINGS = [f"{way}{unit}" for unit in "十百千" for way in "余近"]


def keys(text: str) -> list[str]:
    """Every key the stored text names, in order."""
    return [match[1] for match in TOKEN.finditer(text)]


PRINTING = ("known.", "half.")  # rooms whose names print the figure itself, on a condition
ALWAYS = frozenset(
    {"year", "next_year", "span", "so_far", "this_year", "until", "last_year", "office", "me", "count"}
)  # they show nothing


def figure_of(key: str) -> str:
    """The figure that a token prints, be it on a condition; the key itself where it prints none."""
    return next((key.removeprefix(room) for room in PRINTING if key.startswith(room)), key)


def about(key: str) -> str:
    """The figure that a token says something of; empty where of none."""
    rest = key.partition(".")[2]
    if key in OF_FIGURES:
        return rest
    return f"targets.{rest}" if key in OF_TARGETS else ""


def shows(text: str) -> bool:
    """It names something that some records give, and others do not."""
    return any(key not in ALWAYS for key in keys(text))


def figures(text: str) -> list[str]:
    """Every figure that the stored text prints, in order."""
    return [figure_of(key) for key in keys(text) if figure_of(key) in CATALOGUE]


def shown(text: str) -> str:
    """The stored text as people edit it."""
    return TOKEN.sub(
        lambda m: f"【{LABELS[m[1]]}{f'·{m[2]}' if m[2] else ''}】" if m[1] in LABELS else m[0], text
    )


def stored(text: str) -> str:
    """The text as it was edited, with keys; a 【名称】 nobody knows stays as it is, and a check points it out."""
    return SHOWN.sub(
        lambda m: f"{{{KEYS[m[1]]}{f':{m[2]}' if m[2] else ''}}}" if m[1] in KEYS else m[0], text
    )


def unknown(text: str) -> list[str]:
    """What looks like a token in the stored text and names nothing."""
    return [
        m[0]
        for m in ANY.finditer(text)
        if not (m[0].startswith("{") and TOKEN.fullmatch(m[0]) and TOKEN.fullmatch(m[0])[1] in LABELS)
    ]  # type: ignore[index]


def rounded(value: Value, way: str | None) -> str:
    """The figure's text, rounded as chosen: 余 only where the exact value is larger, 近 only where it is a little smaller."""
    if (
        not way
        or value.missing
        or not isinstance(value.value, (int, Decimal))
        or not value.indicator.may_be_rounded
    ):
        return value.text
    unit, exact = UNITS[way[1]], Decimal(value.value)
    below = exact // unit * unit
    if exact == below or not (below if way[0] == "余" else near(exact, way)):
        return value.text
    return f"{text_of(below, 0)}余" if way[0] == "余" else f"近{text_of(below + unit, 0)}"


LARGE, GREAT = 100, 1000  # from which on the ear wants a round number


def for_the_ear(value: Value) -> str:
    """The number as it is read out: large ones rounded to two or three figures, 万元 to one decimal at most."""
    if value.missing or not isinstance(value.value, (int, Decimal)) or not value.indicator.may_be_rounded:
        return value.text
    exact = Decimal(value.value)
    if value.text.endswith("%"):
        return value.text
    if exact < LARGE:
        return text_of(exact, 1)
    for unit in "百十" if exact >= GREAT else "十":
        for way in (f"近{unit}", f"余{unit}"):
            if exact % UNITS[unit] and near(exact, way) and _is_nearest(exact, way):
                return rounded(value, way)
    return text_of(exact, 0)


def _is_nearest(exact: Decimal, way: str) -> bool:
    beyond = exact % UNITS[way[1]] * 2
    return beyond < UNITS[way[1]] if way[0] == "余" else beyond >= UNITS[way[1]]


def roundings(value: Value) -> list[tuple[str, str]]:
    """The ways in which people would write this value, with what each prints; the exact one first."""
    ways = {
        "": value.text,
        **{way: rounded(value, way) for way in ROUNDINGS if not value.missing and near(value.value, way)},
    }
    return [
        (way, text)
        for number, (way, text) in enumerate(ways.items())
        if text not in list(ways.values())[:number]
    ]


def near(exact: object, way: str) -> bool:
    """Rounding this way stays within a tenth of the value."""
    if not isinstance(exact, (int, Decimal)):
        return False
    beyond = Decimal(exact) % UNITS[way[1]]
    return (beyond if way[0] == "余" else UNITS[way[1]] - beyond) * 10 <= exact
