"""Reports as people bring them about: drafts of today, signed editions."""

from datetime import date
from typing import Any

from django.utils import timezone

from reports.context import scope_of
from reports.draft import Draft
from reports.models import AnnualReport, Edition
from reports.signing.edition import content
from tests.factories import YEAR, AnnualReportFactory


def draft_of(office: Any, year: int = YEAR) -> Draft:
    return Draft(scope_of(office, year, date(YEAR + 1, 3, 1)))


def edition_of(office: Any, user: Any, year: int = YEAR) -> Edition:
    """A signed edition of the report as it stands, whatever the checks say."""
    report = AnnualReport.objects.filter(subdistrict=office, year=year).first() or AnnualReportFactory(
        subdistrict=office, year=year
    )
    number, now = report.editions.count() + 1, timezone.now()
    edition = Edition(
        report=report, number=number, submitted_by=user, submitted_at=now, signed_by=user, signed_at=now
    )
    edition.freeze(content(draft_of(office, year), edition))
    edition.save()
    AnnualReport.objects.filter(pk=report.pk).update(stage=AnnualReport.Stage.SIGNED)
    return edition
