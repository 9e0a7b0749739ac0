"""What an indicator is at one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from documents.blocks import DASH

T = TypeVar("T")


class State(Enum):
    """The ways in which an indicator can be known at a place, or not."""

    AMOUNT = "amount"
    ZERO = "zero"  # truly nothing, and the office knows it
    NOT_RECORDED = "not recorded"
    NOT_STANDING = "not standing"
    NOT_DEFINED = "not defined"  # the indicator says nothing of such a period


@dataclass(frozen=True)
class At:
    """The value of an indicator at a 社区, or at the 街道 itself.

    It is the one answer that pages, documents and workbooks print.
    """

    state: State
    amount: Decimal | None = None
    parts: tuple[Decimal, Decimal] | None = None  # of a rate: numerator and denominator
    note: str = ""  # why it does not stand

    @classmethod
    def of_amount(cls, amount: Decimal, parts: tuple[Decimal, Decimal] | None = None) -> At:
        if amount:
            return cls(State.AMOUNT, amount, parts)
        return cls(State.ZERO, amount, parts)

    def write(self, format_number: Callable[[Decimal], T]) -> T | str:
        """Write a number by `format_number`; — where nothing is recorded, blank where no such 社区 stood."""
        if self.amount is not None:
            return format_number(self.amount)
        if self.state is State.NOT_RECORDED:
            return DASH
        return ""
