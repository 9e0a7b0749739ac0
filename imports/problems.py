"""What is wrong in a file, and where, in the words of Excel: sheet, row, heading."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A fault: `row` as Excel counts it and `position` of the column from 1.

    Both are 0 where it concerns the whole row or sheet.
    """

    sheet: str
    row: int
    column: str
    value: str
    message: str
    position: int = 0

    def as_json(self) -> dict[str, str | int]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }
