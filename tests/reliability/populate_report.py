# ruff: noqa: E402
"""The demo with its report submitted, and two more secretaries signed in; prints their sessions and the year as JSON."""

import json

import django

django.setup()

from django.utils import timezone

from communities.models import SubDistrict
from demo.loader import load
from reports.context import scope_of
from reports.draft import Draft
from reports.signing.steps import submit
from tests.factories import UserFactory
from tests.reliability.sessions import signed_in

year = timezone.localdate().year - 1
load(year, 1, timezone.localdate())
office = SubDistrict.objects.get()
author, *signers = [
    UserFactory(username=f"signer{n}", role="secretary", subdistrict=office) for n in range(3)
]
submit(Draft(scope_of(office, year)), author)
print(json.dumps({"year": year, "sessions": [signed_in(user) for user in signers]}))
