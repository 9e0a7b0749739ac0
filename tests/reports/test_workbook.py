"""数据附件: equal to the computed figures, honest about what is missing, and silent about private persons."""

import json
from datetime import date

import pytest
from openpyxl import load_workbook

from indicators.catalogue import CATALOGUE, NUMBERED
from indicators.kinds import CountIndicator, RatioIndicator
from records.personal import EncryptedField
from records.presentation import column, label
from reports.context import scope_of
from reports.facts import Facts
from reports.outputs import workbook
from reports.outputs.counted import counts, public
from reports.pages import PAGES_OF
from spreadsheets.writing import Sheet
from tests import factories as F
from tests.factories import YEAR
from tests.indicators.generated import Generated

pytestmark = pytest.mark.django_db
ABSENT = {None, "", "None", "nan", "NaN"}


@pytest.fixture(scope="module")
def facts(year, values):
    return Facts(year, values)


@pytest.fixture(scope="module")
def written(facts, django_db_blocker):
    """The sheets of that year's workbook."""
    with django_db_blocker.unblock():
        return opened(facts)


def with_gaps() -> Facts:
    """A year in which some communities have hardly any records, and whole kinds are left out."""
    return Facts(scope_of(Generated(seed=2, gaps=True).office, YEAR, date(YEAR + 1, 3, 1)))


def opened(facts) -> dict[str, list[tuple]]:
    """Every sheet's rows, headings first."""
    with workbook.render(facts) as file:
        return {
            page.title: list(page.iter_rows(values_only=True)) for page in load_workbook(file, read_only=True)
        }


def by_key(sheet: Sheet) -> dict[str, dict]:
    return {row["代码"]: row for row in (dict(zip(sheet.head, row, strict=True)) for row in sheet.rows)}


def test_figure_sheets_go_through_json_and_are_written_alike(facts, written):
    sheets = workbook.figures(facts)
    assert [Sheet(*each) for each in json.loads(json.dumps(sheets))] == sheets
    for sheet in sheets:
        assert written[sheet.title] == [tuple(sheet.head), *map(tuple, sheet.rows)]


def test_every_figure_stands_once_as_computed(facts):
    sheet = workbook.figures(facts)[0]
    rows = by_key(sheet)
    assert len(sheet.rows) == len(rows) == len(CATALOGUE)
    assert list(rows)[:60] == list(dict.fromkeys(NUMBERED))[:60]
    wrong = {key: row["数值"] for key, row in rows.items() if str(row["数值"]) != facts.values[key].text}
    assert wrong == {}
    assert (rows["services.brands"]["序号"], rows["visits.frontline"]["序号"]) == ("31、67", 2)
    rates = {
        key: value
        for key, value in facts.values.items()
        if isinstance(value.indicator, RatioIndicator) and not value.missing
    }
    assert len(rates) > 5
    assert all(
        (rows[key]["分子"], rows[key]["分母"]) == (value.numerator, value.denominator)
        for key, value in rates.items()
    )
    assert {rows[key]["分子"] for key in set(rows) - set(rates)} <= {"—", "X"}


def test_communities_add_up_to_the_whole(facts):
    head, rows = workbook.figures(facts)[1][1:]
    places = slice(3, len(head) - 2)
    for row in rows:
        assert sum(cell for cell in row[places] if cell != "—") == pytest.approx(row[-2] + row[-1]), row[1]
    assert {row[1] for row in rows} == {
        key for key, figure in CATALOGUE.items() if isinstance(figure, CountIndicator)
    }


