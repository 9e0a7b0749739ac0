# ruff: noqa: E402
"""What the portal takes for today, and counts into which year, at the moments given (UTC). Prints JSON."""

import json
import sys
from datetime import UTC, datetime

import django
from django.test.utils import setup_test_environment

django.setup()
setup_test_environment()

from django.test import Client
from django.utils import timezone

from accounts.models import User
from communities.models import Leader, SubDistrict
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from reports.context import scope_of
from reports.views.years import years
from tests.reliability.support import visit
from visits.models import Visit

DAYS = ("2025-12-31", "2026-01-01", "2026-01-02")


def told(moment: str) -> dict:
    timezone.now = lambda: datetime.fromisoformat(moment).replace(tzinfo=UTC)
    client = Client()
    client.force_login(User.objects.get(username="clerk0"), backend="accounts.backends.ReaderBackend")
    office = SubDistrict.objects.get()
    place = {
        "community": office.community_set.first().pk,
        "leaders": Leader.objects.get().pk,
        "kind": "community",
    }
    saved = {day: client.post("/visits/visit/new/", {**visit(0, day), **place}).status_code for day in DAYS}
    today = timezone.localdate()
    with timezone.override("UTC"):
        harm = timezone.localdate().isoformat()
    found = {
        "today": today.isoformat(),
        "years": years()[0],
        "page": client.get("/").context["scope"].year,
        "cut-off": scope_of(office, today.year).day.isoformat(),
        "saved": saved,
        "trips": {
            year: compute([CATALOGUE["visits.frontline"]], scope_of(office, year))["visits.frontline"].value
            for year in (2025, 2026)
        },
        "in UTC": harm,
    }
    Visit.objects.filter(date__in=DAYS).delete()
    return found


print(json.dumps([told(moment) for moment in sys.argv[1:]]))
