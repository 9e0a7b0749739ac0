"""A portal full of other people's records, each carrying a mark that no page of the reader may show."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.test import Client
from django.urls import reverse

from communities.models import Community, SubDistrict
from duties.models import Round
from indicators.catalogue import CATALOGUE
from ledgers.sheets import sheets_of_list
from records.models import Record
from services.models import Brand
from tests.factories import YEAR, AnnualReportFactory, TargetFactory
from tests.records.browser import readable
from tests.records.support import ALL_PAGES, ENTERED, is_text, make, make_children, set_value

AMOUNT = 777_777  # of a target of the 街道 itself
MARK, HINT = (
    "暗号",
    "密语",
)  # nobody searches for the mark; the hint is searched for, and echoed in the search box


def everything(community: Community | None, office: SubDistrict) -> list[Any]:
    """One record of every kind with its rows, of a 社区 or of the 街道 itself."""
    made = []
    for pages in ENTERED:
        if community is None and getattr(pages.model, "community_required", False):
            continue
        if community is None and pages.model is Community:
            continue
        record = community if pages.model is Community else make(pages.model, community, office)
        made.append(record)
        make_children(pages, record)
    return made


def fill_world(communities: list[Community], offices: list[SubDistrict]) -> None:
    """Records of these 社区 and of these 街道 themselves."""
    for community in communities:
        everything(community, community.subdistrict)
    for office in offices:
        everything(None, office)
        AnnualReportFactory(subdistrict=office, year=YEAR, brand=Brand.objects.of(office.pk).last())
        TargetFactory(subdistrict=office, year=YEAR + 1, key="targets.party_funding", amount=AMOUNT)


def mark_all(spared: list[Any]) -> None:
    """Write the mark into every text of every record but the spared ones."""
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        for number, record in enumerate(model.objects.all()):
            if record in spared:
                continue
            for field in model._meta.fields:
                if (
                    is_text(field)
                    and field.editable
                    and field.name not in ("code", "key")
                    and (field.max_length or 99) >= 10
                ):
                    set_value(record, field.name, f"{MARK}{HINT}{number}")


def own_shared_records(office: SubDistrict) -> list[Any]:
    """Everybody of the 街道 may see these, whatever his reach."""
    shared = [model for model in apps.get_models() if issubclass(model, Record) and model.is_shared]
    return [row for model in shared for row in model.objects.filter(subdistrict=office)]


def shows(response: Any) -> bool:
    """Whether the page or the workbook carries the mark."""
    if response.status_code != 200:
        return False
    page = readable(response)
    return MARK in page or f"{AMOUNT:,}" in page or str(AMOUNT) in page


def addresses(searched: bool = True) -> Iterator[str]:
    """Every page that gathers records; lists and exports once more where they are `searched` as well."""
    yield from ("/", f"/?year={YEAR}", f"/reports/figures/?year={YEAR}", f"/assessment/?year={YEAR}")
    for round_ in Round.objects.order_by("pk"):
        yield reverse("assessment:sheet", args=[round_.pk])
    for pages in ALL_PAGES:
        for query in ("", f"?{urlencode({'q': HINT})}")[: 1 + searched]:
            yield f"{pages.url('list')}{query}"
            yield f"{pages.url('export')}{query}"
        for sheet in sheets_of_list(pages):
            yield reverse("ledgers:list", args=[sheet.key])
        if not pages.parent:
            yield pages.url("create")
            yield pages.url("removed")


def figure_addresses(page: str = "", left_out: bool = True) -> Iterator[str]:
    """Every list that a figure counts, and the last one it leaves out: a page each, or its export."""
    for figure in CATALOGUE.values():
        last = [
            f"{part}-{len(term.criteria)}"
            for part, term in figure.lists.items()
            if term.criteria and left_out
        ]
        for part in (*figure.lists, *last) or ("",):
            yield f"/reports/figures/{figure.key}/{page}?year={YEAR}&part={part}"


def leaks(client: Client, pages: Iterator[str]) -> list[str]:
    """The addresses at which somebody else's mark can be read."""
    return [address for address in pages if shows(client.get(address))]
