"""打分表: filled in cell by cell, judged as a whole, saved at once."""

from decimal import Decimal

import pytest
from django.urls import reverse

from duties.models import Score
from records import store
from tests.assessment.conftest import settle
from tests.records.browser import text

pytestmark = pytest.mark.django_db


def address(exam):
    return reverse("assessment:sheet", args=[exam.round.pk])


def boxes(exam, rows, seen=None):
    """What is sent: by 社区 and criterion the points and the reason, and the version seen."""
    data = {}
    for (community, criterion), (points, reason) in rows.items():
        name = f"{community.pk}-{criterion.pk}"
        data[f"points-{name}"], data[f"reason-{name}"] = points, reason
        data[f"seen-{name}"] = str((seen or {}).get((community, criterion), 0))
    return data


def on_record(exam):
    return {
        (score.community.name, score.criterion.content): (score.points, score.reason, score.version)
        for score in Score.objects.filter(round=exam.round)
    }


def test_what_is_typed_is_saved_as_one_batch_with_its_author(as_user, clerk, exam, qingquan, wenchang):
    rows = {
        (qingquan, exam.typed): ("４５．５", "党课少一次"),  # full-width digits, as people type them
        (qingquan, exam.deducted): ("10", ""),
        (wenchang, exam.typed): ("50", ""),
        (wenchang, exam.deducted): ("", ""),
    }
    response = as_user(clerk).post(address(exam), boxes(exam, rows))
    assert response.status_code == 302
    assert on_record(exam) == {
        ("清泉社区", "支部活动"): (Decimal("45.5"), "党课少一次", 1),
        ("清泉社区", "账目公开"): (Decimal(10), "", 1),
        ("文昌社区", "支部活动"): (Decimal(50), "", 1),
    }
    versions = Score.history.all()
    assert {(row.history_user, row.history_change_reason) for row in versions} == {(clerk, "打分表")}
    assert len({row.history_date for row in versions}) == 1


def test_all_faults_are_told_at_once_and_nothing_is_lost_or_saved(as_user, clerk, exam, qingquan, wenchang):
    rows = {
        (qingquan, exam.typed): ("45", ""),
        (qingquan, exam.deducted): ("11", "多了"),
        (wenchang, exam.typed): ("不错", ""),
        (wenchang, exam.deducted): ("", "忘了填分"),
    }
    response = as_user(clerk).post(address(exam), boxes(exam, rows))
    assert response.status_code == 422
    assert on_record(exam) == {}
    assert [(each["target"], each["text"]) for each in response.context["errors"]] == [
        (f"reason-{qingquan.pk}-{exam.typed.pk}", "清泉社区“支部活动”：满分 50，得 45，请写扣分原因"),
        (f"points-{qingquan.pk}-{exam.deducted.pk}", "清泉社区“账目公开”：满分 10，不能是 11"),
        (
            f"points-{wenchang.pk}-{exam.typed.pk}",
            "文昌社区“支部活动”：“不错”不是数字，请用阿拉伯数字填写，例：12 或 1.2万",
        ),
        (f"points-{wenchang.pk}-{exam.deducted.pk}", "文昌社区“账目公开”：写了原因，请填得分"),
    ]
    page = response.content.decode()
    for shown in ('value="45"', 'value="11"', 'value="多了"', 'value="不错"', 'value="忘了填分"'):
        assert shown in page


def test_figures_are_shown_as_they_are_now_and_are_not_typed(as_user, clerk, exam, qingquan):
    client = as_user(clerk)
    settle(qingquan, 9, 1)
    page = client.get(address(exam))
    assert "32 90%，9/10" in text(page)
    assert f'name="points-{qingquan.pk}-{exam.settled.pk}"' not in page.content.decode()
    client.post(address(exam), boxes(exam, {(qingquan, exam.settled): ("40", "")}))
    assert on_record(exam) == {}
    settle(qingquan, 10, 0)
    assert "36 95%，19/20" in text(client.get(address(exam)))


def test_a_figure_without_records_is_given_by_hand_with_a_reason(as_user, clerk, exam, wenchang):
    client = as_user(clerk)
    cell = (wenchang, exam.settled)
    response = client.post(address(exam), boxes(exam, {cell: ("40", "")}))
    assert [each["text"] for each in response.context["errors"]] == [
        "文昌社区“调解成功率”：没有记录、算不出来的指标，人工给分请写理由"
    ]
    client.post(address(exam), boxes(exam, {cell: ("40", "没有纠纷")}))
    assert on_record(exam) == {("文昌社区", "调解成功率"): (Decimal(40), "没有纠纷", 1)}


