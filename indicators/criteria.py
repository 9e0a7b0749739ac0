"""What an indicator counts, as a funnel: all records of a kind, then one condition after another, each with its reason.

Counted records and those left out are the two halves of every step, so together they are always all records in reach.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Min, QuerySet, Value
from django.db.models.functions import Concat

from indicators.measures import Answers, Measure, Row
from indicators.scope import Scope
from indicators.territory import Places
from records.models import Record

Records = Callable[[Scope], QuerySet]


@dataclass(frozen=True)
class Presence:
    """The records that must exist for an indicator to be known; `label` names them for people."""

    tag: str
    label: str
    records: Records
    also: Records | None = None  # another kind of record that serves as well

    def measures(self, scope: Scope) -> Iterable[Measure]:
        yield Measure(f"base:{self.tag}", self.records(scope), Count("*"))
        if self.also is not None:
            yield Measure(f"base:{self.tag}+", self.also(scope), Count("*"))

    @property
    def what(self) -> str:
        """The records by name, without 当年 and 任一: 党建专题会议."""
        return self.label.removeprefix("当年").removeprefix("任一")

    @property
    def of_year(self) -> bool:
        return self.label.startswith("当年")

    def known(self, answers: Answers, places: Places) -> set[int | None]:
        """The communities (None: the 街道 itself) at which such records count."""
        owners = {*answers.get(f"base:{self.tag}", {}), *answers.get(f"base:{self.tag}+", {})}
        return {places.of(owner) for owner in owners}


@dataclass(frozen=True)
class Criterion:
    """One condition of a set of records, and the reason by which a record that fails it is left out.

    `day` is the path of the day where the condition is that it lies in the year.
    """

    reason: str
    keep: Callable[[Any, Scope], QuerySet]
    day: str = ""


@dataclass(frozen=True)
class RecordSet:
    """Records of a kind that meet every criterion, and what is counted or summed of them.

    Where `distinct` names the columns that tell two apart, each is counted once, over the 街道 as a whole.
    """

    label: str
    model: type[Record]
    criteria: tuple[Criterion, ...] = ()
    aggregate: Any = field(default_factory=lambda: Count("*"))
    distinct: tuple[str, ...] = ()

    def after(self, scope: Scope, number: int) -> Any:
        """The records that meet the first so many criteria."""
        rows = scope.all(self.model)
        for criterion in self.criteria[:number]:
            rows = criterion.keep(rows, scope)
        return rows

    def records(self, scope: Scope) -> Any:
        return self.after(scope, len(self.criteria))

    def left_out(self, scope: Scope, number: int) -> Any:
        """The records that meet the criteria before this one, and fail it."""
        kept = self.after(scope, number + 1).order_by()
        return self.after(scope, number).exclude(pk__in=kept.values("pk"))

    def repeated(self, scope: Scope) -> Any:
        """The counted records that say again what an earlier one said."""
        return self.records(scope).exclude(pk__in=self.firsts(scope))

    def firsts(self, scope: Scope) -> Any:
        """The ids of the counted records that say something first."""
        return self.records(scope).order_by().values(*self.distinct).annotate(first=Min("pk")).values("first")

    @property
    def day(self) -> str:
        """The path of the day by which a record is of the year; empty of what has none."""
        return next((criterion.day for criterion in self.criteria if criterion.day), "")

    @property
    def amount(self) -> Any:
        """What the database computes of the records."""
        if not self.distinct:
            return self.aggregate
        parts = [part for name in self.distinct for part in (Value("\n"), name)][1:]
        return Count(Concat(*parts) if len(parts) > 1 else parts[0], distinct=True)

    @property
    def formula(self) -> str:
        """What is computed of the records, in words."""
        if self.distinct:
            return f"“{self.label}”中不同{'、'.join(self._column(name) for name in self.distinct)}的个数"
        if isinstance(self.aggregate, Count):
            return f"“{self.label}”的记录条数"
        return f"“{self.label}”的{self._column(self.aggregate.source_expressions[0].name)}合计"

    def _column(self, name: str) -> str:
        return str(self.model._meta.get_field(name).verbose_name)

    def measures(self, tag: str, scope: Scope, places: Places) -> Iterable[Measure]:
        rows = self.records(scope)
        yield Measure(tag, rows, self.amount, moved=places.moved)
        if self.distinct:
            yield Measure(f"{tag}#", rows, self.amount, apart=False)

    def total(self, tag: str, answers: Answers) -> Row:
        parts = answers.get(tag, {}).values()
        records = sum(row.records for row in parts)
        whole = answers.get(f"{tag}#", {}) if self.distinct else {}
        amount = sum((row.amount for row in (whole or answers.get(tag, {})).values()), Decimal(0))
        return Row(amount, records)


class Opening(NamedTuple):
    """From where a set of records is told as a funnel: how many of its criteria the first row has met, and what that is."""

    name: str  # of the list in the address
    record_set: RecordSet
    heading: str  # above what is counted
    reasons: str  # above why records are left out
    criteria: int = 0
    within: str = ""  # what it starts from, where that is not all records of the kind
