"""Rows that say what a record or another row of the file says are held, shown, and written only when somebody means them."""

import io
import json
import uuid
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from funding.models import Payment
from funding.pages import PaymentPages
from imports.models import Batch
from imports.plan import Plan
from imports.preview import preview
from imports.rows import alike
from mediation.pages import MediationCasePages
from members.pages import MemberPages, PartyOrgPages
from spreadsheets.reading import Grid
from tests import factories as F
from tests.imports.support import GOOD, actions, brought, planned, press, said, saved, upload, workbook
from tests.records.browser import text
from visits.models import VisitIssue

pytestmark = pytest.mark.django_db
PAYMENT = "funding.payment"
HEAD = ["拨付日期", "社区", "经费类别", "金额（元）", "用途", "凭证号"]
DAY = date(2025, 3, 5)
FIRST = [DAY, "清泉社区", "党建工作经费", 5000, "活动场地", ""]
OTHER = [DAY, "清泉社区", "党建工作经费", 6000, "", "记-2"]


def paid(*rows: list) -> bytes:
    return workbook(经费=[HEAD, *rows])


@pytest.fixture
def payment(qingquan) -> Payment:
    return F.PaymentFactory(
        community=qingquan, date=DAY, kind=Payment.Kind.PARTY, amount=5000, project="", doc_no="记-1"
    )


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def test_row_like_a_record_is_held_and_shown_with_the_record(client, payment):
    batch = upload(client, paid(FIRST, OTHER), PAYMENT)
    assert {key: count for key, count in batch.counts.items() if count} == {"new": 1, "alike": 1}
    page = client.get(f"/imports/{batch.pk}/")
    (row,) = html.fromstring(page.content.decode()).xpath("//h2[text()='疑似重复']/following::tbody[1]/tr")
    assert [" ".join(cell.text_content().split()) for cell in row.xpath("td")] == [
        "2",
        "2025-03-05 · 清泉社区 · 党建工作经费 · 5,000",
        f"{payment}（新窗口）",
    ]
    assert row.xpath(".//a/@href") == [PaymentPages.url("detail", payment.pk)]
    assert "疑似重复的 1 行也要导入" in text(page)


@pytest.mark.parametrize(("ticked", "projects"), [({}, ["", ""]), ({"alike": "take"}, ["", "", "活动场地"])])
def test_tick_alone_brings_it_in(client, payment, ticked, projects):
    batch = brought(client, paid(FIRST, OTHER), PAYMENT, **ticked)
    assert sorted(Payment.objects.values_list("project", flat=True)) == projects
    assert batch.counts["new"] == len(projects) - 1
    assert batch.counts.get("alike", 0) == 2 - batch.counts["new"]


def test_file_of_held_rows_alone_needs_the_tick(client, payment):
    batch = upload(client, paid(FIRST), PAYMENT)
    assert "没有写入：这一批只有疑似重复的行" in text(
        client.post(f"/imports/{batch.pk}/confirm/", follow=True)
    )
    batch.refresh_from_db()
    assert (batch.state, Payment.objects.count()) == (Batch.State.READY, 1)
    assert press(client, batch, "confirm", alike="take").state == Batch.State.DONE
    assert Payment.objects.count() == 2


def test_the_right_rows_alone_with_those_that_are_meant(client, payment):
    wrong = [DAY, "清泉社区", "党建工作经费", "很多", "", ""]
    batch = upload(client, paid(FIRST, OTHER, wrong), PAYMENT)
    assert press(client, batch, "confirm", alike="take").state == Batch.State.READY
    assert press(client, batch, "confirm", alike="take", only="right").state == Batch.State.DONE
    assert Payment.objects.count() == 3


def test_undone_import_takes_the_meant_rows_back(client, payment):
    batch = brought(client, paid(FIRST), PAYMENT, alike="take")
    press(client, batch, "undo")
    assert Payment.objects.get() == payment


def test_row_like_another_row_of_the_file_is_held(client, clerk, qingquan):
    again = [*FIRST[:4], "另一说法", ""]
    batch = upload(client, paid(FIRST, FIRST, again), PAYMENT)
    assert {key: count for key, count in batch.counts.items() if count} == {
        "new": 1,
        "duplicate": 1,
        "alike": 1,
    }
    assert "与第 2 行疑似是同一条" in text(client.get(f"/imports/{batch.pk}/"))
    press(client, batch, "confirm")
    assert Payment.objects.get().project == "活动场地"


def test_confirmation_is_for_what_was_shown(client, qingquan):
    """Somebody types the payment between preview and confirmation: the tick that was set was not for it."""
    batch = upload(client, paid(FIRST, OTHER), PAYMENT)
    F.PaymentFactory(community=qingquan, date=DAY, kind=Payment.Kind.PARTY, amount=6000, doc_no="记-3")
    press(client, batch, "confirm", alike="take")
    assert batch.state == Batch.State.READY
    assert batch.reason == "预览以后，记录有了变化。请再看一遍，再确认。"
    assert batch.counts["alike"] == 1
    assert Payment.objects.count() == 1


