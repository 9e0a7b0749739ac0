"""Lists in an order that holds from page to page, and names in the order in which people look for them."""

import pytest
from django.apps import apps
from django.db.models import F
from django.db.models.expressions import OrderBy

from members.models import Member
from members.pages import MemberPages
from records import tables
from records.models import Record
from records.pinyin import PinyinField, order_of, pinyin_key
from tests.factories import CommunityFactory, MemberFactory, PartyOrgFactory, VisitFactory
from tests.records.browser import text
from tests.records.support import ALL_PAGES, each, each_shape, make
from visits.models import Visit
from visits.pages import VisitPages

RECORDS, PAGE = 45, 20
KINDS = [model for model in apps.get_models() if issubclass(model, Record)]


def sortings(pages):
    """Every way to sort a list: each column, up and down."""
    shown = tables.table(pages.model, pages.columns, pages.url_of, str)
    columns = [name for name, column in shown.base_columns.items() if column.orderable]
    return [f"{sign}{name}" for name in columns for sign in ("", "-")]


def read_to_the_end(pages, sorting):
    """The keys of all records, asked for page by page."""
    rows = pages.model._default_manager.all()
    shown = tables.table(pages.model, pages.columns, pages.url_of, str)(rows, order_by=(sorting,))
    ordered = shown.data.data
    return [
        pk
        for start in range(0, rows.count(), PAGE)
        for pk in ordered[start : start + PAGE].values_list("pk", flat=True)
    ]


@pytest.mark.django_db
@each_shape(ALL_PAGES)
def test_every_sorting_shows_each_record_once(pages, qingquan):
    """Most columns hold one value in many rows: only the key behind it tells rows of one value apart."""
    while pages.model._default_manager.count() < RECORDS:
        make(
            pages.model, CommunityFactory(subdistrict=qingquan.subdistrict)
        )  # some kinds are there once in a community
    expected = sorted(pages.model._default_manager.values_list("pk", flat=True))
    for sorting in sortings(pages):
        assert sorted(read_to_the_end(pages, sorting)) == expected, sorting


def test_no_list_is_left_out():
    assert sum(len(sortings(pages)) for pages in ALL_PAGES) >= 214


@pytest.mark.django_db
def test_without_the_key_a_sorting_leaves_the_order_to_the_database(qingquan, monkeypatch):
    monkeypatch.setattr(tables, "order_of", lambda model, name: name)
    column = tables.RecordColumn("kind", Visit, str)
    assert str(column.order_by) == "kind,pk"
    rows = Visit.objects.order_by("kind").query
    assert [str(name) for name in rows.order_by] == ["kind"]


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label_lower)
def test_every_usual_order_ends_with_the_key(model):
    ordering = model._meta.ordering
    assert ordering, "a list without an order repeats and misses records"
    last = ordering[-1]
    name = last.expression.name if isinstance(last, OrderBy) else F(last).name
    unique = model._meta.get_field(name.lstrip("-")).unique if name.lstrip("-") != "pk" else True
    assert unique


NAMES = ["阿依古丽·吐尔逊", "白凤", "曾国强", "李秀兰", "李志明", "黎明", "单田芳", "王芳", "𬀩", "张伟"]


def test_names_go_by_pinyin_and_tone_one_surname_together():
    wanted = ["阿依古丽·吐尔逊", "白凤", "黎明", "李秀兰", "李志明", "单田芳", "王芳", "𬀩", "曾国强", "张伟"]
    assert sorted(NAMES, key=pinyin_key) == wanted
    assert sorted(NAMES) != wanted


def test_digits_and_letters_come_before_characters():
    assert sorted(["第一支部", "B座支部", "3号楼支部"], key=pinyin_key) == [
        "3号楼支部",
        "B座支部",
        "第一支部",
    ]


@pytest.mark.parametrize("name", ["李明", "Ａ", "王·阿", "\U0002a6d6", "A" * 300, ""])
def test_key_is_of_letters_and_digits_that_every_database_sorts_alike(name):
    key = pinyin_key(name)
    assert key == "".join(c for c in key if c in "0123456789abcdefghijklmnopqrstuvwxyz")
    assert len(key) <= PinyinField("name").max_length


@pytest.mark.django_db
def test_list_shows_names_by_pinyin(as_user, clerk, qingquan):
    org = PartyOrgFactory(community=qingquan)
    for name in NAMES:
        MemberFactory(org=org, name=name)
    page = text(as_user(clerk).get(MemberPages.url("list"), {"sort": "c_name"}))
    places = [page.index(name) for name in sorted(NAMES, key=pinyin_key)]
    assert places == sorted(places)


@pytest.mark.django_db
def test_key_follows_the_name_however_it_is_written(qingquan):
    member = MemberFactory(org=PartyOrgFactory(community=qingquan), name="李明")
    member.name = "王明"
    member.save()
    other = Member(
        subdistrict=qingquan.subdistrict, org=member.org, name="张明", since=member.since, gender="male"
    )
    Member.objects.bulk_create([other])
    assert dict(Member.objects.values_list("name", "name_order")) == {
        name: pinyin_key(name) for name in ("王明", "张明")
    }


@each([pages for pages in ALL_PAGES if "name" in pages.columns])
def test_every_list_of_names_is_sorted_by_pinyin(pages):
    assert order_of(pages.model, "name") == "name_order"


@pytest.mark.django_db
def test_masked_numbers_are_no_column_to_sort_by(as_user, clerk, qingquan):
    assert not tables.RecordColumn("phone", Member, str).orderable
    VisitFactory(community=qingquan)
    assert as_user(clerk).get(VisitPages.url("list"), {"sort": "-c_date"}).status_code == 200
