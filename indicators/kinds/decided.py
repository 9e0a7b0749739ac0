"""Indicators that a person decides, and no record tells."""

from dataclasses import dataclass
from typing import ClassVar

from indicators.kinds.base import Indicator, Page, Value
from indicators.scope import Scope


@dataclass(frozen=True, kw_only=True)
class DecidedIndicator(Indicator):
    """An indicator that a person sets, and what the pages say of it."""

    page: ClassVar[Page]  # where

    def heading_now(self, year: int) -> str:
        """Return the heading of the value that the report of `year` prints."""
        return f"{year}年报告用的"

    def heading_before(self, year: int) -> str:
        """Return the heading of the value that the report of the year before printed."""
        return "上年报告用的"

    @property
    def columns(self) -> tuple[str, ...]:
        """The settings of the year's report that decide it; none where it has a record of its own."""
        return ()

    def is_decided(self, scope: Scope) -> bool:
        """Whether a person decided it, so that somebody can be named."""
        return True

    @property
    def note_if_undecided(self) -> str:
        """What a page says, in words, where nobody decided it."""
        return ""

    def origin(self, value: Value, scope: Scope) -> str:
        """Say how a selected record came to be the one; empty where no record is selected."""
        return ""