class TestTwoAtOnce:
    @pytest.fixture
    def given(self, exam, qingquan, clerk, secretary):
        """Somebody changed the score after the page was opened."""
        score = exam.score(qingquan, exam.typed, 40, "少")
        score.points, score.reason = Decimal(42), "少一次"
        return store.save(score, by=secretary)

    def test_what_the_other_saved_is_told_and_the_next_save_counts(
        self, as_user, clerk, exam, qingquan, given
    ):
        client, cell = as_user(clerk), (qingquan, exam.typed)
        response = client.post(address(exam), boxes(exam, {cell: ("45", "晚")}, {cell: 1}))
        assert response.status_code == 409
        [conflict] = response.context["entry"].conflicts
        assert (conflict.where, conflict.theirs, conflict.mine, conflict.who) == (
            "清泉社区“支部活动”",
            "42 分，少一次",
            "45 分，晚",
            "周明远",
        )
        assert on_record(exam) == {("清泉社区", "支部活动"): (Decimal(42), "少一次", 2)}
        assert f'name="seen-{qingquan.pk}-{exam.typed.pk}" value="2"' in response.content.decode()
        client.post(address(exam), boxes(exam, {cell: ("45", "晚")}, {cell: 2}))
        assert on_record(exam) == {("清泉社区", "支部活动"): (Decimal(45), "晚", 3)}

    def test_a_cell_that_only_the_other_changed_stays_his(self, as_user, clerk, exam, qingquan, given):
        Score.history.create(
            id=given.pk,
            version=1,
            subdistrict=given.subdistrict,
            round=exam.round,
            community=qingquan,
            criterion=exam.typed,
            points=Decimal(40),
            reason="少",
            history_date=given.history.first().history_date,
            history_type="+",
        )
        rows = {(qingquan, exam.typed): ("40", "少"), (qingquan, exam.deducted): ("10", "")}
        response = as_user(clerk).post(address(exam), boxes(exam, rows, {(qingquan, exam.typed): 1}))
        assert response.status_code == 302
        assert on_record(exam) == {
            ("清泉社区", "支部活动"): (Decimal(42), "少一次", 2),
            ("清泉社区", "账目公开"): (Decimal(10), "", 1),
        }


def test_an_emptied_cell_takes_the_score_away(as_user, clerk, exam, qingquan):
    score = exam.score(qingquan, exam.typed, 50)
    cell = (qingquan, exam.typed)
    as_user(clerk).post(address(exam), boxes(exam, {cell: ("", "")}, {cell: score.version}))
    assert on_record(exam) == {}


def test_nothing_changed_writes_no_version(as_user, clerk, exam, qingquan):
    exam.score(qingquan, exam.typed, 45, "少")
    before = Score.history.count()
    cell = (qingquan, exam.typed)
    as_user(clerk).post(address(exam), boxes(exam, {cell: ("45", "少")}, {cell: 1}))
    assert Score.history.count() == before


def test_the_boxes_follow_each_other_as_the_tab_key_goes(as_user, clerk, exam, qingquan, wenchang):
    """Of a row first the points and then the reason, of what is given by hand before what a figure lacks."""
    page = as_user(clerk).get(address(exam)).content.decode()
    names = []
    for community in (qingquan, wenchang):
        for criterion in (exam.typed, exam.deducted, exam.settled):
            names += [f"{box}-{community.pk}-{criterion.pk}" for box in ("points", "reason")]
    places = [page.index(f'id="{name}"') for name in names]
    assert places == sorted(places)
    assert "tabindex" not in page.split("<form class=", 1)[1].replace('tabindex="0" role="region"', "")


def test_a_clerk_of_one_community_reads_its_row_alone(as_user, community_clerk, exam, qingquan, wenchang):
    exam.score(qingquan, exam.typed, 45, "党课少一次")
    exam.score(wenchang, exam.typed, 30, "台账没有建")
    client = as_user(community_clerk)
    shown = text(client.get(address(exam)))
    assert "党课少一次" in shown
    assert "台账没有建" not in shown
    assert "文昌社区" not in shown
    assert client.post(address(exam), boxes(exam, {(qingquan, exam.typed): ("50", "")})).status_code == 403


def test_statements_do_not_grow_with_communities(as_user, clerk, exam, office, django_assert_max_num_queries):
    from tests import factories as F

    client = as_user(clerk)
    for number in range(40):
        F.CommunityFactory(subdistrict=office, code=f"x{number}", name=f"新{number}社区")
    client.get(address(exam))
    with django_assert_max_num_queries(24):
        client.get(address(exam))
