"""A year is written 2025 wherever it can be read, never 2,025; read off the pages themselves, not by `present`."""

import re

import pytest
from openpyxl import load_workbook

from duties.models import Duty, Pledge, Review
from imports.kinds import KINDS
from imports.preview import preview
from imports.workbooks.template import template
from records.columns.number import YearField
from records.columns.values import format_value
from tests.factories import YEAR, UserFactory
from tests.imports.support import planned
from tests.records.browser import as_shown, readable, rows, text
from tests.records.support import ALL_PAGES, each, enter, fresh, make

pytestmark = pytest.mark.django_db

SEPARATED = re.compile(r"\d,\d{3}")


def years(pages):
    columns = [pages.model._meta.get_field(name) for name in pages.fields()]
    return [column for column in columns if isinstance(column, YearField)]


OF_YEARS = [pages for pages in ALL_PAGES if years(pages)]


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def colleague(as_user, clerk):
    return as_user(UserFactory(subdistrict=clerk.subdistrict, display_name="王小红"))


def test_every_year_is_of_the_kind():
    """A new column of this name that is a plain number would be written 2,025."""
    numbers = [
        field for pages in ALL_PAGES for field in pages.model._meta.fields if field.name.endswith("year")
    ]
    assert {field.name for field in numbers} == {"year", "first_year", "last_year", "round_year"}
    assert all(isinstance(field, YearField) for field in numbers)


# days that are held to the year
IN_THE_YEAR = {Duty: ["due"], Pledge: ["signed_on"], Review: ["held_on"]}


@each(OF_YEARS)
def test_year_stands_without_separators_in_list_detail_and_export(pages, client, qingquan):
    record = make(pages.model, qingquan)
    listed = client.get(pages.url("list"))
    assert str(YEAR) in rows(listed)[0]
    wanted = [name.attname for name in years(pages) if name.attname in pages.filters]
    addresses = [
        pages.url("detail", record.pk),
        pages.url("export"),
        *(f"{pages.url('list')}?{name}={YEAR}" for name in wanted),
    ]
    for page in map(readable, (listed, *map(client.get, addresses))):
        assert str(YEAR) in page
        assert not SEPARATED.search(page)


@each(OF_YEARS)
def test_year_stands_without_separators_in_history_and_conflict(pages, client, colleague, clerk, qingquan):
    record = enter(client, pages, fresh(pages, qingquan, clerk))
    address = pages.url("edit", record.pk)
    mine, theirs = as_shown(client.get(address)), as_shown(colleague.get(address))
    for data, year in ((theirs, YEAR - 1), (mine, YEAR - 2)):
        data.update({column.name: str(year) for column in years(pages)})
        data.update(dict.fromkeys(IN_THE_YEAR.get(pages.model, ()), f"{year}-06-30"))
    assert colleague.post(address, theirs).status_code == 302
    conflict = client.post(address, mine)
    assert conflict.status_code == 409
    for page in (text(conflict), text(client.get(pages.url("detail", record.pk)))):
        assert str(YEAR - 1) in page
        assert not SEPARATED.search(page)
    assert str(YEAR - 2) in text(conflict)


@each([pages for pages in OF_YEARS if pages.label() in KINDS])
def test_year_stands_without_separators_in_an_import(pages, clerk, qingquan):
    headings = [str(column.verbose_name) for column in years(pages)]
    seen = preview(planned(pages, clerk, dict.fromkeys(headings, "２０２５年")))
    assert [(echo["column"], echo["understood"]) for echo in seen["echoes"]][: len(headings)] == [
        (name, "2025") for name in headings
    ]
    assert not SEPARATED.search(str(seen))


@each([pages for pages in OF_YEARS if pages.label() in KINDS])
def test_note_of_a_template_shows_a_year(pages, clerk, qingquan):
    with template(pages, clerk) as file:
        page = load_workbook(file)[pages.name()]
    notes = {str(cell.value).removesuffix("*"): str(cell.comment and cell.comment.text) for cell in page[1]}
    for column in years(pages):
        assert re.search(r"例：20\d\d", notes[str(column.verbose_name)])


@pytest.mark.parametrize("typed", ["2025", "2025年", "２０２５年度", "2,025"])
def test_year_is_understood(typed):
    column = OF_YEARS[0].form_class().base_fields[years(OF_YEARS[0])[0].name]
    assert column.clean(typed) == 2025


def test_count_keeps_its_separators():
    """The control: as an amount the same number has one, so the search above would see it."""
    assert SEPARATED.search(format_value(YEAR))
