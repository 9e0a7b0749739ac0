"""现场版 and 现场稿: what is said of the text, in which shares, and the page it is read from."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from documents.blocks import Run, paragraph
from reports.context import scope_of
from reports.document import Document, Part
from reports.draft import Draft
from reports.outputs import reading
from reports.text import spoken
from tests.factories import YEAR, UserFactory

pytestmark = pytest.mark.django_db
READ = f"{reverse('reports:read')}?year={YEAR}&draft=1"


@pytest.fixture
def draft(year):
    return Draft(scope_of(year.subdistrict, YEAR, date(YEAR + 1, 3, 1)))


def keys(document):
    return list(document.pieces())


def test_it_is_as_long_as_the_settings_say_at_most(draft):
    for limit in (900, 1500, 2400):
        draft = Draft(draft.scope)
        draft.scope.report.spoken_characters = limit
        assert draft.speech.length <= limit


def test_every_problem_said_keeps_cause_and_measure_and_no_measure_answers_another(draft):
    for limit in (900, 1500, 2400):
        draft = Draft(draft.scope)
        draft.scope.report.spoken_characters = limit
        said = keys(draft.speech)
        whole = draft.document.pieces()
        problems = [
            key.partition(".")[2] for key in said if key.startswith("problems.") and key != "problems.lead"
        ]
        for problem in problems:
            for key in (f"causes.{problem}", f"measures.answers.{problem}"):
                assert (key in said) == (key in whole)
        answered = {key.rpartition(".")[2] for key in said if key.startswith("measures.answers.")}
        assert answered <= set(problems)


def test_of_a_point_its_opener_and_one_sentence_are_said(draft):
    told = draft.speech.pieces()
    long = [
        key
        for key, piece in told.items()
        if key.startswith("highlights.") and key.count(".") > 1 and piece.text.count("。") > 2
    ]
    assert long == []


def test_no_number_is_said_with_two_decimals(draft):
    assert not [run.text for run in draft.speech.runs() if run.key and spoken_fine(run.text)]


def spoken_fine(text: str) -> bool:
    return "." in text and len(text.partition(".")[2].strip("%")) > 1


def test_the_secretarys_order_goes_first(draft):
    points = [passage for passage in draft.passages if passage.part == "highlights" and not passage.is_lead]
    last = points[-1]
    last.spoken_order = 0
    assert spoken.order(draft.passages)[0] is last


# ── The page ────────────────────────────────────────────────────────────────
def piece(*runs: Run) -> Document:
    body = (paragraph(Run("部分"), role="heading"), paragraph(*runs))
    return Document("", "", "", "", paragraph(Run("开头" * 100)), (Part("highlights", body),), "", "", "")


def test_a_number_stays_with_its_unit_and_breath_is_taken_after_a_dozen_characters():
    runs = (Run("全年我到社区走访，专题研究党建"), Run("12", "meetings.special"), Run("次，访户多。"))
    line = list(reading.lines(piece(*runs)))[-1]
    assert [(s.text, s.number, s.breath) for s in line.stretches] == [
        ("全年我到社区走访，", False, True),
        ("专题研究党建", False, False),
        ("12次", True, False),
        ("，", False, False),
        ("访户多。", False, False),
    ]


def test_each_paragraph_says_when_it_begins():
    *_, last = reading.lines(piece(Run("一句。")))
    assert last.at == reading.clock(200 + len("部分")) == "1:00"


def test_the_page_has_the_words_of_the_spoken_version_and_its_shares(client, year):
    client.force_login(secretary_of(year))
    page = html.fromstring(client.get(READ).content.decode())
    said = "".join(page.xpath("//main//p/text() | //main//p/b/text() | //main//h2/text()")).replace("\n", "")
    document = Draft(scope_of(year.subdistrict, YEAR, date(YEAR + 1, 3, 1))).speech
    assert all(told.text in said for told in document.pieces().values())
    shares = [item.text_content() for item in page.xpath("//ol[@class='read-share']/li")]
    assert [share.split()[0] for share in shares] == ["成绩", "问题和原因", "打算"]


def secretary_of(year):
    return UserFactory(subdistrict=year.subdistrict, role="secretary")


def test_a_clerk_does_not_read_it(as_user, clerk, office):
    assert as_user(clerk).get(READ).status_code in (302, 403)
