"""How far long work is, said now and then."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

OFTEN = 0.5  # seconds between two reports
LOOK = 100  # rows between two looks at the clock

Report = dict[str, str | int]
Row = TypeVar("Row")


def _ignore(report: Report) -> None:
    """Tell nobody."""


class Progress:
    """How far work is, of which rows are counted.

    `report` gets `{"step": "核对", "done": 300, "total": 1000}`; without rows to count, `total` is 0.
    """

    def __init__(self, report: Callable[[Report], object] = _ignore) -> None:
        self.report = report

    def begin(self, step: str, total: int = 0) -> None:
        """Begin a step of so many rows."""
        self.step, self.done, self.total = step, 0, total
        self._report()

    def advance(self, rows: int = 1) -> None:
        """Count rows that are done, and report now and then."""
        before, self.done = self.done, self.done + rows
        if before // LOOK != self.done // LOOK and time.monotonic() - self.last > OFTEN:
            self._report()

    def along(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield each row, and count it when it is done."""
        for row in rows:
            yield row
            self.advance()

    def _report(self) -> None:
        self.last = time.monotonic()
        self.report({"step": self.step, "done": min(self.done, self.total), "total": self.total})
