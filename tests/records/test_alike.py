"""What a record already says is saved once more only by a second, deliberate press."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from lxml import html

from communities.models import Community
from communities.pages import PartnerUnitPages
from funding.models import Payment
from funding.pages import PaymentPages
from mediation.models import MediationCase
from mediation.pages import MediationCasePages
from meetings.models import Meeting
from meetings.pages import MeetingPages
from members.models import Applicant, Member, PartyOrg, TwoNewUnit
from members.pages import ApplicantPages, MemberPages, TwoNewUnitPages
from records import alike, editing
from records.comparing import comparisons
from records.likeness import firm_name
from records.models import FormDraft
from records.personal import digest
from services.models import CheckIn
from services.pages import CheckInPages
from tests import factories as F
from tests.records.browser import as_shown, errors, text
from tests.records.support import ENTERED, PHONE, each, enter, entered, fresh, make
from visits.models import Visit, VisitIssue
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db
ASKED = "可能重复：同样的内容已经录过"


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def held(response) -> list[str]:
    """Where the records lead that somebody is asked about; fails where he is not asked."""
    assert response.status_code == 409, errors(response)
    assert ASKED in text(response)
    return html.fromstring(response.content.decode()).xpath("//ul[@class='alike']//a/@href")


def pressed_again(response, button: str = "仍要保存") -> dict:
    """What the form sends when the button is pressed by which somebody says that he means it."""
    (found,) = html.fromstring(response.content.decode()).xpath(f"//button[text()='{button}']")
    data = as_shown(response)
    return {**data, found.get("name"): [*data.get(found.get("name"), []), found.get("value")]}


def anew(data: dict) -> dict:
    """The same typed into another form."""
    return {**data, "submission": str(uuid.uuid4())}


def test_every_kind_says_by_what_its_records_are_alike():
    rows = [kind.model for pages in ENTERED for kind in pages.children]
    assert [
        model.__name__ for model in (*[pages.model for pages in ENTERED], *rows) if not comparisons(model)
    ] == []


@each(ENTERED)
def test_second_identical_entry_is_asked_about_or_refused_with_the_way_to_the_first(
    pages, client, clerk, qingquan
):
    data = fresh(pages, qingquan, clerk)
    first = enter(client, pages, data)
    second = client.post(pages.url("create"), anew(data))
    if second.status_code == 422:  # a constraint forbids it altogether
        assert pages.model._meta.constraints
        page = html.fromstring(second.content.decode())
        assert page.xpath("//ul[@class='alike']//a/@href") == [pages.url("detail", first.pk)]
        assert page.xpath("//button[text()='仍要保存']") == []
        return
    assert held(second) == [pages.url("detail", first.pk)]
    assert pages.model.objects.get() == first
    saved = client.post(pages.url("create"), pressed_again(second))
    assert saved.status_code == 302, errors(saved)
    assert pages.model.objects.count() == 2


# ── Which records say the same ──────────────────────────────────────────────
OTHER_DAY = F.DAY + timedelta(days=1)


def alike_to(pages, record, reader, children=None) -> bool:
    """Whether the form of a new record that says this is asked about."""
    data = QueryDict(urlencode(entered(pages, record, reader, children)))
    form = pages.form_class()(data, reader=reader)
    formsets = [
        kind.formset(pages.model)(data, prefix=kind.prefix, form_kwargs={"reader": reader})
        for kind in pages.children
    ]
    assert all([form.is_valid(), *[formset.is_valid() for formset in formsets]]), form.errors
    return alike.repetition(pages, form, formsets, reader) is not None


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        ({}, True),
        ({"project": "另写的用途", "source": "city"}, True),
        ({"amount": Decimal("12000.01")}, False),
        ({"kind": Payment.Kind.PARTY}, False),
        ({"date": OTHER_DAY}, False),
        ({"amount": 1, "doc_no": "记-18"}, True),
        ({"amount": 1, "doc_no": ""}, False),
    ],
)
def test_payment_by_what_was_paid_or_by_its_voucher(clerk, qingquan, other, asked):
    F.PaymentFactory(community=qingquan, doc_no="记-18")
    values = {"community": qingquan, "subdistrict": qingquan.subdistrict, "doc_no": "记-19", **other}
    assert alike_to(PaymentPages, F.PaymentFactory.build(**values), clerk) is asked


def test_payment_of_the_office_itself_is_none_of_a_community(clerk, office, qingquan):
    F.PaymentFactory(community=None, subdistrict=office, doc_no="")
    assert alike_to(
        PaymentPages, F.PaymentFactory.build(community=None, subdistrict=office, doc_no=""), clerk
    )
    assert not alike_to(
        PaymentPages, F.PaymentFactory.build(community=qingquan, subdistrict=office, doc_no=""), clerk
    )


def test_meeting_whose_convener_is_the_work_committee_is_the_offices(clerk, office, qingquan):
    committee = F.PartyOrgFactory(
        community=None, subdistrict=office, name="锦河街道党工委", kind=PartyOrg.Kind.WORK_COMMITTEE
    )
    branch = F.PartyOrgFactory(community=qingquan)
    F.MeetingFactory(subdistrict=office, topic="研究换届")
    said = {"subdistrict": office, "topic": "换届工作"}
    assert alike_to(MeetingPages, F.MeetingFactory.build(org=committee, **said), clerk)
    assert not alike_to(MeetingPages, F.MeetingFactory.build(org=branch, **said), clerk)
    assert not alike_to(
        MeetingPages, F.MeetingFactory.build(org=committee, kind=Meeting.Kind.STUDY, **said), clerk
    )


@pytest.mark.parametrize(
    ("pages", "factory"), [(MemberPages, F.MemberFactory), (ApplicantPages, F.ApplicantFactory)]
)
@pytest.mark.parametrize(
    ("name", "birth_date", "phone", "same_org", "asked"),
    [
        ("马丽", date(1980, 5, 1), "", False, True),
        ("马丽", None, PHONE, False, True),
        ("马丽", None, "", True, True),
        ("马丽", date(1981, 5, 1), "13900139000", False, False),
        ("马莉", date(1980, 5, 1), PHONE, True, False),
    ],
)
def test_person_by_name_with_birth_phone_or_organisation(
    clerk, qingquan, pages, factory, name, birth_date, phone, same_org, asked
):
    org = F.PartyOrgFactory(community=qingquan)
    factory(org=org, name="马丽", birth_date=date(1980, 5, 1), phone=PHONE)
    other = org if same_org else F.PartyOrgFactory(community=qingquan)
    values = {
        "org": other,
        "subdistrict": org.subdistrict,
        "name": name,
        "birth_date": birth_date,
        "phone": phone,
    }
    assert alike_to(pages, factory.build(**values), clerk) is asked


@pytest.mark.parametrize(
    ("said", "asked"),
    [({"unit": "市医院", "phone": PHONE}, True), ({"unit": "市税务局"}, True), ({"unit": "市医院"}, False)],
)
def test_check_in_by_name_with_phone_or_unit_in_any_community(clerk, qingquan, wenchang, said, asked):
    F.CheckInFactory(community=qingquan, name="马丽", unit="市税务局", phone=PHONE)
    record = F.CheckInFactory.build(community=wenchang, subdistrict=wenchang.subdistrict, name="马丽", **said)
    assert alike_to(CheckInPages, record, clerk) is asked


@pytest.mark.parametrize(
    "name",
    [
        "江州科技有限公司",
        "江州科技股份有限公司",
        "江州（科技）有限责任公司",
        "江州 科技",
        "江州科技(股份)公司",
    ],
)
def test_unit_whatever_its_legal_form_brackets_and_widths(clerk, qingquan, name):
    F.TwoNewUnitFactory(community=qingquan, name="江州(科技)有限公司")
    assert firm_name(name) == "江州科技"
    values = {"community": qingquan, "subdistrict": qingquan.subdistrict}
    assert alike_to(TwoNewUnitPages, F.TwoNewUnitFactory.build(name=name, **values), clerk)
    assert not alike_to(TwoNewUnitPages, F.TwoNewUnitFactory.build(name=f"{name}二部", **values), clerk)


def test_unit_by_its_credit_code(clerk, qingquan):
    F.TwoNewUnitFactory(community=qingquan, uscc="91110000600037341L")
    values = {"community": qingquan, "subdistrict": qingquan.subdistrict, "name": "别的名称"}
    assert alike_to(TwoNewUnitPages, F.TwoNewUnitFactory.build(uscc="91110000600037341L", **values), clerk)
    assert not alike_to(TwoNewUnitPages, F.TwoNewUnitFactory.build(**values), clerk)


def test_case_by_a_party_of_the_same_day(clerk, qingquan):
    case = F.MediationCaseFactory(community=qingquan)
    for name in ("王丽", "陈建国"):
        F.MediationPartyFactory(case=case, name=name)
    (parties, _) = MediationCasePages.children
    for name, asked in {"陈建国": True, "马丽": False}.items():
        record = F.MediationCaseFactory.build(
            community=qingquan, subdistrict=qingquan.subdistrict, kind=MediationCase.Kind.DAMAGE
        )
        assert (
            alike_to(
                MediationCasePages,
                record,
                clerk,
                {parties: F.MediationPartyFactory.build(case=record, name=name)},
            )
            is asked
        )


# ── The press ───────────────────────────────────────────────────────────────
@pytest.fixture
def payment(qingquan):
    return F.PaymentFactory(community=qingquan)


@pytest.fixture
def again(payment, clerk):
    """The form that says the payment once more."""
    return anew(entered(PaymentPages, payment, clerk))


NEW = PaymentPages.url("create")


def test_everything_typed_stays_on_the_page_that_asks(client, payment, again):
    shown = as_shown(client.post(NEW, again))
    assert {name: shown[name] for name in again if name != "version"} == {
        name: [value] for name, value in again.items() if name != "version"
    }


def test_usual_button_asks_again(client, payment, again):
    asked = client.post(NEW, again)
    assert held(client.post(NEW, as_shown(asked))) == [PaymentPages.url("detail", payment.pk)]
    assert Payment.objects.count() == 1


def test_press_is_for_those_records_that_it_was_asked_about(client, payment, again):
    agreed = pressed_again(client.post(NEW, again))
    third = F.PaymentFactory(community=payment.community)
    asked = client.post(NEW, agreed)
    assert held(asked) == [PaymentPages.url("detail", third.pk), PaymentPages.url("detail", payment.pk)]
    assert client.post(NEW, pressed_again(asked)).status_code == 302
    assert Payment.objects.count() == 3


def test_save_and_new_goes_on_to_a_new_form(client, payment, again):
    asked = client.post(NEW, {**again, "again": "1"})
    saved = client.post(NEW, pressed_again(asked))
    assert saved.status_code == 302
    assert saved.url.startswith(NEW)


def test_form_sent_twice_at_once_is_one_record_and_no_question(client, again, payment, monkeypatch):
    """The second comes to the comparison after the first has landed."""
    payment.delete()
    assert client.post(NEW, again).status_code == 302
    looked = iter([None])
    earlier = editing.RecordFormView.already
    monkeypatch.setattr(
        editing.RecordFormView, "already", lambda form, token: next(looked, earlier(form, token))
    )
    second = client.post(NEW, again)
    assert second.status_code == 302
    assert Payment.objects.count() == 1


def test_switched_off_nobody_is_asked(client, payment, again, monkeypatch):
    monkeypatch.setattr(alike, "comparisons", lambda model: [])
    assert client.post(NEW, again).status_code == 302
    assert Payment.objects.count() == 2


def test_copy_is_asked_about(client, payment):
    address = PaymentPages.url("copy", payment.pk)
    data = as_shown(client.get(address))
    assert held(client.post(address, data)) == [PaymentPages.url("detail", payment.pk)]


def test_edit_is_asked_about_where_it_says_something_new(client, payment, qingquan):
    other = F.PaymentFactory(community=qingquan)  # alike already
    address = PaymentPages.url("edit", other.pk)
    data = as_shown(client.get(address))
    assert client.post(address, {**data, "project": "绿化"}).status_code == 302
    data = as_shown(client.get(address))
    asked = client.post(address, {**data, "doc_no": payment.doc_no})
    assert held(asked) == [PaymentPages.url("detail", payment.pk)]
    assert client.post(address, pressed_again(asked)).status_code == 302
    other.refresh_from_db()
    assert (other.doc_no, other.version) == (payment.doc_no, 3)


def test_conflict_after_the_press_asks_no_second_time(client, payment, qingquan, as_user, office):
    other = F.PaymentFactory(community=qingquan, amount=1)
    address = PaymentPages.url("edit", other.pk)
    mine = as_shown(client.get(address))
    theirs = {**mine, "project": "同事写的"}
    asked = client.post(address, {**mine, "amount": payment.amount})
    assert held(asked) == [PaymentPages.url("detail", payment.pk)]
    assert as_user(F.UserFactory(subdistrict=office)).post(address, theirs).status_code == 302
    conflict = client.post(address, pressed_again(asked))
    assert conflict.status_code == 409
    assert "同事写的" in text(conflict)
    assert client.post(address, as_shown(conflict)).status_code == 302


def test_draft_stays_while_somebody_is_asked_and_goes_when_it_is_saved(client, payment, again, clerk):
    kept = client.post(
        NEW, {**again, "account": clerk.pk, "draft": "keep"}, headers={"X-Requested-With": "fetch"}
    )
    assert kept.json()["address"]
    asked = client.post(NEW, again)
    assert FormDraft.objects.count() == 1
    assert client.post(NEW, pressed_again(asked)).status_code == 302
    assert FormDraft.objects.count() == 0


# ── Reach ───────────────────────────────────────────────────────────────────
def test_beyond_reach_only_that_there_is_such_a_record(as_user, community_clerk, qingquan, wenchang):
    far = F.PartnerUnitFactory(community=wenchang, name="第二医院（东院）有限公司", contact="钱多多")
    client = as_user(community_clerk)
    near = F.PartnerUnitFactory.build(
        community=qingquan, subdistrict=qingquan.subdistrict, name="第二医院东院"
    )
    data = entered(PartnerUnitPages, near, community_clerk)
    asked = client.post(PartnerUnitPages.url("create"), data)
    assert held(asked) == []
    assert "街道已有一条这样的记录，不在您负责的范围内" in text(asked)
    assert far.name not in asked.content.decode()
    assert wenchang.name not in asked.content.decode()
    assert "钱多多" not in asked.content.decode()
    answer = client.post(PartnerUnitPages.url("alike"), data)
    assert answer.json() == {"records": [], "remarks": ["街道已有一条这样的记录，不在您负责的范围内"]}
    assert client.post(PartnerUnitPages.url("create"), pressed_again(asked)).status_code == 302


def test_another_office_is_none_of_it(client, again, payment, other_office):
    F.PaymentFactory(community=F.CommunityFactory(subdistrict=other_office), doc_no="记-1")
    assert client.post(NEW, {**again, "amount": "3", "doc_no": "记-1"}).status_code == 302


# ── Rows below ──────────────────────────────────────────────────────────────
def test_row_that_says_what_another_says_is_asked_about(client, clerk, qingquan):
    visit = F.VisitFactory(community=qingquan)
    issue = F.VisitIssueFactory(visit=visit)
    address = VisitPages.url("edit", visit.pk)
    data = as_shown(client.get(address))
    data |= {"visitissue-opinion-1-content": issue.content, "visitissue-opinion-TOTAL_FORMS": "2"}
    asked = client.post(address, data)
    assert held(asked) == []
    assert "意见建议第 2 行和第 1 行说的是同一件事" in text(asked)
    assert client.post(address, pressed_again(asked)).status_code == 302
    assert VisitIssue.objects.filter(visit=visit, content=issue.content).count() == 2
    data = as_shown(client.get(address))
    assert client.post(address, {**data, "summary": "补记"}).status_code == 302, (
        "what is on record is not asked about again"
    )


# ── While typing ────────────────────────────────────────────────────────────
def test_script_is_told_while_somebody_types(client, payment, clerk):
    half = {"date": "2025年5月20日", "community": payment.community_id, "kind": payment.kind}
    address = PaymentPages.url("alike")
    assert client.post(address, half).json() == {"records": [], "remarks": []}
    told = client.post(address, {**half, "amount": "1.2万"}).json()
    assert told == {
        "records": [{"text": str(payment), "address": PaymentPages.url("detail", payment.pk)}],
        "remarks": [],
    }
    assert client.post(f"{address}?record={payment.pk}", {**half, "amount": "1.2万"}).json()["records"] == []


def test_phone_is_compared_by_its_digest(qingquan):
    F.CheckInFactory(community=qingquan, name="马丽", phone=PHONE)
    (by_phone, *_) = comparisons(CheckIn)
    assert [key for _, key in by_phone.on_record(CheckIn.objects.all())] == [("马丽", digest(PHONE))]


@pytest.mark.parametrize(
    "model", [Visit, Payment, Member, Applicant, TwoNewUnit, CheckIn, MediationCase, Community]
)
def test_comparing_costs_a_statement_for_each_likeness(qingquan, model, django_assert_max_num_queries):
    record = make(model, qingquan)
    rows = model.objects.of(qingquan.subdistrict_id)
    record.pk = None
    with django_assert_max_num_queries(len(comparisons(model))):
        alike.twins(record, {}, rows)
