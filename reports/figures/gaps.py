"""What is missing from a year's figures, and the way to mend each."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from django.db.models import Count
from django.urls import reverse

from access.roles import Reader
from indicators.catalogue import COUNTS
from indicators.kinds import Remedy, Value, Way
from meetings.pages import MeetingPages
from members.models import Applicant, Member
from members.pages import ApplicantPages, MemberPages, PartyOrgPages
from records.models import Event, Record
from records.pages import RecordPages
from reports.context import ReportScope
from reports.models import ZeroStatement
from reports.models.plans import void
from reports.pages import PAGES_OF, ZeroStatementPages
from services.pages import CheckInPages

STATE_ZERO = "零报告"
Links = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Gap:
    """A figure that is missing or incomplete: why, and links to mend it."""

    value: Value
    reason: str
    links: tuple[tuple[str, str], ...]
    may_be_stated_zero: bool = False

    @property
    def links_besides_zero(self) -> list[tuple[str, str]]:
        """The links for a page that has a form of its own for stating zero."""
        return [(label, url) for label, url in self.links if label != STATE_ZERO]


def gap(value: Value, scope: ReportScope, reader: Reader) -> Gap:
    """Say what stands against this figure, with links that this reader may follow."""
    if value.excuse:
        return Gap(value, f"{value.excuse}，这一句不写", ())
    obstacle = value.indicator.gap(value, scope)
    links: list[tuple[str, str]] = []
    for way in obstacle.ways:
        links.extend(LINKS[way.remedy](way, value, scope, reader))
    return Gap(value, obstacle.reason, tuple(links), value.indicator.may_be_stated_zero)


def _to_records(way: Way, value: Value, scope: ReportScope, reader: Reader) -> Links:
    pages = PAGES_OF[cast(type[Record], way.model)]
    if pages.may_write(reader):
        yield "去录入", pages.url("create")
    elif pages.may_read(reader):
        yield "看记录", pages.url("list")


def _to_zero(way: Way, value: Value, scope: ReportScope, reader: Reader) -> Links:
    if not ZeroStatementPages.may_write(reader):
        return
    community = f"&community={way.community.pk}" if way.community else ""
    yield STATE_ZERO, f"{ZeroStatementPages.url('create')}?year={scope.year}&key={value.key}{community}"


def _to_targets(way: Way, value: Value, scope: ReportScope, reader: Reader) -> Links:
    yield "去填写", f"{reverse('reports:targets')}?year={scope.year}"


def _to_settings(way: Way, value: Value, scope: ReportScope, reader: Reader) -> Links:
    yield "去选定", f"{reverse('reports:settings')}?year={scope.year}"


LINKS: dict[Remedy, Callable[[Way, Value, ReportScope, Reader], Links]] = {
    Remedy.RECORD: _to_records,
    Remedy.STATE_ZERO: _to_zero,
    Remedy.SET_TARGET: _to_targets,
    Remedy.SELECT: _to_settings,
}


def nothing_recorded(values: Iterable[Value], scope: ReportScope) -> bool:
    """Whether no figure counts anything that happened in the year, and no event is on record for it."""
    for value in values:
        if value.indicator.of_year and value.records:
            return False
    events = [model for model in PAGES_OF if issubclass(model, Event)]
    return not any(scope.during(model).exists() for model in events)


def missing(values: Iterable[Value], scope: ReportScope, reader: Reader) -> list[Gap]:
    """Return the gaps of figures that are missing."""
    return [gap(value, scope, reader) for value in values if value.is_gap]


def incomplete(values: Iterable[Value], scope: ReportScope, reader: Reader) -> list[Gap]:
    """Return the gaps of figures that some 社区 recorded nothing of."""
    return [gap(value, scope, reader) for value in values if not value.missing and value.incomplete]


@dataclass(frozen=True)
class Errand:
    """One kind of record to enter, and everything that waits for it."""

    pages: type[RecordPages]
    missing: tuple[Value, ...]
    incomplete: tuple[Value, ...]
    communities: tuple[str, ...]


def errands(values: Iterable[Value], scope: ReportScope, reader: Reader) -> list[Errand]:
    """Return what a clerk could enter to fill the gaps, one line per kind of record."""
    gaps: defaultdict[type[RecordPages], list[Value]] = defaultdict(list)
    for value in values:
        indicator = COUNTS.get(value.key)
        if indicator is not None and (value.incomplete or value.is_gap):
            pages = PAGES_OF[indicator.presence.records(scope).model]
            gaps[pages].append(value)
    return [_errand(pages, of_kind) for pages, of_kind in gaps.items() if pages.may_read(reader)]


def _errand(pages: type[RecordPages], gaps: list[Value]) -> Errand:
    """Make one line of the gaps that records of one kind fill."""
    missing, incomplete = [], []
    communities: dict[str, None] = {}
    for value in gaps:
        if value.missing:
            missing.append(value)
            continue
        incomplete.append(value)
        communities |= dict.fromkeys(community.name for community in value.incomplete)
    return Errand(pages, tuple(missing), tuple(incomplete), tuple(communities))


@dataclass(frozen=True)
class Unsettled:
    """People on record who belong nowhere yet, and where that is decided."""

    title: str
    reason: str
    links: tuple[tuple[str, str], ...]


def unsettled_matters(scope: ReportScope, reader: Reader) -> list[Unsettled]:
    """Return what is on record and has still to be decided.

    These are members of dissolved 党组织, admitted persons who are not in the roster of members, what may be
    there twice, and void 零报告.
    """
    return [
        *_left_behind(scope, reader),
        *_off_roster(scope, reader),
        *_in_doubt(scope, reader),
        *_void(scope, reader),
    ]


def _left_behind(scope: ReportScope, reader: Reader) -> Iterable[Unsettled]:
    """Find members whose 党组织 is dissolved, one line per 党组织: its form moves all of them at once."""
    if not MemberPages.may_read(reader):
        return
    rows = scope.all(Member).left_behind(scope.day).order_by("org__until", "org__name")
    for org, name, until, number in rows.values_list("org", "org__name", "org__until").annotate(Count("pk")):
        links = [("看名单", f"{MemberPages.url('list')}?org={org}")]
        if PartyOrgPages.may_write(reader):
            links.append(("转到别的党组织", PartyOrgPages.url("edit", org)))
        reason = f"{until:%Y-%m-%d} 已撤销，还有 {number} 名党员没有转出，不算自管党员"
        yield Unsettled(name, reason, tuple(links))


def _off_roster(scope: ReportScope, reader: Reader) -> Iterable[Unsettled]:
    """Find those who were admitted and are not in the roster of members."""
    number = scope.all(Applicant).outside_roster().filter(admitted_on__lte=scope.day).count()
    if number and ApplicantPages.may_read(reader):
        label = "逐一转入" if ApplicantPages.may_write(reader) else "看名单"
        link = (label, ApplicantPages.url("unlisted"))
        yield Unsettled("已接收未转入党员名册", f"支部大会接收、上级党委审批了的还有 {number} 人", (link,))


def _void(scope: ReportScope, reader: Reader) -> Iterable[Unsettled]:
    """Find zeros stated of the year that records made since contradict."""
    if not ZeroStatementPages.may_read(reader):
        return
    rows = scope.all(ZeroStatement).filter(year=scope.year).select_related("subdistrict", "community")
    for statement in void(rows):
        link = ("看零报告", ZeroStatementPages.url("detail", statement.pk))
        place = statement.community or statement.without_community
        title = f"零报告失效：{statement.get_key_display()}（{place}）"
        yield Unsettled(title, "作了零报告，后来又有记录，以记录为准，请删去零报告", (link,))


# Kinds of record that may be there twice, and how their number is said.
IN_DOUBT: dict[type[RecordPages], str] = {
    CheckInPages: "没有身份证号、与两个人都对得上的报到还有 {} 条，暂归最早报到的一位；补上身份证号或手机号就分清了",
    MeetingPages: "街道的同一次会议，填党工委召开的又录了一条，还有 {} 条，只算一次；是同一次的请删去一条",
}


def _in_doubt(scope: ReportScope, reader: Reader) -> Iterable[Unsettled]:
    """Find records that say again what another says, or could be of two persons, as long as that is so."""
    for pages, reason in IN_DOUBT.items():
        number = scope.all(pages.model).filter(in_doubt=True).count()
        if number and pages.may_read(reader):
            link = ("逐条核对", f"{pages.url('list')}?in_doubt=True")
            yield Unsettled(f"重复待核：{pages.name()}", reason.format(number), (link,))
