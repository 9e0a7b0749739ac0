"""ID numbers and phones on the pages: masked everywhere, shown in full on request and by right alone, and logged."""

import logging

import pytest

from audit.models import Entry
from mediation.pages import MediationCasePages
from members.models import Member
from members.pages import MemberPages
from records.personal import EncryptedField
from records.presentation import column
from tests.factories import (
    MediationCaseFactory,
    MediationPartyFactory,
    MemberFactory,
    PartyOrgFactory,
    UserFactory,
)
from tests.records.browser import as_shown, readable, text
from tests.records.support import (
    ENTERED,
    ID_NO,
    PHONE,
    each,
    enter,
    fill,
    fresh,
    make,
    make_children,
    set_value,
)

pytestmark = pytest.mark.django_db
OTHER_ID, OTHER_PHONE = "110101199001011237", "13912345678"
SECRETS = (ID_NO, PHONE, OTHER_ID, OTHER_PHONE)


def secret_fields(model):
    return [field.name for field in model._meta.fields if isinstance(field, EncryptedField)]


PERSONAL = [
    pages
    for pages in ENTERED
    if secret_fields(pages.model) or any(secret_fields(kind.model) for kind in pages.children)
]


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def trusted(as_user, office):
    return as_user(UserFactory(display_name="钱档案", subdistrict=office, may_view_personal_data=True))


@pytest.fixture
def member(qingquan):
    return MemberFactory(org=PartyOrgFactory(community=qingquan), gender="female", id_no=ID_NO, phone=PHONE)


def edited(client, record, **values):
    address = MemberPages.url("edit", record.pk)
    response = client.post(address, {**as_shown(client.get(address)), **values})
    return response, Member.objects.get(pk=record.pk)


@each(PERSONAL)
def test_full_number_stands_on_no_page_and_in_no_export(pages, client, trusted, qingquan):
    record = make(pages.model, qingquan)
    for name in secret_fields(pages.model):
        set_value(record, name, ID_NO if name == "id_no" else PHONE)
    for row in make_children(pages, record).values():
        for name in secret_fields(type(row)):
            set_value(row, name, PHONE)
    record = pages.model.objects.get(pk=record.pk)
    for name in secret_fields(pages.model):
        setattr(record, name, OTHER_ID if name == "id_no" else OTHER_PHONE)
    record.save()  # the history now holds both
    pk = record.pk
    reading = [pages.url("list"), pages.url("export"), pages.url("removed"), "/"]
    reading += [pages.url(page, pk) for page in ("detail", "edit", "copy", "delete")]
    for reader in (client, trusted):
        for address in reading:
            content = readable(reader.get(address))
            assert not [secret for secret in SECRETS if secret in content], address
        found = reader.post(pages.url("list"), {"q": PHONE}, follow=True)
        assert not [
            secret for secret in SECRETS if secret in found.content.decode() + str(found.redirect_chain)
        ]
    stale = client.post(
        pages.url("edit", pk),
        {**as_shown(client.get(pages.url("edit", pk))), "version": "0", "name": "另一个"},
    )
    client.post(pages.url("delete", pk), {"version": str(pages.model.objects.get(pk=pk).version)})
    for response in (stale, client.get(pages.url("removed"))):
        assert not [secret for secret in SECRETS if secret.encode() in response.content]


@each(PERSONAL)
def test_detail_shows_the_mask(pages, client, qingquan):
    record = fill(pages, make(pages.model, qingquan), qingquan)
    page = text(client.get(pages.url("detail", record.pk)))
    for name in secret_fields(pages.model):
        assert column(pages.model, name).mask(getattr(record, name)) in page
    assert "查看完整号码" not in page


def test_history_tells_of_a_change_by_masks(client, member):
    edited(client, member, id_no=OTHER_ID, gender="male")
    page = text(client.get(MemberPages.url("detail", member.pk)))
    assert "身份证号：**************002X→**************1237" in page


def test_change_between_numbers_of_one_mask_is_told_too(client, member):
    edited(client, member, phone="13811118000")
    assert "手机号：138****8000→138****8000" in text(client.get(MemberPages.url("detail", member.pk)))


