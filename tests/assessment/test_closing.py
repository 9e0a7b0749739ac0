"""Closing a round freezes it; opening it again takes a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from assessment import closing
from duties.models import Criterion, Problem, Round, Score
from duties.pages import RoundPages, SchemePages, ScorePages
from records import store
from tests import factories as F
from tests.assessment.conftest import settle
from tests.factories import YEAR
from tests.imports.support import actions, planned, said
from tests.records.browser import as_shown, text

pytestmark = pytest.mark.django_db
END = date(YEAR, 3, 31)


def end(exam):
    return reverse("assessment:end", args=[exam.round.pk])


def close(client, exam, day=f"{YEAR}-03-31", version=None):
    exam.round.refresh_from_db()
    version = exam.round.version if version is None else version
    return client.post(end(exam), {"closed_on": day, "version": version})


def scores(exam):
    rows = Score.objects.filter(round=exam.round).order_by("community__order", "criterion")
    names = ("community__name", "criterion__content", "points", "value", "numerator", "denominator")
    return [row for row in rows.values_list(*names) if row[3]]


@pytest.fixture
def full(exam, qingquan, wenchang):
    exam.fill(qingquan, wenchang)
    return exam


def test_closing_writes_what_the_figures_give(as_user, clerk, full):
    assert close(as_user(clerk), full).status_code == 302
    full.round.refresh_from_db()
    assert full.round.closed_on == END
    assert scores(full) == [
        ("清泉社区", "调解成功率", Decimal("32.0"), "90%", 9, 10),
        ("文昌社区", "调解成功率", Decimal("32.0"), "90%", 9, 10),
    ]
    assert full.round.history.first().history_user == clerk


def test_what_is_missing_is_named(as_user, clerk, exam, qingquan, wenchang):
    exam.fill(qingquan)
    exam.score(wenchang, exam.deducted, 10)
    client = as_user(clerk)
    shown = text(client.get(end(exam)))
    assert "文昌社区：没打分的 支部活动；没有记录、算不出的 调解成功率" in shown
    assert "清泉社区：" not in shown
    assert close(client, exam).status_code == 422
    exam.round.refresh_from_db()
    assert exam.round.closed_on is None
    assert scores(exam) == []


def test_full_marks_must_add_up_to_a_hundred(as_user, clerk, full):
    Criterion.objects.filter(pk=full.typed.pk).update(full_marks=51)
    client = as_user(clerk)
    assert "考核办法各项满分合计 101，不是 100" in text(client.get(end(full)))
    assert close(client, full).status_code == 422


def test_only_communities_of_the_closing_day_are_asked(as_user, clerk, full, office):
    F.CommunityFactory(subdistrict=office, code="09", name="新设社区", since=date(YEAR, 4, 1))
    F.CommunityFactory(subdistrict=office, code="08", name="撤了社区", until=date(YEAR, 3, 31))
    assert close(as_user(clerk), full).status_code == 302


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (f"{YEAR}-03-01", f"早于开始日期 {YEAR}-03-28"),
        ("2099-01-01", "还没有到"),
        ("三月底", "看不出是哪一天"),
    ],
)
def test_a_round_ends_on_a_day_that_can_be(as_user, clerk, full, day, message):
    response = close(as_user(clerk), full, day)
    assert response.status_code == 422
    assert message in text(response)
    assert f'value="{day}"' in response.content.decode()


def test_figures_end_with_the_stretch(as_user, clerk, full, qingquan):
    """What happened in April says nothing of March, though the round was closed in April."""
    settle(qingquan, 0, 10, date(YEAR, 4, 2))
    close(as_user(clerk), full, f"{YEAR}-04-05")
    assert scores(full)[0][2:4] == (Decimal("32.0"), "90%")


def test_a_figure_that_is_known_stands_above_what_was_given_by_hand(as_user, clerk, full, qingquan):
    full.score(qingquan, full.settled, 40, "没有记录时给的")
    close(as_user(clerk), full)
    assert scores(full)[0] == ("清泉社区", "调解成功率", Decimal("32.0"), "90%", 9, 10)


def test_two_who_close_at_once(as_user, clerk, full):
    client, version = as_user(clerk), full.round.version
    close(client, full, version=version)
    assert close(client, full, version=version).status_code == 302  # told that somebody was faster
    assert full.round.history.filter(history_change_reason="结束轮次").count() == 1


class TestClosed:
    @pytest.fixture
    def closed(self, full, clerk):
        full.round = closing.close(full.round, END, clerk)
        return full

    def test_scores_stay_whatever_becomes_of_the_records(self, as_user, clerk, closed, qingquan):
        before = text(as_user(clerk).get(reverse("assessment:sheet", args=[closed.round.pk])))
        settle(qingquan, 0, 30)
        assert text(as_user(clerk).get(reverse("assessment:sheet", args=[closed.round.pk]))) == before

    def test_no_form_changes_it(self, as_user, clerk, closed, qingquan):
        client = as_user(clerk)
        score = Score.objects.filter(round=closed.round, criterion=closed.typed).first()
        for pages, record, changes in (
            (ScorePages, score, {"points": "40", "reason": "改"}),
            (RoundPages, closed.round, {"note": "改"}),
            (SchemePages, closed.scheme, {"criterion-0-content": "改"}),
        ):
            address = pages.url("edit", record.pk)
            response = client.post(address, {**as_shown(client.get(address)), **changes})
            assert response.status_code == 422, pages
            record.refresh_from_db()
            assert record.version == 1 + (pages is RoundPages)

    def test_nothing_of_it_is_taken_away(self, as_user, clerk, closed):
        client = as_user(clerk)
        score = Score.objects.filter(round=closed.round, criterion=closed.typed).first()
        for pages, record in ((ScorePages, score), (RoundPages, closed.round), (SchemePages, closed.scheme)):
            client.post(pages.url("delete", record.pk), {"version": record.version})
            assert pages.model.objects.filter(pk=record.pk).exists()
        form = as_shown(client.get(SchemePages.url("edit", closed.scheme.pk)))
        response = client.post(
            SchemePages.url("edit", closed.scheme.pk), {**form, "criterion-0-DELETE": "on"}
        )
        assert response.status_code == 422
        assert "考核指标不能再改" in text(response)

    def test_no_score_joins_it(self, closed, qingquan, clerk):
        extra = F.CommunityFactory(subdistrict=closed.round.subdistrict, code="07", name="后来社区")
        score = Score(
            subdistrict=closed.round.subdistrict,
            round=closed.round,
            community=extra,
            criterion=closed.typed,
            points=50,
        )
        with pytest.raises(ValidationError, match="已经结束"):
            score.full_clean()
        with pytest.raises(ValidationError, match="已经结束"):
            store.save(score, by=clerk)  # judged before the round was closed, written after

    def test_no_import_changes_it(self, closed, clerk, qingquan):
        row = {
            "轮次": str(closed.round),
            "社区": qingquan.name,
            "考核指标": closed.typed.content,
            "得分": 40,
            "扣分原因": "改",
        }
        plan = planned(ScorePages, clerk, row)
        assert [message for *_, message in said(plan)] == [
            f"{closed.round}已经结束，得分不能再改；要改请先重新打开这一轮"
        ]
        closing.reopen(closed.round, "漏了", clerk)
        assert actions(planned(ScorePages, clerk, row)) == {"updated": 1}

    def test_the_sheet_takes_nothing(self, as_user, clerk, closed, qingquan):
        name = f"{qingquan.pk}-{closed.typed.pk}"
        sent = {f"points-{name}": "1", f"reason-{name}": "改", f"seen-{name}": "1"}
        response = as_user(clerk).post(reverse("assessment:sheet", args=[closed.round.pk]), sent, follow=True)
        assert "没有保存" in text(response)
        assert Score.objects.get(round=closed.round, community=qingquan, criterion=closed.typed).points == 50

    def test_problems_may_still_be_put_right(self, closed, qingquan):
        problem = F.ProblemFactory(community=qingquan, round=closed.round, date=END)
        problem.done_on = date(YEAR, 4, 20)
        problem.full_clean()
        assert Problem.objects.count() == 1

    def test_it_is_opened_again_for_a_reason(self, as_user, clerk, closed):
        client = as_user(clerk)
        sent = {"reason": " ", "version": closed.round.version}
        assert client.post(end(closed), sent).status_code == 422
        assert client.post(end(closed), {**sent, "reason": "漏了一家"}).status_code == 302
        closed.round.refresh_from_db()
        assert closed.round.closed_on is None
        last = closed.round.history.first()
        assert (last.history_change_reason, last.history_user) == ("重新打开：漏了一家", clerk)

    def test_opened_again_the_figures_are_computed_anew(self, as_user, clerk, closed, qingquan):
        closing.reopen(closed.round, "补录", clerk)
        settle(qingquan, 10, 0)
        close(as_user(clerk), closed)
        assert scores(closed)[0] == ("清泉社区", "调解成功率", Decimal("36.0"), "95%", 19, 20)

    def test_opened_again_a_figure_that_lost_its_records_has_no_points(
        self, as_user, clerk, closed, qingquan
    ):
        from mediation.models import MediationCase

        closing.reopen(closed.round, "录错了", clerk)
        MediationCase.objects.filter(community=qingquan).delete()
        assert "清泉社区：没有记录、算不出的 调解成功率" in text(as_user(clerk).get(end(closed)))


def test_a_clerk_of_one_community_closes_nothing(as_user, community_clerk, secretary, full):
    for user in (community_clerk, secretary):
        assert as_user(user).get(end(full)).status_code == 403
        assert close(as_user(user), full).status_code == 403
    assert not Round.objects.filter(closed_on__isnull=False).exists()


class TestWaysAround:
    """What was closed cannot be changed by moving something else."""

    def april(self, exam):
        return F.RoundFactory(
            subdistrict=exam.round.subdistrict, scheme=exam.scheme, number=4, begun_on=date(YEAR, 4, 28)
        )

    def test_score_stays_in_its_closed_round(self, as_user, clerk, full):
        client, april = as_user(clerk), self.april(full)
        assert close(client, full).status_code == 302
        score = Score.objects.filter(round=full.round, criterion=full.typed).first()
        address = ScorePages.url("edit", score.pk)
        page = client.post(address, {**as_shown(client.get(address)), "round": str(april.pk)})
        assert (page.status_code, "得分不能再改" in text(page)) == (422, True)
        score.round = april
        with pytest.raises(ValidationError, match="得分不能再改"):
            store.save(score, by=clerk)
        assert Score.objects.filter(round=full.round).count() == 6

    @pytest.mark.parametrize("closed", [True, False])
    def test_year_of_a_scheme_with_rounds_stays(self, as_user, clerk, full, closed):
        client = as_user(clerk)
        assert not closed or close(client, full).status_code == 302
        address = SchemePages.url("edit", full.scheme.pk)
        page = client.post(address, {**as_shown(client.get(address)), "year": f"{YEAR - 1}"})
        assert (page.status_code, "年度不能再改" in text(page)) == (422, True)

    def test_name_of_a_scheme_stays_once_a_round_is_closed(self, as_user, clerk, full):
        client = as_user(clerk)
        address = SchemePages.url("edit", full.scheme.pk)
        assert client.post(address, {**as_shown(client.get(address)), "title": "新办法"}).status_code == 302
        assert close(client, full).status_code == 302
        page = client.post(address, {**as_shown(client.get(address)), "title": "又一个办法"})
        assert (page.status_code, "名称不能再改" in text(page)) == (422, True)

    def test_points_above_marks_that_were_lowered_since_stand_against_closing(self, as_user, clerk, full):
        Criterion.objects.filter(pk=full.typed.pk).update(full_marks=30)
        Criterion.objects.filter(pk=full.deducted.pk).update(full_marks=30)
        page = close(as_user(clerk), full)
        assert page.status_code == 422
        assert "清泉社区“支部活动”：满分 30，不能是 50，请在打分表里改" in text(page)
        assert "清泉社区“账目公开”：满分 30，得 10，请写扣分原因，请在打分表里改" in text(page)

    def test_criteria_are_not_changed_while_a_round_is_closed_by_them(self, clerk, full):
        line = Criterion.objects.get(pk=full.typed.pk)
        line.full_clean()
        Round.objects.filter(pk=full.round.pk).update(closed_on=END)
        line.content = "改过"
        with pytest.raises(IntegrityError):
            store.save(full.scheme, by=clerk, rows=[store.Rows(written=[line])])