def test_what_was_found_again_is_not_asked_about(client, payment, qingquan):
    """Two payments that are alike, on record both: their file adds nothing and asks nothing."""
    F.PaymentFactory(
        community=qingquan, date=DAY, kind=Payment.Kind.PARTY, amount=5000, project="另一笔", doc_no=""
    )
    rows = [
        [DAY, "清泉社区", "党建工作经费", 5000, "", "记-1"],
        [DAY, "清泉社区", "党建工作经费", 5000, "另一笔", ""],
    ]
    batch = upload(client, paid(*rows), PAYMENT)
    assert {key: count for key, count in batch.counts.items() if count} == {"unchanged": 2}


def test_beyond_reach_only_that_there_is_such_a_record(as_user, community_clerk, wenchang):
    far = F.PaymentFactory(community=wenchang, doc_no="记-1", project="机密用途")
    batch = upload(as_user(community_clerk), paid([*FIRST[:5], "记-1"]), PAYMENT)
    page = as_user(community_clerk).get(f"/imports/{batch.pk}/")
    assert batch.counts["alike"] == 1
    assert "街道已有一条这样的记录，不在您负责的范围内" in text(page)
    assert "文昌社区" not in page.content.decode()
    assert far.project not in page.content.decode()


def test_row_below_a_record_is_held_where_the_record_has_one_like_it(client, qingquan):
    issue = F.VisitIssueFactory(
        visit__community=qingquan, visit__date=DAY, visit__kind="household", visit__households=3
    )
    file = workbook(
        走访=[["序号", "走访日期", "社区", "走访类型", "走访户数"], [1, DAY, "清泉社区", "入户", 3]],
        意见建议=[["序号", "内容", "提出人"], [1, issue.content, "王大爷"]],
    )
    batch = upload(client, file)
    assert {key: count for key, count in batch.counts.items() if count} == {"unchanged": 1, "alike": 1}
    press(client, batch, "confirm", alike="take")
    assert list(VisitIssue.objects.order_by("pk").values_list("raised_by", flat=True)) == ["", "王大爷"]


def test_case_is_known_by_its_parties(clerk, qingquan):
    party = F.MediationPartyFactory(case__community=qingquan, case__date=DAY)
    case = ["2025-03-05", "清泉社区", "物业纠纷"]
    cases = Grid(
        "调解案件", [["序号", "受理日期", "社区", "纠纷类型"], [1, *case], [2, *case[:2], "合同纠纷"]]
    )
    parties = Grid("当事人", [["序号", "姓名", "身份"], [1, party.name, "申请人"], [2, "马丽", "申请人"]])
    made = Plan(MediationCasePages, clerk, [cases, parties])
    assert said(made) == []
    assert [line.action for line in made.lines] == ["alike", "new"]


def test_row_that_names_a_held_row_is_held_with_it(clerk, qingquan):
    committee = {**GOOD["members.partyorg"], "党组织名称": "清泉社区党委", "类别": "党委"}
    rows = [
        {**committee, "撤销日期": "2021-07-01"},
        committee,
        {**GOOD["members.partyorg"], "党组织名称": "清泉社区第九党支部", "上级党组织": "清泉社区党委"},
    ]
    made = planned(PartyOrgPages, clerk, *rows)
    assert (said(made), actions(made)) == ([], {"new": 1, "alike": 2})
    assert made.alike[1].note == "写到的“清泉社区党委”在第 3 行，那一行疑似重复"
    made.take_alike()
    assert [line.action for line in made.lines] == ["new", "new", "new"]


def test_rows_with_numbers_of_their_own_were_two_records_where_they_come_from(client, qingquan):
    rows = [[*FIRST[:4], text, "", str(uuid.uuid4())] for text in ("场地", "材料")]
    batch = brought(client, workbook(经费=[[*HEAD, "记录编号"], *rows]), PAYMENT)
    assert (batch.counts["new"], batch.counts.get("alike")) == (2, None)


def test_command_takes_them_by_its_flag(clerk, payment, tmp_path):
    file = str(saved(tmp_path / "x.xlsx", 经费=[HEAD, FIRST]))

    def run(*more: str) -> tuple[dict, str]:
        out, err = io.StringIO(), io.StringIO()
        call_command(
            "import_workbook",
            PAYMENT,
            file,
            "--user",
            "clerk",
            "--confirm",
            "--json",
            *more,
            stdout=out,
            stderr=err,
        )
        return json.loads(out.getvalue())["counts"], err.getvalue()

    counts, told = run()
    assert (counts["new"], counts["alike"], Payment.objects.count()) == (0, 1, 1)
    assert "疑似重复 1 行，不写入；确是另外几件的，加 --take-alike" in told
    counts, told = run("--take-alike")
    assert (counts["new"], counts.get("alike"), Payment.objects.count()) == (1, None, 2)
    assert "疑似重复" not in told


def test_statements_do_not_grow_with_the_rows(clerk, qingquan):
    branch = F.PartyOrgFactory(community=qingquan)
    for number in range(5):
        F.MemberFactory(org=branch, name=f"党员{number}")

    def statements(count: int) -> int:
        rows = [
            {**GOOD["members.member"], "所在党组织": branch.name, "姓名": f"党员{number}"}
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as asked:
            made = planned(MemberPages, clerk, *rows)
            preview(made)
        assert made.counts["alike"] == min(count, 5)
        return len(asked)

    assert statements(50) == statements(5)


def test_switched_off_it_comes_in_unasked(client, payment, monkeypatch):
    monkeypatch.setattr(alike, "comparisons", lambda model: [])
    brought(client, paid(FIRST), PAYMENT)
    assert Payment.objects.count() == 2
