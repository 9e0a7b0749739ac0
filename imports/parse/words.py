"""The words that offices write for the choices of a column, and how sure it is what they mean."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from imports.parse.word_tables import SAID, SURE, UNCLEAR, Table
from records.inputs import plain


class Words(NamedTuple):
    """The words of one column.

    `sure` and `said` to the choice, and those that are `unclear` to what they may be.

    Those that are said are taken once somebody has seen it. All are as `records.inputs.plain` leaves
    them.
    """

    sure: Mapping[str, str]
    said: Mapping[str, str]
    unclear: Mapping[str, tuple[str, ...]]


@cache
def words_of(label: str, name: str) -> Words:
    """Return the words of a column, given the label of its model and its name: `members.member`, `kind`."""
    key = (label, name)
    unclear = {plain(word): tuple(choices.split()) for word, choices in UNCLEAR.get(key, {}).items()}
    return Words(_by_word(SURE.get(key, {})), _by_word(SAID.get(key, {})), unclear)


def _by_word(table: Table) -> dict[str, str]:
    choices = {}
    for choice, words in table.items():
        for word in words.split():
            choices[plain(word)] = choice
    return choices
