"""The template of every kind: what is needed, what may be chosen and by whom, and how it is to be written."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from imports.kinds import KINDS
from imports.parse.headings import GUIDE, OPTIONS
from imports.workbooks.template import template, version
from members.pages import MemberPages, PartyOrgPages
from records.columns.number import HoursField
from records.layout import LASTING, NUMBER, Layout, SheetLayout
from records.personal import EncryptedField
from records.presentation import column, label
from services.pages import GoodDeedPages, ServiceCasePages
from tests.access.world import MARK, everything, fill_world, mark_all, own_shared_records
from tests.factories import CommunityFactory, LeaderFactory, PartyOrgFactory, ServiceItemFactory
from tests.imports.office import resaved
from tests.records.support import ALL_PAGES, each
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db
KEPT = [pages for pages in KINDS.values() if not pages.parent]
READERS = pytest.mark.parametrize("who", ["clerk", "community_clerk"])
ONE_READER = pytest.mark.parametrize(
    "who", ["clerk", pytest.param("community_clerk", marks=pytest.mark.soak)]
)  # where all see the same


@pytest.fixture
def reader(request, who):
    return request.getfixturevalue(who)


@pytest.fixture
def filled(qingquan, wenchang, other_office):
    """Something to choose from in one 社区, in another, in the 街道 itself and in another 街道."""
    foreign = CommunityFactory(subdistrict=other_office, name="柳山社区")
    fill_world([qingquan, wenchang, foreign], [qingquan.subdistrict, other_office])


def opened(pages, reader):
    with template(pages, reader) as file:
        return load_workbook(BytesIO(file.read()))


def bare(heading):
    return heading.removesuffix("*")


def forms(pages, reader):
    return [
        pages.form_class()(reader=reader),
        *(kind.formset(pages.model).form(reader=reader) for kind in pages.children),
    ]


def sheets(pages, reader):
    """Each sheet with its page and its form."""
    book = opened(pages, reader)
    return [
        (sheet, book[sheet.title], form)
        for sheet, form in zip(Layout.of(pages), forms(pages, reader), strict=True)
    ]


def headings(page):
    return {bare(cell.value): cell for cell in page[1]}


def drop_downs(page):
    """What each column's drop-down offers, by heading; it covers the column from row 2 to the last."""
    book, found = page.parent, {}
    for validation in page.data_validations.dataValidation:
        [area] = validation.sqref.ranges
        assert (area.min_row, area.max_row, area.min_col) == (2, 1_048_576, area.max_col)
        sheet, place = book.defined_names[validation.formula1].attr_text.split("!")
        first, last = place.split(":")
        cells = book[sheet.strip("'")][f"{first}:{last}".replace("$", "")]
        cells = [cells] if not isinstance(cells, tuple) else [row[0] for row in cells]
        assert {cell.data_type for cell in cells} == {"s"}
        found[bare(page.cell(1, area.min_col).value)] = [cell.value for cell in cells]
    return found


def choosable(form, name):
    """What its reader would choose from on the page: None where he types."""
    field, found = form.fields.get(name), column(form._meta.model, name)
    if field is None or found.many_to_many or getattr(found.related_model, "named_by_hand", False):
        return None
    if found.is_relation:
        empty = [] if field.required else [getattr(form.instance, f"without_{name}", "")]
        return [text for text in empty if text] + [str(row) for row in field.queryset]
    if isinstance(found, models.BooleanField):
        return ["是", "否"]
    return [text for value, text in found.flatchoices if value != ""] if found.choices else None


