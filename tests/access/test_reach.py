"""Nobody sees what lies outside his reach: on no list, in no count, search, export, drop-down, figure, nor by address."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pytest
from django.db import transaction

from access.reach import Reach
from access.roles import Role
from accounts.models import User
from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from members.pages import PartyOrgPages
from records import store
from tests.access import world
from tests.factories import CommunityFactory, PartyOrgFactory, UserFactory
from tests.records.browser import as_shown, links, text
from tests.records.support import ALL_PAGES, ENTERED, change, each, each_shape, fresh, make

pytestmark = pytest.mark.django_db
WHOLE = pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)])


@pytest.fixture
def abroad(other_office):
    """A 社区 of another 街道."""
    return CommunityFactory(subdistrict=other_office)


@dataclass(frozen=True)
class Portal:
    """A 街道 with two 社区 of its own and one abroad."""

    office: SubDistrict
    other_office: SubDistrict
    qingquan: Community
    wenchang: Community
    abroad: Community


@pytest.fixture(scope="class")
def portal(django_db_setup, django_db_blocker) -> Iterator[Portal]:
    """For all tests of a class, which read it; each takes back what it writes besides."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = open_subdistrict(SubDistrict(code="JH", name="锦河街道", reporter="周明远"))
        other = open_subdistrict(SubDistrict(code="LS", name="柳山街道"))
        qingquan = CommunityFactory(subdistrict=office, code="01", name="清泉社区", order=1)
        wenchang = CommunityFactory(subdistrict=office, code="02", name="文昌社区", order=2)
        yield Portal(office, other, qingquan, wenchang, CommunityFactory(subdistrict=other))
        transaction.set_rollback(True)


@pytest.fixture(scope="class")
def strangers(portal):
    """Records of another 社区, of the 街道 itself and of another 街道, all marked."""
    world.fill_world([portal.wenchang, portal.abroad], [portal.office, portal.other_office])
    world.mark_all([portal.office, portal.qingquan, *world.own_shared_records(portal.office)])


@pytest.fixture(scope="class")
def foreigners(portal):
    """Records of another 街道 alone are marked."""
    world.fill_world([portal.abroad], [portal.other_office])
    world.mark_all(
        [portal.office, portal.qingquan, portal.wenchang, *world.own_shared_records(portal.office)]
    )


def every_third(addresses: Iterator[str]) -> Iterator[str]:
    return islice(addresses, 0, None, 3)


def nothing_hidden(monkeypatch):
    """The protection switched off."""
    monkeypatch.setattr(Reach, "filter", lambda reach, rows: rows.all())
    monkeypatch.setattr(Reach, "includes", lambda reach, record: True)


class TestClerkOfOneCommunity:
    @pytest.fixture
    def client(self, as_user, portal, strangers):
        user = UserFactory(subdistrict=portal.office, reach=User.Reach.COMMUNITIES)
        user.communities.add(portal.qingquan)
        return as_user(user)

    def test_pages_show_nothing_of_others(self, client):
        assert world.leaks(client, world.addresses()) == []

    @WHOLE
    def test_figures_show_nothing_of_others(self, client, whole):
        """Of the lists of what a figure leaves out the pages; their exports in the soak."""
        assert world.leaks(client, world.figure_addresses()) == []
        assert world.leaks(client, world.figure_addresses("export.xlsx", left_out=whole)) == []

    def test_own_records_are_there_and_counted_alone(self, client, portal, subtests):
        for pages in ALL_PAGES:
            if pages.model.community_path:
                with subtests.test(msg=pages.name()), transaction.atomic():
                    record = (
                        make(pages.model, portal.qingquan)
                        if pages.model is not Community
                        else portal.qingquan
                    )
                    response = client.get(pages.url("list"))
                    assert links(response) == [pages.url_of(record)]
                    assert "找到 1 条" in text(response)
                    transaction.set_rollback(True)

    def test_without_the_narrowing_the_pages_leak(self, client, monkeypatch):
        nothing_hidden(monkeypatch)
        leaking = world.leaks(client, world.addresses(searched=False))
        readable = [pages for pages in ALL_PAGES if pages.model.community_path]
        for pages in readable:
            assert pages.url("list") in leaking
            assert pages.url("export") in leaking
        assert [address for address in leaking if address.endswith("/new/")]

    def test_without_the_narrowing_the_figures_leak(self, client, monkeypatch):
        monkeypatch.setattr(Reach, "filter", lambda reach, rows: rows.all())
        client.raise_request_exception = False  # a page that has no name for a foreign 社区 breaks instead
        assert len(world.leaks(client, every_third(world.figure_addresses(left_out=False)))) > 13


