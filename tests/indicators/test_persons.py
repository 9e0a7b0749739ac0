"""One person is one, however he is registered and however that was written; held against a recount in plain Python."""

from datetime import date, timedelta
from importlib import import_module
from random import Random
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from records import store
from records.alike import AGREED
from records.inputs import person_name
from records.personal import digest
from services.models import CheckIn
from services.pages import CheckInPages
from services.persons import Registration, belongings
from tests import factories as F
from tests.factories import LONG_AGO
from tests.imports.conftest import in_this_process, private_root  # noqa: F401  imports are worked on here
from tests.imports.support import brought, press, workbook
from tests.indicators.persons import partition
from tests.records.browser import as_shown, links, rows, text
from tests.records.support import enter, fresh

NUMBERS = ("", "", "11010519491231002X", "110105197405140023", "440524188001010014")
PHONES = ("", "", "13800138000", "13900139000")
HEAD = ["姓名", "工作单位", "社区", "报到日期", "手机号", "身份证号"]
BEGUN = date(2020, 1, 1)


def recount(office):
    """What the records of a 街道 come to: the persons, and the registrations in doubt."""
    told = [
        SimpleNamespace(
            pk=row.pk,
            since=row.since,
            name=person_name(row.name),
            unit=row.unit.strip(),
            phone=row.phone,
            id_no=row.id_no,
        )
        for row in CheckIn.objects.of(office.pk)
    ]
    return partition(told)


def stored(office):
    """The same as the columns have it."""
    persons, doubted = {}, set()
    for pk, person, in_doubt in CheckIn.objects.of(office.pk).values_list("pk", "person", "in_doubt"):
        persons.setdefault(person, set()).add(pk)
        doubted |= {pk} if in_doubt else set()
    assert all(person in group for person, group in persons.items())  # named by one of its own
    return {frozenset(group) for group in persons.values()}, doubted


REGISTRATIONS = st.lists(
    st.builds(
        Registration,
        pk=st.just(0),
        since=st.integers(0, 3).map(lambda days: BEGUN + timedelta(days=days)),
        name=st.sampled_from("甲乙"),
        unit=st.sampled_from(("医院", "学校", "税务局")),
        phone=st.sampled_from(("", "1", "2")),
        id_no=st.sampled_from(("", "", "A", "B", "C")),
    ),
    max_size=12,
)


@settings(max_examples=400)
@given(REGISTRATIONS, st.randoms(use_true_random=False))
def test_persons_are_those_of_the_rule_in_whatever_order(made, chance):
    registrations = [row._replace(pk=pk) for pk, row in enumerate(made, start=1)]
    shuffled = chance.sample(registrations, len(registrations))
    found = belongings(shuffled)
    assert found == belongings(registrations)
    groups: dict[int, set[int]] = {}
    for pk, belonging in found.items():
        groups.setdefault(belonging.person, set()).add(pk)
    assert (
        {frozenset(group) for group in groups.values()},
        {pk for pk, b in found.items() if b.in_doubt},
    ) == partition(registrations)


A, B = {"id_no": NUMBERS[2]}, {"id_no": NUMBERS[3]}
PHONE, OTHER_PHONE = {"phone": PHONES[2]}, {"phone": PHONES[3]}


