"""What the default wordings are made of. Keys are lasting: what an office changes later refers to them.

A passage has several wordings. All of them print the same figures of the year, each with something else
that gives them their meaning; `reports.text.wordings` chooses one. The first clause of a wording that
names anything is the condition on which it may be chosen.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One 一是 … 。 of a section, with figures as {tokens}.

    The first sentence of a wording is its opener, which names the topic. The second says what matters
    most and is the one that is read out. More may follow.
    """

    key: str
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A （一） of a part. {count} in a lead is the number of points that stand."""

    key: str
    leads: tuple[str, ...]
    points: tuple[Point, ...]
