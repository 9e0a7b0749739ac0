"""What has to be asked about a column before any row can be read."""

from typing import NamedTuple

from imports.parse.columns import Column


class Question(NamedTuple):
    """A question about one column, and what would decide it.

    `text` asks, and says what to change in the file. `places` are the columns of the file that may be
    meant, from 0; `units` those that its numbers may be in, "" for its own.
    """

    column: Column
    text: str
    places: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
