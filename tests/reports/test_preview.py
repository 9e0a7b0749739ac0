"""The preview and the Word file print the same text, figure by figure."""

import io
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import docx
import pytest
from django.urls import reverse

from reports.draft import build
from tests import factories as F
from tests.factories import YEAR

pytestmark = pytest.mark.django_db


class Sheet(HTMLParser):
    """The paragraphs of the report in the page, and what the figure links say."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.paragraphs, self.figures, self.figure = False, [], [], False

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.inside = self.inside or tag == "article"
        if self.inside and tag in ("p", "h2"):
            self.paragraphs.append("")
        self.figure = self.inside and tag == "a" and "fig" in (found.get("class") or "")
        if self.figure:
            self.figures.append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "article"
        self.figure = self.figure and tag != "a"

    def handle_data(self, text):
        if self.inside and self.paragraphs:
            self.paragraphs[-1] += text
            if self.figure:
                self.figures[-1] += text


@pytest.fixture
def client(as_user, year):
    def signed_in(**given):
        return as_user(F.UserFactory(subdistrict=year.subdistrict, role="secretary", **given))

    return signed_in


def squeezed(texts):
    return [text for text in (re.sub(r"\s", "", text) for text in texts) if text]


@pytest.mark.parametrize("layout", ["four", "three"])
def test_preview_says_what_the_word_file_says(client, year, layout):
    F.AnnualReportFactory(
        subdistrict=year.subdistrict,
        layout=layout,
        reporter="王𬀩&<喆>",
        signature="中共锦河街道工作委员会",
        salutation="各位领导：",
    )
    secretary = client()
    page = Sheet()
    page.feed(secretary.get(reverse("reports:preview"), {"year": YEAR}).content.decode())
    response = secretary.get(reverse("reports:word"), {"year": YEAR})
    file = docx.Document(io.BytesIO(response.content))
    said, written = squeezed(page.paragraphs), squeezed(p.text for p in file.paragraphs)
    assert said == written[: len(said)]
    assert written[len(said)] == "附件1"
    assert len(said) > 15


def test_figures_of_the_preview_are_the_computed_ones(client, year, values):
    page = Sheet()
    page.feed(client().get(reverse("reports:preview"), {"year": YEAR}).content.decode())
    printed = [run.text for p in build(year, values).paragraphs() for run in p.runs if run.key]
    assert page.figures == printed


def test_gaps_are_marked_and_listed(client, year):
    empty = client().get(reverse("reports:preview"), {"year": YEAR - 3}).content.decode()
    assert empty.count("fig--missing") > 40
    assert "以 X 标出" in empty


def test_file_is_named_after_the_year_and_the_office(client, year):
    response = client().get(reverse("reports:word"), {"year": YEAR})
    assert f"{YEAR}年度抓基层党建工作述职报告（{year.subdistrict.name}）（草稿）.docx" in unquote(
        response["Content-Disposition"]
    )


def test_download_is_for_the_secretary(as_user, year):
    clerk = F.UserFactory(subdistrict=year.subdistrict, role="clerk")
    assert as_user(clerk).get(reverse("reports:word"), {"year": YEAR}).status_code in (403, 404)
