"""Figures and names in the text.

They are stored as {key}, or {key:余十} where a person chose to round, and shown to people as 【名称】 and 【名称·余十】:
lasting keys in the database, the office's words on the page.
"""

import re
from collections.abc import Callable

from indicators.catalogue import CATALOGUE, TARGETS
from indicators.kinds import Indicator, TargetIndicator
from indicators.months import has_months
from reports.outline.labels import PROBLEM_LABELS

TOKEN = re.compile(r"\{([a-z_.0-9]+)(?::([余近][十百千万]))?\}")
SHOWN = re.compile(r"【([^【】·]+)(?:·([余近][十百千万]))?】")
ANY = re.compile(rf"{SHOWN.pattern}|{TOKEN.pattern}|【[^【】]*】|\{{[^{{}}]*\}}")


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
    "limit.least_duties_done": "责任清单到期完成率门槛",
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
    "vacant_orgs": "书记空缺的党组织名称",
    "duties_gap": "责任清单到期完成率离门槛",
    "remedies_of_report": "上年述职查出、列入整改的问题数",
}


def _of_figures(room: str, label: str, fits: Callable[[Indicator], bool]) -> dict[str, str]:
    """Label the tokens of one room: of every figure that fits, by room and key."""
    labels = {}
    for key, figure in CATALOGUE.items():
        if fits(figure):
            labels[f"{room}.{key}"] = label.format(figure.label)
    return labels


def _any_target(figure: TargetIndicator) -> bool:
    return True


def _of_targets(
    room: str, label: str, fits: Callable[[TargetIndicator], bool] = _any_target
) -> dict[str, str]:
    """Label the tokens of one room: of every target that fits, by room and the key behind `targets.`."""
    labels = {}
    for key, figure in TARGETS.items():
        if fits(figure):
            name = key.removeprefix("targets.")
            labels[f"{room}.{name}"] = label.format(figure.label)
    return labels


def _is_comparable(figure: Indicator) -> bool:
    """Whether last year's can stand beside it."""
    return figure.comparable


def _is_of_places(figure: Indicator) -> bool:
    """Whether it has a number at every 社区."""
    return figure.comparable and figure.may_be_stated_zero


def _is_rate(figure: Indicator) -> bool:
    return figure.has_parts


def _is_median(figure: Indicator) -> bool:
    return figure.is_median


def _is_no_target(figure: Indicator) -> bool:
    return not figure.is_target


def _is_of_each(figure: TargetIndicator) -> bool:
    """Whether every month, visit or member is to reach it."""
    return bool(figure.each)


def _has_outcome(figure: TargetIndicator) -> bool:
    """Whether months, visits, members or 社区 say what became of the promise."""
    return bool(figure.each or figure.of_communities)


# What may be said of every figure, by room: {change.visits.frontline}. What the records do not give drops.
OF_FIGURES = {
    **_of_figures("change", "{}比上年", _is_comparable),  # 比上年多26次
    **_of_figures("was", "上年{}", _is_comparable),
    **_of_figures("moved", "上年不同的{}", _is_comparable),  # only where this year's is another
    **_of_figures("more", "{}比上年多的数", _is_comparable),  # only where it rose
    **_of_figures("fewer", "{}比上年少的数", _is_comparable),  # only where it fell
    **_of_figures("same", "{}与上年相同的数", _is_comparable),  # only where it did neither
    **_of_figures("since", "{}上年的情况", _is_comparable),  # 上年3个，少了1个
    **_of_figures("stood", "上年就有的{}", _is_comparable),  # last year's, only where there were some
    **_of_figures("fresh", "上年没有的{}", _is_comparable),  # this year's, only where last year had none
    **_of_figures("known", "{}（有数才写）", _is_no_target),  # the figure, where it is known and not zero
    **_of_figures("half", "{}（件数够多才写）", _is_median),  # a median, where it is of many
    **_of_figures("active", "有{}的月数", has_months),
    **_of_figures("idle", "没有{}的月份", has_months),
    **_of_figures("full", "月月都有{}的月数", has_months),  # only where no month went by without
    **_of_figures("top", "{}最多的社区", _is_of_places),
    **_of_figures("bottom", "{}最少的社区", _is_of_places),
    **_of_figures("average", "{}社区平均", _is_of_places),
    **_of_figures("reached", "有{}的社区数", _is_of_places),
    **_of_figures("part", "{}的分子", _is_rate),
    **_of_figures("whole", "{}的分母", _is_rate),
    **_of_figures("left", "{}分母减分子", _is_rate),
}
# What may be said of every target.
OF_TARGETS = {
    **_of_targets("promised", "上年定下的{}"),
    **_of_targets("pledge", "上年定下的{}要求"),  # 每月不少于32次
    **_of_targets("strict", "上年逐一要求的{}", _is_of_each),  # the same, unless the mean was meant
    **_of_targets("beyond", "{}超出承诺的数"),
    **_of_targets("short", "{}低于承诺的数"),
    **_of_targets("judged", "{}做到多少", _has_outcome),
    **_of_targets("per", "下年{}按什么算", _is_of_each),
    **_of_targets("beside", "下年{}对照今年"),  # 今年12次
}
# Who takes a problem on, and by when; of a passage's own.
OF_PROBLEMS = {
    **{f"owner.{key}": f"{label}由谁负责" for key, label in PROBLEM_LABELS.items()},
    **{f"due.{key}": f"{label}的期限" for key, label in PROBLEM_LABELS.items()},
}
NAMES = {**PLAIN, **LIMITS, **OF_TARGETS}


