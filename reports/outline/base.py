"""What the default wording is made of. Keys are lasting: what an office changes later refers to them.

Of several wordings each says the same figures of the year, and what else gives them their meaning; which one is taken is
decided by `reports.text.wordings`. The first clause of a wording that names anything says under which condition it may be taken.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One 一是 … 。 of a section, with figures as {tokens}.

    The first sentence of a wording is its opener, and names the topic; the second says what matters most, and is what is
    read out; more may follow.
    """

    key: str
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A （一） of a part. {count} in a lead is the number of points that stand."""

    key: str
    leads: tuple[str, ...]
    points: tuple[Point, ...]
