"""Several files or sheets at once: sorted, put in order, looked at, written and undone as one."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from communities.models import Community
from imports import delivering
from imports.files import DeliveryFolder, Folder
from imports.kinds import KINDS, in_order, lacking_before
from imports.models import Batch, Delivery
from members.models import Member, PartyOrg
from members.pages import MemberPages
from records import store
from tests.factories import CommunityFactory, PartyOrgFactory, UserFactory
from tests.imports.support import DAY, boxes, mapped, workbook
from tests.records.browser import rows as rows_of
from tests.records.browser import text
from visits.models import Visit, VisitIssue

State = Delivery.State
COMMUNITIES = [
    ["社区名称", "社区编码", "社区类型", "成立时间"],
    ["东风社区", "DF", "城市社区", "2010-01-01"],
    ["柳荫社区", "LY", "村改居", "2012-01-01"],
]
ORGS = [
    ["党组织全称", "党组织类别", "所属领域", "所在社区", "批准成立日期", "上级党委"],
    ["东风社区党委", "党委", "社区", "东风社区", "2010-01-01", None],
    ["东风第一党支部", "党支部", "社区", "东风社区", "2010-01-01", "东风社区党委"],
]
MEMBERS = [
    ["姓名", "性别", "所在党支部", "人员类别", "转入时间"],
    ["周玉兰", "女", "东风第一党支部", "正式", "2015-01-01"],
    ["吴大勇", "男", "东风第一党支部", "预备", "2024-01-01"],
]
VISITS = [
    ["走访时间", "所属社区", "走访类型", "走访情况", "存在困难"],
    [DAY, "柳荫社区", "入户走访", "看望", "楼道照明"],
]

pytestmark = pytest.mark.django_db


def delivered(client: Any, *files: tuple[str, bytes], address: str = "/imports/together/") -> Delivery:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    answer = client.post(address, {"file": sent})
    assert answer.status_code == 302, text(answer)
    return Delivery.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))


def step(client: Any, delivery: Delivery, name: str, **data: str) -> Delivery:
    assert client.post(f"/imports/together/{delivery.pk}/{name}/", data).status_code == 302
    delivery.refresh_from_db()
    return delivery


def kinds(delivery: Delivery) -> list[str]:
    return [batch.kind for batch in delivery.in_order()]


def everything() -> list[tuple[str, bytes]]:
    """What a new office brings, in no order."""
    return [
        ("走访台账.xlsx", workbook(Sheet1=VISITS)),
        ("党员名册.xlsx", workbook(Sheet1=MEMBERS)),
        ("党组织.xlsx", workbook(Sheet1=ORGS)),
        ("社区.xlsx", workbook(Sheet1=COMMUNITIES)),
    ]


@pytest.fixture
def office_client(as_user, clerk):
    """A clerk of an office that has nothing yet."""
    return as_user(clerk)


def test_a_new_office_brings_all_its_files_in_one_go(office_client):
    delivery = delivered(office_client, *everything())
    assert kinds(delivery) == ["communities.community", "members.partyorg", "members.member", "visits.visit"]
    assert (delivery.state, [batch.counts["error"] for batch in delivery.in_order()]) == (
        State.READY,
        [0] * 4,
    )
    assert (Community.objects.count(), PartyOrg.objects.count(), Visit.objects.count()) == (0, 0, 0)
    step(office_client, delivery, "confirm")
    assert delivery.state == State.DONE, delivery.reason
    assert sorted(Member.objects.values_list("name", "org__name")) == [
        ("吴大勇", "东风第一党支部"),
        ("周玉兰", "东风第一党支部"),
    ]
    assert PartyOrg.objects.get(name="东风第一党支部").parent.name == "东风社区党委"
    assert VisitIssue.objects.get().visit.community.name == "柳荫社区"
    assert not DeliveryFolder(delivery).path.exists()


def test_one_undo_takes_all_of_it_back(office_client):
    delivery = step(office_client, delivered(office_client, *everything()), "confirm")
    step(office_client, delivery, "undo")
    assert delivery.state == State.UNDONE
    assert [batch.left for batch in delivery.in_order()] == [[], [], [], []]
    counts = [model.objects.count() for model in (Community, PartyOrg, Member, Visit, VisitIssue)]
    assert counts == [0, 0, 0, 0, 0]


def test_sheets_of_one_workbook_are_several_kinds(office_client):
    book = workbook(走访=VISITS, 社区=COMMUNITIES)
    delivery = step(office_client, delivered(office_client, ("全部.xlsx", book)), "confirm")
    assert (delivery.state, kinds(delivery)) == (State.DONE, ["communities.community", "visits.visit"])


def test_files_of_one_kind_under_the_same_headings_are_one_batch_and_others_another(office_client, qingquan):
    head, *rows = [["走访日期", "社区", "走访类型"], [DAY, "清泉社区", "入户"]]
    other = [["走访时间", "社区", "走访类型", "走访户数"], ["2025-04-02", "清泉社区", "入户", 3]]
    files = [
        ("一月.xlsx", workbook(Sheet1=[head, *rows])),
        ("二月.xlsx", workbook(Sheet1=[head, ["2025-02-02", "清泉社区", "入户"]])),
        ("四月.xlsx", workbook(Sheet1=other)),
    ]
    delivery = delivered(office_client, *files)
    assert [len(batch.sheets) for batch in delivery.in_order()] == [2, 1]
    step(office_client, delivery, "confirm")
    assert Visit.objects.count() == 3


def test_from_the_page_of_a_kind_several_files_can_be_chosen(office_client, qingquan):
    rows = [["走访日期", "社区", "走访类型"], [DAY, "清泉社区", "入户"]]
    again = [rows[0], ["2025-04-02", "清泉社区", "入户"]]
    files = [("1.xlsx", workbook(Sheet1=rows)), ("2.xlsx", workbook(Sheet1=again))]
    delivery = delivered(office_client, *files, address="/imports/visits.visit/")
    assert (kinds(delivery), delivery.state) == (["visits.visit"], State.READY)


def test_what_is_not_sure_is_decided_on_each_page_and_then_all_goes_on(office_client):
    unclear = [MEMBERS[0], [*MEMBERS[1][:3], "积极", "2015-01-01"]]
    files = [*everything()[2:], ("党员名册.xlsx", workbook(Sheet1=unclear))]
    delivery = delivered(office_client, *files)
    assert delivery.state == State.MAPPING
    assert "去对应" in text(office_client.get(f"/imports/together/{delivery.pk}/"))
    batch = delivery.batches.get(state=State.MAPPING)
    mapped(office_client, batch, **{boxes(batch, "word")["积极"]: "预备党员"})
    delivery.refresh_from_db()
    assert delivery.state == State.READY
    step(office_client, delivery, "confirm")
    assert Member.objects.get().kind == "probationary"


def test_the_kind_of_a_sheet_can_be_changed_or_refused(office_client, qingquan):
    rows = [["日期", "社区", "类型"], [DAY, "清泉社区", "入户"]]
    delivery = delivered(
        office_client, ("清单.xlsx", workbook(Sheet1=rows)), ("社区.xlsx", workbook(Sheet1=COMMUNITIES))
    )
    page = office_client.get(f"/imports/together/{delivery.pk}/").content.decode()
    assert "请您定" in page or delivery.state == State.READY
    step(office_client, delivery, "kinds", **{"kind-0": "visits.visit", "kind-1": "-"})
    assert kinds(delivery) == ["visits.visit"]
    step(office_client, delivery, "confirm")
    assert (Visit.objects.count(), Community.objects.count()) == (1, 1)


def test_with_errors_nothing_is_written_but_the_right_rows_alone_can_be(office_client):
    wrong = [*MEMBERS, ["钱多多", "女", "东风第九党支部", "正式", "2015-01-01"]]
    files = [*everything()[2:], ("党员名册.xlsx", workbook(Sheet1=wrong))]
    delivery = delivered(office_client, *files)
    batch = delivery.in_order().last()
    if batch.state == State.MAPPING:
        mapped(office_client, batch)
        delivery.refresh_from_db()
    assert step(office_client, delivery, "confirm").state == State.READY
    assert not Member.objects.exists()
    assert step(office_client, delivery, "confirm", only="right").state == State.DONE
    assert Member.objects.count() == 2


def test_a_preview_that_was_overtaken_is_shown_again(office_client, office):
    delivery = delivered(office_client, *everything())
    CommunityFactory(subdistrict=office, name="东风社区")
    step(office_client, delivery, "confirm")
    assert (delivery.state, "记录有了变化" in delivery.reason) == (State.READY, True)
    assert not Visit.objects.exists()


def test_an_edit_between_preview_and_confirmation_is_not_written_over(office_client, qingquan):
    org = PartyOrgFactory(community=qingquan, name="清泉社区第一党支部", secretary="张旧")
    rows = [["党组织名称", "类别", "领域", "社区", "成立日期", "书记"]]
    rows.append([org.name, "党支部", "社区", "清泉社区", str(org.since), "李新"])
    visits = [["走访日期", "社区", "走访类型"], [DAY, "清泉社区", "入户"]]
    files = ("党组织.xlsx", workbook(党组织=rows)), ("走访.xlsx", workbook(走访=visits))
    delivery = delivered(office_client, *files)
    org.secretary = "王改"
    store.save(org, by=None)
    step(office_client, delivery, "confirm", only="right")
    org.refresh_from_db()
    assert (delivery.state, org.secretary) == (State.READY, "王改")


def test_all_rows_of_a_kind_from_two_files_can_be_looked_at(office_client, town):
    head = ["走访日期", "社区", "走访类型"]
    files = [(f"{name}.xlsx", workbook(走访=[head, [DAY, "清泉社区", name]])) for name in ("入户", "接访")]
    delivery = delivered(office_client, *files)
    page = office_client.get(f"/imports/{delivery.batches.get().pk}/rows/")
    assert [row[0::5] for row in rows_of(page)] == [["入户 走访", "入户"], ["接访 走访", "接访"]]


def test_the_list_asks_nothing_for_each_batch(office_client, town):
    head = ["走访日期", "社区", "走访类型"]
    counts = []
    for _ in range(2):
        for name in ("甲", "乙"):
            delivered(office_client, (f"{name}.xlsx", workbook(走访=[head, [DAY, "清泉社区", "入户"]])))
        with CaptureQueriesContext(connection) as queries:
            page = office_client.get("/imports/")
        assert "次上传" in text(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_held_rows_are_written_last_and_once(office_client, town):
    head = ["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期"]
    like = [head, ["刘芳", "女", "清泉社区第一党支部", "正式党员", "2016-02-02"]]
    visits = [["走访日期", "社区", "走访类型"], [DAY, "清泉社区", "入户"]]
    delivery = delivered(
        office_client, ("党员.xlsx", workbook(党员=like)), ("走访.xlsx", workbook(走访=visits))
    )
    step(office_client, delivery, "confirm", alike="take")
    assert delivery.state == State.DONE, delivery.reason
    assert (Member.objects.filter(name="刘芳").count(), Visit.objects.count()) == (2, 1)
    assert delivery.batches.get(kind="members.member").counts["new"] == 1


def test_a_refused_delivery_leaves_no_batch_and_no_folder(office_client):
    delivery = delivered(office_client, *everything())
    DeliveryFolder(delivery).keep(0, SimpleUploadedFile("x.xlsx", b"%PDF"))
    step(office_client, delivery, "kinds")
    assert delivery.state == State.REFUSED
    assert set(delivery.batches.values_list("state", flat=True)) == {State.DROPPED}
    assert not any(Folder(batch).path.exists() for batch in delivery.batches.all())


@pytest.mark.parametrize(("content", "reason"), [(b"%PDF-1.7", "PDF"), (b"", "0 字节")])
def test_a_file_that_cannot_be_read_is_named(office_client, content, reason):
    delivery = delivered(office_client, *everything(), ("坏的.xlsx", content))
    assert delivery.state == State.REFUSED
    assert delivery.reason.startswith("“坏的.xlsx”：")
    assert reason in delivery.reason


def test_files_in_which_no_kind_is_known_are_refused(office_client):
    delivery = delivered(office_client, ("x.xlsx", workbook(Sheet1=[["甲", "乙"], ["丙", "丁"]])))
    assert (delivery.state, "没有认出一种记录" in delivery.reason) == (State.REFUSED, True)


def test_too_many_files_and_none_are_told(office_client):
    one = workbook(Sheet1=[["甲"]])
    many = [SimpleUploadedFile(f"{n}.xlsx", one) for n in range(61)]
    for files, message in (([], "请选要导入的 Excel 文件"), (many, "一次最多 60 个文件，现在有 61 个")):
        answer = office_client.post("/imports/together/", {"file": files})
        assert (answer.status_code, message in text(answer)) == (422, True)
    assert not Delivery.objects.exists()


def test_a_kind_that_its_author_may_not_write_is_not_brought_in(as_user, community_clerk, qingquan):
    delivery = delivered(
        as_user(community_clerk),
        ("社区.xlsx", workbook(Sheet1=COMMUNITIES)),
        ("走访.xlsx", workbook(走访=[VISITS[0], [DAY, "清泉社区", "入户", "看望", None]])),
    )
    assert "communities.community" not in kinds(delivery)


def test_others_see_what_it_was_and_nothing_of_its_contents(office_client, as_user, community_clerk, office):
    delivery = delivered(office_client, *everything())
    colleague = UserFactory(username="other", role="clerk", subdistrict=office, reach=User.Reach.SUBDISTRICT)
    page = as_user(colleague).get(f"/imports/together/{delivery.pk}/")
    assert ("由本人核对" not in text(page), "内容由本人核对和确认" in text(page)) == (False, True)
    for name in ("confirm", "drop", "kinds"):
        assert as_user(colleague).post(f"/imports/together/{delivery.pk}/{name}/").status_code == 403
    assert as_user(community_clerk).get(f"/imports/together/{delivery.pk}/").status_code == 404
    batch = delivery.in_order()[0]
    for name in ("confirm", "drop", "undo"):
        assert (
            office_client.post(f"/imports/{batch.pk}/{name}/")["Location"]
            == f"/imports/together/{delivery.pk}/"
        )
    delivery.refresh_from_db()
    assert delivery.state == State.READY


def test_it_is_given_up_after_a_day_or_by_its_author(office_client):
    delivery = delivered(office_client, *everything())
    step(office_client, delivery, "drop")
    assert (delivery.state, DeliveryFolder(delivery).path.exists()) == (State.DROPPED, False)
    assert set(delivery.batches.values_list("state", flat=True)) == {State.DROPPED}
    delivery = delivered(office_client, *everything())
    Delivery.objects.filter(pk=delivery.pk).update(created_at=timezone.now() - timedelta(days=2))
    delivering.purge()
    delivery.refresh_from_db()
    assert (delivery.state, DeliveryFolder(delivery).path.exists()) == (State.DROPPED, False)
    assert not any(Folder(batch).path.exists() for batch in Batch.objects.all())


def test_a_page_of_one_batch_leads_back_to_all(office_client):
    delivery = delivered(office_client, *everything())
    batch = delivery.in_order()[0]
    page = office_client.get(f"/imports/{batch.pk}/").content.decode()
    assert f"/imports/together/{delivery.pk}/" in page
    assert f"/imports/{batch.pk}/confirm/" not in page


# ── The order of kinds ──────────────────────────────────────────────────────
def test_every_kind_comes_after_those_that_it_names():
    order = in_order()
    assert set(order) == {label for label, pages in KINDS.items() if not pages.parent}
    for before, after in (
        ("communities.community", "members.partyorg"),
        ("members.partyorg", "members.member"),
        ("members.member", "members.postholder"),
        ("members.postholder", "visits.visit"),
        ("duties.scheme", "duties.round"),
        ("meetings.trainingplan", "meetings.meeting"),
    ):
        assert order.index(before) < order.index(after)


def test_what_has_to_come_first_is_told(office_client, clerk):
    assert [pages.label() for pages in lacking_before(MemberPages, clerk)] == ["members.partyorg"]
    page = text(office_client.get("/imports/members.member/"))
    assert "党员要用到党组织，现在还没有" in page