class TestReplacing:
    """更换: the box beside the mask."""

    def test_empty_box_keeps_what_is_on_record(self, client, member):
        response, saved = edited(client, member, work_unit="退休")
        assert response.status_code == 302
        assert (saved.id_no, saved.phone, saved.id_no_digest) == (ID_NO, PHONE, member.id_no_digest)

    def test_tick_clears(self, client, member):
        _, saved = edited(client, member, **{"phone-clear": "on"})
        assert (saved.phone, saved.phone_digest, saved.id_no) == ("", None, ID_NO)

    def test_typed_number_replaces(self, client, member):
        _, saved = edited(client, member, phone=" 139 1234-5678 ")
        assert saved.phone == OTHER_PHONE

    def test_lower_case_x_is_understood(self, client, clerk, qingquan):
        data = {**fresh(MemberPages, qingquan, clerk), "gender": "female", "id_no": "11010519491231002x"}
        assert enter(client, MemberPages, data).id_no == ID_NO

    def test_full_width_digits_are_understood(self, client, member):
        _, saved = edited(client, member, phone="１３９１２３４５６７８")
        assert saved.phone == OTHER_PHONE

    def test_wrong_number_stays_in_the_box_and_the_old_one_on_record(self, client, member):
        response, saved = edited(client, member, id_no="110105194912310021")
        assert response.status_code == 422
        assert "末位校验不符" in text(response)
        assert as_shown(response)["id_no"] == ["110105194912310021"]
        assert saved.id_no == ID_NO

    def test_box_and_source_are_empty_when_the_form_opens(self, client, member):
        data = as_shown(client.get(MemberPages.url("edit", member.pk)))
        assert (data["id_no"], data["phone"]) == ([""], [""])


class TestRevealing:
    def test_right_shows_one_full_value_and_logs_it(self, trusted, client, member, caplog):
        with caplog.at_level(logging.WARNING, logger="audit"):
            response = trusted.post(MemberPages.url("reveal", member.pk, "id_no"))
        assert ID_NO in text(response)
        assert PHONE not in text(response)
        assert "field=id_no" in caplog.text
        assert ID_NO not in caplog.text
        look = Entry.objects.get(model="members.Member", record=member.pk, what="查看完整身份证号")
        assert str(look.account) == "钱档案"

    def test_look_stands_in_the_history_of_the_record(self, trusted, client, member):
        trusted.post(MemberPages.url("reveal", member.pk, "id_no"))
        assert "钱档案 查看完整身份证号" in text(client.get(MemberPages.url("detail", member.pk)))

    def test_without_the_right_it_is_refused(self, client, member):
        assert client.post(MemberPages.url("reveal", member.pk, "id_no")).status_code == 403
        assert Member.history.filter(id=member.pk).count() == 1

    def test_look_needs_a_post(self, trusted, member):
        assert trusted.get(MemberPages.url("reveal", member.pk, "id_no")).status_code == 405

    @pytest.mark.parametrize("field", ["name", "version", "id_no_digest", "nonsense"])
    def test_only_personal_columns_are_revealed(self, trusted, member, field):
        assert trusted.post(MemberPages.url("reveal", member.pk, field)).status_code == 404

    def test_look_does_not_overtake_an_open_form(self, trusted, client, member):
        data = as_shown(client.get(MemberPages.url("edit", member.pk)))
        trusted.post(MemberPages.url("reveal", member.pk, "id_no"))
        assert (
            client.post(MemberPages.url("edit", member.pk), {**data, "work_unit": "退休"}).status_code == 302
        )


def test_whole_number_is_found_by_search(client, member):
    MemberFactory(org=member.org, name="别人")
    for words in (ID_NO, ID_NO.lower(), PHONE, f"{member.name} {PHONE}"):
        page = text(client.get(MemberPages.url("list"), {"q": words}, follow=True))
        assert "找到 1 条" in page, words
    for part in (ID_NO[:17], PHONE[:7], "**************002X", member.id_no_digest):
        assert "找到" not in text(client.get(MemberPages.url("list"), {"q": part}))


def test_same_number_twice_is_refused_within_the_subdistrict_alone(
    client, clerk, member, qingquan, other_office
):
    data = {**fresh(MemberPages, qingquan, clerk), "gender": "female", "id_no": ID_NO}
    response = client.post(MemberPages.url("create"), data)
    assert "这个身份证号的党员已有在册记录，请先查找核对" in text(response)
    MemberFactory(
        org=PartyOrgFactory(subdistrict=other_office, community=None), gender="female", id_no=ID_NO
    ).full_clean()


def test_number_of_a_row_is_kept_masked_and_replaced_alike(client, qingquan):
    case = MediationCaseFactory(community=qingquan)
    party = MediationPartyFactory(case=case, phone=PHONE)
    address = MediationCasePages.url("edit", case.pk)
    data = as_shown(client.get(address))
    assert data["mediationparty-0-phone"] == [""]
    assert client.post(address, {**data, "mediationparty-0-name": "王丽华"}).status_code == 302
    party.refresh_from_db()
    assert (party.name, party.phone) == ("王丽华", PHONE)
    data = as_shown(client.get(address))
    assert client.post(address, {**data, "mediationparty-0-phone": OTHER_PHONE}).status_code == 302
    party.refresh_from_db()
    assert party.phone == OTHER_PHONE
    page = client.get(MediationCasePages.url("detail", case.pk)).content.decode()
    assert "139****5678" in page
    assert PHONE not in page
    assert OTHER_PHONE not in page