@pytest.mark.parametrize(
    ("registered", "persons", "doubted"),
    [
        ([A, {**A, "name": "改名", "unit": "别处"}], 1, 0),
        ([A, B], 2, 0),
        ([{**A, **PHONE}, {**B, **PHONE}], 2, 0),
        ([PHONE, {**PHONE, "unit": "别处"}], 1, 0),
        ([PHONE, {**A, **PHONE, "unit": "别处"}], 1, 0),
        ([PHONE, {**PHONE, "name": "别人"}], 2, 0),
        ([{}, {}], 1, 0),
        ([{}, {"unit": "别处"}], 2, 0),
        ([{}, A], 1, 0),
        ([{}, PHONE], 1, 0),
        ([PHONE, OTHER_PHONE], 2, 0),
        ([{**A, **PHONE}, OTHER_PHONE], 2, 0),
        ([{}, PHONE, OTHER_PHONE], 1, 0),  # closed: the one without a phone is both
        ([{}, A, B], 2, 1),
        ([{}, {**PHONE, "unit": "别处"}, PHONE, A, {**B, **PHONE, "unit": "别处"}], 2, 3),
        ([{"name": " 张伟\u200b"}, {"name": "张 伟"}, {"name": "张伟"}], 1, 0),
    ],
)
def test_rule_case_by_case(figure, qingquan, wenchang, registered, persons, doubted):
    for place, told in enumerate(registered):
        F.CheckInFactory(
            **{
                "name": "张伟",
                "community": (qingquan, wenchang)[place % 2],
                "until": date(2099, 1, place + 1),
                **told,
            }
        )
    value = figure("services.checked_in_members")
    assert (value.value, value.records) == (persons, len(registered))
    assert CheckIn.objects.filter(in_doubt=True).count() == doubted


def test_one_in_doubt_goes_to_the_earliest_registration(qingquan):
    late = F.CheckInFactory(community=qingquan, name="张伟", since=date(2022, 1, 1), **A)
    early = F.CheckInFactory(
        community=qingquan, name="张伟", since=date(2021, 1, 1), until=date(2030, 1, 1), **B
    )
    unclear = F.CheckInFactory(
        community=qingquan, name="张伟", since=date(2023, 1, 1), until=date(2031, 1, 1)
    )
    assert (unclear.person, unclear.in_doubt) == (early.pk, True)
    late.delete()
    unclear.refresh_from_db()
    assert (unclear.person, unclear.in_doubt) == (early.pk, False)


def test_nobody_is_one_with_somebody_of_another_office(qingquan, other_office):
    one = F.CheckInFactory(community=qingquan, name="张伟", **A)
    other = F.CheckInFactory(community=F.CommunityFactory(subdistrict=other_office), name="张伟", **A)
    assert one.person != other.person


def random_registration(dice: Random, communities) -> dict:
    return {
        "community": dice.choice(communities),
        "name": dice.choice(("张伟", "王芳", "李娜")),
        "unit": dice.choice(("市医院", "实验小学")),
        "phone": dice.choice(PHONES),
        "id_no": dice.choice(NUMBERS),
        "since": BEGUN + timedelta(days=dice.randrange(900)),
    }


@pytest.mark.parametrize("seed", range(3))
def test_columns_stay_right_whatever_is_written(office, qingquan, wenchang, seed):
    """Made, corrected, taken away, brought back, and written many at once."""
    dice, places = Random(seed), [qingquan, wenchang]
    until = (date(2100, 1, 1) + timedelta(days=n) for n in range(10_000))  # names may come again then
    for _ in range(12):
        made = [
            CheckIn(subdistrict=office, until=next(until), **random_registration(dice, places))
            for _ in range(3)
        ]
        with CheckIn.together(made):
            CheckIn.objects.bulk_create(made)
        assert stored(office) == recount(office)
        F.CheckInFactory(until=next(until), **random_registration(dice, places))
        assert stored(office) == recount(office)
        changed = dice.choice(list(CheckIn.objects.all()))
        for name, value in random_registration(dice, places).items():
            setattr(changed, name, value)
        changed.save()
        assert stored(office) == recount(office)
        gone = dice.choice(list(CheckIn.objects.all()))
        pk = gone.pk
        store.remove(gone, by=None)
        assert stored(office) == recount(office)
        if dice.random() < 0.5:
            store.restore(CheckIn.history.filter(id=pk, history_type="-").latest("history_id"), by=None)
            assert stored(office) == recount(office)


def test_without_being_told_of_it_rows_written_at_once_have_no_person(office, qingquan):
    """The control: `together` is what keeps them right."""
    CheckIn.objects.bulk_create(
        [CheckIn(subdistrict=office, community=qingquan, name="张伟", unit="市医院", since=LONG_AGO)]
    )
    assert CheckIn.objects.get().person is None


