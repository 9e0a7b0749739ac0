"""How far long work is, told now and then."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

OFTEN = 0.5  # seconds between two words
LOOK = 100  # rows between two looks at the clock


class Progress:
    """`told` gets `{"step": "核对", "done": 300, "total": 1000}`; without rows to count, the step alone."""

    def __init__(self, told: Callable[[dict[str, Any]], None] = lambda told: None) -> None:
        self.told = told

    def begin(self, step: str, total: int = 0) -> None:
        self.step, self.done, self.total = step, 0, total
        self._tell()

    def advance(self, rows: int = 1) -> None:
        before, self.done = self.done, self.done + rows
        if before // LOOK != self.done // LOOK and time.monotonic() - self.last > OFTEN:
            self._tell()

    def along(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Each row, counted when it is done."""
        for row in rows:
            yield row
            self.advance()

    def _tell(self) -> None:
        self.last = time.monotonic()
        self.told({"step": self.step, "done": min(self.done, self.total), "total": self.total})
