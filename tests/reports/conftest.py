"""A full year to report on, made once; and documents of plain paragraphs."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from documents.blocks import Run, paragraph
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Value
from reports.context import ReportScope, scope_of
from reports.document import Document, Part
from tests.factories import YEAR
from tests.indicators.generated import Generated


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker) -> Iterator[ReportScope]:
    """For tests marked django_db only: without a mark pytest-django makes no test database."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield scope_of(Generated(seed=1).office, YEAR, date(YEAR + 1, 3, 1))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def values(year) -> dict[str, Value]:
    return compute(CATALOGUE.values(), year)


def plain(*texts: str) -> Document:
    """A document of body paragraphs in the office's own hand."""
    body = tuple(paragraph(Run(text)) for text in texts)
    return Document(
        "抓基层党建工作述职报告",
        "",
        "",
        "",
        paragraph(Run("开头。")),
        (Part("highlights", body),),
        "",
        "",
        "锦河街道",
    )
