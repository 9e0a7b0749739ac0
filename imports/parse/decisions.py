"""What somebody has decided that the columns and words of a sheet mean, over what its headings say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from spreadsheets.reading.grids import letters

LEFT_OUT = "<left out>"  # in place of a text: its rows are not brought in
NOTHING = "<nothing>"  # in place of a text: the cell is taken for an empty one


class Sure(StrEnum):
    """How sure it is what a column or a word means."""

    REMEMBERED = "remembered"  # decided for a file before this one
    SURE = "sure"  # it can mean one thing only
    LIKELY = "likely"  # taken once somebody has seen it
    ASK = "ask"  # nobody but its author can say
    NONE = "none"  # it has no place here


class From(StrEnum):
    """Where the one value of a column comes from that a file does not have."""

    VALUE = "value"
    SHEET = "sheet"  # the name of the sheet
    ABOVE = "above"  # the lines above its heading
    FILE = "file"  # the name of the file


class Constant(NamedTuple):
    """The one value of a column for all rows: `text` is the value itself, or empty where it is looked for."""

    source: str
    text: str = ""


@dataclass(frozen=True)
class Decisions:
    """Decisions on one sheet.

    `columns` has our column by the key of a heading (`heading_keys`), "" for one that is not brought in.
    `words` has for each column the texts that are to be read in place of those of the file. `constants`
    has what every row has in a column that the file lacks. `units` has the unit of a column of numbers,
    "" where the numbers are as our column has them. `years` has the year of days that are written without
    one. `heading` is Excel's row of the heading in the sheet `title`: 0 where there is none, and None
    where it is to be found.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, Constant] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, str] = field(default_factory=dict)
    heading: int | None = None
    title: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Decisions":
        """Read what `as_json` has written."""
        constants = {name: Constant(*value) for name, value in data.get("constants", {}).items()}
        return cls(**{**data, "constants": constants})

    def as_json(self) -> dict[str, Any]:
        """Write them so that they can be kept."""
        return {
            "columns": dict(self.columns),
            "words": {name: dict(words) for name, words in self.words.items()},
            "constants": {name: list(constant) for name, constant in self.constants.items()},
            "units": dict(self.units),
            "years": dict(self.years),
            "heading": self.heading,
            "title": self.title,
        }

    def over(self, others: "Decisions") -> "Decisions":
        """Return these together with others, which hold where these say nothing."""
        words = {name: {**texts, **self.words.get(name, {})} for name, texts in others.words.items()}
        return Decisions(
            {**others.columns, **self.columns},
            {**self.words, **words},
            {**others.constants, **self.constants},
            {**others.units, **self.units},
            {**others.years, **self.years},
            others.heading if self.heading is None else self.heading,
            self.title or others.title,
        )

    def with_columns(self, columns: Mapping[str, str]) -> "Decisions":
        """Return them with further columns."""
        return replace(self, columns={**columns, **self.columns})


UNDECIDED = Decisions()
ByTitle = Mapping[str, Decisions]  # by the title of the layout of a sheet


def heading_keys(texts: Iterable[str]) -> list[str]:
    """Return by what each column of a file is known again, given the bare headings in their order.

    A heading that comes a second time is numbered, and a column without one is called by its letter.
    """
    keys = []
    counts: dict[str, int] = {}
    for place, text in enumerate(texts):
        counts[text] = counts.get(text, 0) + 1
        if not text:
            keys.append(f"@{letters(place + 1)}")
        elif counts[text] == 1:
            keys.append(text)
        else:
            keys.append(f"{text}#{counts[text]}")
    return keys
