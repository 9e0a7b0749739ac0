"""The score of the default text, by kind of office, year and version; printed as a table with `-s`."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from itertools import combinations

import pytest
from django.db import transaction

from reports.checks import run
from reports.draft import Draft
from reports.rubric import Reading, Score, score
from reports.rubric.likeness import likeness
from tests.reports.offices import KINDS, YEARS, Office

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[dict[tuple[str, int, str], tuple[Draft, Score]]]:
    """Every office, year by year; each year is signed before the next is told."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = {}
        for kind in KINDS:
            office = Office(kind)
            for year in YEARS:
                draft = office.draft(year)
                results = run(draft)
                found[kind.name, year, "four"] = (draft, marks_of(draft, results))
                found[kind.name, year, "spoken"] = (draft, marks_of(draft, results, spoken=True))
                found[kind.name, year, "three"] = in_three_parts(draft)
                office.sign(draft)
        yield found
        transaction.set_rollback(True)


def marks_of(draft: Draft, results: list, spoken: bool = False) -> Score:
    return score(Reading(draft, results, is_spoken=spoken), with_chosen=False)


def in_three_parts(draft: Draft) -> tuple[Draft, Score]:
    """The same text under three headings."""
    report = copy(draft.scope.report)
    report.layout = report.Layout.THREE
    again = Draft(replace(draft.scope, report=report), draft.facts.values, draft.passages)
    again.facts.before = draft.facts.before
    return again, marks_of(again, run(again))


def test_every_text_is_worth_hearing(told):
    for (kind, year, version), (draft, marks) in told.items():
        lost = " ".join(
            f"{m.criterion.key}-{m.points_lost}{m.mark.why if m.criterion.key in ('M2', 'T5', 'C1', 'E4', 'P2') else ''}"
            for m in marks.mends
        )
        document = draft.speech if version == "spoken" else draft.document
        print(f"{kind:16}{year} {version:7}{marks.total:4} {document.length:5} {lost}")
    assert {key: marks.total for key, (_, marks) in told.items() if marks.total < 80} == {}


def test_nothing_is_untrue(told):
    assert {
        key: [m.criterion.key for m in marks.false] for key, (_, marks) in told.items() if marks.false
    } == {}


def documents(told, version):
    return {
        (kind, year): draft.speech if version == "spoken" else draft.document
        for (kind, year, kept), (draft, _) in told.items()
        if kept == version
    }


@pytest.mark.parametrize("version", ["four", "spoken"])
def test_two_years_of_an_office_are_two_texts(told, version):
    found = documents(told, version)
    alike = {
        (kind.name, year): round(likeness(found[kind.name, year - 1], found[kind.name, year]))
        for kind in KINDS
        for year in YEARS[1:]
    }
    print(alike)
    assert {key: share for key, share in alike.items() if share >= 60} == {}


@pytest.mark.parametrize("version", ["four", "spoken"])
def test_two_offices_of_a_year_are_two_texts(told, version):
    found = documents(told, version)
    alike = {}
    for year in YEARS:
        for one, other in combinations([kind.name for kind in KINDS], 2):
            alike[one, other, year] = round(likeness(found[one, year], found[other, year]))
    print(sorted(alike.values())[-20:])
    assert {key: share for key, share in alike.items() if share >= 60} == {}
