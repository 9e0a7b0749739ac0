"""The admin site: a 街道's 管理员 looks after its own accounts and places, and reaches nothing else."""

import pytest
from lxml import html

from accounts.models import User
from communities.models import Community
from tests.factories import PASSWORD, CommunityFactory, UserFactory
from tests.records.browser import text

pytestmark = pytest.mark.django_db
USERS = "/accounts/accounts/user/"
PLACES = "/accounts/communities/community/"
OFFICES = "/accounts/communities/subdistrict/"
GIVEN = "chushi-8842"


@pytest.fixture
def client(as_user, admin):
    return as_user(admin)


@pytest.fixture
def superuser(as_user):
    return as_user(UserFactory(username="root", role="admin", subdistrict=None, is_superuser=True, is_staff=True))


@pytest.fixture
def stranger(other_office):
    return UserFactory(username="stranger", display_name="柳山的人", subdistrict=other_office)


def new_account(office, **values):
    return {
        "username": "newone",
        "display_name": "新同志",
        "password1": GIVEN,
        "password2": GIVEN,
        "usable_password": "true",
        "role": "clerk",
        "subdistrict": str(office.pk),
        "reach": "subdistrict",
        **values,
    }


def changed(client, user, **values):
    address = f"{USERS}{user.pk}/change/"
    form = html.fromstring(client.get(address).content.decode()).xpath("//form[@id='user_form']")[0]
    data = {name: value for name, value in form.form_values() if value is not None}
    return client.post(address, {**data, **values})


class TestAccountsOfTheOwnSubdistrict:
    def test_new_account_can_sign_in_and_must_change_its_password(self, client, office):
        response = client.post(f"{USERS}add/", new_account(office))
        assert response.status_code == 302, text(response)
        made = User.objects.get(username="newone")
        assert (made.role, made.subdistrict, made.must_change_password) == ("clerk", office, True)
        assert (made.is_staff, made.is_superuser, made.may_view_personal_data) == (False, False, False)
        assert made.check_password(GIVEN)

    def test_roles_are_explained_where_they_are_chosen(self, client):
        page = text(client.get(f"{USERS}add/"))
        for told in ("录入员：录入和修改记录", "书记：查看全街道记录", "管理员：只管账号，看不到记录", "一个都不选，就什么也见不到"):
            assert told in page

    def test_forged_fields_make_no_superuser(self, client, office):
        forged = {"is_superuser": "on", "is_staff": "on", "user_permissions": "1", "groups": "1"}
        client.post(f"{USERS}add/", {**new_account(office), **forged})
        made = User.objects.get(username="newone")
        assert (made.is_superuser, made.is_staff) == (False, False)
        changed(client, made, **forged)
        made.refresh_from_db()
        assert (made.is_superuser, made.is_staff, made.user_permissions.count()) == (False, False, 0)

    def test_another_subdistrict_cannot_be_chosen(self, client, office, other_office):
        response = client.post(f"{USERS}add/", new_account(other_office))
        assert response.status_code == 200
        assert not User.objects.filter(username="newone").exists()
        assert "柳山街道" not in text(client.get(f"{USERS}add/"))

    def test_own_account_cannot_be_moved_to_another_subdistrict(self, client, office, other_office, clerk):
        changed(client, clerk, subdistrict=str(other_office.pk))
        clerk.refresh_from_db()
        assert clerk.subdistrict == office

    def test_communities_of_others_cannot_be_chosen(self, client, office, other_office, qingquan):
        abroad = CommunityFactory(subdistrict=other_office, name="柳岸社区")
        assert "柳岸社区" not in text(client.get(f"{USERS}add/"))
        client.post(f"{USERS}add/", new_account(office, reach="communities", communities=[str(abroad.pk)]))
        assert not User.objects.filter(username="newone").exists()

    def test_disabling_and_reset_of_a_password(self, client, clerk):
        clerk.must_change_password = False
        clerk.save()
        response = client.post(f"{USERS}{clerk.pk}/password/", {"password1": GIVEN, "password2": GIVEN, "usable_password": "true"})
        assert response.status_code == 302
        clerk.refresh_from_db()
        assert clerk.check_password(GIVEN)
        assert clerk.must_change_password

    def test_account_without_a_subdistrict_is_refused(self, client, office):
        client.post(f"{USERS}add/", new_account(office, subdistrict=""))
        assert not User.objects.filter(username="newone").exists()

    def test_secretary_of_some_communities_is_refused(self, client, office):
        response = client.post(f"{USERS}add/", new_account(office, role="secretary", reach="communities"))
        assert "书记查看整个街道" in text(response)

    def test_demoted_admin_loses_the_site_at_once(self, client, as_user, office):
        other = UserFactory(username="former", role="admin", subdistrict=office, is_staff=True)
        changed(client, other, role="clerk")
        assert as_user(User.objects.get(pk=other.pk)).get(USERS).status_code != 200


