"""The number of statements is fixed: the same for four and for four hundred communities."""

import io
import json
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.test.utils import CaptureQueriesContext

from communities.models import Community
from indicators.catalogue import CATALOGUE
from indicators.compute import _branch, compute
from meetings.models import Meeting
from members.models import PartyOrg
from reports.context import ReportScope, scope_of
from tests import factories as F

FIGURES = 11
COMMAND = 1  # the 街道 by its code


@pytest.fixture(params=[4, 400], ids=["4 communities", "400 communities"])
def full(request, scope) -> ReportScope:
    """A year in which everything that could cost a statement is there."""
    given = {"subdistrict": scope.subdistrict, "kind": Community.Kind.URBAN}
    Community.objects.bulk_create(
        [Community(code=f"x{n}", name=f"新{n}社区", **given) for n in range(request.param - 2)]
    )
    communities = list(Community.objects.of(scope.subdistrict.pk))
    F.AnnualReportFactory(subdistrict=scope.subdistrict)
    F.MediaReportFactory(brand=F.BrandFactory(community=communities[0]))
    F.CampaignFactory(subdistrict=scope.subdistrict)
    target = F.TargetFactory(
        subdistrict=scope.subdistrict, key="targets.demonstration_communities", amount=None
    )
    target.communities.set(communities)
    F.ZeroStatementFactory(subdistrict=scope.subdistrict, community=communities[1])
    for community in communities:
        F.PaymentFactory(community=community)
        F.PartnerUnitFactory(community=community)
    return again(scope)


def again(scope: ReportScope) -> ReportScope:
    """The same scope of what is on record now."""
    return scope_of(scope.subdistrict, scope.year, scope.today)


def test_all_figures_take_a_fixed_number_of_queries(full):
    with CaptureQueriesContext(connection) as queries:
        values = compute(CATALOGUE.values(), again(full))
    assert len(values) == len(CATALOGUE)
    assert len(queries) == FIGURES <= 40


def test_command_adds_only_the_office(full):
    with CaptureQueriesContext(connection) as queries:
        call_command(
            "figures", subdistrict=full.subdistrict.code, year=full.year, json=True, stdout=io.StringIO()
        )
    assert len(queries) == FIGURES + COMMAND


POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL says so in its plan"
)


def counted_for_each_row(rows: QuerySet) -> list[str]:
    """The parts of a plan that count once for every row which they are asked about."""
    text = rows.explain(format="json")
    [plan] = json.loads(text)
    return [name for name in _counting(plan["Plan"]) if f"hashed {name}" not in text]


def _counting(node: dict) -> Iterator[str]:
    if node.get("Parent Relationship") == "SubPlan" and node["Node Type"] == "Aggregate":
        yield node["Subplan Name"]
    for child in node.get("Plans", []):
        yield from _counting(child)


@POSTGRESQL
def test_nothing_is_counted_anew_for_each_row(full):
    measures = [measure for figure in CATALOGUE.values() for measure in figure.measures(full)]
    assert {
        measure.tag: counted
        for measure in measures
        if (counted := counted_for_each_row(_branch(measure, full.territory)))
    } == {}


@POSTGRESQL
def test_a_count_within_each_row_would_be_seen(full):
    held = (
        Meeting.objects.filter(org=OuterRef("pk"))
        .order_by()
        .values("org")
        .annotate(n=Count("pk"))
        .values("n")
    )
    assert counted_for_each_row(PartyOrg.objects.annotate(n=Subquery(held)).filter(n__lt=4))