def _figure_label(figure: Indicator) -> str:
    """Name a figure in a text; a target is called 下年…, unlike the figure that judges it."""
    if figure.is_target:
        return f"下年{figure.label}"
    return figure.label


# Each label names one key alone.
LABELS = {
    **NAMES,
    **OF_FIGURES,
    **COUNTS,
    **OF_PROBLEMS,
    **{key: _figure_label(figure) for key, figure in CATALOGUE.items()},
}
KEYS = {label: key for key, label in LABELS.items()}
PRINTING = ("known.", "half.")  # rooms whose names print the figure itself, on a condition
# Names that every year and office has: they show nothing of the records.
ALWAYS = frozenset(
    ["year", "next_year", "span", "so_far", "this_year", "until", "last_year", "office", "me", "count"]
)


def keys(text: str) -> list[str]:
    """Return every key that the stored text names, in order."""
    return [match[1] for match in TOKEN.finditer(text)]


def figure_of(key: str) -> str:
    """Return the figure that a token prints, even on a condition; the key itself where it prints none."""
    for room in PRINTING:
        if key.startswith(room):
            return key.removeprefix(room)
    return key


def about(key: str) -> str:
    """Return the figure that a token says something of; empty where it says something of none."""
    _, _, name = key.partition(".")
    if key in OF_FIGURES:
        return name
    if key in OF_TARGETS:
        return f"targets.{name}"
    return ""


def shows(text: str) -> bool:
    """Tell whether the text names something that some records give, and others do not."""
    return any(key not in ALWAYS for key in keys(text))


def figures(text: str) -> list[str]:
    """Return every figure that the stored text prints, in order."""
    printed_keys = map(figure_of, keys(text))
    return [key for key in printed_keys if key in CATALOGUE]


def with_labels(text: str) -> str:
    """Write the stored text as people edit it, with 【名称】 for {key}."""
    return TOKEN.sub(_label_token, text)


def _label_token(match: re.Match[str]) -> str:
    key, rounding = match.groups()
    if key not in LABELS:
        return match[0]
    if rounding:
        return f"【{LABELS[key]}·{rounding}】"
    return f"【{LABELS[key]}】"


def with_keys(text: str) -> str:
    """Write the text that a person edited as it is stored, with {key} for 【名称】.

    A 【名称】 that nobody knows stays as it is; a check of the report points it out.
    """
    return SHOWN.sub(_key_token, text)


def _key_token(match: re.Match[str]) -> str:
    label, rounding = match.groups()
    if label not in KEYS:
        return match[0]
    if rounding:
        return f"{{{KEYS[label]}:{rounding}}}"
    return f"{{{KEYS[label]}}}"


def unknown_tokens(text: str) -> list[str]:
    """Find what looks like a token in the stored text and names nothing."""
    return [match[0] for match in ANY.finditer(text) if not _is_token(match[0])]


def _is_token(text: str) -> bool:
    match = TOKEN.fullmatch(text)
    return match is not None and match[1] in LABELS
