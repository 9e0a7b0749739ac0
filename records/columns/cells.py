"""A cell of a file, as the column it stands in is to read it."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeGuard

PICKED = "从下拉列表中选"  # what the note of a heading says where there is a drop-down
PRECISE = 15  # digits that Excel keeps of a number
LOST_DIGITS = "号码被当作数字存放，后面几位已经丢失。请把这一列设为“文本”格式，再重新填写完整号码"


class Source(Protocol):
    """One column of a file: what its reader tells the kind of column that reads the cells."""

    form_field: Any
    required: bool  # whether a cell must be filled in

    @property
    def fallback(self) -> Any:
        """What a new form would show; None where it shows nothing."""

    @property
    def without(self) -> str:
        """What stands where a record names none: 街道本级."""

    @property
    def words(self) -> Mapping[str, str]:
        """Other words for a choice, to its label."""

    def is_beyond(self, name: str) -> bool:
        """Tell whether a record is named that is there and beyond the reader's reach."""

    def option(self, name: str) -> Any:
        """Return the record of that name; `ValidationError` where there is none."""


def is_number(raw: object) -> TypeGuard[int | float]:
    """Tell whether a cell holds a number."""
    return isinstance(raw, (int, float)) and not isinstance(raw, bool)


def has_lost_digits(raw: object) -> bool:
    """Tell whether a number was too long for Excel, which puts zeros in place of its last digits."""
    return is_number(raw) and abs(raw) >= 10**PRECISE