@pytest.mark.parametrize("empty", [True, False])
def test_what_is_missing_is_x_and_nothing_is_blank(other_office, empty):
    facts = Facts(scope_of(other_office, YEAR, date(YEAR + 1, 3, 1))) if empty else with_gaps()
    numbers, communities = workbook.figures(facts)
    missing = {key for key, value in facts.values.items() if value.is_gap}
    excused = {key: value.excuse for key, value in facts.values.items() if value.excuse}
    assert missing
    for key, row in by_key(numbers).items():
        assert ({row["数值"], row["记录数"]} == {"X"}) == (key in missing), key
        assert key not in missing or {row["分子"], row["分母"]} <= {"X", "—"}
        assert key not in missing or row["说明"] == "缺数"
        assert key not in excused or (row["数值"], row["说明"]) == ("—", f"{excused[key]}，不写")
    for key, row in by_key(communities).items():
        assert (row["全街道"] == "X") == (key in missing), key
        places = list(row.values())[3:-2]
        assert key not in missing or set(places) == {"—"}, key
    assert not [
        row for sheet in (numbers, communities) for row in sheet.rows if ABSENT & {str(cell) for cell in row}
    ]


def test_a_silent_community_is_told_apart_from_a_zero(office, qingquan, wenchang):
    F.VisitFactory(community=qingquan, kind="community", leaders=[F.LeaderFactory(subdistrict=office)])
    numbers, communities = workbook.figures(Facts(scope_of(office, YEAR)))
    row = by_key(communities)["visits.frontline"]
    assert (row["清泉社区"], row["文昌社区"], row["街道本级"], row["全街道"]) == (1, "—", "—", 1)
    assert by_key(numbers)["visits.frontline"]["说明"] == "未录：文昌社区"


def test_a_stated_zero_is_a_zero_and_says_so(office):
    F.ZeroStatementFactory(subdistrict=office, key="meetings.special")
    row = by_key(workbook.figures(Facts(scope_of(office, YEAR)))[0])["meetings.special"]
    assert (row["数值"], row["说明"]) == (0, "零报告")


def test_each_counted_record_stands_once_with_its_figures(facts, written):
    found: dict[str, int] = {}
    for title in list(written)[2:]:
        head, *rows = written[title]
        assert (head[0], head[-1]) == ("编号", "计入")
        assert len({row[0] for row in rows}) == len(rows)
        assert all(row[-1] for row in rows)
        for row in rows:
            for said in row[-1].split("、"):
                found[said] = found.get(said, 0) + 1
    tallies = [
        value
        for value in facts.values.values()
        if isinstance(value.indicator, CountIndicator) and value.records
    ]
    assert len(tallies) > 40
    expected = {
        v.indicator.label: None if v.indicator.record_set.model.is_confidential else v.records
        for v in tallies
    }
    assert {value.indicator.label: found.get(value.indicator.label) for value in tallies} == expected


def test_every_counted_kind_has_a_sheet(facts, written):
    kinds = set(counts(facts.scope))
    assert kinds <= set(PAGES_OF)
    assert list(written)[2:] == [pages.name() for model, pages in PAGES_OF.items() if model in kinds]


@pytest.mark.parametrize("model", PAGES_OF, ids=lambda model: model.__name__)
def test_columns_tell_of_no_private_person(model):
    names = PAGES_OF[model].fields()
    kept = public(model, names)
    for name in kept:
        found = column(model, name)
        assert not isinstance(found, EncryptedField)
        assert name not in (model.private_name, *model.private)
        assert not (found is not None and found.is_relation and found.related_model.private_name), label(
            model, name
        )
    assert kept == [name for name in names if name in kept]


def test_a_private_person_is_not_named(office, qingquan):
    F.CheckInFactory(community=qingquan, name="王立群", phone="13800138000")
    with workbook.render(Facts(scope_of(office, YEAR))) as file:
        cells = [
            str(cell)
            for page in load_workbook(file, read_only=True)
            for row in page.iter_rows(values_only=True)
            for cell in row
        ]
    assert not [cell for cell in cells if "王立群" in cell or "138" in cell]


def test_text_of_records_stays_text(office, qingquan):
    F.BrandFactory(community=qingquan, name="=1+1", content="@SUM(A1)\x08")
    with workbook.render(Facts(scope_of(office, YEAR))) as file:
        page = load_workbook(file)["服务品牌"]
    cells = {cell.value: cell.data_type for cell in page[2]}
    assert (cells["=1+1"], cells["@SUM(A1)"]) == ("s", "s")