class TestAccountsOfOthers:
    def test_are_not_listed_nor_found(self, client, stranger):
        assert "柳山的人" not in text(client.get(USERS))
        assert "柳山的人" not in text(client.get(USERS, {"q": "柳山"}))

    @pytest.mark.parametrize("action", ["change", "delete", "history", "password"])
    def test_cannot_be_opened_or_written(self, client, stranger, action):
        before = User.objects.filter(pk=stranger.pk).values().get()
        for response in (
            client.get(f"{USERS}{stranger.pk}/{action}/"),
            client.post(f"{USERS}{stranger.pk}/{action}/", {"post": "yes", "password1": GIVEN, "password2": GIVEN, "username": "x"}),
        ):
            assert response.status_code in (302, 403, 404)
            assert "柳山的人" not in response.content.decode()
        assert User.objects.filter(pk=stranger.pk).values().get() == before

    def test_cannot_be_deleted_in_bulk(self, client, stranger):
        client.post(USERS, {"action": "delete_selected", "_selected_action": [str(stranger.pk)], "post": "yes"})
        assert User.objects.filter(pk=stranger.pk).exists()

    @pytest.mark.parametrize("action", ["change", "delete", "password"])
    def test_superuser_of_the_own_subdistrict_is_out_of_reach(self, client, office, action):
        chief = UserFactory(username="chief", role="admin", subdistrict=office, is_superuser=True)
        client.post(f"{USERS}{chief.pk}/{action}/", {"post": "yes", "password1": GIVEN, "password2": GIVEN, "usable_password": "true"})
        assert User.objects.get(pk=chief.pk).check_password(PASSWORD)

    def test_superuser_opens_accounts_everywhere(self, superuser, stranger, other_office):
        assert "柳山的人" in text(superuser.get(USERS))
        superuser.post(f"{USERS}add/", new_account(other_office))
        assert User.objects.get(username="newone").subdistrict == other_office


class TestPlaces:
    def test_admin_sees_and_changes_his_own_places_alone(self, client, office, other_office, qingquan):
        abroad = CommunityFactory(subdistrict=other_office, name="柳岸社区")
        assert "柳岸社区" not in text(client.get(PLACES))
        assert "柳山街道" not in text(client.get(OFFICES))
        for address in (f"{PLACES}{abroad.pk}/change/", f"{OFFICES}{other_office.pk}/change/", f"{PLACES}{abroad.pk}/delete/"):
            assert client.get(address).status_code in (302, 404)
            client.post(address, {"name": "夺来的", "post": "yes"})
        assert Community.objects.get(pk=abroad.pk).name == "柳岸社区"
        assert type(other_office).objects.get(pk=other_office.pk).name == "柳山街道"

    def test_new_community_goes_to_the_own_subdistrict_alone(self, client, office, other_office):
        data = {"name": "新社区", "code": "77", "kind": "urban", "order": "1"}
        client.post(f"{PLACES}add/", {**data, "subdistrict": str(other_office.pk)})
        assert not Community.objects.filter(name="新社区").exists()
        client.post(f"{PLACES}add/", {**data, "subdistrict": str(office.pk)})
        assert Community.objects.get(name="新社区").subdistrict == office

    def test_code_of_a_subdistrict_is_not_changed(self, client, office):
        client.post(f"{OFFICES}{office.pk}/change/", {"code": "XX", "name": office.name})
        office.refresh_from_db()
        assert office.code == "JH"

    def test_community_in_use_is_not_deleted(self, client, qingquan):
        from tests.factories import VisitFactory

        VisitFactory(community=qingquan)
        client.post(f"{PLACES}{qingquan.pk}/delete/", {"post": "yes"})
        assert Community.objects.filter(pk=qingquan.pk).exists()

    def test_change_of_a_place_is_in_its_history(self, client, admin, qingquan):
        data = {"name": "清泉新社区", "code": qingquan.code, "kind": "urban", "order": "1"}
        assert client.post(f"{PLACES}{qingquan.pk}/change/", data).status_code == 302
        last = Community.history.filter(id=qingquan.pk).first()
        assert (last.name, last.history_user) == ("清泉新社区", admin)

    def test_new_subdistrict_starts_with_its_local_lists(self, superuser):
        from services.models import ServiceItem

        superuser.post(f"{OFFICES}add/", {"code": "XQ", "name": "新桥街道"})
        assert ServiceItem.objects.filter(subdistrict__code="XQ").count() == len(ServiceItem.defaults)


def test_superuser_reads_no_records(superuser):
    for address in ("/visits/visit/", "/members/member/", "/reports/annual/", "/reports/figures/"):
        assert superuser.get(address).status_code == 403
    assert superuser.get("/").status_code == 200
