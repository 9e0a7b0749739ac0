"""数据附件: every figure, its number in each community, and the records behind them, as a workbook."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import IO, Any

from documents.blocks import MISSING
from indicators.amounts import TO_THE_FEN, text_of
from indicators.catalogue import CATALOGUE, COUNTS, NUMBERED
from indicators.kinds import Value
from records.presentation import NOTHING
from reports.context import ReportScope
from reports.facts import Facts
from reports.outputs.annexes import OWN, WHOLE, up_to
from reports.outputs.counted import counted
from spreadsheets.writing import Sheet, workbook

UNRECORDED = "未录"
HEAD = ["序号", "名称", "代码", "数值", "单位", "上年", "分子", "分母", "记录数", "说明", "口径"]
NUMBER = re.compile(r"\d+(\.\d+)?")


def render(facts: Facts) -> IO[bytes]:
    """The whole workbook as a temporary file: the two sheets of the figures, then one per kind of record."""
    return workbook(chain(figures(facts), counted(facts.scope)))


def figures(facts: Facts) -> list[Sheet]:
    """数字 and 各社区. Lists of texts and numbers alone: they go through JSON, and `Sheet(*each)` has them back."""
    return [_numbers(facts), _communities(facts)]


def _numbers(facts: Facts) -> Sheet:
    keys = dict.fromkeys([*NUMBERED, *CATALOGUE])
    return Sheet(
        "数字", _head(facts), [_figure(facts.values[key], facts.before[key], facts.running) for key in keys]
    )


def _head(facts: Facts) -> list[str]:
    """Of a running year the two spans that are compared are named."""
    if not facts.running:
        return HEAD
    spans = {"数值": f"数值{up_to(facts.scope)}", "上年": f"上年同期{up_to(facts.scope.before)}"}
    return [spans.get(name, name) for name in HEAD]


def _figure(value: Value, before: Value, running: bool) -> list[Any]:
    figure = value.indicator
    numbers = [shown(value), figure.unit or NOTHING, shown(before), *_parts(value), _records(value)]
    return [
        _place(value.key),
        figure.label,
        value.key,
        *numbers,
        "；".join(_remarks(value, running)) or NOTHING,
        figure.definition,
    ]


def _place(key: str) -> Any:
    """Its number in the report; some stand there twice."""
    places = [place for place, each in enumerate(NUMBERED, start=1) if each == key]
    return places[0] if len(places) == 1 else "、".join(map(str, places)) or NOTHING


def shown(value: Value) -> Any:
    """As printed, or as a page shows what need not be known; a plain number as a number."""
    if value.excuse:
        return value.page_text
    return _number(value.text) if isinstance(value.value, (int, Decimal)) else value.text


def _number(text: str) -> Any:
    if not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _parts(value: Value) -> list[Any]:
    if not value.indicator.has_parts:
        return [NOTHING, NOTHING]
    return [_absent(value)] * 2 if value.missing else [value.numerator, value.denominator]


def _absent(value: Value) -> str:
    return value.page_text if value.excuse else MISSING


def _records(value: Value) -> Any:
    if value.missing:
        return _absent(value)
    return value.records if value.indicator.lists or value.records else NOTHING


def _remarks(value: Value, running: bool) -> Iterator[str]:
    if value.missing:
        yield f"{value.excuse}，不写" if value.excuse else "缺数"
        return
    if value.stated_zero:
        yield "零报告"
    if value.contradicted:
        yield "作过零报告，又有记录，以记录为准"
    if running and value.indicator.yearly:
        yield "门槛按一整年定，到统计日还没有够数的都计入"
    if value.incomplete:
        yield f"{UNRECORDED}：{'、'.join(community.name for community in value.incomplete)}"


def _communities(facts: Facts) -> Sheet:
    scope = facts.scope
    names = [f"{community.name}{_ended(scope, pk)}" for pk, community in scope.communities.items()]
    head = ["名称", "代码", "单位", *names, OWN, f"{WHOLE}{up_to(scope)}", "重复"]
    counts = [value for key, value in facts.values.items() if key in COUNTS]
    return Sheet("各社区", head, [_by_community(value, [*scope.communities, None]) for value in counts])


def _ended(scope: ReportScope, community: int) -> str:
    """Behind the name of a 社区 that no longer stood on the cut-off day: its cells of stocks are blank."""
    note = scope.in_stocks.absent.get(community)
    return f"（{note}）" if note else ""


def _by_community(value: Value, places: list[int | None]) -> list[Any]:
    cells = [value.at(place).write(_exact) for place in places]
    more = NOTHING if value.missing else _exact(value.surplus)
    whole = _absent(value) if value.missing else _exact(value.value)
    return [value.indicator.label, value.key, value.indicator.unit, *cells, whole, more]


def _exact(number: Decimal) -> Any:
    return _number(text_of(number, TO_THE_FEN))
