"""开通: what a new office still lacks, in order, and one workbook for all of it."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from imports.files import Folder
from imports.kinds import KINDS
from imports.start_views import is_complete, kinds_of
from members.models import PartyOrg
from tests.factories import UserFactory
from tests.imports.test_together import delivered, kinds, step
from tests.records.browser import text

pytestmark = pytest.mark.django_db


def test_it_lists_every_kind_with_its_count_and_its_doors(as_user, clerk, town):
    client = as_user(clerk)
    page = client.get("/imports/start/")
    shown = text(page)
    for pages in kinds_of(clerk):
        assert f"/imports/{pages.label()}/template.xlsx" in page.content.decode()
    assert "社区 2 下载社区模板" in shown
    assert shown.index("新增社区") < shown.index("新增党组织") < shown.index("新增党员")


def test_the_home_of_a_clerk_leads_there_until_the_registers_are_there(as_user, clerk, qingquan):
    assert "还没有录全" in text(as_user(clerk).get("/"))
    assert not is_complete(clerk)


def test_an_administrator_sees_which_accounts_it_takes(as_user, clerk, office):
    admin = UserFactory(username="boss", role="admin", subdistrict=office)
    page = text(as_user(admin).get("/imports/start/"))
    assert "录入员 1 个账号" in page
    assert "书记 还没有" in page


def test_one_workbook_has_a_sheet_of_each_kind_and_comes_in_as_far_as_it_is_filled_in(as_user, clerk):
    client = as_user(clerk)
    answer = client.get("/imports/start/all.xlsx")
    book = load_workbook(BytesIO(answer.getvalue()))
    titles = [pages.name() for pages in kinds_of(clerk)]
    assert [title for title in book.sheetnames if title in titles] == titles
    _fill(book["社区"], 名称="东风社区", 编码="DF", 类别="城市社区", 顺序=1, 成立日期="2010-01-01")
    _fill(
        book["党组织"],
        党组织名称="东风社区党委",
        类别="党委",
        领域="社区",
        社区="东风社区",
        成立日期="2010-01-01",
    )
    file = BytesIO()
    book.save(file)
    delivery = delivered(client, ("全部记录.xlsx", file.getvalue()))
    assert (delivery.state, kinds(delivery)) == ("ready", ["communities.community", "members.partyorg"])
    assert step(client, delivery, "confirm").state == "done", [
        (batch.counts, batch.reason, Folder(batch).read_json("preview")) for batch in delivery.in_order()
    ]
    assert PartyOrg.objects.get().community.name == "东风社区"


def _fill(page, **cells):
    heads = {str(cell.value).rstrip("*"): cell.column for cell in page[1]}
    for heading, value in cells.items():
        page.cell(2, heads[heading]).value = value


def test_kinds_that_have_usual_terms_are_not_asked_for(clerk):
    labels = {pages.label() for pages in kinds_of(clerk)}
    assert "services.serviceitem" not in labels
    assert labels <= set(KINDS)
