"""The workbook of a list: the form in which it can be read in again, the same rows, and text that stays text."""

import logging
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from members.pages import MemberPages
from records import exports
from records.exports import export
from records.layout import LASTING, NUMBER, Layout
from records.personal import EncryptedField
from records.presentation import column, label, present
from services.pages import VolunteerTeamPages
from tests import factories as F
from tests.records.browser import links, readable, sheet, sheets
from tests.records.support import (
    ALL_PAGES,
    ENTERED,
    ID_NO,
    PHONE,
    each,
    each_shape,
    fill,
    make,
    make_children,
    set_value,
    text_fields,
    wanted_and_other,
)
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "\t=1",
    "123456789012345678",
    "a\x08b<&>]]>{{x}}",
]
CHILDREN = [pages for pages in ENTERED if pages.children]
PERSONAL = [pages for pages in ENTERED if pages.has_personal_data()]


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def trusted(as_user, office):
    return as_user(F.UserFactory(display_name="钱档案", subdistrict=office, may_view_personal_data=True))


def address(pages, **query):
    return f"{pages.url('export')}?{urlencode(query)}"


def exported(client, pages, **query):
    """The cells of every sheet as the pages write them."""
    response = client.get(address(pages, **query))
    assert response.status_code == 200
    return {
        title: [[as_text(cell.value) for cell in row] for row in rows]
        for title, rows in sheets(response).items()
    }


def as_text(value):
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float, Decimal)):
        return f"{value:.2f}".removesuffix(".00")
    return value or ""


def shown(record, name):
    """What the export says of a record: as the pages do, people so that namesakes are told apart."""
    found = column(type(record), name)
    if isinstance(found, (models.IntegerField, models.DecimalField)) and not found.choices:
        return present(record, name).replace(",", "")
    if found is None or not found.is_relation or not found.related_model.named_by_hand:
        return present(record, name)
    linked = getattr(record, name)
    return (
        "、".join(sorted(p.told_apart for p in linked.all()))
        if found.many_to_many
        else linked.told_apart
        if linked
        else ""
    )


def line(number, record, names):
    return [str(number), *(shown(record, name) for name in names), str(record.submission)]


def entered(pages, *places):
    """One record of each place with every column filled in, in the order of entry."""
    made = [make(pages.model, place) for place in places]
    made = [fill(pages, record, getattr(record, "community", None) or places[0]) for record in made]
    return sorted({*made, *pages.model.objects.all()}, key=lambda record: record.pk)


# ── Its form ────────────────────────────────────────────────────────────────
@each(ENTERED)
def test_main_sheet_has_each_record_in_order_of_entry(pages, client, qingquan, wenchang):
    records = entered(pages, qingquan, wenchang)
    found = exported(client, pages)
    layout = Layout.of(pages)
    assert list(found) == [each.title for each in layout]
    headings, *rows = found[pages.name()]
    assert headings == [NUMBER, *(label(pages.model, name) for name in pages.fields()), LASTING]
    assert rows == [line(number, record, pages.fields()) for number, record in enumerate(records, start=1)]


@each(CHILDREN)
def test_child_rows_stand_in_sheets_of_their_own_tied_to_their_owner(pages, client, qingquan, wenchang):
    first, second = make(pages.model, qingquan), make(pages.model, wenchang)
    rows = {owner: [make_children(pages, owner) for _ in range(2)] for owner in (second, first)}
    make(pages.model, wenchang, **({"date": F.LATER} if pages is VisitPages else {}))  # without any
    found = exported(client, pages)
    for kind in pages.children:
        headings, *body = found[kind.title]
        assert headings == [NUMBER, *(label(kind.model, name) for name in kind.fields), LASTING]
        expected = [
            (number, each[kind]) for number, owner in ((1, first), (2, second)) for each in rows[owner]
        ]
        assert body == [line(number, row, kind.fields) for number, row in expected]


def test_numbers_and_ties_hold_within_the_filtered_list(client, qingquan, wenchang):
    F.VisitIssueFactory(visit__community=wenchang, content="别处的")
    issue = F.VisitIssueFactory(visit__community=qingquan, content="要紧的")
    found = exported(client, VisitPages, community=qingquan.pk)
    assert [row[0] for row in found["走访"][1:]] == ["1"]
    assert [[row[0], row[1], row[-1]] for row in found["意见建议"][1:]] == [
        ["1", "要紧的", str(issue.submission)]
    ]
    assert found["困难"][1:] == []


@each([pages for pages in ALL_PAGES if pages.parent])
def test_export_of_rows_entered_elsewhere_is_their_list(pages, client, qingquan, wenchang):
    for place in (qingquan, wenchang):
        fill(pages, make(pages.model, place), place)
    ((headings, *body),) = exported(client, pages).values()
    assert headings == [label(pages.model, name) for name in pages.fields()]
    records = [pages.model.objects.get(pk=pk) for pk in pages.model.objects.values_list("pk", flat=True)]
    assert body == [[shown(record, name) for name in pages.fields()] for record in records]


