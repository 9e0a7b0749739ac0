"""What may differ between two states: chance and the clock, always; and differences that were wanted, each with its reason.

A normalisation takes what is drawn or timed anew out of both states. A wanted difference is one that a user may see: the
text before and the text after stand here word for word, as patterns, until the state compared with is a newer one.
"""

import re
from typing import NamedTuple

UUID4 = r"[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}"  # those of the demo are of version 5


class Normalisation(NamedTuple):
    what: str
    pattern: re.Pattern[str]
    replacement: str


class Wanted(NamedTuple):
    """A difference of the names that match: what `before` finds there in the first state is `after` in the second."""

    names: re.Pattern[str]
    before: re.Pattern[str]
    after: str
    reason: str


class Area(NamedTuple):
    """A part of pictures that is not compared."""

    names: re.Pattern[str]
    selector: str
    reason: str


NORMALISATIONS = (
    Normalisation(
        "tokens against forged forms", re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1·"
    ),
    Normalisation("numbers of one response", re.compile(r'(nonce=")[^"]*'), r"\1·"),
    Normalisation("numbers of forms and of records made meanwhile", re.compile(UUID4), "·"),
    Normalisation("the moment a package was written", re.compile(r"(<dcterms:\w+[^>]*>)[^<]*"), r"\1·"),
)

WANTED: tuple[Wanted, ...] = ()

AREAS: tuple[Area, ...] = ()
