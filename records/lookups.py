"""Questions to the database that differ from Django's own."""

from typing import Any

from django.db.models.lookups import In

LEAST, MOST = -(2**63), 2**63 - 1


class InRange(In):
    """The lookup `in` for whole numbers, without those of more than 64 bits: no column holds them.

    Django does so for `exact` and the comparisons; by `in` SQLite would raise `OverflowError`. The fields in
    which several records are chosen ask so, the admin site's as well: with this they refuse such a number
    like any other unknown one.
    """

    def get_prep_lookup(self) -> Any:
        numbers = super().get_prep_lookup()
        if not isinstance(numbers, list):
            return numbers
        return [number for number in numbers if _is_storable(number)]


def _is_storable(value: object) -> bool:
    return not isinstance(value, int) or LEAST <= value <= MOST