@each([pages for pages in ALL_PAGES if pages.filters])
def test_export_keeps_to_the_filters_of_the_list(pages, client, qingquan, wenchang):
    record = make(pages.model, qingquan)
    make(pages.model, wenchang)
    wanted, other = wanted_and_other(pages, record, pages.filters[0], wenchang)
    for query in (wanted, other):
        listed = links(client.get(f"{pages.url('list')}?{urlencode(query)}&per_page=100"))
        assert len(sheet(client.get(address(pages, **query)))) == 1 + len(listed)


def test_namesakes_are_told_apart(client, qingquan):
    org, other = (
        F.PartyOrgFactory(community=qingquan, name="一支部"),
        F.PartyOrgFactory(community=qingquan, name="二支部"),
    )
    twins = [
        F.MemberFactory(name="王伟", org=org, birth_date=date(1950, 1, 2)),
        F.MemberFactory(name="王伟", org=other),
    ]
    F.VolunteerTeamFactory(community=qingquan, members=twins)
    row = exported(client, VolunteerTeamPages)["志愿队伍"][1]
    assert row[-2] == "王伟（一支部，1950-01-02）、王伟（二支部，出生日期不详）"


def test_record_without_a_lasting_number_has_an_empty_cell(client, qingquan):
    set_value(F.VisitFactory(community=qingquan), "submission", None)
    assert exported(client, VisitPages)["走访"][1][-1] == ""


def test_yes_and_no_numbers_and_days_are_what_they_are(client, qingquan):
    F.MemberFactory(org=F.PartyOrgFactory(community=qingquan), away=True, birth_date=date(1950, 1, 2))
    payment = F.PaymentFactory(community=qingquan, amount="1234.50")
    headings, row = sheet(client.get(address(MemberPages)))
    found = dict(zip([cell.value for cell in headings], row, strict=True))
    assert (found["流动党员"].value, found["年老体弱"].value, found[NUMBER].value) == ("是", "否", 1)
    assert (found["出生日期"].value, found["出生日期"].number_format) == (datetime(1950, 1, 2), "yyyy-mm-dd")
    amounts = [
        cell
        for cell in sheet(client.get("/funding/payment/export.xlsx"))[1]
        if cell.number_format == "#,##0.00"
    ]
    assert [cell.value for cell in amounts] == [float(payment.amount)]


@each_shape([pages for pages in ALL_PAGES if text_fields(pages)])
def test_text_stays_text_whatever_it_begins_with(pages, client, qingquan):
    record = make(pages.model, qingquan)
    place = {name: number for number, name in enumerate(pages.fields(), start=0 if pages.parent else 1)}
    for dangerous in DANGEROUS:
        written = {name: dangerous[: column(pages.model, name).max_length] for name in text_fields(pages)}
        for name, typed in written.items():
            set_value(record, name, typed)
        content = client.get(address(pages)).getvalue()
        by_openpyxl = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(min_row=2))
        by_calamine = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
        for name, typed in written.items():
            kept = typed.replace("\x08", "")
            assert (kept, "s") in [
                (row[place[name]].value, row[place[name]].data_type) for row in by_openpyxl
            ], (name, dangerous)
            assert kept in [row[place[name]] for row in by_calamine], (name, dangerous)


# ── Many rows ───────────────────────────────────────────────────────────────
def a_member(community):
    F.MemberFactory(org=F.PartyOrgFactory(community=community))


def a_team(community):
    F.VolunteerTeamFactory(
        community=community,
        members=[F.MemberFactory(org=F.PartyOrgFactory(community=community)) for _ in range(2)],
    )


def a_visit(community):
    visit = F.VisitFactory(community=community, leaders=[F.LeaderFactory(subdistrict=community.subdistrict)])
    visit.secretaries.add(F.PostHolderFactory(org=F.PartyOrgFactory(community=community)))
    make_children(VisitPages, visit)


@pytest.mark.parametrize(
    ("pages", "made", "most"),
    [(MemberPages, a_member, 2), (VolunteerTeamPages, a_team, 4), (VisitPages, a_visit, 6)],
)
def test_each_chunk_costs_the_same_queries_however_many_rows_it_has(pages, made, most, qingquan, monkeypatch):
    queries = {}
    for size in (5, 10):
        monkeypatch.setattr(exports, "AT_ONCE", size)
        for chunks in (1, 2, 3):
            while pages.model.objects.count() < size * chunks:
                made(F.CommunityFactory(subdistrict=qingquan.subdistrict))
            chosen = pages.model.objects.filter(
                pk__in=list(pages.model.objects.order_by("pk").values_list("pk", flat=True)[: size * chunks])
            )
            with (
                CaptureQueriesContext(
                    connection,
                ) as sent,
                export(pages, chosen, F.UserFactory.build()),
            ):
                queries[size, chunks] = len(sent)
    assert (
        [queries[5, chunks] for chunks in (1, 2, 3)]
        == [queries[10, chunks] for chunks in (1, 2, 3)]
        == [1 + most * n for n in (1, 2, 3)]
    )


