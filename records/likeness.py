"""When two records say the same: the columns that tell it, as a model declares them."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

_FORM_OF_FIRM = re.compile("股份有限公司|有限责任公司|有限公司|股份|公司$")
_BRACKETS = re.compile(r"[()\[\]【】〔〕「」『』《》<>]")


class Trait:
    """One column of a likeness: of the record itself, or of the rows below it (`parties__name`).

    `normal` gives what is compared of a value, None where the value says nothing.
    """

    def __init__(self, name: str, normal: Callable[[Any], Any] | None = None) -> None:
        self.name, self.normal = name, normal


class Likeness:
    """Columns that hold the same in two records that say the same; one that is empty says nothing."""

    def __init__(self, *traits: str | Trait) -> None:
        """Take columns by name, or with what is compared of them."""
        self.traits: list[Trait] = []
        for trait in traits:
            self.traits.append(trait if isinstance(trait, Trait) else Trait(trait))


def firm_name(name: str) -> str:
    """Return a unit's name without legal form, brackets, spaces and widths: 江州科技（集团）有限公司 → 江州科技集团."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()
    return _FORM_OF_FIRM.sub("", _BRACKETS.sub("", bare)) or bare


def if_true(value: bool) -> bool | None:
    """Compare a column that tells something only where it is ticked."""
    return value or None


def if_empty(value: object) -> bool | None:
    """Compare a column that tells something only where it is empty: without an end a record lasts."""
    return value is None or None