@each(KEPT)
class TestEveryKind:
    @READERS
    def test_its_heads_are_those_of_the_layout_and_the_needed_ones_are_marked(self, pages, reader):
        for sheet, page, form in sheets(pages, reader):
            cells = headings(page)
            assert list(cells) == sheet.headings
            assert page.freeze_panes == "A2"
            needed = {label(sheet.model, name) for name, field in form.fields.items() if field.required}
            needed |= {NUMBER} if sheet.link else set()
            assert {heading for heading, cell in cells.items() if cell.value.endswith("*")} == needed
            assert {cell.fill.fgColor.rgb for cell in page[1] if cell.value.endswith("*")} <= {"FFFCF3DD"}
            assert "FFFCF3DD" not in {
                cell.fill.fgColor.rgb for cell in page[1] if not cell.value.endswith("*")
            }

    @ONE_READER
    def test_its_columns_have_the_format_of_what_stands_there(self, pages, reader):
        for sheet, page, _ in sheets(pages, reader):
            for name, cell in zip((NUMBER, *sheet.fields, LASTING), page[1], strict=True):
                found = column(sheet.model, name)
                number = isinstance(found, models.IntegerField) or name == NUMBER
                wanted = (
                    "General"
                    if number
                    else {
                        models.DateField: "yyyy-mm-dd",
                        models.DecimalField: "#,##0.00",
                        HoursField: "General",
                    }.get(type(found), "@")
                )
                assert page.column_dimensions[cell.column_letter].number_format == wanted, name

    @ONE_READER
    def test_it_says_how_to_fill_it_in_on_five_lines_at_most(self, pages, reader):
        book = opened(pages, reader)
        lines = [row[0].value for row in book[GUIDE].iter_rows()]
        assert len(lines) <= 5
        assert version(Layout.of(pages)) in lines[-1]
        assert book[OPTIONS]["A1"].value == version(Layout.of(pages))
        assert book.active.title == pages.name()
        states = {page.title: page.sheet_state for page in book}
        assert states.pop(OPTIONS) == "veryHidden"
        assert set(states.values()) == {"visible"}


@READERS
def test_lists_hold_what_the_reader_may_choose_and_nothing_else(reader, filled, subtests):
    for pages in KEPT:
        with subtests.test(msg=pages.name()):
            for sheet, page, form in sheets(pages, reader):
                offered = {name: choosable(form, name) for name in sheet.fields}
                assert drop_downs(page) == {
                    label(sheet.model, name): list(dict.fromkeys(found))
                    for name, found in offered.items()
                    if found
                }


@pytest.fixture
def marked(qingquan, wenchang, other_office):
    """Everything of 清泉社区, and a mark in every record beside it."""
    everything(qingquan, qingquan.subdistrict)
    spared = [record for pages in ALL_PAGES for record in pages.model.objects.all()]
    fill_world([wenchang, CommunityFactory(subdistrict=other_office)], [qingquan.subdistrict, other_office])
    mark_all([*spared, *own_shared_records(qingquan.subdistrict)])


def told(book):
    """All texts of a workbook, notes among them."""
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    return "".join(str(cell.value) + (cell.comment.text if cell.comment else "") for cell in cells)


def test_what_a_clerk_cannot_reach_is_nowhere_in_the_file(community_clerk, clerk, marked, subtests):
    for pages in KEPT:
        if pages.model.community_path:
            with subtests.test(msg=pages.name()):
                assert MARK not in told(opened(pages, community_clerk))


def test_who_reaches_all_of_it_chooses_from_all_of_it(clerk, marked):
    assert MARK in told(opened(MemberPages, clerk))


def test_only_who_reaches_the_whole_office_may_choose_the_office_itself(
    clerk, community_clerk, qingquan, wenchang
):
    def places(reader):
        return drop_downs(opened(VisitPages, reader)["走访"])["社区"]

    assert places(clerk) == ["街道本级", "清泉社区", "文昌社区"]
    assert places(community_clerk) == ["清泉社区"]


def test_a_clerk_of_no_community_chooses_nothing(community_clerk, filled):
    community_clerk.communities.clear()
    found = drop_downs(opened(MemberPages, community_clerk)["党员"])
    assert "所在党组织" not in found


def test_nothing_is_filled_in_beforehand(community_clerk):
    assert opened(VisitPages, community_clerk)["走访"].max_row == 1


def test_numbers_of_people_are_text_for_any_row(clerk):
    page = opened(MemberPages, clerk)["党员"]
    letters = {
        label(MemberPages.model, f.name)
        for f in MemberPages.model._meta.fields
        if isinstance(f, EncryptedField)
    }
    assert letters == {"身份证号", "手机号"}
    columns = [
        page.column_dimensions[cell.column_letter]
        for heading, cell in headings(page).items()
        if heading in letters
    ]
    assert {size.number_format for size in columns} == {"@"}
    assert min(size.width for size in columns) > 18


def test_who_is_named_by_hand_has_a_note_instead_of_a_list(clerk, office, filled):
    LeaderFactory(subdistrict=office, name="李强", post="director")
    deeds, visits = opened(GoodDeedPages, clerk)["实事好事"], opened(VisitPages, clerk)["走访"]
    assert "姓名（所属）" in headings(deeds)["报到党员"].comment.text
    assert "报到党员" not in drop_downs(deeds)
    assert "用顿号隔开" in headings(visits)["班子成员"].comment.text
    assert "班子成员" not in drop_downs(visits)


