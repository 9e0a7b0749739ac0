"""评分表, 民主评议表 and 民主评议结果: blank before, filled in after, by page and by Word file."""

from datetime import date
from decimal import Decimal

import pytest

from assessment import closing
from duties.models import Criterion
from tests import factories as F
from tests.factories import YEAR
from tests.ledgers.test_sheets import cells, paragraphs, word
from tests.records.browser import text

pytestmark = pytest.mark.django_db
HEAD = ["类别", "考核内容", "满分", "打分办法", "得分", "扣分原因或指标值"]


@pytest.fixture
def march(office, qingquan, wenchang):
    """Two criteria; each 社区 has its points, 文昌 not all."""
    scheme = F.SchemeFactory(subdistrict=office, title="办法")
    groups = Criterion.Group
    open_books = F.CriterionFactory(
        scheme=scheme, content="账目公开", full_marks=40, group=groups.INTEGRITY, way=Criterion.Way.DEDUCTION
    )
    party = F.CriterionFactory(scheme=scheme, content="支部活动", full_marks=60, group=groups.PARTY)
    round_ = F.RoundFactory(subdistrict=office, scheme=scheme, number=3, begun_on=date(YEAR, 3, 28))
    for community, points in ((qingquan, "57.5"), (wenchang, "60")):
        reason = "党课少一次" if community == qingquan else ""
        for criterion, marks in ((party, points), (open_books, "40")):
            F.ScoreFactory(
                round=round_,
                community=community,
                criterion=criterion,
                points=Decimal(marks),
                reason=reason if criterion == party else "",
                subdistrict=office,
            )
    return round_


def tables(document):
    return [cells(table) for table in document.tables]


def test_before_the_round_is_closed_there_is_room_for_the_pen(as_user, clerk, march):
    document = word(as_user(clerk), f"/sheets/marks/{march.pk}/file.docx")
    blank = ["　　　", "　　　　　　　　"]
    sheet = [
        HEAD,
        ["廉政", "账目公开", "40", "按件扣分", *blank],
        ["党建", "支部活动", "60", "人工打分", *blank],
        ["合计", "", "100", "", "", ""],
    ]
    assert tables(document) == [sheet, sheet]
    assert paragraphs(document)[:2] == ["社区评分表", f"清泉社区　{YEAR}年第3次月调查"]


def test_afterwards_it_is_filled_in(as_user, clerk, march):
    closing.close(march, date(YEAR, 3, 31), clerk)
    client = as_user(clerk)
    first, second = tables(word(client, f"/sheets/marks/{march.pk}/file.docx"))
    assert first == [
        HEAD,
        ["廉政", "账目公开", "40", "按件扣分", "40", ""],
        ["党建", "支部活动", "60", "人工打分", "57.5", "党课少一次"],
        ["合计", "", "100", "", "97.5", ""],
    ]
    assert second[-1] == ["合计", "", "100", "", "100", ""]
    page = text(client.get(f"/sheets/marks/{march.pk}/"))
    assert "党课少一次" in page
    assert "这一轮已经结束，得分不再变动。" in page


@pytest.fixture
def holder(qingquan):
    org = F.PartyOrgFactory(community=qingquan, name="清泉社区党委")
    return F.PostHolderFactory(org=org, name="王建军", post="secretary")


def test_the_ballot_is_blank(as_user, clerk, holder):
    [form] = tables(word(as_user(clerk), f"/sheets/ballot/{holder.pk}/file.docx"))
    assert form == [
        ["评议对象", "王建军", "职务", "书记"],
        ["党组织", "清泉社区党委"],
        ["总体评价", "□ 好　□ 较好　□ 一般　□ 差"],
        ["意见建议", ""],
    ]


def test_the_result_has_the_votes(as_user, clerk, holder):
    review = F.ReviewFactory(holder=holder, held_on=date(YEAR, 12, 20), remarks="多走访。", grade="fair")
    [form] = tables(word(as_user(clerk), f"/sheets/review/{review.pk}/file.docx"))
    assert form == [
        ["评议对象", "王建军", "职务", "书记"],
        ["党组织", "清泉社区党委"],
        ["评议年度", f"{YEAR}年", "评议日期", f"{YEAR}年12月20日"],
        ["有效票", "30", "综合评价", "较好"],
        ["好", "20", "较好", "6"],
        ["一般", "3", "差", "1"],
        ["评议意见", "多走访。"],
    ]


def test_a_clerk_of_one_community_prints_what_it_reaches(as_user, community_clerk, holder, wenchang):
    other = F.PostHolderFactory(org=F.PartyOrgFactory(community=wenchang))
    client = as_user(community_clerk)
    assert client.get(f"/sheets/ballot/{holder.pk}/").status_code == 200
    assert client.get(f"/sheets/ballot/{other.pk}/").status_code == 404
