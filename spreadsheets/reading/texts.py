"""The texts that a workbook's cells share, each stored once, and how many bytes they are where shown."""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED
from spreadsheets.reading.grids import CROWDED, MOST_CELLS, Load
from spreadsheets.reading.markup import UNNAMED, pieces

_START = re.compile(rb"<(?:[\w.-]+:)?si(?=[ \t\r\n/>])")
_ITEM = re.compile(rb"[^<>]*/>\s*|.*</(?:[\w.-]+:)?si\s*>\s*", re.DOTALL)
_INDEX = re.compile(rb"<v[^<>]*>\s*(\d{1,7})\s*</")


@dataclass
class Texts:
    """The lengths of the texts in bytes, markup included.

    One text in a million cells would be a million texts to whoever reads them.
    """

    load: Load
    lengths: "array[int]" = field(default_factory=lambda: array("I"))
    longest: int = 0

    def rewrite(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the inside of `<sst>`, fit for calamine.

        calamine makes room for as many texts as the tag itself promises.
        """
        for piece in pieces(chunks, b"sst", b"si"):
            _before, *items = _START.split(piece)
            if UNNAMED.search(piece) or not all(map(_ITEM.fullmatch, items)):
                raise UnreadableError(DAMAGED)
            self.lengths.extend(map(len, items))
            self.longest = max(self.longest, *map(len, items), 0)
            if len(self.lengths) > MOST_CELLS:
                raise UnreadableError(CROWDED)
            self.load.add_text(len(piece))
            yield piece

    def most_shown(self, piece: bytes, values: int) -> int:
        """Return the most bytes of shared text that the cells of a piece with so many values can show."""
        count = len(self.lengths)
        indexes = list(map(int, _INDEX.findall(piece)))
        shown_by_index = sum(self.lengths[index] for index in indexes if index < count)
        return shown_by_index + (values - len(indexes)) * self.longest
