"""光荣榜: who is named on it, and who is counted."""

import pytest

from access.reach import Reach
from members.models import Honour
from tests import factories as F
from tests.factories import YEAR
from tests.ledgers.test_sheets import cells, paragraphs, word
from tests.records.browser import text

pytestmark = pytest.mark.django_db
DAY = f"{YEAR}-06-26"
WORD = "/sheets/honours/file.docx"
TITLE = Honour.Title


@pytest.fixture
def branch(qingquan):
    return F.PartyOrgFactory(community=qingquan, name="清泉社区第一党支部")


def honoured(org, name, **given):
    return F.HonourFactory(org=org, name=name, date=DAY, **{"may_be_printed": True, **given})


def test_honours_stand_by_title_and_whoever_may_not_be_printed_is_counted(as_user, clerk, branch):
    honoured(branch, "", title=TITLE.ORGANISATION, level="city", deed="换届后办成五件实事。")
    honoured(branch, "王平", title=TITLE.WORKER)
    member = F.MemberFactory(org=branch, name="李静")
    honoured(branch, "", member=member, deed="照看两位老人。")
    honoured(branch, "赵安", may_be_printed=False)
    document = word(as_user(clerk), WORD)
    headings = [line for line in paragraphs(document) if "　" in line and line[-1] in "名个项"]
    assert headings == ["优秀共产党员　2 名", "优秀党务工作者　1 名", "先进基层党组织　1 个"]
    people, workers, orgs = [cells(table) for table in document.tables]
    assert people[-1] == ["李静", "清泉社区第一党支部", f"区级，{YEAR}年6月26日", "照看两位老人。"]
    assert workers[-1] == ["王平", "清泉社区第一党支部", f"区级，{YEAR}年6月26日", ""]
    assert orgs[-1] == ["清泉社区第一党支部", "", f"市级，{YEAR}年6月26日", "换届后办成五件实事。"]


def test_nobody_who_may_not_be_printed_stands_anywhere_on_it(as_user, clerk, branch):
    honoured(branch, "赵安", may_be_printed=False, deed="赵安的事迹")
    client = as_user(clerk)
    document = word(client, WORD)
    assert document.tables == []
    said = paragraphs(document)
    assert said[-1] == "共 1 项表彰，其中 1 项没有列名（没有勾选“可以公开”，或不在负责范围内）。"
    assert "赵安" not in "".join(said) + text(client.get("/sheets/honours/"))


def test_member_of_another_community_is_counted_and_not_named(
    as_user, community_clerk, branch, wenchang, monkeypatch
):
    elsewhere = F.PartyOrgFactory(community=wenchang)
    honoured(branch, "", member=F.MemberFactory(org=elsewhere, name="孙远"))
    client = as_user(community_clerk)
    page = text(client.get("/sheets/honours/"))
    assert ("孙远" in page, "其中 1 项没有列名" in page) == (False, True)
    monkeypatch.setattr(Reach, "includes", lambda reach, record: True)  # the protection switched off
    assert "孙远" in text(client.get("/sheets/honours/"))


def test_list_of_honours_leads_to_it_with_its_query(as_user, clerk, branch):
    honoured(branch, "王平", title=TITLE.WORKER)
    honoured(branch, "李静")
    client = as_user(clerk)
    assert "/sheets/honours/?title=worker" in client.get("/members/honour/?title=worker").content.decode()
    page = text(client.get("/sheets/honours/?title=worker"))
    assert ("王平" in page, "李静" in page) == (True, False)
