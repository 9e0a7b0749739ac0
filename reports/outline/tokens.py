"""Figures and names in the text.

Stored as {key}, or {key:余十} where a person chose to round; shown to people as 【名称】 and 【名称·余十】. Lasting keys in the
database, the office's words on the page.
"""

import re
from decimal import Decimal
from typing import Any

from indicators.amounts import text_of
from indicators.catalogue import CATALOGUE, TARGETS
from indicators.kinds import Value

TOKEN = re.compile(r"\{([a-z_.0-9]+)(?::([余近][十百千万]))?\}")
SHOWN = re.compile(r"【([^【】·]+)(?:·([余近][十百千万]))?】")
ANY = re.compile(rf"{SHOWN.pattern}|{TOKEN.pattern}|【[^【】]*】|\{{[^{{}}]*\}}")


def _has_parts(figure: Any) -> bool:
    """Whether what became of a promise is told by months, visits, members or 社区."""
    return bool(getattr(figure, "each", "") or getattr(figure, "of_communities", False))


# Part and whole of the rates whose wholes are small.
COUNTS = {
    "whole.mediation.success_rate": "有结果的调解案件数",
    "part.mediation.success_rate": "调解成功件数",
    "whole.services.proxy_share": "办结代办件数",
    "part.services.proxy_share": "全程代办件数",
    "whole.members.two_new_coverage": "应建单位数",
    "part.members.two_new_coverage": "已建的应建单位数",
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
NAMES = {
    "year": "年度",
    "next_year": "下年度",
    "span": "统计时段",  # 全年, of a running year 截至11月26日
    "until": "统计截止日",
    "office": "街道名称",
    "campaign": "主题教育",
    "brand": "重点品牌",
    "brand_year": "品牌推出年份",
    "count": "项数",
    "idle_months": "没有专题会议的月份",
    "targets_set": "上年目标项数",
    "targets_kept": "上年目标做到项数",
    "missed_targets": "没有兑现的承诺",
    "missed_in_full": "没有兑现的承诺和实际",
    **COUNTS,
    **LIMITS,
    **{f"promised.{key.partition('.')[2]}": f"上年定下的{figure.label}" for key, figure in TARGETS.items()},
    **{f"judged.{key.partition('.')[2]}": f"{figure.label}做到多少" for key, figure in TARGETS.items() if _has_parts(figure)},
    **{f"per.{key.partition('.')[2]}": f"下年{figure.label}按什么算" for key, figure in TARGETS.items() if figure.each},
}
# How a figure stands to last year's: 比上年多26次.
CHANGES = {f"change.{key}": f"{figure.label}比上年" for key, figure in CATALOGUE.items() if figure.comparable}
# Each label names one key alone: a plan is told apart from the figure it is judged by.
LABELS = {**NAMES, **CHANGES, **{key: f"下年{figure.label}" if figure.is_target else figure.label for key, figure in CATALOGUE.items()}}
KEYS = {label: key for key, label in LABELS.items()}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
ROUNDINGS = [f"{way}{unit}" for unit in "十百千" for way in "余近"]


def keys(text: str) -> list[str]:
    """Every key the stored text names, in order."""
    return [match[1] for match in TOKEN.finditer(text)]


def figures(text: str) -> list[str]:
    return [key for key in keys(text) if key in CATALOGUE]


def shown(text: str) -> str:
    """The stored text as people edit it."""
    return TOKEN.sub(lambda m: f"【{LABELS[m[1]]}{f'·{m[2]}' if m[2] else ''}】" if m[1] in LABELS else m[0], text)


def stored(text: str) -> str:
    """The text as it was edited, with keys; a 【名称】 nobody knows stays as it is, and a check points it out."""
    return SHOWN.sub(lambda m: f"{{{KEYS[m[1]]}{f':{m[2]}' if m[2] else ''}}}" if m[1] in KEYS else m[0], text)


def unknown(text: str) -> list[str]:
    """What looks like a token in the stored text and names nothing."""
    return [m[0] for m in ANY.finditer(text) if not (m[0].startswith("{") and TOKEN.fullmatch(m[0]) and TOKEN.fullmatch(m[0])[1] in LABELS)]  # type: ignore[index]


def rounded(value: Value, way: str | None) -> str:
    """The figure's text, rounded as chosen: 余 only where the exact value is larger, 近 only where it is a little smaller."""
    if not way or value.missing or not isinstance(value.value, (int, Decimal)) or not value.indicator.may_be_rounded:
        return value.text
    unit, exact = UNITS[way[1]], Decimal(value.value)
    below = exact // unit * unit
    if exact == below or not (below if way[0] == "余" else near(exact, way)):
        return value.text
    return f"{text_of(below, 0)}余" if way[0] == "余" else f"近{text_of(below + unit, 0)}"


def roundings(value: Value) -> list[tuple[str, str]]:
    """The ways in which people would write this value, with what each prints; the exact one first."""
    ways = {"": value.text, **{way: rounded(value, way) for way in ROUNDINGS if not value.missing and near(value.value, way)}}
    return [(way, text) for number, (way, text) in enumerate(ways.items()) if text not in list(ways.values())[:number]]


def near(exact: object, way: str) -> bool:
    """Rounding this way stays within a tenth of the value."""
    if not isinstance(exact, (int, Decimal)):
        return False
    beyond = Decimal(exact) % UNITS[way[1]]
    return (beyond if way[0] == "余" else UNITS[way[1]] - beyond) * 10 <= exact
