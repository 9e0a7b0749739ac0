"""考核一览: the rounds of a year beside the 社区, in the office's own order."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from assessment import closing
from duties.models import Round
from tests import factories as F
from tests.factories import YEAR
from tests.records.browser import text

pytestmark = pytest.mark.django_db
ADDRESS = f"/assessment/?year={YEAR}"


@pytest.fixture
def board(exam, qingquan, wenchang, clerk):
    """March is closed, with two points less for 清泉社区; the first quarter is being assessed."""
    exam.fill(qingquan, wenchang)
    score = exam.round.scores.get(community=qingquan, criterion=exam.typed)
    score.points, score.reason = Decimal(48), "少一次"
    score.save()
    exam.round = closing.close(exam.round, date(YEAR, 3, 31), clerk)
    quarter = F.RoundFactory(
        subdistrict=exam.round.subdistrict,
        scheme=exam.scheme,
        kind=Round.Kind.QUARTER,
        number=1,
        begun_on=date(YEAR, 3, 30),
    )
    F.ScoreFactory(
        round=quarter, community=qingquan, criterion=exam.typed, subdistrict=quarter.subdistrict, points=50
    )
    return quarter


def lines(response):
    shown = []
    for line in response.context["board"].lines:
        shown.append((line.community.name, [(m.total, m.given, m.asked) for m in line.marks]))
    return shown


def test_totals_stand_in_the_offices_own_order(as_user, secretary, board):
    assert lines(as_user(secretary).get(ADDRESS)) == [
        ("清泉社区", [(Decimal(90), 0, 0), (None, 1, 2)]),
        ("文昌社区", [(Decimal(92), 0, 0), (None, 0, 2)]),
    ]


def test_a_total_opens_its_sheet(as_user, secretary, board, exam, qingquan):
    page = as_user(secretary).get(ADDRESS).content.decode()
    assert f'href="{reverse("assessment:sheet", args=[exam.round.pk])}#c{qingquan.pk}"' in page


def test_every_stretch_of_the_year_says_its_state(as_user, secretary, board):
    slots = as_user(secretary).get(ADDRESS).context["board"].slots
    states = {slot.label: slot.state for slot in slots}
    assert len(slots) == 19
    assert {label: state for label, state in states.items() if state != "未开始"} == {
        "3月": "已结束",
        "一季度": "打分中",
    }


def test_a_clerk_of_one_community_sees_its_row_alone(as_user, community_clerk, board):
    response = as_user(community_clerk).get(ADDRESS)
    assert [name for name, _ in lines(response)] == ["清泉社区"]
    assert "文昌社区" not in text(response)


class TestLastPlaces:
    def test_they_are_not_told_by_default(self, as_user, secretary, board):
        assert "得分最少" not in text(as_user(secretary).get(ADDRESS))

    @pytest.fixture
    def chosen(self, office, board):
        F.AnnualReportFactory(subdistrict=office, shows_last_places=True)

    def test_the_office_may_have_them_told(self, as_user, secretary, chosen):
        response = as_user(secretary).get(ADDRESS)
        assert [(place.label, place.total) for place in response.context["last_places"]] == [("3月", 90)]
        assert "3月：清泉社区 90 分" in text(response)

    def test_they_are_never_printed(self, as_user, secretary, chosen):
        page = as_user(secretary).get(ADDRESS).content.decode()
        assert page.index('<section class="panel no-print">') < page.index("每轮得分最少的社区")

    def test_nobody_of_one_community_reads_them(self, as_user, community_clerk, chosen):
        assert "得分最少" not in text(as_user(community_clerk).get(ADDRESS))


def test_statements_do_not_grow_with_communities_and_rounds(
    as_user, secretary, exam, office, django_assert_max_num_queries
):
    for number in range(38):
        F.CommunityFactory(subdistrict=office, code=f"x{number}", name=f"新{number}社区")
    for kind, most in Round.MOST.items():
        for number in range(1, most + 1):
            if (kind, number) != (Round.Kind.MONTH, 3):
                F.RoundFactory(subdistrict=office, scheme=exam.scheme, kind=kind, number=number)
    client = as_user(secretary)
    response = client.get(ADDRESS)
    assert (len(response.context["board"].lines), len(response.context["board"].rounds)) == (40, 19)
    with django_assert_max_num_queries(14):
        client.get(ADDRESS)
