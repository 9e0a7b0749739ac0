"""数据附件: every figure, its number in each community, and the records behind them, as a workbook."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import IO

from documents.blocks import MISSING
from indicators.amounts import TO_THE_FEN, text_of
from indicators.catalogue import CATALOGUE, COUNTS, NUMBERED, numbers
from indicators.kinds import Value
from records.presentation import NOTHING
from reports.context import ReportScope
from reports.facts import Facts
from reports.outputs.annexes import OWN, WHOLE, up_to
from reports.outputs.counted import sheets_now
from spreadsheets.writing import Sheet, workbook

UNRECORDED = "未录"
HEAD = ["序号", "名称", "代码", "数值", "单位", "上年", "分子", "分母", "记录数", "说明", "口径"]
NUMBER = re.compile(r"\d+(\.\d+)?")


Cell = str | int | float


def render(facts: Facts) -> IO[bytes]:
    """Make the workbook as a temporary file: the two sheets of the figures, then one per kind of record."""
    return workbook(chain(figures(facts), sheets_now(facts.scope)))


def figures(facts: Facts) -> list[Sheet]:
    """Make the sheets 数字 and 各社区.

    They are lists of texts and numbers alone: an edition keeps them as JSON, and makes sheets of that.
    """
    return [_numbers(facts), _communities(facts)]


# ── 数字 ────────────────────────────────────────────────────────────────────
def _numbers(facts: Facts) -> Sheet:
    keys = dict.fromkeys([*NUMBERED, *CATALOGUE])
    return Sheet("数字", _head(facts), [_row(facts, key) for key in keys])


def _head(facts: Facts) -> list[str]:
    """Return the headings; of a running year they name the two spans that are compared."""
    if not facts.running:
        return HEAD
    spans = {"数值": f"数值{up_to(facts.scope)}", "上年": f"上年同期{up_to(facts.scope.before)}"}
    return [spans.get(name, name) for name in HEAD]


def _row(facts: Facts, key: str) -> list[Cell]:
    value = facts.values[key]
    return [
        _place(key),
        value.indicator.label,
        key,
        printed_cell(value),
        value.indicator.unit or NOTHING,
        printed_cell(facts.before[key]),
        *_parts(value),
        _records(value),
        "；".join(_remarks(value, facts.running)) or NOTHING,
        value.indicator.definition,
    ]


def _place(key: str) -> Cell:
    """Return its number in the report; some stand there twice."""
    places = numbers(key)
    if len(places) == 1:
        return places[0]
    return "、".join(map(str, places)) or NOTHING


def printed_cell(value: Value) -> Cell:
    """Return a value as printed, or as a page shows what need not be known; a plain number as a number."""
    if value.excuse:
        return value.page_text
    if isinstance(value.value, (int, Decimal)):
        return _number(value.text)
    return value.text


def _number(text: str) -> Cell:
    if not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _parts(value: Value) -> list[Cell]:
    """Return part and whole of a rate."""
    if not value.indicator.has_parts:
        return [NOTHING, NOTHING]
    if value.missing:
        return [_absence(value), _absence(value)]
    return [value.numerator, value.denominator]


def _absence(value: Value) -> str:
    """Return what stands for a missing value: X, or — where it need not be known."""
    return value.page_text if value.excuse else MISSING


def _records(value: Value) -> Cell:
    if value.missing:
        return _absence(value)
    if value.indicator.lists or value.records:
        return value.records
    return NOTHING


def _remarks(value: Value, running: bool) -> Iterator[str]:
    """Say what has to be known beside a number."""
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


# ── 各社区 ──────────────────────────────────────────────────────────────────
def _communities(facts: Facts) -> Sheet:
    scope = facts.scope
    head = ["名称", "代码", "单位"]
    for pk, community in scope.communities.items():
        head.append(f"{community.name}{_end(scope, pk)}")
    head += [OWN, f"{WHOLE}{up_to(scope)}", "重复"]
    places = [*scope.communities, None]
    rows = [_by_community(value, places) for key, value in facts.values.items() if key in COUNTS]
    return Sheet("各社区", head, rows)


def _end(scope: ReportScope, community: int) -> str:
    """Say of a 社区 that it no longer stood on the cut-off day: its cells of stocks are blank."""
    note = scope.in_stocks.absent.get(community)
    return f"（{note}）" if note else ""


def _by_community(value: Value, places: list[int | None]) -> list[Cell]:
    cells = [value.at(place).write(_exact) for place in places]
    if value.missing:
        cells += [_absence(value), NOTHING]
    else:
        cells += [_exact(value.value), _exact(value.surplus)]
    return [value.indicator.label, value.key, value.indicator.unit, *cells]


def _exact(number: Decimal) -> Cell:
    return _number(text_of(number, TO_THE_FEN))
