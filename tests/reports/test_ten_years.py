"""Ten generated years with gaps and zero denominators, and an office with next to nothing: Word, page, annex and SQL agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from indicators.catalogue import CATALOGUE
from mediation.models import MediationCase
from members.models import TwoNewUnit
from reports.context import ReportScope, scope_of
from reports.document import Document
from reports.draft import Draft
from reports.outline import tokens
from reports.outline.clauses import sentences
from reports.outputs import word
from reports.outputs.annexes import MAIN
from services.models import ServiceCase
from tests import factories as F
from tests.factories import YEAR
from tests.indicators.generated import Generated
from tests.reports import printed
from tests.reports.recounted import ROWS, expected, row

pytestmark = pytest.mark.django_db
PLAIN = {
    "with_figures": False,
    "with_problems": False,
    "with_remedies": False,
}  # so that the table by 社区 is the first
LAYOUTS = {YEAR - 1: "three", YEAR: "four"}


def full(seed: int) -> Any:
    return Generated(seed).office


def gaps(seed: int) -> Any:
    """Whole kinds left out; a zero is stated for one of them."""
    office = Generated(seed, gaps=True).office
    F.ZeroStatementFactory(subdistrict=office, key="meetings.training")
    return office


def nothing_ended(seed: int) -> Any:
    """Zero denominators: nothing was closed or finished, no unit is obliged."""
    office = Generated(seed, gaps=True).office
    MediationCase.objects.filter(subdistrict=office).update(result="ongoing", closed_on=None)
    ServiceCase.objects.filter(subdistrict=office).update(result="ongoing", finished_on=None)
    TwoNewUnit.objects.filter(subdistrict=office).update(full_members=1)
    return office


def next_to_nothing(seed: int) -> Any:
    office = F.SubDistrictFactory()
    F.CommunityFactory(subdistrict=office, name="清泉社区")
    F.ServiceCaseFactory(community=office.community_set.get(), by_proxy=False)
    return office


OFFICES = [(full, 41), (gaps, 42), (nothing_ended, 43), (gaps, 44), (full, 45)]
MORE = [(make, seed) for seed in range(50, 80) for make in (full, gaps, nothing_ended)]
RUNS = [*OFFICES, (next_to_nothing, 0), *(pytest.param(run, marks=pytest.mark.soak) for run in MORE)]


@dataclass
class Told:
    """One year of one office: as it is computed, and as it leaves the house in one layout."""

    scope: ReportScope
    layout: str
    client: Client

    def get(self, page: str, **query: Any) -> bytes:
        answer = self.client.get(f"/reports/annual/{page}/", {"year": self.scope.year, **query})
        assert answer.status_code == 200
        return answer.content

    @cached_property
    def draft(self) -> Draft:
        return Draft(self.scope)

    @cached_property
    def document(self) -> Document:
        return self.draft.document

    @cached_property
    def clean(self) -> Any:
        return printed.opened(word.render(self.document))

    @cached_property
    def preview(self) -> bytes:
        return self.get("preview")

    @cached_property
    def right(self) -> dict[str, str]:
        return {key: expected(key, self.scope) for key in CATALOGUE}


@pytest.fixture(scope="module", params=RUNS, ids=lambda run: f"{run[0].__name__}{run[1]}")
def years(request, django_db_setup, django_db_blocker) -> Iterator[dict[int, Told]]:
    """Two years of one office, one in each layout."""
    make, seed = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        office, client = make(seed), Client()
        client.force_login(
            F.UserFactory(subdistrict=office, role="secretary"), backend="accounts.backends.ReaderBackend"
        )
        for year, layout in LAYOUTS.items():
            F.AnnualReportFactory(
                subdistrict=office, year=year, layout=layout, low_satisfaction=55, signature="党工委", **PLAIN
            )
        yield {
            year: Told(scope_of(office, year, date(YEAR + 1, 3, 1)), layout, client)
            for year, layout in LAYOUTS.items()
        }
        transaction.set_rollback(True)


@pytest.fixture(params=[YEAR - 1, YEAR])
def told(request, years) -> Told:
    return years[request.param]


def test_every_figure_is_what_plain_sql_says(told):
    values = told.draft.facts.values
    assert {key: value.text for key, value in values.items()} == told.right


def test_word_and_page_print_each_figure_as_plain_sql_says(told):
    in_word = printed.figures_in_word(word.render(told.document, comments=True))
    assert [(p.text, p.marked) for p in in_word] == [
        (told.right[p.key], told.right[p.key] == "X") for p in in_word
    ]
    on_page = printed.figures_on_page(told.preview)
    runs = [run for paragraph in told.document.paragraphs() for run in paragraph.runs if run.key]
    assert [(p.key, p.text, p.marked) for p in on_page] == [(run.key, run.text, run.missing) for run in runs]
    assert in_word == on_page
    assert len(on_page) > 40


def test_the_texts_are_the_same_and_nothing_else_is_marked(told):
    texts = printed.squeezed(p.text for p in printed.report_of(told.clean))
    assert texts == printed.text_on_page(told.preview)
    whole = "".join(texts)
    assert [name for name in ("None", "nan", "{", "}", "【", "Decimal", "[]") if name in whole] == []
    assert ("存在的主要问题及原因" in whole) == (told.layout == "three")
    in_text = [run.text for paragraph in told.document.paragraphs() for run in paragraph.runs if run.missing]
    in_table = [
        cell
        for annex in told.document.annexes
        if annex.table
        for line in annex.table.rows
        for cell in line
        if cell == "X"
    ]
    assert printed.highlighted(told.clean) == ["X"] * len(in_text + in_table)
    assert whole.count("X") == len(in_text)


def test_no_printed_figure_is_zero_or_blank_and_no_missing_one_is_left_out(told):
    shown = {run.key: run.text for run in told.document.runs() if run.key}
    assert {key: text for key, text in shown.items() if text in ("0", "0%", "", "None")} == {}
    pieces = told.document.pieces()
    for passage in told.draft.passages:
        if passage.key in pieces:
            left_out = [key for key in owed(passage.wording, told.right) if key not in shown]
            assert left_out == [], passage.key


def owed(text: str, right: dict[str, str]) -> list[str]:
    """The missing figures that this text prints: none of those is dropped for its own sake, nor where it stands beside no zero."""
    found = []
    for sentence in sentences(text):
        for clause in sentence.clauses:
            for item in clause.wordings[0].items:
                keys = [key for key in tokens.keys(item) if key in CATALOGUE]
                if not any(right[key] in ("0", "0%") for key in keys) and "{campaign}" not in item:
                    found += [key for key in keys if right[key] == "X" and not CATALOGUE[key].optional]
    return found


def test_annex_table_prints_each_community_as_plain_sql_says(told):
    keys = [key for key, _ in MAIN]
    assert set(keys) == set(ROWS)
    places = list(told.scope.communities.values())
    rows = [[place.name, *(row(key, told.scope, place) for key in keys)] for place in places]
    rows.append(["街道本级", *(row(key, told.scope, None) for key in keys)])
    rows.append(["全街道", *(told.right[key] for key in keys)])
    assert printed.table_in_word(told.clean)[1:] == rows
    page = told.get("preview", kind="annexes")
    assert printed.table_on_page(page) == [["社区", *(head for _, head in MAIN)], *rows]