class TestReadersOfTheWholeSubdistrict:
    @pytest.fixture
    def clerk(self, portal, foreigners):
        return UserFactory(subdistrict=portal.office)

    @pytest.fixture
    def secretary(self, portal, foreigners):
        return UserFactory(role=Role.SECRETARY, subdistrict=portal.office)

    @WHOLE
    def test_clerk_is_shown_nothing_of_other_offices(self, as_user, clerk, whole):
        client = as_user(clerk)
        assert world.leaks(client, world.addresses()) == []
        assert world.leaks(client, world.figure_addresses(left_out=whole)) == []

    @WHOLE
    def test_secretary_is_shown_nothing_of_other_offices(self, as_user, secretary, whole):
        """He reaches what the clerk reaches: of the figures he opens a third, and all of them in the soak."""
        client = as_user(secretary)
        own = [f"/reports/{page}/?year={world.YEAR}" for page in ("annual", "annual/settings", "targets")]
        figures = world.figure_addresses(left_out=whole)
        assert world.leaks(client, (*world.addresses(searched=whole), *own)) == []
        assert world.leaks(client, figures if whole else every_third(figures)) == []

    def test_without_the_narrowing_they_leak(self, as_user, clerk, monkeypatch):
        nothing_hidden(monkeypatch)
        assert len(world.leaks(as_user(clerk), world.addresses(searched=False))) > len(ALL_PAGES)


class TestReachOfNothing:
    @pytest.fixture
    def client(self, as_user, portal):
        return as_user(UserFactory(subdistrict=portal.office, reach="communities"))

    @WHOLE
    def test_clerk_without_communities_sees_nothing(self, client, portal, whole):
        """No 社区 is narrowed to as one is: of the figures a third is opened, and all of them in the soak."""
        world.fill_world([portal.qingquan, portal.wenchang], [portal.office])
        world.mark_all([portal.office, *world.own_shared_records(portal.office)])
        figures = world.figure_addresses(left_out=whole)
        assert world.leaks(client, world.addresses(searched=whole)) == []
        assert world.leaks(client, figures if whole else every_third(figures)) == []

    def test_lists_are_empty_not_refused(self, client, portal):
        for pages in ALL_PAGES:
            make(pages.model, portal.qingquan)
            response = client.get(pages.url("list"))
            if response.status_code == 200:
                assert links(response) == []
                assert "找到" not in text(response)


def owners(pages, qingquan, wenchang, office, abroad):
    """Somebody else's records of the kind: another 社区's, the 街道's own, another 街道's."""
    yield make(pages.model, wenchang) if pages.model is not Community else wenchang
    if not getattr(pages.model, "community_required", False) and pages.model is not Community:
        yield make(pages.model, None, office)
    yield make(pages.model, abroad) if pages.model is not Community else abroad


def refused(client, pages, record, status):
    for page in ("detail", "edit", "copy", "delete"):
        assert client.get(pages.url(page, record.pk)).status_code == status, page
    for page in ("edit", "copy", "delete"):
        assert (
            client.post(pages.url(page, record.pk), {"name": "夺来的", "version": "1"}).status_code == status
        ), page
    assert client.post(pages.url("reveal", record.pk, "phone")).status_code in (403, status)
    before = (record.version, pages.model.history.filter(id=record.pk).count())
    assert (
        pages.model.objects.get(pk=record.pk).version,
        pages.model.history.filter(id=record.pk).count(),
    ) == before


