"""What we use of libraries beside their public interfaces: each still is what our code takes it for.

A library that changes one of these fails here, by name, before a page does. The upper bounds are in `pyproject.toml`.
"""

import inspect
import io
import re
import tomllib
from pathlib import Path

import docx
import pytest
from django import forms
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from docx.oxml.ns import qn
from openpyxl import Workbook as OpenpyxlBook
from openpyxl.chart import BarChart
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from records.models import HISTORY
from visits.models import Visit

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


class TestXlsxWriter:
    """`spreadsheets/writing.py` writes rows as XML into a worksheet that is kept in constant memory."""

    def test_a_worksheet_class_of_ours_writes_into_its_own_file(self):
        class Page(Worksheet):
            def fill(self) -> None:
                self._check_dimensions(0, 0)
                self.fh.write('<row r="1"><c r="A1" t="inlineStr"><is><t>我们的</t></is></c></row>')

        stream = io.BytesIO()
        with Workbook(stream, {"constant_memory": True}) as book:
            book.add_worksheet("表", worksheet_class=Page).fill()
        from openpyxl import load_workbook

        assert load_workbook(stream)["表"]["A1"].value == "我们的"

    def test_a_format_knows_its_number_in_the_styles(self):
        with Workbook(io.BytesIO(), {"constant_memory": True}) as book:
            numbers = [book.add_format({"bold": True})._get_xf_index() for _ in range(2)]
        assert numbers == [1, 1]


class TestOpenpyxl:
    def test_the_cells_of_a_sheet_are_those_in_the_file(self):
        """`imports/workbooks/marks.py`: `iter_rows` would make all of a used range."""
        page = OpenpyxlBook().active
        page["A1"], page["XFD1048576"] = 1, 2
        assert [cell.coordinate for cell in page._cells.values()] == ["A1", "XFD1048576"]

    def test_a_chart_writes_its_xml(self):
        """`documents/docx/charts.py` puts it into a Word file."""
        assert BarChart()._write().tag.endswith("chartSpace")


class TestPythonDocx:
    """`documents/docx/` writes elements itself, into the package that python-docx opens and saves."""

    def test_elements_are_reached(self):
        word = docx.Document()
        section = word.sections[0]
        assert section._sectPr.tag == qn("w:sectPr")
        assert section.footer.paragraphs[0]._p.tag == qn("w:p")
        assert word.comments._comments_elm.tag == qn("w:comments")
        assert word.element.body.tag == qn("w:body")


class TestDjango:
    def test_a_form_keeps_its_faults_where_drafts_empty_them(self):
        """`records/drafts.py` shows a form half typed without faults."""

        class Form(forms.Form):
            name = forms.CharField()

        form = Form({})
        assert form.errors
        form._errors = forms.utils.ErrorDict()
        assert not form.errors

    def test_hooks_that_we_extend_are_asked(self):
        """`records/forms.py` and `records/children.py`."""
        assert "_update_errors(" in inspect.getsource(forms.ModelForm._post_clean)
        assert "_get_validation_exclusions(" in inspect.getsource(forms.ModelForm._post_clean)
        assert "_construct_form(" in inspect.getsource(forms.BaseFormSet.forms.func)

    @pytest.mark.django_db
    def test_the_models_of_a_migrated_database_are_told(self):
        """`operations/schema.py`."""
        state = MigrationExecutor(connection)._create_project_state(with_applied_migrations=True)
        assert hasattr(state.apps, "get_models")


class TestSimpleHistory:
    """`records/store/` gives versions their author, moment and reason, and copies links in bulk."""

    def test_versions_take_what_a_record_says(self):
        source = inspect.getsource(type(HISTORY))
        for name in ("_history_user", "_history_date", "_change_reason", "skip_history_when_saving"):
            assert name in source + inspect.getsource(inspect.getmodule(type(HISTORY))), name

    def test_links_of_versions_have_models_by_field(self):
        assert Visit._meta.get_field("leaders") in HISTORY.m2m_models
        assert Visit.history.model.instance_type is Visit


def test_each_of_these_libraries_has_an_upper_bound():
    """A release that may break them is not taken by itself."""
    dependencies = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    bounded = {re.split(r"[<>=]", line)[0] for line in dependencies if "<" in line}
    assert {
        "django",
        "xlsxwriter",
        "openpyxl",
        "python-docx",
        "django-simple-history",
        "django-tasks",
    } <= bounded