def test_notes_give_the_help_of_the_form_and_an_example(clerk):
    cells = headings(opened(ServiceCasePages, clerk)["代办件"])
    assert "2026-11-20" in cells["受理日期"].comment.text
    assert "13800138000" in cells["联系电话"].comment.text
    assert (
        "同一天同一社区只算一次走访" in headings(opened(VisitPages, clerk)["走访"])["走访户数"].comment.text
    )


def test_a_retired_term_is_no_longer_offered(clerk, office):
    ServiceItemFactory(subdistrict=office, name="旧事项", in_use=False)
    assert "旧事项" not in drop_downs(opened(ServiceCasePages, clerk)["代办件"])["事项"]


def test_a_list_of_hundreds_works_and_a_name_is_never_a_formula(clerk, qingquan):
    PartyOrgFactory(community=qingquan, name="=1+1")
    for _ in range(400):
        PartyOrgFactory(community=qingquan)
    found = drop_downs(opened(PartyOrgPages, clerk)["党组织"])["上级党组织"]
    assert len(found) == 401
    assert "=1+1" in found


def test_the_version_changes_with_any_heading():
    layout = Layout.of(VisitPages)
    main, child = layout.main, layout.children[0]
    fewer = Layout(VisitPages, SheetLayout(main.title, main.model, main.fields[:-1]), layout.children)
    other = Layout(
        VisitPages, main, (SheetLayout(child.title, child.model, child.fields[::-1]), *layout.children[1:])
    )
    assert len({version(found) for found in (layout, fewer, other)}) == 3
    assert version(layout) == version(Layout.of(VisitPages))


class TestCommand:
    def test_writes_the_template(self, clerk, tmp_path):
        call_command("template_workbook", "visits.visit", user="clerk", output=tmp_path / "走访.xlsx")
        assert load_workbook(tmp_path / "走访.xlsx").sheetnames == [
            "走访",
            "意见建议",
            "困难",
            GUIDE,
            OPTIONS,
        ]

    def test_rows_below_a_record_stand_in_its_workbook(self, clerk, tmp_path):
        call_command("template_workbook", "visits.visitissue", user="clerk", output=tmp_path / "a.xlsx")
        assert "走访" in load_workbook(tmp_path / "a.xlsx").sheetnames

    @pytest.mark.parametrize(
        ("kind", "user", "told"),
        [
            ("visits.nothing", "clerk", "没有 visits.nothing 这种记录"),
            ("visits.visit", "nobody", "没有名为 nobody 的账号"),
            ("visits.visit", "gone", "账号 gone 已停用"),
            ("visits.visit", "secretary", "账号 secretary 不能录入走访"),
            ("communities.leader", "qingquan", "账号 qingquan 不能录入领导班子成员"),
        ],
    )
    def test_says_in_one_line_why_not(
        self, kind, user, told, clerk, community_clerk, secretary, django_user_model, tmp_path
    ):
        django_user_model.objects.create(username="gone", is_active=False)
        with pytest.raises(CommandError) as error:
            call_command("template_workbook", kind, user=user, output=tmp_path / "a.xlsx")
        assert error.value.returncode == 2
        assert str(error.value).startswith(told)
        assert "\n" not in str(error.value)
        assert not (tmp_path / "a.xlsx").exists()

    def test_says_that_it_cannot_write_there(self, clerk, tmp_path):
        with pytest.raises(CommandError, match="写不了") as error:
            call_command(
                "template_workbook", "visits.visit", user="clerk", output=tmp_path / "none" / "a.xlsx"
            )
        assert error.value.returncode == 2


@pytest.mark.office
def test_the_template_survives_another_program(clerk, qingquan, tmp_path):
    """Opened and saved by LibreOffice: lists, formats and notes are still there."""
    with template(VisitPages, clerk) as file:
        (tmp_path / "a.xlsx").write_bytes(file.read())
    page = load_workbook(resaved(tmp_path / "a.xlsx"))["走访"]
    assert list(headings(page)) == Layout.of(VisitPages).main.headings
    named = {validation.formula1 for validation in page.data_validations.dataValidation}
    assert len(named) == 2
    formats = {heading: _format(page, cell.column_letter) for heading, cell in headings(page).items()}
    assert formats["走访日期"].lower() == "yyyy\\-mm\\-dd"
    assert formats["走访内容"] == "@"
    assert headings(page)["走访户数"].comment


def _format(page, letter):
    """A column's format, which other programs keep for several columns at once."""
    place = column_index_from_string(letter)
    return next(
        size.number_format for size in page.column_dimensions.values() if size.min <= place <= size.max
    )