def asked_about(client, address, data):
    """The records about which a form that says them again is held, as its second press names them."""
    held = client.post(address, data)
    assert held.status_code == 409
    return html.fromstring(held.content.decode()).xpath(f"//button[@name='{AGREED}']/@value")


class TestWaysOfWriting:
    """张伟 is registered in 清泉社区 with his number; a second registration comes by each way."""

    @pytest.fixture
    def client(self, as_user, clerk):
        return as_user(clerk)

    @pytest.fixture
    def first(self, qingquan):
        return F.CheckInFactory(community=qingquan, name="张伟", unit="市医院", **A)

    def one(self):
        persons = set(CheckIn.objects.values_list("person", flat=True))
        return len(persons) == 1 < CheckIn.objects.count()

    def test_form_entry_correction_removal_and_return(self, client, first, clerk, wenchang):
        data = fresh(CheckInPages, wenchang, clerk, name="张伟", unit="市医院", since=LONG_AGO)
        second = enter(
            client, CheckInPages, {**data, AGREED: asked_about(client, CheckInPages.url("create"), data)}
        )
        assert self.one()
        address = CheckInPages.url("edit", second.pk)
        changed = {**as_shown(client.get(address)), "unit": ["区医院"]}
        assert client.post(address, changed).status_code == 302
        assert not self.one()
        changed = {**as_shown(client.get(address)), "unit": ["市医院"]}
        changed[AGREED] = asked_about(client, address, changed)
        assert client.post(address, changed).status_code == 302
        assert self.one()
        assert client.post(CheckInPages.url("delete", first.pk), {"version": "1"}).status_code == 302
        second.refresh_from_db()
        assert second.person == second.pk
        gone = CheckIn.history.get(id=first.pk, history_type="-")
        assert client.post(CheckInPages.url("restore", gone.history_id)).status_code == 302
        assert self.one()

    def test_import_of_new_and_changed_rows_and_its_undo(self, client, first, office, wenchang):
        head, row = HEAD, ["张伟", "区医院", "文昌社区", "2024-03-01", "", ""]
        brought(client, workbook(在职党员报到=[head, row]), "services.checkin")
        assert not self.one()
        second = CheckIn.objects.exclude(pk=first.pk).get()
        row = [*row, str(second.submission)]
        row[1] = "市医院"
        batch = brought(client, workbook(在职党员报到=[[*head, "记录编号"], row]), "services.checkin")
        assert self.one()
        press(client, batch, "undo")
        assert not self.one()
        assert stored(office) == recount(office)

    def test_import_reads_the_neighbourhood_once_for_the_batch(self, client, first, wenchang):
        def statements(count, start):
            made = [
                [f"党员{n}", "区医院", "文昌社区", "2024-03-01", "", ""] for n in range(start, start + count)
            ]
            with CaptureQueriesContext(connection) as seen:
                brought(client, workbook(在职党员报到=[HEAD, *made]), "services.checkin")
            return sum('"name_key" IN' in query["sql"] for query in seen)

        assert statements(2, 0) == statements(60, 100)


def test_saving_one_reads_only_its_neighbourhood(office, qingquan):
    for n in range(40):
        F.CheckInFactory(community=qingquan, name=f"党员{n}")
    F.CheckInFactory(community=qingquan, name="张伟", until=date(2099, 1, 1))
    with CaptureQueriesContext(connection) as seen:
        F.CheckInFactory(community=qingquan, name="张伟")
    asked = [query["sql"] for query in seen if '"name_key" IN' in query["sql"]]
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(asked[0])
        assert len(cursor.fetchall()) == 2