def test_sheets_number_the_same_records_whatever_is_written_meanwhile(qingquan, monkeypatch):
    visits = [F.VisitIssueFactory(visit__community=qingquan).visit for _ in range(3)]
    read = exports._keys

    def then_one_goes_and_one_comes(records):
        keys = read(records)
        visits[0].delete()
        F.VisitIssueFactory(visit__community=qingquan)
        return keys

    monkeypatch.setattr(exports, "_keys", then_one_goes_and_one_comes)
    with export(VisitPages, VisitPages.model.objects.all(), F.UserFactory.build()) as file:
        found = {
            page.title: [row[0].value for row in page.iter_rows(min_row=2)] for page in load_workbook(file)
        }
    assert found == {"走访": [2, 3], "意见建议": [2, 3], "困难": []}


# ── Personal data ───────────────────────────────────────────────────────────
def with_numbers(pages, community):
    """A record whose personal columns, and those of its rows, are filled in."""
    record = make(pages.model, community)
    for row in (record, *make_children(pages, record).values()):
        for field in type(row)._meta.fields:
            if isinstance(field, EncryptedField):
                set_value(row, field.name, ID_NO if field.name == "id_no" else PHONE)
    return record


@each(PERSONAL)
class TestFullNumbers:
    def test_masked_by_get_whoever_asks_and_whole_by_post_with_the_right(
        self, pages, client, trusted, qingquan
    ):
        with_numbers(pages, qingquan)
        for reader in (client, trusted):
            masked = readable(reader.get(address(pages)))
            assert "****" in masked
            assert not [secret for secret in (ID_NO, PHONE) if secret in masked]
        response = trusted.post(address(pages))
        whole = readable(response)
        assert PHONE in whole
        assert "****" not in whole
        assert (
            response.headers["Content-Disposition"]
            == trusted.get(address(pages)).headers["Content-Disposition"]
        )

    def test_without_the_right_it_is_refused_and_no_button_is_shown(
        self, pages, client, trusted, qingquan, caplog
    ):
        with_numbers(pages, qingquan)
        with caplog.at_level(logging.INFO, logger="audit"):
            assert client.post(address(pages)).status_code == 403
        assert not [record for record in caplog.records if record.name == "audit"]
        assert "导出完整号码" not in readable(client.get(pages.url("list")))
        assert "导出完整号码" in readable(trusted.get(pages.url("list")))


@each([pages for pages in PERSONAL if pages.model.community_path])
def test_clerk_of_one_community_has_the_full_numbers_of_his_own_alone(
    pages, as_user, community_clerk, qingquan, wenchang
):
    community_clerk.may_view_personal_data = True
    community_clerk.save()
    mine, _ = with_numbers(pages, qingquan), with_numbers(pages, wenchang)
    found = sheets(as_user(community_clerk).post(address(pages)))
    assert [row[-1].value for row in found[pages.name()][1:]] == [str(mine.submission)]
    assert {row[0].value for rows in found.values() for row in rows[1:]} == {1}


class TestLogOfFullNumbers:
    def test_says_who_what_how_many_and_which_filter(self, trusted, qingquan, caplog):
        member = F.MemberFactory(org=F.PartyOrgFactory(community=qingquan), phone=PHONE)
        F.MemberFactory(org=member.org)
        with caplog.at_level(logging.WARNING, logger="audit"):
            response = trusted.post(
                address(
                    MemberPages, gender="male", since_from="2001-1-1", q=f"{member.name} {PHONE}", sort="name"
                )
            )
        assert len(sheet(response)) == 2
        (said,) = [record.getMessage() for record in caplog.records if record.name == "audit"]
        user = trusted.session["_auth_user_id"]
        told = "filter=性别=男；组织关系转入日期=2001-01-01 至 ；关键词=***；按完整号码查找=***"
        assert said == f"personal data exported: user={user} kind=members.Member records=1 {told}"

    def test_nothing_masked_is_logged(self, trusted, qingquan, caplog):
        with_numbers(MemberPages, qingquan)
        with caplog.at_level(logging.INFO, logger="audit"):
            trusted.get(address(MemberPages))
        assert not [record for record in caplog.records if record.name == "audit"]


@each([pages for pages in ALL_PAGES if pages not in PERSONAL])
def test_kind_without_personal_data_has_no_full_export(pages, trusted, qingquan):
    make(pages.model, qingquan)
    assert trusted.post(address(pages)).status_code == 404
    assert "导出完整号码" not in readable(trusted.get(pages.url("list")))


def test_full_export_is_refused_without_the_forms_token(office, qingquan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        F.UserFactory(subdistrict=office, may_view_personal_data=True),
        backend="accounts.backends.ReaderBackend",
    )
    assert client.post(address(MemberPages)).status_code == 403


def test_export_behind_a_figure_is_masked_alone(trusted, qingquan):
    assert trusted.post(f"/reports/figures/members.own/export.xlsx?year={F.YEAR}").status_code == 405


def test_file_is_named_in_chinese(client):
    headers = client.get(address(VisitPages)).headers
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''%E8%B5%B0%E8%AE%BF.xlsx"
