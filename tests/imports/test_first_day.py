"""An empty office comes to its first report in one sitting, from a folder of tables in its own words."""

from typing import Any

import pytest
from django.utils import timezone

from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from imports.files import Folder
from imports.kinds import KINDS
from imports.models import Delivery
from indicators.catalogue import COUNTS
from indicators.compute import compute
from members.models import PartyOrg
from records.columns.registry import columns_of
from records.layout import NUMBER, Layout, SheetLayout
from reports.context import scope_of
from spreadsheets.texts import valid_title
from tests.demo.loaded import load_once
from tests.factories import UserFactory
from tests.imports.office_tables import HEADINGS
from tests.imports.support import mapped, workbook
from tests.imports.test_together import delivered, step

YEAR = timezone.localdate().year - 1
PLACE = "清泉社区"
# What the office of one 社区 has tables of. Its 指导员 and rounds of 考核 are of the whole 街道.
TABLES = [
    "communities.community",
    "communities.leader",
    "members.partyorg",
    "members.member",
    "members.twonewunit",
    "members.postholder",
    "members.applicant",
    "communities.partnerunit",
    "communities.parttimemember",
    "communities.worker",
    "communities.election",
    "communities.survey",
    "communities.rectification",
    "meetings.campaign",
    "meetings.meeting",
    "meetings.decision",
    "services.servicecase",
    "services.checkin",
    "services.gooddeed",
    "services.projectclaim",
    "services.volunteerteam",
    "services.brand",
    "services.mediareport",
    "mediation.mediationcase",
    "funding.payment",
    "visits.visit",
    "members.honour",
    "members.flagpost",
]

# Figures of what the whole 街道 keeps, and of rules that it gives a day.
OF_OFFICE = ("duties.", "meetings.org_life")

pytestmark = [pytest.mark.django_db, pytest.mark.soak]


def records_of(label: str) -> Any:
    """The demo's records of a kind, of one 社区 and of what stands above it."""
    model = KINDS[label].model
    rows = model._default_manager.everywhere()
    if model is Community:
        return rows.filter(name=PLACE)
    if model is PartyOrg:
        return rows.filter(community__name=PLACE) | rows.filter(community=None)
    if model.community_path:
        return rows.filter(**{f"{model.community_path}__name": PLACE})
    return rows


def table(label: str) -> dict[str, list[list[Any]]]:
    """The records of a kind as an office's own workbook, those below them in sheets of ours."""
    layout = Layout.of(KINDS[label])
    sheets = {"台账": [heads(layout.main, HEADINGS.get(label, {}))]}
    sheets |= {valid_title(child.title): [heads(child, {})] for child in layout.children}
    for number, record in enumerate(records_of(label).order_by("pk"), start=1):
        sheets["台账"].append([number, *cells(layout.main, record)])
        for child in layout.children:
            below = child.model._base_manager.filter(**{child.link: record}, **dict(child.fixed))
            sheets[child.title] += [[number, *cells(child, each)] for each in below.order_by("pk")]
    return sheets


def heads(layout: SheetLayout, names: dict[str, str]) -> list[str]:
    return [
        NUMBER,
        *(names.get(column.label, column.label) for column in columns_of(layout.model, layout.fields)),
    ]


def cells(layout: SheetLayout, record: Any) -> list[Any]:
    found = []
    for column in columns_of(layout.model, layout.fields):
        value = getattr(record, column.name) if column.personal else column.exporter(told, full=True)(record)
        found.append(value if value != "" else None)
    return found


def told(record: Any) -> str:
    """What a record is called where its namesakes have to be told from it."""
    return str(getattr(record, "told_apart", record))


def figures(office: SubDistrict) -> dict[str, Any]:
    """What is counted of the 社区, by figure."""
    community = Community.objects.everywhere().get(subdistrict=office, name=PLACE)
    values = compute(COUNTS.values(), scope_of(office, YEAR))
    counts = {key: (value.rows or {}).get(community.pk) for key, value in values.items()}
    return {
        key: count for key, count in counts.items() if count is not None and not key.startswith(OF_OFFICE)
    }


def test_a_folder_of_tables_in_their_own_words_and_the_report(as_user):
    load_once()
    labels = [label for label in TABLES if records_of(label).exists()]
    assert len(labels) >= 26
    files = [(f"{KINDS[label].name()}台账.xlsx", workbook(**table(label))) for label in labels]
    demo = SubDistrict.objects.everywhere().get()
    office = open_subdistrict(SubDistrict(code="NEW", name="新开街道", reporter="周明远"))
    client = as_user(UserFactory(username="newclerk", role="clerk", subdistrict=office))
    delivery = delivered(client, *files)
    decisions = 0
    while delivery.state == Delivery.State.MAPPING:
        batch = delivery.in_order().filter(state=Delivery.State.MAPPING).first()
        decisions += len(Folder(batch).read_json("mapping")["asked"])
        mapped(client, batch)
        delivery.refresh_from_db()
    assert sorted(batch.kind for batch in delivery.in_order()) == sorted(labels)
    wrong = {
        batch.kind: [group["message"] for group in Folder(batch).read_json("preview")["groups"]][:3]
        for batch in delivery.in_order()
        if batch.counts["error"]
    }
    assert wrong == {}
    assert decisions == 0
    step(client, delivery, "confirm", alike="take")
    assert delivery.state == Delivery.State.DONE, delivery.reason
    assert figures(office) == figures(demo)
    secretary = as_user(UserFactory(username="newsecretary", role="secretary", subdistrict=office))
    answer = secretary.get(f"/reports/annual/word/?year={YEAR}")
    assert answer.status_code == 200