class TestPages:
    @pytest.fixture
    def pair(self, qingquan, wenchang):
        return [
            F.CheckInFactory(community=c, name="张伟", unit="市医院", **PHONE) for c in (qingquan, wenchang)
        ]

    def test_page_names_the_others_within_reach(self, as_user, clerk, pair):
        page = as_user(clerk).get(CheckInPages.url("detail", pair[0].pk))
        assert CheckInPages.url("detail", pair[1].pk) in page.content.decode()
        assert "重复：同一人的其他报到 1 条" in text(page)
        assert "范围以外" not in text(page)

    def test_page_says_only_that_there_is_one_beyond_reach(self, as_user, community_clerk, pair):
        page = as_user(community_clerk).get(CheckInPages.url("detail", pair[0].pk))
        assert CheckInPages.url("detail", pair[1].pk) not in page.content.decode()
        assert "您负责的范围以外，这位党员还有报到记录" in text(page)
        assert "文昌社区" not in page.content.decode()

    def test_page_of_somebody_registered_once_says_nothing(self, as_user, clerk, qingquan):
        page = as_user(clerk).get(CheckInPages.url("detail", F.CheckInFactory(community=qingquan).pk))
        assert "重复" not in text(page)

    def test_list_marks_repeated_and_doubtful_ones(self, as_user, clerk, qingquan, wenchang, pair):
        single = F.CheckInFactory(community=qingquan, name="王芳")
        for number, place in ((A, qingquan), (B, wenchang)):
            F.CheckInFactory(community=place, name="李娜", unit="市医院", **number)
        unclear = F.CheckInFactory(community=wenchang, name="李娜", unit="市医院", until=date(2099, 1, 1))
        client = as_user(clerk)
        page = client.get(CheckInPages.url("list"))
        told = dict(zip(links(page), (cells[-1] for cells in rows(page)), strict=True))
        said = {told[CheckInPages.url("detail", row.pk)] for row in pair}
        assert (said, told[CheckInPages.url("detail", single.pk)]) == ({"重复"}, "—")
        assert links(client.get(f"{CheckInPages.url('list')}?in_doubt=True")) == [
            CheckInPages.url("detail", unclear.pk)
        ]
        assert "重复待核" in text(client.get(CheckInPages.url("detail", unclear.pk)))
        assert f"{CheckInPages.url('list')}?in_doubt=True" in client.get("/").content.decode()


def migrate():
    schema = SimpleNamespace(connection=connection, quote_name=connection.ops.quote_name)
    import_module("services.migrations.0002_persons").group(apps, schema)


@pytest.mark.django_db
def test_migration_groups_what_is_on_record(office, qingquan, wenchang, other_office):
    places = [qingquan, wenchang]
    foreign = F.CommunityFactory(subdistrict=other_office)
    dice, until = Random(7), date(2100, 1, 1)
    made = [
        CheckIn(subdistrict=office, until=until + timedelta(days=n), **random_registration(dice, places))
        for n in range(60)
    ]
    made += [
        CheckIn(subdistrict=other_office, until=until, **random_registration(dice, [foreign]))
        for _ in range(1)
    ]
    CheckIn.objects.bulk_create(made)
    CheckIn.objects.filter(pk__lte=made[9].pk, name="张伟").update(name="张 伟")
    CheckIn.objects.update(name_key="", phone_digest=None)
    migrate()
    for place in (office, other_office):
        assert stored(place) == recount(place)
    keys = dict(CheckIn.objects.values_list("pk", "phone_digest"))
    assert keys == {row.pk: digest(row.phone) or None for row in CheckIn.objects.all()}
    assert set(CheckIn.objects.values_list("name_key", flat=True)) == {"张伟", "王芳", "李娜"}


@pytest.mark.django_db
def test_migration_asks_as_much_for_many_as_for_few(office, qingquan):
    def statements(count):
        CheckIn.objects.all().delete()
        names = (f"党员{n % 7}" for n in range(count))
        CheckIn.objects.bulk_create(
            CheckIn(subdistrict=office, community=qingquan, name=name, unit=f"单位{n}", since=LONG_AGO)
            for n, name in enumerate(names)
        )
        with CaptureQueriesContext(connection) as seen:
            migrate()
        return len([query for query in seen if "UPDATE" not in query["sql"]])

    assert statements(500) == statements(5)
