"""Printed sheets: what stands on them, for whom, as pages and as Word files."""

import io
import re

import docx
import pytest

from access.reach import Reach
from audit.models import Entry
from ledgers import sheets
from ledgers.forms import FormSheet, Line
from ledgers.registers import RegisterSheet
from meetings.models import Meeting
from tests import factories as F
from tests.factories import YEAR
from tests.records.browser import text
from tests.shelf.factories import LoanFactory
from tests.shelf.pages import LoanPages

pytestmark = pytest.mark.django_db
DAY = f"{YEAR}-03-05"


@pytest.fixture
def branch(qingquan):
    return F.PartyOrgFactory(community=qingquan, subdistrict=qingquan.subdistrict, name="清泉社区第三党支部")


@pytest.fixture
def meeting(branch):
    return F.MeetingFactory(
        subdistrict=branch.subdistrict,
        org=branch,
        date=DAY,
        kind=Meeting.Kind.THEME_DAY,
        topic="交纳党费",
        expected=3,
        present=2,
        content="一、缴费。\n二、结对。",
    )


def word(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    return docx.Document(io.BytesIO(response.content))


def cells(table) -> list[list[str]]:
    """The texts of a table, a merged cell once."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]


def paragraphs(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


class TestMinutes:
    def test_page_and_file_say_the_same(self, as_user, clerk, meeting):
        client = as_user(clerk)
        page = text(client.get(f"/sheets/minutes/{meeting.pk}/"))
        [form] = word(client, f"/sheets/minutes/{meeting.pk}/file.docx").tables
        assert cells(form) == [
            ["召开单位", "清泉社区第三党支部"],
            ["会议类型", "主题党日", "时间", f"{YEAR}年3月5日"],
            ["地点", "", "主持人", ""],
            ["应到", "3人", "实到", "2人"],
            ["缺席", "1人", "列席", ""],
            ["主讲人", "", "记录人", ""],
            ["主题", "交纳党费"],
            ["内容", "一、缴费。\n二、结对。"],
        ]
        for row in cells(form):
            for cell in row:
                for line in cell.split("\n"):
                    assert line in page

    def test_a_branch_year_is_one_page_a_meeting_in_order(self, as_user, clerk, branch):
        days = [f"{YEAR}-{month:02}-20" for month in (11, 2, 7)]
        for day in days:
            F.MeetingFactory(subdistrict=branch.subdistrict, org=branch, date=day, topic=f"第{day}次")
        F.MeetingFactory(subdistrict=branch.subdistrict, org=branch, date=f"{YEAR - 1}-12-31", topic="上年")
        query = f"?org={branch.pk}&date_from={YEAR}-01-01&date_to={YEAR}-12-31"
        document = word(as_user(clerk), f"/sheets/minutes/file.docx{query}")
        assert [cells(form)[6][1] for form in document.tables] == [f"第{day}次" for day in sorted(days)]
        breaks = document.element.xpath("//w:pageBreakBefore")
        assert len(breaks) == len(days) - 1

    def test_meeting_of_the_street_is_held_by_it(self, as_user, clerk, office):
        meeting = F.MeetingFactory(subdistrict=office, org=None)
        [form] = word(as_user(clerk), f"/sheets/minutes/{meeting.pk}/file.docx").tables
        assert cells(form)[0] == ["召开单位", office.name]

    def test_too_many_are_not_printed_but_counted(self, as_user, clerk, branch, monkeypatch):
        monkeypatch.setattr(sheets.Minutes, "most", 1)
        F.MeetingFactory(subdistrict=branch.subdistrict, org=branch, topic="一")
        F.MeetingFactory(subdistrict=branch.subdistrict, org=branch, topic="二")
        page = text(as_user(clerk).get("/sheets/minutes/"))
        assert "一次最多打印 1 条" in page
        assert "现在查到 2 条" in page
        assert as_user(clerk).get("/sheets/minutes/file.docx").status_code == 200  # the same advice, no file

    def test_nothing_to_print_says_so(self, as_user, clerk):
        assert "没有可打印的会议与学习" in text(as_user(clerk).get("/sheets/minutes/"))

    def test_text_that_looks_like_markup_stays_text(self, as_user, clerk, branch):
        meeting = F.MeetingFactory(subdistrict=branch.subdistrict, org=branch, content="<b>会上</b>&\x0b通过")
        [form] = word(as_user(clerk), f"/sheets/minutes/{meeting.pk}/file.docx").tables
        assert cells(form)[7] == ["内容", "<b>会上</b>&通过"]
        assert "<b>会上</b>" not in as_user(clerk).get(f"/sheets/minutes/{meeting.pk}/").content.decode()


class TestRoll:
    def test_members_of_the_day_by_pinyin(self, as_user, clerk, meeting, branch):
        for name, since, until in (
            ("张三", "2020-01-01", None),
            ("李四", "2020-01-01", DAY),
            ("王五", DAY, None),
        ):
            F.MemberFactory(
                org=branch, name=name, since=since, until=until, exit_reason="transferred" if until else ""
            )
        document = word(as_user(clerk), f"/sheets/sign-in/{meeting.pk}/file.docx")
        [roll] = document.tables
        assert [row.cells[1].text for row in roll.rows][:4] == ["姓名", "王五", "张三", ""]
        assert len(roll.rows) == 22
        assert paragraphs(document) == [
            "签到表",
            f"清泉社区第三党支部　主题党日　{YEAR}年3月5日",
            "应到3人，实到2人。名单是会议当天在册的党员，按姓名拼音排列。",
        ]

    def test_meeting_of_the_committee_alone_names_nobody(self, as_user, clerk, branch):
        F.MemberFactory(org=branch, name="张三")
        kind = Meeting.Kind.COMMITTEE
        meeting = F.MeetingFactory(subdistrict=branch.subdistrict, org=branch, kind=kind)
        page = text(as_user(clerk).get(f"/sheets/sign-in/{meeting.pk}/"))
        assert "张三" not in page
        assert "姓名请手写" in page

    def test_blank_one_has_the_members_of_today(self, as_user, clerk, branch):
        F.MemberFactory(org=branch, name="张三")
        [roll] = word(as_user(clerk), f"/sheets/blank-sign-in/{branch.pk}/file.docx").tables
        assert roll.rows[1].cells[1].text == "张三"

    def test_more_than_a_page_runs_on(self, as_user, clerk, branch):
        for number in range(43):
            F.MemberFactory(org=branch, name=f"党员{number:02}")
        first, second = word(as_user(clerk), f"/sheets/blank-sign-in/{branch.pk}/file.docx").tables
        assert [first.rows[1].cells[place].text for place in (0, 4)] == ["1", "22"]
        assert [second.rows[1].cells[place].text for place in (0, 1, 4)] == ["43", "党员42", "64"]

    def test_nobody_signs_for_a_whole_list(self, as_user, clerk):
        assert as_user(clerk).get("/sheets/sign-in/").status_code == 404


class TestRegister:
    def test_payments_stand_by_community_with_their_sums(self, as_user, clerk, qingquan, wenchang):
        for community, amount in ((wenchang, 300), (qingquan, 100), (qingquan, 200.5)):
            F.PaymentFactory(community=community, amount=amount, date=DAY, doc_no=str(amount))
        document = word(as_user(clerk), "/sheets/payments/file.docx")
        headings = [line for line in paragraphs(document) if line.endswith("笔")]
        assert headings == ["清泉社区　2 笔", "文昌社区　1 笔"]
        sums = [cells(table)[-1][-1] for table in document.tables]
        assert sums == ["300.50", "300"]
        assert paragraphs(document)[-1] == "共 3 笔，金额合计 600.50 元。"

    def test_page_says_the_same(self, as_user, clerk, qingquan):
        F.PaymentFactory(community=qingquan, amount=1200, date=DAY)
        page = text(as_user(clerk).get("/sheets/payments/"))
        assert "清泉社区 1 笔" in page
        assert "1,200" in page


class TestOrgLifeRegister:
    def test_each_branch_has_its_own_kind_by_kind_in_the_order_of_三会一课(
        self, as_user, clerk, qingquan, meeting
    ):
        branch = F.PartyOrgFactory(
            community=qingquan, subdistrict=qingquan.subdistrict, name="清泉社区第一党支部"
        )
        for kind, day in (("lecture", f"{YEAR}-02-01"), ("assembly", f"{YEAR}-05-01"), ("other", DAY)):
            F.MeetingFactory(
                subdistrict=branch.subdistrict, org=branch, kind=kind, date=day, topic="支部的事"
            )
        F.MeetingFactory(subdistrict=branch.subdistrict, kind="lecture", date=DAY, topic="街道的课")
        document = word(
            as_user(clerk), f"/sheets/org-life/file.docx?date_from={YEAR}-01-01&date_to={YEAR}-12-31"
        )
        when = f"锦河街道　会议日期：{YEAR}-01-01 至 {YEAR}-12-31"
        assert [line for line in paragraphs(document) if when in line or line.endswith("次")] == [
            f"清泉社区第三党支部　{when}",
            "主题党日　1 次",
            f"清泉社区第一党支部　{when}",
            "支部党员大会　1 次",
            "党课　1 次",
        ]
        assert cells(document.tables[0])[1:] == [
            [DAY, "交纳党费", "", "3", "2"],
            ["合计", "", "", "3", "2"],
        ]

    def test_branch_that_was_asked_for_is_named_once(self, as_user, clerk, meeting, branch):
        page = text(as_user(clerk).get(f"/sheets/org-life/?org={branch.pk}"))
        assert page.count("清泉社区第三党支部") == 1


class TestReach:
    def test_clerk_of_one_community_prints_nothing_of_others(
        self, as_user, community_clerk, wenchang, monkeypatch
    ):
        other = F.PartyOrgFactory(community=wenchang, subdistrict=wenchang.subdistrict)
        meeting = F.MeetingFactory(subdistrict=other.subdistrict, org=other, topic="别人的会")
        F.PaymentFactory(community=wenchang, project="别人的钱")
        client = as_user(community_clerk)
        assert client.get(f"/sheets/minutes/{meeting.pk}/").status_code == 404
        assert client.get(f"/sheets/blank-sign-in/{other.pk}/file.docx").status_code == 404
        assert "别人的" not in text(client.get("/sheets/minutes/")) + text(client.get("/sheets/payments/"))
        monkeypatch.setattr(Reach, "filter", lambda reach, rows: rows.all())  # the protection switched off
        assert "别人的会" in text(client.get("/sheets/minutes/"))

    def test_clerk_of_one_community_is_named_no_leader_and_told_so(self, as_user, community_clerk, qingquan):
        leader = F.LeaderFactory(subdistrict=qingquan.subdistrict, name="周明远")
        branch = F.PartyOrgFactory(community=qingquan, subdistrict=qingquan.subdistrict)
        meeting = F.MeetingFactory(
            subdistrict=qingquan.subdistrict, org=branch, chair=leader, lecturer=leader
        )
        F.PaymentFactory(community=qingquan)
        client = as_user(community_clerk)
        assert "周明远" not in text(client.get(f"/sheets/minutes/{meeting.pk}/"))
        assert "只含本人负责的社区" in text(client.get("/sheets/payments/"))

    def test_query_that_cannot_be_read_is_answered_by_the_list(self, as_user, clerk, qingquan):
        F.PaymentFactory(community=qingquan)
        response = as_user(clerk).get("/sheets/payments/?date_from=什么")
        assert response.status_code == 302
        assert response["Location"].startswith("/funding/payment/?date_from=")

    def test_file_that_leaves_is_written_down(self, as_user, clerk, meeting):
        word(as_user(clerk), f"/sheets/minutes/{meeting.pk}/file.docx")
        entry = Entry.objects.get()
        assert (entry.account, entry.act, entry.model, entry.count) == (
            clerk,
            "export",
            "meetings.Meeting",
            1,
        )


class LoanCard(FormSheet):
    key = "loan-card"
    label = "借书证"
    pages = LoanPages
    rows_of_form = [[Line("title"), Line("copies")], [Line("note", height=40)]]


class LoanRegister(RegisterSheet):
    key = "loans"
    label = "借阅台账"
    pages = LoanPages
    columns = ["date", "title", "copies"]
    group = "community"
    totals = ["copies"]
    order = ("community__order", "date")


def test_new_sheet_is_one_declaration(as_user, clerk, qingquan, monkeypatch):
    monkeypatch.setattr(sheets, "SHEETS", [*sheets.SHEETS, LoanCard, LoanRegister])
    loan = LoanFactory(community=qingquan, title="党史", copies=4)
    client = as_user(clerk)
    [card] = word(client, f"/sheets/loan-card/{loan.pk}/file.docx").tables
    assert cells(card)[0] == ["书名", "党史", "册数", "4"]
    assert cells(word(client, "/sheets/loans/file.docx").tables[0])[-1] == ["合计", "", "4"]
    assert "借书证" in text(client.get(f"/sheets/loan-card/{loan.pk}/"))
    assert f"/sheets/loan-card/{loan.pk}/" in client.get(f"/shelf/loan/{loan.pk}/").content.decode()
    assert re.search(r'href="/sheets/loans/\?[^"]*"', client.get("/shelf/loan/").content.decode())


def test_sheets_are_known_by_different_names():
    keys = [sheet.key for sheet in sheets.SHEETS]
    assert len(set(keys)) == len(keys)


class TestAccountability:
    """目标责任书, 整改通知书, 三张清单."""

    def test_pledge_has_its_items_and_room_for_both_signatures(self, as_user, clerk, branch):
        holder = F.PostHolderFactory(org=branch, name="高波")
        pledge = F.PledgeFactory(holder=holder, number="锦责1号", signed_on=DAY, closed_on=DAY)
        given = {"pledge": pledge, "content": "办实事", "key": "services.good_deeds", "target": 3}
        F.PledgeItemFactory(**given, outcome="kept", value="5件")
        F.PledgeItemFactory(pledge=pledge, content="报送台账")
        client = as_user(clerk)
        page = text(client.get(f"/sheets/pledge/{pledge.pk}/"))
        document = word(client, f"/sheets/pledge/{pledge.pk}/file.docx")
        said = [row for table in document.tables for row in cells(table)]
        assert ["责任人", "高波（清泉社区第三党支部委员）", "编号", "锦责1号"] in said
        assert ["1", "办实事", "不少于 3", "", "兑现（5件）"] in said
        assert ["2", "报送台账", "", "", ""] in said
        assert "签订日期" in " ".join(paragraphs(document))
        for part in ("高波", "兑现（5件）", "党工委书记（签字）", "责任人（签字）"):
            assert part in page

    def test_notice_leaves_room_for_what_is_not_known(self, as_user, clerk, qingquan):
        given = {"problem": "活动室被占", "measure": "清空恢复", "owner": "石磊", "due": DAY}
        remedy = F.RemedyFactory(community=qingquan, source="inspection", **given)
        [form] = word(as_user(clerk), f"/sheets/remedy-notice/{remedy.pk}/file.docx").tables
        assert cells(form) == [
            ["整改单位", "清泉社区", "来源", "巡察督查"],
            ["责任人", "石磊", "整改期限", f"{YEAR}年3月5日"],
            ["问题", "活动室被占"],
            ["整改措施", "清空恢复"],
            ["整改结果", ""],
            ["完成日期", "", "复核人", ""],
        ]

    def test_three_lists_are_one_table_by_source(self, as_user, clerk, qingquan):
        F.RemedyFactory(community=qingquan, source="own", problem="缺主持人", done_on=DAY, result="已补")
        F.RemedyFactory(community=qingquan, source="report", problem="困难积压", owner="石磊", due=DAY)
        page = text(as_user(clerk).get("/sheets/three-lists/"))
        for part in ("自查 1 项", "上年述职 1 项", "缺主持人", "已补", "困难积压", "石磊", "共 2 项"):
            assert part in page
