"""Ask a migrated database, in a process of its own, what the tests want to know of it: JSON on stdout."""

import json
import sys
from io import StringIO
from typing import Any

from tests.migration.telling import CLOSED_YEARS, begin, counts, digests, figures


def ask() -> dict[str, Any]:
    from communities.models import SubDistrict

    office = SubDistrict.objects.get()
    return {
        "counts": counts(),
        "figures": {str(year): figures(office, year) for year in CLOSED_YEARS},
        "unchanged models": _said("makemigrations", "--check", "--dry-run"),
        "second migrate": _said("migrate", "--no-color"),
        "pages": pages(),
        "passages": passages(),
        "accounts": accounts(),
        "meetings": meetings(),
        "persons": persons(),
        "applicants": applicants(),
        "without number": without_number(),
        "untrue versions": untrue_versions(),
        "means": means(),
        "undone": undone(),
        "without owner": without_owner(),
    }


def without_owner() -> dict[str, int]:
    """Child rows and their versions that have no 街道, or another one than what they are below, by table."""
    from django.apps import apps
    from django.db.models import F

    from records.owners import OwnerField

    wrong = {}
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, OwnerField):
                rows = model._default_manager
                ownerless = rows.filter(subdistrict__isnull=True)
                others = rows.exclude(subdistrict=F(f"{field.source}__subdistrict"))
                wrong[model._meta.db_table] = (
                    ownerless.count() + others.filter(subdistrict__isnull=False).count()
                )
    return wrong


def _said(*command: str) -> str:
    from django.core.management import call_command

    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def client(username: str) -> Any:
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), backend="accounts.backends.ReaderBackend")
    return client


def text(response: Any) -> str:
    from tests.records.browser import text

    return text(response)


def pages() -> dict[str, Any]:
    """By year: the edition's page, what it is compared with, and the parts of the files that it gives."""
    from reports.models import Edition

    reader = client("zhoumingyuan")
    return {str(edition.report.year): _pages(reader, edition) for edition in Edition.objects.order_by("pk")}


def _pages(reader: Any, edition: Any) -> dict[str, Any]:
    from django.urls import reverse

    from reports.outputs.copies import COPIES

    def get(name: str, **query: str) -> Any:
        response = reader.get(reverse(f"reports:{name}", args=[edition.pk]), query)
        assert response.status_code == 200, (name, response.status_code)
        return response

    files = {key: digests(_content(get("edition-word", kind=key))) for key in COPIES}
    files["data"] = digests(_content(get("edition-data")))
    return {
        "fingerprint": edition.fingerprint,
        "intact": edition.intact,
        "page": text(get("edition")),
        "compared": text(get("compare")),
        "files": files,
    }


def _content(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def passages() -> dict[str, dict[str, str | None]]:
    from reports.models import AnnualReport

    reports = AnnualReport.objects.order_by("year")
    return {
        str(report.year): dict(report.passages.order_by("order").values_list("key", "text"))
        for report in reports
    }


def accounts() -> dict[str, Any]:
    from django.urls import reverse

    from accounts.models import User
    from funding.models import Payment

    torn = User.objects.get(username="torn")
    return {
        "reach": torn.reach,
        "confirmed": list(
            User.objects.filter(reach_confirmed=True).order_by("username").values_list("username", flat=True)
        ),
        "communities": list(torn.communities.values_list("name", flat=True)),
        "payments of": sorted(
            {
                payment.community.name
                for payment in Payment.objects.visible_to(torn).select_related("community")
            }
        ),
        "home of the 管理员": text(client("admin").get(reverse("home"))),
    }


def meetings() -> dict[str, Any]:
    from django.urls import reverse

    from meetings.models import Meeting

    rows = Meeting.objects.filter(topic="研究换季安全工作").order_by("date", "pk")
    listed = client("lixiulan").get(reverse("meetings:meeting-list"), {"in_doubt": "True"})
    return {
        "pairs": [[str(row.date), str(row.org or ""), row.of_office, row.in_doubt] for row in rows],
        "in doubt": Meeting.objects.filter(in_doubt=True).count(),
        "listed": text(listed),
    }


def persons() -> list[list[Any]]:
    from services.models import CheckIn

    rows = CheckIn.objects.filter(name__in=("方志明", "许晓梅", "郭建平")).order_by("pk")
    return [[row.name, row.person - rows[0].pk, row.in_doubt] for row in rows]


def applicants() -> list[str]:
    """The admitted who are tied to a record of the roster, by name."""
    from members.models import Applicant

    tied = Applicant.objects.filter(name="邹若兰").select_related("member")
    return [str(applicant.member and applicant.member.name) for applicant in tied]


def without_number() -> dict[str, int]:
    from django.apps import apps

    numbered = [
        model
        for model in apps.get_models()
        if any(field.name == "submission" for field in model._meta.fields)
    ]
    counts = {model._meta.label: model._base_manager.filter(submission=None).count() for model in numbered}
    return {label: count for label, count in counts.items() if count}


def untrue_versions() -> dict[str, list[Any]]:
    """By kind: records whose last version in the history is not the one they have, or says otherwise in a column of the form."""
    from django.apps import apps

    from records.models import Record

    kinds = [model for model in apps.get_models() if issubclass(model, Record)]
    found = {model._meta.label: _untrue(model) for model in kinds}
    return {label: keys for label, keys in found.items() if keys}


def _untrue(model: Any) -> list[Any]:
    names = ["version", *(f.attname for f in model._meta.fields if f.editable and f.name not in UNVERSIONED)]
    names = [name for name in names if name != "id"]
    last = {
        row[0]: row[1:] for row in model.history.order_by("version", "history_id").values_list("id", *names)
    }
    return [
        [row[0], row[1:], last.get(row[0])]
        for row in model._base_manager.values_list("id", *names)
        if row[1:] != last.get(row[0])
    ]


UNVERSIONED = (
    "order",
    "spoken_order",
)  # a passage's place moves with its neighbours', of which there is no version


def means() -> list[str]:
    from reports.models import Target

    return sorted(set(Target.objects.filter(by_mean=True).values_list("key", flat=True)))


def undone() -> list[Any]:
    """What became of the import that was written before, taken back now: it changes the database, so it is asked last."""
    from imports import jobs
    from imports.models import Batch
    from visits.models import Visit

    batch = Batch.objects.get()
    days = [
        row["date"] for row in Visit.history.filter(history_change_reason__contains=str(batch)).values("date")
    ]
    batch.move(Batch.State.DONE, Batch.State.UNDOING, undone_by=batch.user)
    jobs.work(batch)
    batch.refresh_from_db()
    return [
        batch.state,
        batch.left,
        len(days),
        Visit.objects.filter(date__in=days, kind="household", households__in=(7, 9)).count(),
    ]


if __name__ == "__main__":
    begin()
    json.dump(ask(), sys.stdout, ensure_ascii=False, default=str)
