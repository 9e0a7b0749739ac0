"""The admin site: a 街道's 管理员 looks after its own accounts and places, and reaches nothing else."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from accounts.models import User
from audit.models import Entry
from communities.models import Community
from communities.pages import CommunityPages
from records.columns.values import format_value
from tests.factories import PASSWORD, CommunityFactory, UserFactory
from tests.records.browser import as_shown, text
from tests.records.support import fresh
from visits.models import Visit
from visits.pages import VisitPages

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
    return as_user(
        UserFactory(username="root", role="admin", subdistrict=None, is_superuser=True, is_staff=True)
    )


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
    data = {
        name: value for name, value in {**data, **values}.items() if value is not None
    }  # an empty box is not sent
    return client.post(address, data)


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
        for told in (
            "录入员：录入和修改记录",
            "书记：查看全街道记录",
            "管理员：只管账号，看不到记录",
            "须至少勾选一个",
        ):
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
        response = client.post(
            f"{USERS}{clerk.pk}/password/",
            {"password1": GIVEN, "password2": GIVEN, "usable_password": "true"},
        )
        assert response.status_code == 302
        clerk.refresh_from_db()
        assert clerk.check_password(GIVEN)
        assert clerk.must_change_password

    @pytest.mark.parametrize("sent", [{}, {"password1": GIVEN, "password2": GIVEN}])
    def test_own_password_is_changed_with_the_old_one_alone(self, client, admin, sent):
        for pk in (admin.pk, f"0{admin.pk}"):
            address = f"{USERS}{pk}/password/"
            assert client.get(address).headers["Location"] == reverse("password_change")
            response = client.post(address, {**sent, "unset-password": "1", "usable_password": "false"})
            assert response.headers["Location"] == reverse("password_change")
        admin.refresh_from_db()
        assert admin.check_password(PASSWORD)

    def test_no_account_is_without_a_password(self, client, office, clerk):
        nothing = {"unset-password": "1", "usable_password": "false", "password1": "", "password2": ""}
        assert client.post(f"{USERS}{clerk.pk}/password/", nothing).status_code == 200
        assert User.objects.get(pk=clerk.pk).check_password(PASSWORD)
        assert client.post(f"{USERS}add/", new_account(office) | nothing).status_code == 200
        assert not User.objects.filter(username="newone").exists()

    @pytest.mark.parametrize("password", ["", "!nothing fits it"])
    def test_admin_who_cannot_sign_in_is_no_other_admin(self, client, office, admin, password):
        other = UserFactory(username="deputy", role="admin", subdistrict=office)
        assert not admin.is_last_admin()
        User.objects.filter(pk=other.pk).update(password=password)
        assert admin.is_last_admin()
        User.objects.filter(pk=other.pk).update(password=admin.password)
        User.objects.filter(pk=admin.pk).update(password=password)
        assert other.is_last_admin()

    def test_account_without_a_subdistrict_is_refused(self, client, office):
        client.post(f"{USERS}add/", new_account(office, subdistrict=""))
        assert not User.objects.filter(username="newone").exists()

    def test_secretary_of_some_communities_is_refused(self, client, office, qingquan):
        wanted = new_account(office, role="secretary", reach="communities", communities=[str(qingquan.pk)])
        assert "只有录入员可以指定社区" in text(client.post(f"{USERS}add/", wanted))
        assert not User.objects.filter(username="newone").exists()

    def test_secretary_reaches_the_whole_without_being_asked(self, client, office):
        client.post(f"{USERS}add/", new_account(office, role="secretary", reach="communities"))
        assert User.objects.get(username="newone").reach == "subdistrict"

    def test_demoted_admin_loses_the_site_at_once(self, client, as_user, office):
        other = UserFactory(username="former", role="admin", subdistrict=office, is_staff=True)
        changed(client, other, role="clerk")
        assert as_user(User.objects.get(pk=other.pk)).get(USERS).status_code != 200


class TestReachOfAClerk:
    def test_new_account_starts_with_the_narrower_reach(self, client):
        page = html.fromstring(client.get(f"{USERS}add/").content.decode())
        assert page.xpath("//select[@name='reach']/option[@selected]/@value") == ["communities"]

    def test_some_communities_without_a_tick_is_refused(self, client, office):
        response = client.post(f"{USERS}add/", new_account(office, reach="communities"))
        assert "请至少勾选一个社区" in text(response)
        assert not User.objects.filter(username="newone").exists()

    def test_ticks_beside_the_whole_are_refused(self, client, office, qingquan, clerk):
        ticked = [str(qingquan.pk)]
        assert "勾选了社区，负责范围却是“整个街道”" in text(
            client.post(f"{USERS}add/", new_account(office, communities=ticked))
        )
        assert not User.objects.filter(username="newone").exists()
        assert "勾选了社区，负责范围却是“整个街道”" in text(changed(client, clerk, communities=ticked))

    def test_superuser_cannot_mix_two_offices(self, superuser, office, other_office):
        abroad = CommunityFactory(subdistrict=other_office, name="柳岸社区")
        wanted = new_account(office, reach="communities", communities=[str(abroad.pk)])
        assert "柳岸社区不属于这个账号的街道" in text(superuser.post(f"{USERS}add/", wanted))

    def test_unconfirmed_reach_is_listed_until_somebody_confirms_it(self, client, as_user, community_clerk):
        User.objects.filter(pk=community_clerk.pk).update(reach_confirmed=False)
        home = text(client.get("/"))
        assert "请核对负责范围" in home
        assert community_clerk.username in home
        assert client.post(reverse("confirm-reach", args=[community_clerk.pk])).status_code == 302
        assert "请核对负责范围" not in text(client.get("/"))

    def test_each_unconfirmed_account_costs_no_statement_of_its_own(self, client, office):
        def listed(number):
            for _ in range(number):
                account = UserFactory(
                    role="clerk", reach="communities", subdistrict=office, reach_confirmed=False
                )
                account.communities.set([CommunityFactory(subdistrict=office)])
            with CaptureQueriesContext(connection) as statements:
                assert "请核对负责范围" in text(client.get("/"))
            return len(statements)

        listed(1)  # what only the first page of a process asks
        assert listed(1) == listed(8)

    def test_saving_the_account_confirms_its_reach(self, client, community_clerk):
        User.objects.filter(pk=community_clerk.pk).update(reach_confirmed=False)
        assert changed(client, community_clerk).status_code == 302
        assert User.objects.get(pk=community_clerk.pk).reach_confirmed

    def test_nobody_else_confirms_it(self, as_user, clerk, secretary, community_clerk, other_office):
        User.objects.filter(pk=community_clerk.pk).update(reach_confirmed=False)
        foreign = UserFactory(username="liushan-admin", role="admin", subdistrict=other_office)
        address = reverse("confirm-reach", args=[community_clerk.pk])
        answers = [
            as_user(user).post(address).status_code for user in (clerk, secretary, community_clerk, foreign)
        ]
        assert answers == [403, 403, 403, 404]
        assert not User.objects.get(pk=community_clerk.pk).reach_confirmed


class TestOwnAccount:
    @pytest.mark.parametrize(
        "forged",
        [{"role": "clerk"}, {"may_view_personal_data": "on"}, {"is_active": ""}, {"reach": "communities"}],
    )
    def test_nobody_changes_his_own_role_right_or_state(self, client, admin, forged):
        before = User.objects.filter(pk=admin.pk).values().get()
        assert changed(client, admin, **forged).status_code == 302
        assert User.objects.filter(pk=admin.pk).values().get() == before

    def test_another_admin_may(self, client, admin, as_user):
        other = UserFactory(username="second", role="admin", subdistrict=admin.subdistrict, is_staff=True)
        changed(as_user(other), admin, may_view_personal_data="on")
        assert User.objects.get(pk=admin.pk).may_view_personal_data

    def test_own_name_stays_his_to_change(self, client, admin):
        changed(client, admin, display_name="新名字")
        assert User.objects.get(pk=admin.pk).display_name == "新名字"

    def test_own_account_is_not_deleted(self, client, admin):
        UserFactory(username="second", role="admin", subdistrict=admin.subdistrict, is_staff=True)
        assert client.post(f"{USERS}{admin.pk}/delete/", {"post": "yes"}).status_code == 403
        client.post(USERS, {"action": "delete_selected", "_selected_action": [str(admin.pk)], "post": "yes"})
        assert User.objects.filter(pk=admin.pk).exists()


class TestLastAdmin:
    @pytest.mark.parametrize("change", [{"role": "clerk", "reach": "subdistrict"}, {"is_active": None}])
    def test_stays_whoever_asks(self, superuser, admin, change):
        response = changed(superuser, admin, **change)
        assert "最后一个能登录的管理员" in text(response)
        assert User.objects.get(pk=admin.pk).manages_accounts

    def test_is_not_deleted(self, superuser, admin):
        assert superuser.post(f"{USERS}{admin.pk}/delete/", {"post": "yes"}).status_code == 403
        superuser.post(
            USERS, {"action": "delete_selected", "_selected_action": [str(admin.pk)], "post": "yes"}
        )
        assert User.objects.filter(pk=admin.pk).exists()

    def test_of_two_neither_bulk_deletion_takes_both(self, superuser, admin):
        other = UserFactory(username="second", role="admin", subdistrict=admin.subdistrict, is_staff=True)
        chosen = [str(admin.pk), str(other.pk)]
        superuser.post(USERS, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
        assert User.objects.filter(role="admin", subdistrict=admin.subdistrict).exists()

    def test_one_who_cannot_sign_in_does_not_count(self, superuser, admin):
        UserFactory(username="second", role="admin", subdistrict=admin.subdistrict, is_active=False)
        changed(superuser, admin, role="clerk", reach="subdistrict")
        assert User.objects.get(pk=admin.pk).manages_accounts


class TestAccountThatWrote:
    def test_is_disabled_and_never_deleted(self, client, as_user, clerk, qingquan):
        data = fresh(VisitPages, qingquan, clerk)
        assert as_user(clerk).post(VisitPages.url("create"), data).status_code == 302
        assert client.post(f"{USERS}{clerk.pk}/delete/", {"post": "yes"}).status_code == 403
        client.post(USERS, {"action": "delete_selected", "_selected_action": [str(clerk.pk)], "post": "yes"})
        changed(client, clerk, is_active=None)
        version = Visit.history.get()
        assert (version.history_user, version.history_user.is_active) == (clerk, False)

    def test_another_is_deleted(self, client, clerk):
        assert client.post(f"{USERS}{clerk.pk}/delete/", {"post": "yes"}).status_code == 302
        assert not User.objects.filter(pk=clerk.pk).exists()

    def test_every_link_to_an_author_is_asked_for(self, clerk, office):
        from imports.models import Batch

        assert not clerk.has_written()
        Batch.objects.create(subdistrict=office, user=clerk, kind="visits.visit", file_name="走访.xlsx")
        assert clerk.has_written()


class TestAccountsOfOthers:
    def test_are_not_listed_nor_found(self, client, stranger):
        assert "柳山的人" not in text(client.get(USERS))
        assert "柳山的人" not in text(client.get(USERS, {"q": "柳山"}))

    @pytest.mark.parametrize("action", ["change", "delete", "history", "password"])
    def test_cannot_be_opened_or_written(self, client, stranger, action):
        before = User.objects.filter(pk=stranger.pk).values().get()
        for response in (
            client.get(f"{USERS}{stranger.pk}/{action}/"),
            client.post(
                f"{USERS}{stranger.pk}/{action}/",
                {"post": "yes", "password1": GIVEN, "password2": GIVEN, "username": "x"},
            ),
        ):
            assert response.status_code in (302, 403, 404)
            assert "柳山的人" not in response.content.decode()
        assert User.objects.filter(pk=stranger.pk).values().get() == before

    def test_cannot_be_deleted_in_bulk(self, client, stranger):
        client.post(
            USERS, {"action": "delete_selected", "_selected_action": [str(stranger.pk)], "post": "yes"}
        )
        assert User.objects.filter(pk=stranger.pk).exists()

    @pytest.mark.parametrize("action", ["change", "delete", "password"])
    def test_superuser_of_the_own_subdistrict_is_out_of_reach(self, client, office, action):
        chief = UserFactory(username="chief", role="admin", subdistrict=office, is_superuser=True)
        client.post(
            f"{USERS}{chief.pk}/{action}/",
            {"post": "yes", "password1": GIVEN, "password2": GIVEN, "usable_password": "true"},
        )
        assert User.objects.get(pk=chief.pk).check_password(PASSWORD)

    def test_superuser_opens_accounts_everywhere(self, superuser, stranger, other_office):
        assert "柳山的人" in text(superuser.get(USERS))
        superuser.post(f"{USERS}add/", new_account(other_office))
        assert User.objects.get(username="newone").subdistrict == other_office


def place_form(response):
    form = html.fromstring(response.content.decode()).xpath("//form[.//input[@name='name']]")[0]
    return {name: value for name, value in form.form_values() if value is not None}


def placed(client, address, **values):
    """Save a place in the admin with its form as it is shown, but for these values."""
    return client.post(address, place_form(client.get(address)) | values)


class TestPlaces:
    def test_admin_sees_and_changes_his_own_places_alone(self, client, office, other_office, qingquan):
        abroad = CommunityFactory(subdistrict=other_office, name="柳岸社区")
        assert "柳岸社区" not in text(client.get(PLACES))
        assert "柳山街道" not in text(client.get(OFFICES))
        for address in (
            f"{PLACES}{abroad.pk}/change/",
            f"{OFFICES}{other_office.pk}/change/",
            f"{PLACES}{abroad.pk}/delete/",
        ):
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
        assert placed(client, f"{OFFICES}{office.pk}/change/", code="XX").status_code == 302
        office.refresh_from_db()
        assert office.code == "JH"

    def test_community_in_use_is_not_deleted(self, client, qingquan):
        from tests.factories import VisitFactory
        from visits.models import Visit

        VisitFactory(community=qingquan, summary="不该看见的内容")
        page = client.get(f"{PLACES}{qingquan.pk}/delete/").content.decode()
        assert "走访 1 条" in page
        assert str(Visit.objects.get()) not in page
        client.post(f"{PLACES}{qingquan.pk}/delete/", {"post": "yes"})
        assert Community.objects.filter(pk=qingquan.pk).exists()

    def test_change_of_a_place_is_in_its_history(self, client, admin, qingquan):
        assert placed(client, f"{PLACES}{qingquan.pk}/change/", name="清泉新社区").status_code == 302
        last = Community.history.filter(id=qingquan.pk).first()
        assert (last.name, last.version, last.history_user) == ("清泉新社区", 2, admin)

    @pytest.mark.parametrize("kind", ["community", "subdistrict"])
    def test_change_of_a_place_is_a_version_and_nothing_is_none(self, client, admin, office, qingquan, kind):
        place = {"community": qingquan, "subdistrict": office}[kind]
        address = f"/accounts/communities/{kind}/{place.pk}/change/"
        versions = type(place).history.filter(id=place.pk).order_by("history_id")
        assert placed(client, address).status_code == 302
        place.refresh_from_db()
        assert place.version == 1
        before = versions.count()
        assert placed(client, address, name="改名").status_code == 302
        place.refresh_from_db()
        assert (place.name, place.version) == ("改名", 2)
        assert [(row.version, row.history_user) for row in versions[before:]] == [(2, admin)]

    def test_form_opened_before_a_change_in_the_admin_is_a_conflict(self, client, as_user, clerk, qingquan):
        entering, address = as_user(clerk), CommunityPages.url("edit", qingquan.pk)
        opened = as_shown(entering.get(address))
        assert placed(client, f"{PLACES}{qingquan.pk}/change/", name="清泉新社区").status_code == 302
        assert entering.post(address, opened | {"order": ["7"]}).status_code == 409
        assert Community.objects.get(pk=qingquan.pk).name == "清泉新社区"

    def test_change_in_the_admin_of_what_was_changed_meanwhile_is_shown_first(
        self, client, as_user, clerk, qingquan
    ):
        address = f"{PLACES}{qingquan.pk}/change/"
        opened = place_form(client.get(address))
        entering, edit = as_user(clerk), CommunityPages.url("edit", qingquan.pk)
        assert entering.post(edit, as_shown(entering.get(edit)) | {"name": ["清泉里社区"]}).status_code == 302
        refused = client.post(address, opened | {"order": "7"})
        assert (refused.status_code, "先保存了这条记录" in text(refused), "清泉里社区" in text(refused)) == (
            200,
            True,
            True,
        )
        stored = Community.objects.get(pk=qingquan.pk)
        assert (stored.name, stored.version) == ("清泉里社区", 2)
        assert client.post(address, place_form(refused)).status_code == 302
        stored.refresh_from_db()
        assert (stored.name, stored.order, stored.version) == (qingquan.name, 7, 3)
        without = {name: value for name, value in opened.items() if name != "seen"}
        assert client.post(address, without).status_code == 200

    def test_new_subdistrict_starts_with_its_local_lists(self, superuser):
        from services.models import ServiceItem

        superuser.post(f"{OFFICES}add/", {"code": "XQ", "name": "新桥街道"})
        assert ServiceItem.objects.filter(subdistrict__code="XQ").count() == len(ServiceItem.defaults)


def test_superuser_reads_no_records(superuser):
    for address in ("/visits/visit/", "/members/member/", "/reports/annual/", "/reports/figures/"):
        assert superuser.get(address).status_code == 403
    assert superuser.get("/").status_code == 200


class TestRegisterOfAccounts:
    def exported(self, client):
        response = client.get(f"{USERS}export/")
        assert response.status_code == 200
        sheet = load_workbook(BytesIO(response.content)).active
        return list(sheet.iter_rows(values_only=True))

    def test_it_says_of_each_own_account_what_it_may_do(self, client, clerk, stranger, qingquan):
        clerk.reach, clerk.is_active = User.Reach.COMMUNITIES, False
        clerk.save()
        clerk.communities.set([qingquan])
        headings, *rows = self.exported(client)
        by_name = {row[0]: dict(zip(headings, row, strict=True)) for row in rows}
        assert stranger.username not in by_name
        row = by_name[clerk.username]
        assert (row["角色"], row["负责范围"], row["指定社区"]) == ("录入员", "指定社区", "清泉社区")
        assert (row["可看完整号码"], row["有效"]) == ("否", "否")
        assert row["开通日期"] == format_value(clerk.date_joined)
        assert not row["上次登录"], "nobody signed in yet by that account"
        assert headings == (
            "用户名", "姓名", "街道", "角色", "负责范围", "指定社区", "可看完整号码", "有效", "上次登录", "开通日期",
        )  # fmt: skip

    def test_no_name_becomes_a_formula(self, client, clerk):
        clerk.display_name = "=1+1"
        clerk.save()
        response = client.get(f"{USERS}export/")
        cells = [cell for row in load_workbook(BytesIO(response.content)).active.iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f"] == []

    def test_it_is_written_down_who_took_it(self, client, admin):
        rows = self.exported(client)
        entry = Entry.objects.get(model="accounts.User")
        assert (entry.account, entry.act, entry.count) == (admin, Entry.Act.EXPORT, len(rows) - 1)

    def test_the_list_leads_to_it(self, client):
        page = html.fromstring(client.get(USERS).content.decode())
        assert page.xpath("//a[.='导出账号清册']/@href") == [f"{USERS}export/"]

    @pytest.mark.parametrize("role", ["clerk", "secretary"])
    def test_nobody_else_may_have_it(self, as_user, request, role):
        assert as_user(request.getfixturevalue(role)).get(f"{USERS}export/").status_code in (302, 403)
        assert not Entry.objects.filter(model="accounts.User").exists()
