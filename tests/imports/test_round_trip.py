"""The demo taken out of one database and brought into an empty one, by the commands: the same cells, the same figures."""

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import User
from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from imports.files import read_upload
from imports.kinds import KINDS
from imports.plan import Plan
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from meetings.models import Meeting, OrgLifeRule
from records.models import Record
from reports.context import scope_of
from services.models import GoodDeed, ServiceCase
from tests.demo.loaded import load_once
from tests.factories import UserFactory
from visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.office]
YEAR = timezone.localdate().year - 1
ENTERED = [label for label, pages in KINDS.items() if not pages.parent]
# what others name goes first
FIRST = [
    "services.serviceitem",
    "services.volunteercategory",
    "mediation.heart",
    "reports.cause",
    "communities.community",
]
FIRST += [
    "members.partyorg",
    "members.member",
    "members.postholder",
    "communities.leader",
    "members.twonewunit",
    "meetings.campaign",
    "meetings.trainingplan",
    "services.checkin",
    "duties.scheme",
    "duties.round",
]
FIRST += ["communities.partnerunit", "communities.rectification", "services.brand"]
ORDER = FIRST + [label for label in ENTERED if label not in FIRST]


def cells(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def imported(label: str, path: Path, user: str, *options: str) -> dict[str, Any]:
    out = io.StringIO()
    try:
        call_command("import_workbook", label, str(path), "--user", user, "--json", *options, stdout=out)
    except SystemExit:
        pytest.fail(f"{label}: {out.getvalue()[:1500]}")
    return json.loads(out.getvalue())


def exported(label: str, path: Path, user: str) -> Path:
    call_command("export_workbook", label, "--user", user, "--output", str(path), stdout=io.StringIO())
    return path


# What follows from closing a round or a 目标责任书: no workbook closes one.
BY_CLOSING = {
    "duties.surveys",
    "duties.supervisions",
    "duties.half_reviews",
    "duties.self_reviews",
    "duties.pledge_items_kept",
}


def figures(office: SubDistrict) -> dict[str, str]:
    """Of both years, but for what the secretary sets and what closing sets, which no workbook carries."""
    told = {}
    for year in (YEAR, YEAR - 1):
        values = compute(
            [f for f in CATALOGUE.values() if f.kind in "FSR" and f.key not in BY_CLOSING],
            scope_of(office, year),
        )
        told |= {
            f"{year} {key}": f"{value.text} {value.numerator} {value.denominator}"
            for key, value in values.items()
        }
    return told


def thin_out(one_in: int) -> None:
    """Of the kinds with thousands of records on which no others stand, one record in so many."""
    with override_settings(SIMPLE_HISTORY_ENABLED=False):
        for model in (GoodDeed, Meeting, ServiceCase, Visit):
            model.objects.alias(rest=F("pk") % one_in).exclude(rest=0).delete()


@pytest.fixture(
    scope="module",
    params=[pytest.param(5, id="thinned"), pytest.param(1, id="whole", marks=pytest.mark.soak)],
)
def out(
    request, tmp_path_factory, django_db_setup, django_db_blocker
) -> tuple[Path, dict[str, str], list[dict]]:
    """The demo's workbooks, its figures and its communities; the database is empty again afterwards."""
    folder = tmp_path_factory.mktemp("out")
    with django_db_blocker.unblock(), transaction.atomic():
        load_once()
        thin_out(request.param)
        office = SubDistrict.objects.get()
        UserFactory(username="keeper", subdistrict=office, may_view_personal_data=True)
        for label in ENTERED:
            exported(label, folder / f"{label}.xlsx", "keeper")
        places = list(Community.objects.values("code", "name"))
        told = figures(office)
        transaction.set_rollback(True)
    return folder, told, places


@pytest.fixture
def office(db):
    office = open_subdistrict(SubDistrict(code="JH", name="锦河街道"))
    OrgLifeRule.objects.of(office).delete()  # the demo's has changed one of the usual ones
    UserFactory(username="keeper", subdistrict=office, may_view_personal_data=True)
    return office


@pytest.fixture
def filled(out, office):
    """The empty office with every workbook brought in."""
    folder, _, places = out
    for place in places:
        Community.objects.create(subdistrict=office, **place)
    for label in ORDER:
        result = imported(label, folder / f"{label}.xlsx", "keeper", "--confirm")
        assert (result["errors"], result["counts"]["error"]) == ([], 0), label
    return office


def test_comes_back_cell_by_cell_and_figure_by_figure_and_changes_nothing_again(out, filled, tmp_path):
    folder, told, _ = out
    for label in ORDER:
        again = exported(label, tmp_path / f"{label}.xlsx", "keeper")
        assert cells(again) == cells(folder / f"{label}.xlsx"), label
    assert figures(filled) == told
    costs = {label: asked(label, folder / f"{label}.xlsx") for label in ORDER}
    assert {label: cost for label, cost in costs.items() if cost > 10} == {}
    changes_nothing(folder)
    changes_nothing(resaved(folder, tmp_path / "resaved"))


def changes_nothing(folder: Path) -> None:
    before = versions()
    for label in ORDER:
        path = folder / f"{label}.xlsx"
        assert imported(label, path, "keeper", "--confirm")["counts"] == nothing_new(path), label
    assert versions() == before


def resaved(folder: Path, to: Path) -> Path:
    """Every workbook as LibreOffice writes it."""
    profile = f"-env:UserInstallation=file://{to}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(to)]
    subprocess.run(
        [*command, *sorted(map(str, folder.glob("*.xlsx")))], check=True, capture_output=True, timeout=240
    )
    return to


def nothing_new(path: Path) -> dict[str, int]:
    rows = len(next(iter(cells(path).values()))) - 1
    return {"new": 0, "updated": 0, "unchanged": rows, "duplicate": 0, "error": 0}


def asked(label: str, path: Path) -> int:
    """Statements that understanding a file whose rows are all on record takes."""
    grids, user = read_upload(path), User.objects.get(username="keeper")
    with CaptureQueriesContext(connection) as asked:
        Plan(KINDS[label], user, grids)
    return len(asked)


def versions() -> dict[str, int]:
    return {
        model._meta.label: model.history.count() for model in apps.get_models() if issubclass(model, Record)
    }
