"""Indicators of how long something usually took."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, DateField, F, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

from indicators.criteria import Opening, RecordSet
from indicators.kinds.base import Gap, Indicator, Kind, Remedy, Value, Way
from indicators.measures import Answers, Measure, Row
from indicators.periods import Length
from indicators.scope import Scope


class DaysBetween(Func):
    """Whole days from the second date to the first."""

    arity = 2
    template = "(%(expressions)s)"  # in standard SQL a difference of two dates is a number of days
    arg_joiner = " - "
    output_field = IntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **kwargs: Any) -> Any:
        days = []
        for day in self.source_expressions:
            days.append(Func(day, function="julianday", output_field=DateField()))
        copy = self.copy()
        copy.set_source_expressions(days)
        return copy.as_sql(compiler, connection, template="CAST(ROUND(%(expressions)s) AS INTEGER)", **kwargs)


@dataclass(frozen=True, kw_only=True)
class MedianIndicator(Indicator):
    """The median of the days that records took: the least number in which half of them were done.

    It is in whole days; `began` and `ended` are the paths of the two days between which they lie.
    """

    kind: ClassVar[Kind] = Kind.DURATION
    comparable: ClassVar[bool] = True
    is_median: ClassVar[bool] = True
    main_list: ClassVar[str] = "records"
    way_out: ClassVar[str] = "请补录两个日期都有的记录"

    record_set: RecordSet
    began: str
    ended: str

    def is_defined_for(self, length: Length) -> bool:
        return True

    @property
    def of_year(self) -> bool:
        return True

    def measures(self, scope: Scope) -> Iterable[Measure]:
        days = DaysBetween(F(self.ended), F(self.began))
        yield Measure(self.key, self.record_set.records(scope), Count("*"), by=days)

    @property
    def lists(self) -> dict[str, RecordSet]:
        return {"records": self.record_set}

    @property
    def openings(self) -> tuple[Opening, ...]:
        return (Opening("records", self.record_set, "计入本数字", "原因"),)

    @property
    def formula(self) -> str:
        return (
            f"“{self.record_set.label}”用时天数从小到大排列，正中间的一件；件数为双数时取中间两件中用时短的"
        )

    @property
    def when_missing(self) -> str:
        return f"没有{self.record_set.label}时算不出用时，印作 X 并列入缺数"

    def read(self, scope: Scope, answers: Answers) -> Value:
        by_days = answers.get(self.key, {})
        records = sum(row.records for row in by_days.values())
        if not records:
            return Value(self, places=self.places(scope))
        days = median(by_days)
        return Value(self, days, str(days), records=records, places=self.places(scope))

    def gap(self, value: Value, scope: Scope) -> Gap:
        return Gap(f"没有{self.record_set.label}，算不出用时", (Way(Remedy.RECORD, self.record_set.model),))

    def explain(self, value: Value) -> str:
        return f"{value.records}件的用时正中间是{value.text}{self.unit}"


def median(by_days: Mapping[int | None, Row]) -> int:
    """Return the lower median: at least half of the records took so many days or fewer."""
    half = (sum(row.records for row in by_days.values()) + 1) // 2
    records = 0
    for days in sorted(day for day in by_days if day is not None):
        records += by_days[days].records
        if records >= half:
            break
    return int(days)
