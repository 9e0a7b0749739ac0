"""The figures that are printed: known, whole, uncontradicted, and looked at where they changed much."""

from collections.abc import Iterator
from decimal import Decimal

from indicators.kinds import Value
from reports.checks.base import Fault, printed_passages
from reports.draft import Draft
from reports.outline.tokens import LABELS
from reports.text.names.years import difference

NAMED = 3  # communities in a message
LEAST = 3  # by which a figure has to change: one instead of two is half as many, and nothing to ask about


def missing(draft: Draft) -> Iterator[Fault]:
    """Find figures and names that are printed as X because nothing is on record."""
    places = draft.document.places()
    for key in draft.document.gaps:
        way_out = draft.facts.values[key].indicator.way_out
        message = f"“{LABELS[key]}”缺数，正文印作 X；{way_out}，或关闭这一条"
        yield Fault("missing", key, message, places[key], key)
    for passage, piece in printed_passages(draft):
        if any(run.missing and not run.key for run in piece.runs):
            message = "有一个名称没有记录，正文印作 X；请补录，或改写这一句"
            yield Fault("missing", f"{passage.key}:name", message, passage.key)


def incomplete(draft: Draft) -> Iterator[Fault]:
    """Find printed figures of which some 社区 recorded nothing."""
    for key, place in draft.document.places().items():
        value = draft.facts.values[key]
        if value.incomplete and not value.missing:
            label, communities = value.indicator.label, _list_incomplete(value)
            message = f"“{label}”还有社区没有记录：{communities}；请补录，确实没有的作零报告"
            yield Fault("incomplete", key, message, place, key)


def _list_incomplete(value: Value) -> str:
    names = "、".join(community.name for community in value.incomplete[:NAMED])
    if len(value.incomplete) <= NAMED:
        return names
    return f"{names}等 {len(value.incomplete)} 个社区"


def contradicted_zeros(draft: Draft) -> Iterator[Fault]:
    """Find figures that were stated to be zero and that the records contradict."""
    places = draft.document.places()
    for key, value in draft.facts.values.items():
        if value.contradicted:
            message = f"“{value.indicator.label}”作过零报告，记录里却有；请核对记录，或把这份零报告移入回收站"
            yield Fault("contradicted", key, message, places.get(key, ""), key)


def change(draft: Draft) -> Iterator[Fault]:
    """Find printed figures that changed by more than half of last year's, a known one and not zero."""
    for key, place in draft.document.places().items():
        now, last = draft.facts.values[key], draft.facts.before[key]
        apart = difference(draft.facts, key)
        if apart is None or last.zero or abs(apart) < LEAST:
            continue
        if abs(apart) * 2 > Decimal(last.value):
            unit = now.indicator.unit.removesuffix("%")  # the text of a rate has its sign already
            comparison = f"今年{now.text}{unit}，{draft.scope.last_year}{last.text}{unit}"
            message = f"“{now.indicator.label}”{comparison}，变化超过一半；请核对记录，属实的写明原因"
            yield Fault("change", f"{key}:{now.text}:{last.text}", message, place, key)