@each_shape(ENTERED)
class TestByAddress:
    def test_community_clerk_does_not_find_others_records(
        self, pages, as_user, community_clerk, qingquan, wenchang, office, abroad
    ):
        community_clerk.may_view_personal_data = True
        community_clerk.save()
        client = as_user(community_clerk)
        for record in owners(pages, qingquan, wenchang, office, abroad):
            only_office = not pages.may_write(community_clerk)
            if only_office:
                assert client.get(pages.url("detail", record.pk)).status_code in (403, 404)
                assert client.post(pages.url("delete", record.pk)).status_code == 403
            else:
                refused(client, pages, record, 404)

    def test_clerk_does_not_find_records_of_another_office(self, pages, as_user, clerk, abroad):
        clerk.may_view_personal_data = True
        clerk.save()
        refused(as_user(clerk), pages, abroad if pages.model is Community else make(pages.model, abroad), 404)

    def test_removed_records_of_others_are_out_of_reach(
        self, pages, as_user, clerk, community_clerk, qingquan, wenchang, office, abroad
    ):
        for record in list(owners(pages, qingquan, wenchang, office, abroad)):
            foreign = not pages.model.objects.of(office.pk).filter(pk=record.pk).exists()
            store.remove(record, by=None, children=pages.children)
            row = pages.model.history.filter(history_type="-").first()
            for reader in (community_clerk, clerk) if foreign else (community_clerk,):
                client = as_user(reader)
                assert client.post(pages.url("restore", row.history_id)).status_code in (403, 404)
                assert (
                    pages.url("restore", row.history_id)
                    not in client.get(pages.url("removed")).content.decode()
                )
            assert not pages.model.objects.filter(pk=row.id).exists()


def is_written_in_communities(pages) -> bool:
    """Whether a clerk of some 社区 enters such records."""
    return bool(pages.model.community_path) and not pages.whole_subdistrict_writes


@each([pages for pages in ENTERED if "community" in pages.fields() and is_written_in_communities(pages)])
def test_own_record_cannot_be_pushed_to_another_community(
    pages, as_user, community_clerk, qingquan, wenchang
):
    client = as_user(community_clerk)
    record = make(pages.model, qingquan)
    data = as_shown(client.get(pages.url("edit", record.pk)))
    change(pages, data)
    assert (
        client.post(pages.url("edit", record.pk), {**data, "community": str(wenchang.pk)}).status_code == 422
    )
    record.refresh_from_db()
    assert record.community == qingquan


@each([pages for pages in ENTERED if is_written_in_communities(pages)])
def test_forged_choice_of_somebody_elses_record_is_refused(
    pages, as_user, community_clerk, qingquan, wenchang
):
    client = as_user(community_clerk)
    data = fresh(pages, qingquan, community_clerk)
    fields = pages.form_class()(reader=community_clerk).fields
    own = qingquan.subdistrict
    for name, field in fields.items():
        target = getattr(getattr(field, "queryset", None), "model", None)
        if target is None or getattr(target, "is_shared", False):
            continue
        theirs = wenchang if target is Community else make(target, wenchang, own)
        before = pages.model.objects.count()
        response = client.post(
            pages.url("create"), {**data, name: str(theirs) if target.named_by_hand else str(theirs.pk)}
        )
        assert response.status_code == 422, name
        assert pages.model.objects.count() - before == 0


def test_what_stands_against_a_deletion_is_not_named_beyond_reach(
    as_user, community_clerk, qingquan, wenchang
):
    """Said to be in use, without telling by what of whom."""
    org = PartyOrgFactory(community=qingquan)
    PartyOrgFactory(community=wenchang, name="文昌暗号党支部", parent=org)
    response = as_user(community_clerk).post(PartyOrgPages.url("delete", org.pk))
    assert response.status_code == 409
    assert "暗号" not in text(response)
