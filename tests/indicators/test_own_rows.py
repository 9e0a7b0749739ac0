"""One 街道's figures are read from its own rows: every list of rows in the statement is narrowed to it where it begins."""

import re

import pytest
from django.apps import apps

from indicators.catalogue import CATALOGUE
from indicators.compute import _branch
from indicators.measures import Measure
from reports.context import ReportScope
from visits.models import VisitIssue

pytestmark = pytest.mark.django_db

FROM = re.compile(r' FROM "(?P<table>\w+)"(?: (?P<alias>[UVW]\d+))?(?= |\)|$)')
TABLES = {model._meta.db_table: model for model in apps.get_models()}


def reading(statement: str, office: int) -> list[str]:
    """The tables of which a statement reads all rows, whosever they are.

    Each list of rows begins with a FROM. It is narrowed by the 街道, or, inside another list, by a column of that one.
    """
    whole = []
    for found in FROM.finditer(statement):
        table, alias = found["table"], found["alias"] or found["table"]
        rest = _level(statement, found.end())
        own = f'"{alias}"' if alias == table else alias
        narrowed = f'{own}."subdistrict_id" = {office}' in rest or (
            alias != table and _is_correlated(rest, own)
        )
        if not narrowed and _has_owner(table):
            whole.append(table)
    return whole


def _level(statement: str, start: int) -> str:
    """What follows up to the bracket that closes this list."""
    depth = 0
    for place in range(start, len(statement)):
        depth += {"(": 1, ")": -1}.get(statement[place], 0)
        if depth < 0:
            return statement[start:place]
    return statement[start:]


def _is_correlated(rest: str, own: str) -> bool:
    """Whether rows are asked for by a column of the list around."""
    return bool(re.search(rf'{re.escape(own)}\."\w+" = \(?"[a-z]\w+"\."\w+"', rest))


def _has_owner(table: str) -> bool:
    model = TABLES.get(table)
    return model is not None and any(field.name == "subdistrict" for field in model._meta.fields)


def measures(scope: ReportScope) -> list[Measure]:
    return [measure for figure in CATALOGUE.values() for measure in figure.measures(scope)]


def statement_of(measure: Measure, scope: ReportScope) -> str:
    sql, params = _branch(measure, scope.territory).query.sql_with_params()
    return sql % tuple(params)


def test_no_figure_reads_the_rows_of_another_office(scope):
    office = scope.subdistrict.pk
    read = {measure.tag: reading(statement_of(measure, scope), office) for measure in measures(scope)}
    assert {tag: tables for tag, tables in read.items() if tables} == {}


def test_a_list_over_all_offices_would_be_seen(scope):
    """The negative control: the same rows, asked for by way of what they are below."""
    through = VisitIssue.objects.filter(visit__subdistrict=scope.subdistrict).query
    sql, params = through.sql_with_params()
    assert reading(sql % tuple(params), scope.subdistrict.pk) == ["visits_visitissue"]
