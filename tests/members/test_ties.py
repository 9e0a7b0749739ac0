"""An admitted applicant and a member are one person: confirmed once, and 转正 entered once for both."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports import jobs
from imports.files import Folder
from imports.models import Batch
from members import actions
from members.models import Applicant, Member
from members.pages import ApplicantPages, MemberPages
from records import store
from records.columns.reference import BEYOND
from tests.factories import ApplicantFactory, BatchFactory, MemberFactory, PartyOrgFactory
from tests.imports.support import brought, press, upload, workbook
from tests.records.support import entered

pytestmark = pytest.mark.django_db
NUMBER = "110101199003070011"
DAYS = {
    "applied_on": date(2022, 1, 10),
    "talked_on": date(2022, 1, 20),
    "activist_on": date(2022, 3, 1),
    "candidate_on": date(2023, 3, 1),
    "admitted_on": date(2023, 5, 4),
    "approved_on": date(2023, 6, 4),
}
FULL = date(2024, 5, 4)


@pytest.fixture
def org(qingquan):
    return PartyOrgFactory(community=qingquan, name="第一支部")


@pytest.fixture
def applicant(org):
    return ApplicantFactory(
        org=org,
        name="李强",
        gender="male",
        id_no=NUMBER,
        phone="13800138000",
        birth_date=date(1990, 3, 7),
        **DAYS,
    )


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def pair(client, applicant):
    confirm(client, applicant)
    return applicant, Member.objects.get()


def confirm(client, applicant, **given):
    return client.post(f"/members/applicant/{applicant.pk}/roster/", given, follow=True)


def save(client, pages, record, reader, **values):
    record = type(record).objects.get(pk=record.pk)
    data = {**entered(pages, record, reader), "version": str(record.version), **values}
    return client.post(pages.url("edit", record.pk), data)


def days(pair) -> tuple:
    applicant, member = (type(record).objects.get(pk=record.pk) for record in pair)
    return applicant.full_on, member.full_on, member.kind


def test_one_press_makes_a_probationary_member(client, applicant, clerk, org):
    page = confirm(client, applicant)
    member = Member.objects.get()
    applicant.refresh_from_db()
    assert applicant.member == member
    told = [
        member.name,
        member.gender,
        member.id_no,
        member.phone,
        member.birth_date,
        member.org,
        member.kind,
    ]
    assert told == ["李强", "male", NUMBER, "13800138000", date(1990, 3, 7), org, Member.Kind.PROBATIONARY]
    assert (member.joined_on, member.since, member.full_on) == (
        DAYS["admitted_on"],
        DAYS["admitted_on"],
        None,
    )
    assert (applicant.version, applicant.history.latest("history_id").history_change_reason) == (
        2,
        "转入党员名册",
    )
    assert applicant.history.latest("history_id").history_user == clerk
    assert member.history.count() == 1
    assert f"/members/member/{member.pk}/" in page.content.decode()
    member.full_clean()
    assert (
        f"/members/applicant/{applicant.pk}/" in client.get(f"/members/member/{member.pk}/").content.decode()
    )


def test_pressed_twice_it_is_one_member(client, applicant):
    confirm(client, applicant)
    page = confirm(client, applicant)
    assert "没有转入：这条记录已经对应到党员名册" in page.content.decode()
    assert Member.objects.count() == 1


def test_a_member_with_the_same_number_is_offered_and_not_doubled(client, applicant, qingquan):
    member = MemberFactory(org=PartyOrgFactory(community=qingquan), name="李 强", id_no=NUMBER)
    assert "这个身份证号的党员已有在册记录" in confirm(client, applicant).content.decode()
    assert f"就是{member.told_apart}" in client.get(f"/members/applicant/{applicant.pk}/").content.decode()
    confirm(client, applicant, member=member.pk)
    applicant.refresh_from_db()
    assert (applicant.member, Member.objects.count()) == (member, 1)


def test_a_tie_to_the_wrong_person_is_taken_back(client, pair):
    applicant, member = pair
    client.post(f"/members/applicant/{applicant.pk}/untie/")
    applicant.refresh_from_db()
    assert applicant.member is None
    assert Member.objects.filter(pk=member.pk).exists()


def test_whichever_has_no_full_membership_takes_the_others(client, applicant, org):
    member = MemberFactory(org=org, name="李强", joined_on=DAYS["admitted_on"], full_on=FULL)
    confirm(client, applicant, member=member.pk)
    assert days((applicant, member)) == (FULL, FULL, "full")


def test_the_other_way_as_well(client, applicant, org):
    Applicant.objects.filter(pk=applicant.pk).update(full_on=FULL)
    member = MemberFactory(org=org, name="李强", kind=Member.Kind.PROBATIONARY, joined_on=DAYS["admitted_on"])
    confirm(client, applicant, member=member.pk)
    assert days((applicant, member)) == (FULL, FULL, "full")


def test_entered_with_the_applicant_it_is_the_members(client, pair, clerk):
    assert save(client, ApplicantPages, pair[0], clerk, full_on="2024-05-04").status_code == 302
    assert days(pair) == (FULL, FULL, "full")
    last = pair[1].history.latest("history_id")
    assert (last.history_change_reason, last.history_user, pair[1].history.count()) == (
        "转正日期随另一处填写",
        clerk,
        2,
    )
    assert save(client, ApplicantPages, pair[0], clerk, full_on="").status_code == 302
    assert days(pair) == (None, None, "probationary")


def test_no_warning_where_the_save_writes_both(client, pair, clerk):
    saved = save(client, ApplicantPages, pair[0], clerk, full_on="2024-05-04")
    assert "与这里不同" not in client.get(saved.url).content.decode()
    saved = save(client, ApplicantPages, pair[0], clerk, full_on="")
    assert "与这里不同" not in client.get(saved.url).content.decode()
    Member.objects.filter(pk=pair[1].pk).update(full_on=FULL)
    assert "与这里不同" in client.get(saved.url).content.decode()


def test_entered_with_the_member_it_is_the_applicants(client, pair, clerk):
    assert save(client, MemberPages, pair[1], clerk, full_on="2024-05-04", kind="full").status_code == 302
    assert days(pair) == (FULL, FULL, "full")
    assert pair[1].history.count() == 2
    assert pair[0].history.latest("history_id").history_change_reason == "转正日期随另一处填写"


def test_the_rules_of_the_applicant_hold_on_the_members_form(client, pair, clerk):
    page = save(client, MemberPages, pair[1], clerk, full_on="2024-05-03", kind="full")
    assert page.status_code == 422
    assert "发展党员记录：预备期一年" in page.context["form"].errors["full_on"][0]
    assert days(pair) == (None, None, "probationary")


def test_another_column_leaves_the_other_record_alone(client, pair, clerk):
    save(client, MemberPages, pair[1], clerk, work_unit="社区工作者")
    pair[0].refresh_from_db()
    assert pair[0].version == 2


def member_file(member, full_on):
    heading = ["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期", "转正日期", "记录编号"]
    row = ["李强", "男", "第一支部", "正式党员", DAYS["admitted_on"], full_on, str(member.submission)]
    return workbook(党员=[heading, row])


def applicant_file(applicant, full_on):
    heading = ["姓名", "性别", "受理党组织", "递交申请书日期", "转正日期", "记录编号"]
    row = [
        "李强",
        "女" if applicant.gender == "female" else "男",
        "第一支部",
        DAYS["applied_on"],
        full_on,
        str(applicant.submission),
    ]
    return workbook(发展党员=[heading, row])


@pytest.mark.parametrize(("kind", "label"), [(0, "members.applicant"), (1, "members.member")])
@pytest.mark.usefixtures("importing")
def test_what_an_import_writes_on_the_other_record_is_its_authors(kind, label, pair, clerk):
    batch = BatchFactory(
        user=clerk, subdistrict=clerk.subdistrict, kind=label, file_name="x.xlsx", state=Batch.State.READING
    )
    Folder(batch).path.mkdir(parents=True)
    Folder(batch).upload.write_bytes((applicant_file, member_file)[kind](pair[kind], FULL))
    jobs.work(batch)  # no request says whose it is, as in a process of its own
    batch.refresh_from_db()
    batch.move(Batch.State.READY, Batch.State.WRITING)
    jobs.work(batch)
    last = pair[1 - kind].history.latest("history_id")
    assert (days(pair), last.history_change_reason, last.history_user) == (
        (FULL, FULL, "full"),
        "转正日期随另一处填写",
        clerk,
    )


@pytest.mark.parametrize(("kind", "label"), [(0, "members.applicant"), (1, "members.member")])
@pytest.mark.usefixtures("importing")
def test_brought_in_by_a_file_and_taken_back(kind, label, client, pair):
    file = (applicant_file, member_file)[kind](pair[kind], FULL)
    batch = brought(client, file, label)
    assert days(pair) == (FULL, FULL, "full")
    batch = press(client, batch, "undo")
    assert batch.left == []
    assert days(pair) == (None, None, "probationary")


@pytest.mark.usefixtures("importing")
def test_a_file_that_breaks_the_applicants_rules_is_refused(client, pair):
    batch = upload(client, member_file(pair[1], date(2024, 5, 3)), "members.member")
    assert "发展党员记录：预备期一年" in client.get(f"/imports/{batch.pk}/").content.decode()
    assert days(pair) == (None, None, "probationary")


def test_an_applicant_brought_back_takes_what_the_member_has_by_then(client, pair, clerk):
    applicant, member = pair
    store.remove(Applicant.objects.get(pk=applicant.pk), by=None)
    save(client, MemberPages, member, clerk, full_on="2024-05-04", kind="full")
    row = store.removed_records(Applicant, clerk).get()
    client.post(f"/members/applicant/removed/{row.history_id}/")
    assert days(pair) == (FULL, FULL, "full")


def test_a_member_who_is_tied_is_not_removed(client, pair):
    assert client.post(f"/members/member/{pair[1].pk}/delete/").status_code == 409
    assert Member.objects.exists()


def test_the_list_of_those_not_in_the_roster(client, applicant, org, secretary, as_user):
    ApplicantFactory(org=org, name="王未批", **{**DAYS, "approved_on": None})
    page = client.get("/members/applicant/unlisted/").content.decode()
    assert "李强" in page
    assert "王未批" not in page
    assert "roster/" in page
    assert "roster/" not in as_user(secretary).get("/members/applicant/unlisted/").content.decode()
    answer = confirm(client, applicant, to="unlisted")
    assert answer.redirect_chain == [("/members/applicant/unlisted/?page=1", 302)]
    assert "都已转入" in answer.content.decode()


OTHER_NUMBER = "110101199003070038"
NAMESAKES = [
    ({"id_no": OTHER_NUMBER}, "身份证号不同"),
    ({"birth_date": date(1961, 3, 7)}, "出生日期不同（1990-03-07，1961-03-07）"),
    ({"joined_on": date(1985, 7, 1)}, "党员的入党日期 1985-07-01 早于递交申请书日期 2022-01-10"),
    ({"name": "李刚"}, "姓名不同，也没有同一个身份证号"),
]


@pytest.mark.parametrize(("values", "why"), NAMESAKES)
def test_who_cannot_be_the_same_person_is_neither_offered_nor_tied(values, why, client, applicant, org):
    other = MemberFactory(org=org, **{"name": "李强", **values})
    pages = [
        client.get(url).content.decode()
        for url in ("/members/applicant/unlisted/", f"/members/applicant/{applicant.pk}/")
    ]
    assert [">就是" in page for page in pages] == [False, False]
    answer = confirm(client, applicant, member=other.pk).content.decode()
    assert f"没有转入：李强和名册中的{other}不是同一人：{why}" in answer
    applicant.refresh_from_db()
    assert applicant.member is None
    with pytest.raises(ValidationError, match="不是同一人"):
        actions.tie(applicant, other, by=None)


def test_the_same_number_settles_it_whatever_else_differs(client, applicant, org):
    member = MemberFactory(
        org=org, name="李强强", id_no=NUMBER, birth_date=date(1961, 3, 7), joined_on=date(1985, 7, 1)
    )
    assert f"就是{member.told_apart}" in client.get("/members/applicant/unlisted/").content.decode()
    Member.objects.filter(pk=member.pk).update(joined_on=DAYS["admitted_on"])
    confirm(client, applicant, member=member.pk)
    applicant.refresh_from_db()
    assert applicant.member == member


def test_whose_way_was_ended_becomes_no_member(client, applicant):
    Applicant.objects.filter(pk=applicant.pk).update(ended_on=date(2023, 12, 1))
    pages = [
        client.get(url).content.decode()
        for url in ("/members/applicant/unlisted/", f"/members/applicant/{applicant.pk}/")
    ]
    assert ["roster/" in page for page in pages] == [False, False]
    assert "或者已经终止" in confirm(client, applicant).content.decode()
    assert not Member.objects.exists()


def test_a_member_whose_way_was_ended_is_asked_to_be_taken_off_the_roster(pair):
    applicant = Applicant.objects.get(pk=pair[0].pk)
    applicant.ended_on = date(2023, 12, 1)
    told = [text for text in applicant.warnings() if "终止日期" in text]
    assert told == ["已填终止日期，党员名册中却还在册，请到党员的记录填离开日期和离开原因"]
    applicant.member.until = date(2023, 12, 1)
    assert [text for text in applicant.warnings() if "终止日期" in text] == []


def test_the_list_has_pages_and_asks_for_all_rows_at_once(client, org):
    def statements(address):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        return len(asked), page.count("支部大会接收，还没有转入党员名册"), page.count(">就是")

    def admit(number):
        for index in range(number):
            ApplicantFactory(org=org, name=f"王{number}{index}", **DAYS)
            MemberFactory(org=org, name=f"王{number}{index}")

    admit(2)
    statements("/members/applicant/unlisted/")  # what only the first page of a process asks
    few = statements("/members/applicant/unlisted/")
    admit(50)
    many = statements("/members/applicant/unlisted/")
    assert (few[1:], many[1:]) == ((2, 2), (50, 50))
    assert many[0] == few[0]
    assert statements("/members/applicant/unlisted/?page=2")[1:] == (2, 2)
    assert statements("/members/applicant/unlisted/?page=99")[1:] == (2, 2)
    assert "第 1 页，共 2 页，52 人" in client.get("/members/applicant/unlisted/").content.decode()
    first = Applicant.objects.order_by("admitted_on", "pk").first()
    assert confirm(client, first, to="unlisted", page=2).redirect_chain == [
        ("/members/applicant/unlisted/?page=2", 302)
    ]


@pytest.fixture
def moved(pair, wenchang):
    """The member, whose 组织关系 is in another 社区 by now."""
    Member.objects.update(name="李改名", org=PartyOrgFactory(community=wenchang, name="文昌第二支部"))
    return pair


def test_the_record_tied_is_not_named_beyond_reach(moved, as_user, clerk, community_clerk):
    applicant, member = moved
    client = as_user(community_clerk)
    page = client.get(f"/members/applicant/{applicant.pk}/").content.decode()
    assert BEYOND in page
    assert [
        text for text in ("李改名", "文昌第二支部", f"/members/member/{member.pk}/", "untie/") if text in page
    ] == []
    assert client.post(f"/members/applicant/{applicant.pk}/untie/").status_code == 404
    applicant.refresh_from_db()
    assert applicant.member == member
    page = as_user(clerk).get(f"/members/applicant/{applicant.pk}/").content.decode()
    assert [
        text
        for text in ("李改名", "文昌第二支部", f"/members/member/{member.pk}/", "untie/")
        if text not in page
    ] == []


def test_nor_on_the_page_of_the_member(moved, as_user, clerk, community_clerk, wenchang):
    applicant, member = moved
    community_clerk.communities.set([wenchang])
    page = as_user(community_clerk).get(f"/members/member/{member.pk}/").content.decode()
    assert BEYOND in page
    assert [
        text for text in ("李强", "第一支部", f"/members/applicant/{applicant.pk}/") if text in page
    ] == []
    page = as_user(clerk).get(f"/members/member/{member.pk}/").content.decode()
    assert [
        text for text in ("李强", "第一支部", f"/members/applicant/{applicant.pk}/") if text not in page
    ] == []


def test_nobody_reaches_beyond_his_communities(applicant, as_user, community_clerk, wenchang):
    other = ApplicantFactory(org=PartyOrgFactory(community=wenchang), **DAYS)
    assert confirm(as_user(community_clerk), other).status_code == 404
    hidden = MemberFactory(org=other.org, name="李强")
    assert "就是" not in as_user(community_clerk).get(f"/members/applicant/{applicant.pk}/").content.decode()
    assert confirm(as_user(community_clerk), applicant, member=hidden.pk).status_code == 404
