"""The report as values: what stands, what drops, what closes up, and what no year may leave behind."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from documents.numerals import numeral
from indicators.catalogue import CATALOGUE, NUMBERED
from indicators.compute import compute
from indicators.kinds import Value
from reports.context import scope_of
from reports.draft import Draft
from reports.outline import tokens
from reports.outline.clauses import sentences
from reports.outline.highlights import HIGHLIGHTS
from reports.outline.measures import MEASURES
from reports.text.passages import default
from tests import factories as F
from tests.factories import YEAR

pytestmark = pytest.mark.django_db

HIGHLIGHTED = [(section, point) for section in HIGHLIGHTS for point in section.points]
POINTS = HIGHLIGHTED + [(section, point) for section in MEASURES for point in section.points]
# Of the 69 these stand beside others in some wordings, only to give them their meaning.
SIDE = {"communities.total", "meetings.low_decision_communities", "services.volunteer_categories"}
HEADINGS = {
    "four": [
        "一、履职工作的特色和亮点",
        "二、存在的主要问题",
        "三、产生问题的原因",
        "四、下步工作思路和主要措施",
    ],
    "three": ["一、履职工作的特色和亮点", "二、存在的主要问题及原因", "三、下步工作思路和主要措施"],
}


def build(scope, values):
    """The report in the first wording of every passage."""
    return Draft(scope, values, default(scope.report)).document


def figures_of(point) -> list[str]:
    """Those that it prints whatever is on record; what is told only where it is known stands beside them."""
    return list(dict.fromkeys(key for key in tokens.keys(point.wordings[0]) if key in CATALOGUE))


def items_of(point) -> list[str]:
    found = [clause for sentence in sentences(point.wordings[0]) for clause in sentence.clauses]
    return [item for clause in found for wording in clause.wordings for item in wording.items]


def leaning_on(point, key) -> set[str]:
    """The figures of a 其中 behind the clause of this one."""
    found = [clause for sentence in sentences(point.wordings[0]) for clause in sentence.clauses]
    behind = [after for before, after in pairwise(found) if after.leans and key in counted_in(before)]
    return {key for clause in behind for key in counted_in(clause)}


def counted_in(clause) -> set[str]:
    return {key for wording in clause.wordings for item in wording.items for key in tokens.figures(item)}


def with_figures(points):
    told = [
        (section, point)
        for section, point in points
        if figures_of(point) and section.key != "measures.answers"
    ]
    return [pytest.param(section, point, id=point.key) for section, point in told]


@pytest.mark.parametrize(("section", "point"), [pytest.param(*each, id=each[1].key) for each in POINTS])
def test_every_wording_prints_the_same_figures_of_the_report(section, point):
    printed_by = [set(tokens.figures(text)) & set(NUMBERED) - SIDE for text in point.wordings]
    assert all(figures == printed_by[0] for figures in printed_by), point.key
    assert len(point.wordings) >= 3


def is_optional(point) -> bool:
    """Whether it drops where nobody recorded anything of the kind."""
    return all(CATALOGUE[key].optional for key in figures_of(point))


def zero(value: Value) -> Value:
    return replace(value, value=0, text="0%" if value.text.endswith("%") else "0")


def missing(value: Value) -> Value:
    return Value(value.indicator)


def text_of(document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs())


def printed(document) -> list[str]:
    return [run.key for run in document.runs() if run.key]


def points_in(document, section, role=None) -> list[str]:
    """The ordinals 一是, 二是 of a section, found by its place in the outline; none where a point stands alone."""
    part = document.parts[0 if section in HIGHLIGHTS else -1]
    return re.findall(
        "[。：]([一二三四五六七八九])是",
        next(p for p in part.paragraphs if p.pieces[0].key == section.key).text,
    )


@pytest.mark.parametrize("layout", HEADINGS)
def test_headings_are_numbered(year, values, layout, monkeypatch):
    monkeypatch.setattr(year.report, "layout", layout)
    document = build(year, values)
    assert [part.paragraphs[0].text for part in document.parts] == HEADINGS[layout]
    assert all(len(part.paragraphs) > 1 and part.paragraphs[1].text for part in document.parts)


def test_layouts_print_the_same(year, values, monkeypatch):
    bodies = []
    for layout in HEADINGS:
        monkeypatch.setattr(year.report, "layout", layout)
        bodies.append([p.text for p in build(year, values).paragraphs() if p.role == "body"])
    assert bodies[0] == bodies[1]


def test_all_69_figures_of_a_full_year_are_printed(year, values):
    assert [key for key in NUMBERED if values[key].missing or values[key].zero] == []
    document = build(year, values)
    assert set(NUMBERED) - set(printed(document)) == set()
    assert document.gaps == ()
    assert "X" not in text_of(document)


@pytest.mark.parametrize(("section", "point"), with_figures(POINTS))
def test_point_of_true_zeros_drops_and_the_numbering_closes_up(year, values, section, point):
    before = points_in(build(year, values), section)
    document = build(year, {**values, **{key: zero(values[key]) for key in figures_of(point)}})
    if not before:  # the only point of its section
        assert section.key not in document.pieces()
        return
    after = points_in(document, section)
    left = len(before) - 1
    assert after == ([numeral(n) for n in range(1, left + 1)] if left > 1 else [])
    if "{count}" in section.leads[0]:
        lead = next(p.pieces[0].text for p in document.parts[0].paragraphs if p.pieces[0].key == section.key)
        said = re.search("([一两三四五六七八九])[方支项件]", lead)[1]
        assert said == ("两" if left == 2 else numeral(left))


@pytest.mark.parametrize(("section", "point"), with_figures(HIGHLIGHTED))
def test_single_zero_drops_its_clause_alone(year, values, section, point):
    for key in figures_of(point):
        changed = {**values, key: zero(values[key])}
        document = build(year, changed)
        in_part = {run.key for p in document.parts[0].paragraphs for run in p.runs if run.key}
        assert key not in in_part
        beside = {
            k for item in items_of(point) if key in tokens.figures(item) for k in tokens.figures(item)
        } | leaning_on(point, key)
        assert set(figures_of(point)) - beside <= in_part


@pytest.mark.parametrize(
    ("section", "point"), [p for p in with_figures(POINTS) if not is_optional(p.values[1])]
)
def test_missing_never_removes_anything(year, values, section, point):
    keys = figures_of(point)
    document = build(year, {**values, **{key: missing(values[key]) for key in keys}})
    full = build(year, values)
    assert points_in(document, section) == points_in(full, section)
    before, now = (
        {run.key for run in told.pieces()[point.key].runs} & set(keys) for told in (full, document)
    )
    assert before == now == set(keys)
    assert set(keys) <= set(document.gaps)
    assert all(run.missing and run.text == "X" for run in document.runs() if run.key in keys)


def test_an_office_without_records_has_every_part_and_point(db):
    scope = scope_of(F.SubDistrictFactory(), YEAR, date(YEAR + 1, 3, 1))
    document = build(scope, compute(CATALOGUE.values(), scope))
    assert [part.paragraphs[0].text for part in document.parts] == HEADINGS["four"]
    assert len(document.parts[1].paragraphs) == 5  # the four problems that are printed with an X
    optional = {key for key, figure in CATALOGUE.items() if figure.optional}
    known = {"communities.low_satisfaction_threshold"}
    assert set(document.gaps) >= set(NUMBERED) - optional - known
    assert not re.search("None|[{}]", text_of(document))


def test_no_election_this_year_drops_its_point(year, values):
    before = points_in(build(year, values), HIGHLIGHTS[1])
    document = build(
        year,
        {**values, "communities.elections_completed": missing(values["communities.elections_completed"])},
    )
    assert len(points_in(document, HIGHLIGHTS[1])) == len(before) - 1
    assert "换届" not in text_of(document).split("队伍")[1].split("（三）")[0]
    assert document.gaps == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("50", "80", True),
        ("80", "80", False),
        ("80", "70.5", False),
        ("50", None, False),
        (None, "80", False),
        (None, None, False),
    ],
)
def test_it_rose_only_if_it_rose(year, values, before, after, said):
    changed = dict(values)
    for phase, number in (("before", before), ("after", after)):
        key = f"communities.satisfaction_{phase}"
        value = (
            Value(CATALOGUE[key])
            if number is None
            else replace(values[key], value=Decimal(number), text=f"{number}%")
        )
        changed[key] = value
    text = text_of(build(year, changed))
    assert ("提升至" in text) == said
    assert f"{before or 'X'}" in text


@pytest.mark.parametrize("found", [0, 1, 3, 4])
def test_problems_and_causes_are_those_found(year, values, found, monkeypatch):
    monkeypatch.setattr(year.report, "most_idle_months", 12)
    monkeypatch.setattr(year.report, "most_open_difficulties", 9999)
    monkeypatch.setattr(year.report, "most_idle_orgs", 9999)
    monkeypatch.setattr(year.report, "low_attendance", 0)
    monkeypatch.setattr(year.report, "most_missed_promises", 99)
    monkeypatch.setattr(year.report, "least_duties_done", 0)
    drivers = [
        "communities.low_satisfaction",
        "meetings.low_decision_communities",
        "meetings.low_study_branches",
        "members.waiting_applicants",
    ]
    none = [*drivers[found:], "members.vacant_orgs"]
    document = build(year, {**values, **{key: zero(values[key]) for key in none}})
    problems, causes = document.parts[1].paragraphs[1:], document.parts[2].paragraphs[1:]
    told = [p for p in problems if p.pieces[0].key not in ("", "problems.lead")]
    assert len(told) == found
    assert [p.text[:3] for p in told] == [f"（{numeral(n)}）" for n in range(1, found + 1)]
    assert len(causes) == 1
    numbered = re.findall("([一二三四五六七八九])是", causes[0].text)
    assert numbered == ([numeral(n) for n in range(1, found + 1)] if found > 1 else [])
    assert all(p.text for p in (*problems, *causes))


def test_a_community_under_the_limit_without_any_use_is_told_so(year, values):
    text = text_of(
        build(year, {**values, "meetings.low_decision_uses": zero(values["meetings.low_decision_uses"])})
    )
    assert "，一次也没有用。" in text


@pytest.mark.parametrize("emptied", [(), ("X",)])
def test_punctuation_is_full_width_and_paired(year, values, emptied):
    changed = {key: missing(value) for key, value in values.items()} if emptied else values
    text = text_of(build(year, changed))
    assert (
        re.findall(r"""["'{}]|[\u4e00-\u9fff”》）%][,.;:?!()]|''|``|，，|。。|，。|、。|：。""", text) == []
    )
    for opening, closing in ("“”", "《》", "（）"):
        assert text.count(opening) == text.count(closing)


@pytest.mark.parametrize("of", [YEAR - 1, YEAR])
def test_no_other_year_is_typed_into_the_wording(year, of):
    scope = scope_of(year.subdistrict, of, date(YEAR + 1, 3, 1))
    document = build(scope, compute(CATALOGUE.values(), scope))
    text = "\n".join([text_of(document), document.title, document.byline, document.dated, document.signed_on])
    brand = {scope.own.brand.since.year} if scope.own.brand else set()
    assert {int(number) for number in re.findall(r"(?<!\d)((?:19|20)\d\d)年", text)} <= {of, of + 1} | brand
    assert f"{of}年" in text
    assert f"{of + 1}年" in text
