"""Every column of every page has a kind that answers for it, and nobody else asks what a model field is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from communities.models import Survey
from dangjian.records.columns.base import RIGHT, Column
from dangjian.records.columns.registry import column_of, columns_of
from tests.records.support import ALL_PAGES, each

ROOT = Path(__file__).resolve().parents[2]


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


def switches(folder: Path) -> list[str]:
    """The places that the measuring script names in a folder, asked in a process of its own: it takes no test settings."""
    command = [sys.executable, "-W", "ignore", str(ROOT / "scripts/measures"), "--places"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True).stdout
    _, _, places = said.partition("type switches: ")
    return [line.strip() for line in places.splitlines()[1:] if line.startswith("  ")]


def test_nothing_else_asks_what_a_column_is():
    assert [place for place in switches(ROOT) if not place.startswith(("reports/", "templates/reports/"))] == []


def test_whoever_asks_is_seen(tmp_path):
    """The control: a module that asks in every way that is counted, and in two that are not."""
    asking = """
from django import forms
from django.db import models
NUMBERS = (models.IntegerField, models.DecimalField)
def ask(field, value, record):
    isinstance(field, NUMBERS)
    isinstance(field, forms.DateField | forms.CharField)
    type(field) is models.TextField
    issubclass(type(field), models.DateField)
    field.many_to_many
    field.is_relation
    field.get_internal_type()
    value.figure.kind in "FSR"
    isinstance(value, str)
    record._meta.many_to_many
"""
    (tmp_path / "asking.py").write_text(asking)
    assert [place.partition(" ")[0] for place in switches(tmp_path)] == [f"asking.py:{line}" for line in range(6, 14)]
