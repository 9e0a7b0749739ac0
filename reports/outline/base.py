"""What the default wording is made of. Keys are lasting: what an office changes later refers to them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One 一是 … 。 of a section, with figures as {tokens}. Its first sentence is its opener, and names it."""

    key: str
    text: str


@dataclass(frozen=True)
class Section:
    """A （一） of a part. {count} in the lead is the number of points that stand."""

    key: str
    lead: str
    points: tuple[Point, ...]
