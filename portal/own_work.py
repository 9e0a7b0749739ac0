"""What somebody in post did in a year: how many records of a kind, and the list that they stand in."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from access.roles import reader_of
from duties.pages import DutyPages, PledgePages, TalkPages
from members.models import PostHolder
from records.filters import filterset
from records.pages import RecordPages
from visits.models import Visit
from visits.pages import VisitPages

Query = dict[str, str]  # as it stands in the address of a list


@dataclass(frozen=True)
class Work:
    """One kind of work: how often, and where it is listed."""

    label: str
    number: int
    unit: str
    url: str


@dataclass(frozen=True)
class KindOfWork:
    """Which records of a list are somebody's own work of a year."""

    label: str
    unit: str
    pages: type[RecordPages]
    query: Callable[[PostHolder, int], Query]

    def of(self, holder: PostHolder, year: int, request: HttpRequest) -> Work:
        """Count what the list shows to this reader."""
        query = self.query(holder, year)
        rows = self.pages.queryset(reader_of(request))
        filters = filterset(self.pages.model, self.pages.filters, self.pages.search)
        number = filters(query, queryset=rows, request=request).qs.count()
        return Work(self.label, number, self.unit, f"{self.pages.url('list')}?{urlencode(query)}")


def _home_visits(holder: PostHolder, year: int) -> Query:
    return {"kind": Visit.Kind.HOME.value, "secretaries": str(holder.pk), **_days_of(year)}


def _of_year(holder: PostHolder, year: int) -> Query:
    return {"holder": str(holder.pk), "year": str(year)}


def _talks(holder: PostHolder, year: int) -> Query:
    return {"holder": str(holder.pk), **_days_of(year)}


def _days_of(year: int) -> Query:
    return {"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"}


KINDS = (
    KindOfWork("家访", "次", VisitPages, _home_visits),
    KindOfWork("责任清单", "项", DutyPages, _of_year),
    KindOfWork("目标责任书", "份", PledgePages, _of_year),
    KindOfWork("被约谈", "次", TalkPages, _talks),
)


def own_work(holder: PostHolder, year: int, request: HttpRequest) -> list[Work]:
    """Return the work of a year, of the kinds whose list is open to the reader."""
    kinds = [kind for kind in KINDS if kind.pages.may_read(reader_of(request))]
    return [kind.of(holder, year, request) for kind in kinds]
