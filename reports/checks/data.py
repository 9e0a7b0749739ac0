"""The figures that are printed: known, whole, uncontradicted, and not far from last year's unseen."""

from collections.abc import Iterator
from decimal import Decimal

from indicators.kinds import Value
from reports.checks.base import Fault, standing
from reports.draft import Draft
from reports.outline.tokens import LABELS
from reports.text.names.years import difference

NAMED = 3  # communities in a message
LEAST = 3  # by which a figure has to change: one instead of two is half as many, and nothing to ask about


def missing(draft: Draft) -> Iterator[Fault]:
    printed = draft.document.places()
    for key in draft.document.gaps:
        way_out = draft.facts.values[key].indicator.way_out
        yield Fault(
            "missing", key, f"“{LABELS[key]}”缺数，正文印作 X；{way_out}，或关闭这一条", printed[key], key
        )
    for passage, piece in standing(draft):
        if any(run.missing and not run.key for run in piece.runs):
            yield Fault(
                "missing",
                f"{passage.key}:name",
                "有一个名称没有记录，正文印作 X；请补录，或改写这一句",
                passage.key,
            )


def incomplete(draft: Draft) -> Iterator[Fault]:
    for key, place in draft.document.places().items():
        value = draft.facts.values[key]
        if value.incomplete and not value.missing:
            message = (
                f"“{value.indicator.label}”还有社区没有记录：{_named(value)}；请补录，确实没有的作零报告"
            )
            yield Fault("incomplete", key, message, place, key)


def _named(value: Value) -> str:
    names = "、".join(community.name for community in value.incomplete[:NAMED])
    return names if len(value.incomplete) <= NAMED else f"{names}等 {len(value.incomplete)} 个社区"


def contradicted(draft: Draft) -> Iterator[Fault]:
    printed = draft.document.places()
    for key, value in draft.facts.values.items():
        if value.contradicted:
            message = f"“{value.indicator.label}”作过零报告，记录里却有；请核对记录，或把这份零报告移入回收站"
            yield Fault("contradicted", key, message, printed.get(key, ""), key)


def change(draft: Draft) -> Iterator[Fault]:
    """By more than half of last year's, where that is known and not zero."""
    for key, place in draft.document.places().items():
        now, last = draft.facts.values[key], draft.facts.before[key]
        apart = difference(draft.facts, key)
        if apart is None or last.zero or abs(apart) < LEAST:
            continue
        if abs(apart) * 2 > Decimal(last.value):
            unit = "" if now.indicator.unit == "%" else now.indicator.unit
            compared = f"今年{now.text}{unit}，{draft.scope.last_year}{last.text}{unit}"
            message = f"“{now.indicator.label}”{compared}，变化超过一半；请核对记录，属实的写明原因"
            yield Fault("change", f"{key}:{now.text}:{last.text}", message, place, key)
