"""The writer over whatever people type: it never fails, and plain words stay."""

from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reports.document import Document
from reports.draft import Draft
from reports.facts import Facts
from reports.models import Passage
from reports.outline import rounding, tokens
from reports.text.passages import default
from reports.text.writer import Writer
from tests.indicators.generated import Generated
from tests.reports.support import draft_of

pytestmark = pytest.mark.django_db

SOME = [
    "meetings.special",
    "visits.frontline",
    "funding.work",
    "members.own",
    "mediation.success_rate",
    "targets.party_funding",
]
TOKENS = st.sampled_from(
    [f"{{{key}{way}}}" for key in SOME for way in ("", ":余十", ":近百")] + ["{year}", "{office}"]
)
LETTERS = "党建甲乙社区次个０9１%余近仅 X{}【】“”《》（）·;,.'\"\\<>&\t🀄𬀩\u0301"
WORDS = st.text(st.sampled_from(LETTERS), max_size=12)
MARKS = st.sampled_from("，；。！？、／｜：")
ANY_TEXT = st.lists(st.one_of(WORDS, TOKENS, MARKS, st.text(max_size=8)), max_size=14).map("".join)
PLAIN = st.lists(st.one_of(WORDS, TOKENS, st.sampled_from("，；。！？、：")), max_size=14).map("".join)
QUICK = settings(
    max_examples=80,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # the fixtures are large: to shrink would take minutes
    print_blob=True,
)


@pytest.fixture
def zeros(year, values):
    """The year's facts with every number truly zero."""
    none = {
        key: replace(v, value=0, text="0") if v.indicator.kind in "FSRT" else v for key, v in values.items()
    }
    return Facts(year, none)


@pytest.fixture
def blanks(year, values):
    """The year's facts with every figure missing."""
    return Facts(year, {key: replace(v, value=None, text="X") for key, v in values.items()})


def said(facts, text):
    return "".join(run.text for run in Writer(facts, []).text(text))


def letters(text):
    """Without the punctuation that closes up where something is left out."""
    return "".join(c for c in text if c not in "，；。！？、：\n")


def filled(values, year, text):
    """What it should say, by replacing each token alone."""
    names = {"year": str(year.year), "office": year.subdistrict.name}
    return tokens.TOKEN.sub(
        lambda m: rounding.format_rounded(values[m[1]], m[2]) if m[1] in values else names.get(m[1], m[0]),
        text,
    )


def does_not_fail(facts, passages):
    writer = Writer(facts, passages)
    paragraphs = [writer.opening(), *(found for part in writer.parts() for found in part.paragraphs)]
    runs = [run for found in paragraphs for piece in found.pieces for run in piece.runs]
    assert not any(run.text == "" for run in runs)
    assert {run.text for run in runs if run.missing} <= {"X"}


def reworded(year, text, lead, problem, cause):
    passages = default(year.report)
    new = {
        "opening": text,
        "highlights.teams": lead,
        "highlights.teams.cadres": text,
        "problems.uneven": problem,
        "causes.uneven": cause,
    }
    for passage in passages:
        passage.text = new.get(passage.key, passage.text)
    return passages


FOUR = dict.fromkeys(("text", "lead", "problem", "cause"), ANY_TEXT)


@settings(QUICK, max_examples=20)
@given(**FOUR)
def test_no_text_makes_the_writer_fail(year, values, text, lead, problem, cause):
    does_not_fail(Facts(year, values), reworded(year, text, lead, problem, cause))


@pytest.mark.soak
@settings(QUICK, max_examples=200)
@given(**FOUR)
def test_no_text_makes_the_writer_fail_whatever_is_known(
    year, values, zeros, blanks, text, lead, problem, cause
):
    for facts in (Facts(year, values), zeros, blanks):
        does_not_fail(facts, reworded(year, text, lead, problem, cause))


@QUICK
@given(text=PLAIN)
def test_no_word_is_lost_while_no_figure_is_zero(year, values, text):
    assert letters(said(Facts(year, values), text)) == letters(filled(values, year, text))


@QUICK
@given(text=st.lists(st.one_of(WORDS, MARKS), max_size=14).map("".join))
def test_text_without_figures_is_written_as_typed(year, zeros, text):
    assert letters(said(zeros, text)) == letters(text)


@QUICK
@given(text=ANY_TEXT)
def test_editing_names_and_storing_keys_come_back_to_the_same(text):
    once = tokens.with_keys(text)
    assert tokens.with_keys(tokens.with_labels(once)) == once


def test_a_zero_takes_its_clause_along(year, zeros):
    """The control: with a true zero words do go."""
    assert said(zeros, "开会{meetings.special}次，其他照旧。") == "其他照旧。"


def test_a_passage_of_a_foreign_part_is_nowhere(year, values):
    """Nothing but the known parts is printed."""
    stray = Passage(report=year.report, key="stray", part="highlights", section="no.such", text="走失的。")
    assert "走失的。" not in "".join(
        p.text for p in Draft(year, values, [*default(year.report), stray]).document.paragraphs()
    )


def bare(document: Document) -> set[str]:
    return set("{}【】") & set("".join(p.text for p in document.paragraphs()))


def test_no_bare_token_is_ever_printed(year, values):
    assert bare(Draft(year, values).document) == set()


def test_none_is_printed_of_a_year_with_gaps_either(db):
    assert bare(draft_of(Generated(seed=31, gaps=True).office).document) == set()
