"""Indicators that are the limits which an office holds others against."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from indicators.amounts import text_of
from indicators.kinds.base import Kind, Page, Value
from indicators.kinds.decided import DecidedIndicator
from indicators.measures import Answers
from indicators.scope import Scope


@dataclass(frozen=True, kw_only=True)
class ThresholdIndicator(DecidedIndicator):
    """A limit of the year's settings."""

    kind: ClassVar[Kind] = Kind.THRESHOLD
    page: ClassVar[Page] = Page.SETTINGS
    way_out: ClassVar[str] = "请在报告设置中填写"

    column: str  # of the settings

    @property
    def when_missing(self) -> str:
        return "没有填写时沿用上一份报告的，从来没有填写的用默认值"

    def read(self, scope: Scope, answers: Answers) -> Value:
        limit = Decimal(getattr(scope.own, self.column))
        text = text_of(limit, 1)
        if self.unit == "%":
            text += "%"
        return Value(self, limit, text)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def note_if_undecided(self) -> str:
        return "没有人改过，用的是默认值"
