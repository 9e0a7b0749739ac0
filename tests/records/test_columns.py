"""Every column of every page has a kind that answers for it."""

import pytest

from communities.models import Survey
from records.columns.base import RIGHT, Column
from records.columns.registry import column_of, columns_of
from tests.records.support import ALL_PAGES, each


@each(ALL_PAGES)
def test_every_column_that_is_filled_in_has_a_kind(pages):
    columns = columns_of(pages.model, pages.fields())
    assert [column for column in columns if type(column) is Column] == []


@each([pages for pages in ALL_PAGES if pages.filters])
def test_every_filter_is_made_by_its_column(pages):
    filters = [column.filter() for column in columns_of(pages.model, pages.filters)]
    assert [made.field_name for made in filters] == pages.filters


@each(ALL_PAGES)
def test_numbers_stand_to_the_right(pages):
    """Those of methods too, such as the 满意率 of a survey."""
    columns = columns_of(pages.model, pages.columns)
    assert [column.name for column in columns if (column.style == RIGHT) != column.numeric] == []


def test_a_method_may_be_a_number():
    assert column_of(Survey, "rate").style == RIGHT


def test_a_column_without_a_kind_has_no_filter():
    page = ALL_PAGES[0]
    with pytest.raises(NotImplementedError):
        Column(page.model, "date", column_of(page.model, "date").field).filter()
