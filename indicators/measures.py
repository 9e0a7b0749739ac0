"""What is asked of the database, and what it answers."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Aggregate, Expression, QuerySet


class Measure(NamedTuple):
    """One thing to be asked of the database: rows, grouped by community or (`apart` false) taken together.

    Where `by` is given, an expression of whole numbers such as a month, rows are grouped by that instead.
    """

    tag: str
    rows: QuerySet
    aggregate: Aggregate
    apart: bool = True
    moved: Mapping[int, int | None] = MappingProxyType({})  # 社区 that count elsewhere, and where
    by: Expression | None = None


class Row(NamedTuple):
    """An answer: the amount, and the number of records behind it."""

    amount: Decimal
    records: int


# tag → community (None: the 街道's own), or whatever the rows are grouped by → row
Answers = dict[str, dict[int | None, Row]]
