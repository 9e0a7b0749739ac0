"""撤销: what nobody has changed since is taken back, what it leaves is named."""

from datetime import date

import pytest
from django.urls import reverse

from imports import jobs
from imports.models import Batch
from reports.edition import differences
from reports.models import Edition
from tests.factories import YEAR, LeaderFactory, MemberFactory, PartyOrgFactory, UserFactory, VisitFactory
from tests.imports.support import MEMBER, VISIT, confirm, saved, uploaded
from tests.imports.test_atomic import everything
from tests.report.support import draft_of, edition_of
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.django_db
State = Batch.State


@pytest.fixture
def done(office, qingquan, clerk, tmp_path) -> Batch:
    LeaderFactory(subdistrict=office, name="孙桂英")
    old = VisitFactory(community=qingquan, date=date(YEAR, 1, 1), kind="household", households=1, summary="原样")
    VisitIssue.objects.create(visit=old, kind="opinion", content="停车难")
    rows = [[n, date(YEAR, 1, n), "清泉社区", "入户", 10 + n, "孙桂英", "看望"] for n in range(1, 5)]
    sheets = {"走访": [["序号", *VISIT], *rows], "意见建议": [["序号", "内容"], [1, "路灯不亮"], [2, "楼道漏水"]]}
    batch = confirm(uploaded(clerk, saved(tmp_path / "x.xlsx", **sheets).read_bytes()))
    assert batch.state == State.DONE
    return batch


def undone(batch: Batch) -> Batch:
    assert batch.move(State.DONE, State.UNDOING, undone_by=batch.user, worker=None)
    jobs.work(batch)
    batch.refresh_from_db()
    assert batch.state == State.UNDONE
    return batch


def test_untouched_rows_are_gone_or_what_they_were(done):
    assert undone(done).left == []
    visit = Visit.objects.get()
    assert (visit.households, visit.summary, list(visit.leaders.all())) == (1, "原样", [])
    assert [issue.content for issue in VisitIssue.objects.all()] == ["停车难"]
    gone = Visit.history.filter(history_type="-")
    assert (gone.count(), {row.history_change_reason for row in gone}) == (3, {f"撤销{done}"})
    assert {row.history_user for row in Visit.history.filter(history_change_reason=f"撤销{done}")} == {done.user}


def test_edited_rows_are_kept_and_named(done, as_user, clerk):
    edited = Visit.objects.get(date=date(YEAR, 1, 2))
    history = Visit.history.filter(id=edited.pk).count()
    edited.households, edited.version = 99, 2
    edited.save()
    assert Visit.history.filter(id=edited.pk).count() == history + 1
    left = undone(done).left
    assert [(item["pk"], item["why"]) for item in left] == [(edited.pk, "导入以后又有修改")]
    assert list(Visit.objects.order_by("date").values_list("households", flat=True)) == [1, 99]
    assert VisitIssue.objects.filter(visit=edited).count() == 1
    page = as_user(clerk).get(reverse("imports:batch", args=[done.pk])).content.decode()
    assert "导入以后又有修改" in page
    assert reverse("visits:visit-detail", args=[edited.pk]) in page


def test_rows_that_others_name_are_kept(clerk, office, qingquan, tmp_path):
    head, rows = ["党组织名称", "类别", "领域", "社区", "成立日期"], [["新支部", "党支部", "社区", "清泉社区", date(2020, 1, 1)]]
    batch = confirm(uploaded(clerk, saved(tmp_path / "x.xlsx", 党组织=[head, *rows]).read_bytes(), kind="members.partyorg"))
    MemberFactory(org=office.partyorg_set.get(name="新支部"))
    assert [item["why"] for item in undone(batch).left] == ["已被其他记录选用"]


def test_undone_twice_or_after_an_interruption_takes_back_nothing_more(done):
    undone(done)
    before = everything()
    assert not done.move(State.DONE, State.UNDOING)
    Batch.objects.update(state=State.UNDOING)
    jobs.work(done)
    done.refresh_from_db()
    assert (done.state, done.left, everything()) == (State.UNDONE, [], before)


def test_personal_data_comes_back_as_it_was(clerk, office, qingquan, tmp_path):
    org = PartyOrgFactory(community=qingquan, subdistrict=office, name="清泉第一党支部")
    kept = MemberFactory(org=org, name="王秀兰", gender="female", phone="13800138000")
    row = ["王秀兰", "女", "清泉第一党支部", "正式党员", kept.since, "", "13900139000", str(kept.submission)]
    sheet = [[*MEMBER, "记录编号"], row]
    batch = confirm(uploaded(clerk, saved(tmp_path / "x.xlsx", 党员=sheet).read_bytes(), kind="members.member"))
    kept.refresh_from_db()
    assert kept.phone == "13900139000"
    undone(batch)
    kept.refresh_from_db()
    assert (kept.phone, kept.version) == ("13800138000", 3)


def test_rows_counted_in_a_signed_report_are_undone_and_it_lists_what_differs(done, office, secretary):
    edition = edition_of(office, secretary)
    undone(done)
    changed = {difference.value.key for difference in differences(Edition.objects.get(pk=edition.pk), draft_of(office).facts)}
    assert {"visits.opinions"} <= changed
    assert all(key.startswith("visits.") for key in changed), changed


def test_whoever_reaches_all_may_undo_and_nobody_else(done, as_user, office, qingquan, community_clerk):
    assert as_user(community_clerk).post(reverse("imports:undo", args=[done.pk])).status_code == 404
    colleague = UserFactory(subdistrict=office)
    page = as_user(colleague)
    assert page.post(reverse("imports:confirm", args=[done.pk])).status_code == 403
    assert page.get(reverse("imports:returned", args=[done.pk])).status_code == 403
    assert Visit.objects.count() == 4


def test_many_rows_are_taken_back(clerk, qingquan, tmp_path):
    """More than one word of progress is said."""
    rows = [[date(YEAR, 1 + n // 28, n % 28 + 1), "清泉社区", "入户", n] for n in range(120)]
    batch = confirm(uploaded(clerk, saved(tmp_path / "x.xlsx", 走访=[VISIT[:4], *rows]).read_bytes()))
    assert (undone(batch).left, Visit.objects.count()) == ([], 0)
