"""What an indicator counts, as a funnel: all records of a kind, then one criterion after another.

Records counted and records left out are the two halves of every step: together they are all records in reach.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Aggregate, Count, Min, QuerySet, Value
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

    def places_with_records(self, answers: Answers, places: Places) -> set[int | None]:
        """Return the communities (None: the 街道 itself) at which such records count."""
        owners = {*answers.get(f"base:{self.tag}", {}), *answers.get(f"base:{self.tag}+", {})}
        return {places.of(owner) for owner in owners}


@dataclass(frozen=True)
class Criterion:
    """One condition of a set of records, and the reason by which a record that fails it is left out.

    `keep` narrows the queryset of the model to those that meet it. `day` is the path of the day where the
    condition is that it lies in the year.
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
    aggregate: Aggregate = field(default_factory=lambda: Count("*"))
    distinct: tuple[str, ...] = ()
    summed: str = ""  # what is summed, in words, where a criterion computes it and no column holds it

    def after(self, scope: Scope, number: int) -> QuerySet:
        """Return the records that meet the first so many criteria."""
        rows = scope.all(self.model)
        for criterion in self.criteria[:number]:
            rows = criterion.keep(rows, scope)
        return rows

    def records(self, scope: Scope) -> QuerySet:
        """Return the records that are counted."""
        return self.after(scope, len(self.criteria))

    def left_out(self, scope: Scope, number: int) -> QuerySet:
        """Return the records that meet the criteria before this one, and fail it."""
        passing = self.after(scope, number + 1).order_by()
        return self.after(scope, number).exclude(pk__in=passing.values("pk"))

    def repetitions(self, scope: Scope) -> QuerySet:
        """Return the counted records that say again what an earlier one said."""
        return self.records(scope).exclude(pk__in=self.firsts(scope))

    def firsts(self, scope: Scope) -> QuerySet:
        """Return the ids of the counted records that say something first."""
        groups = self.records(scope).order_by().values(*self.distinct)
        return groups.annotate(first=Min("pk")).values("first")

    @property
    def day(self) -> str:
        """The path of the day by which a record is of the year; empty of what has none."""
        for criterion in self.criteria:
            if criterion.day:
                return criterion.day
        return ""

    @property
    def amount(self) -> Aggregate:
        """What the database computes of the records."""
        if not self.distinct:
            return self.aggregate
        if len(self.distinct) == 1:
            return Count(self.distinct[0], distinct=True)
        first, *others = self.distinct
        columns: list[str | Value] = [first]
        for name in others:
            columns += [Value("\n"), name]
        return Count(Concat(*columns), distinct=True)

    @property
    def formula(self) -> str:
        """What is computed of the records, in words."""
        if self.distinct:
            columns = "、".join(self._column(name) for name in self.distinct)
            return f"“{self.label}”中不同{columns}的个数"
        if isinstance(self.aggregate, Count):
            return f"“{self.label}”的记录条数"
        if self.summed:
            return f"“{self.label}”的{self.summed}合计"
        path: Any = self.aggregate.source_expressions[0]
        return f"“{self.label}”的{self._column(path.name)}合计"

    def _column(self, name: str) -> str:
        return str(self.model._meta.get_field(name).verbose_name)

    def measures(self, tag: str, scope: Scope, places: Places) -> Iterable[Measure]:
        """Ask for the amount by community and, where each is counted once, over the 街道 as a whole."""
        rows = self.records(scope)
        yield Measure(tag, rows, self.amount, moved=places.moved)
        if self.distinct:
            yield Measure(f"{tag}#", rows, self.amount, apart=False)

    def total(self, tag: str, answers: Answers) -> Row:
        """Return the amount and the number of records over the 街道 as a whole."""
        by_place = answers.get(tag, {})
        records = sum(row.records for row in by_place.values())
        rows = by_place
        if self.distinct:
            rows = answers.get(f"{tag}#", {}) or by_place
        amount = sum((row.amount for row in rows.values()), Decimal(0))
        return Row(amount, records)


class Opening(NamedTuple):
    """The start from which a set of records is shown as a funnel.

    `criteria` says how many of them its first row has met, `within` what that row is.
    """

    name: str  # of the list in the address
    record_set: RecordSet
    heading: str  # above what is counted
    reasons: str  # above why records are left out
    criteria: int = 0
    within: str = ""  # what it starts from, where that is not all records of the kind
