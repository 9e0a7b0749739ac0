"""Taking an import back: what nobody touched is as it was before; the rest stays, and the page says why."""

from datetime import date

import pytest

from imports.apply import undo as undoing
from imports.apply.undo import BARRED, BEYOND, CHANGED, GONE, HELD, undo
from imports.jobs import work
from imports.models import Batch, SupersededError
from imports.progress import Progress
from members.models import PartyOrg
from reports.signing.edition import differences, figure
from tasks.models import Heartbeat
from tests.factories import (
    LeaderFactory,
    MemberFactory,
    PartyOrgFactory,
    UserFactory,
    VisitFactory,
    VisitIssueFactory,
)
from tests.imports.support import DAY, DIFFICULTIES, MEMBER, VISITS, brought, press, visits, workbook
from tests.records.support import entered
from tests.reports.support import draft_of, edition_of
from visits.models import Visit, VisitIssue
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db
State = Batch.State


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def leaders(office):
    return [LeaderFactory(subdistrict=office, name=name) for name in ("周明远", "钱立新")]


def edit(client, record, reader, **values):
    """Change a visit by its form, its child rows untouched."""
    record = Visit.objects.get(pk=record.pk)
    data = {**entered(VisitPages, record, reader), "version": str(record.version), **values}
    for kind in VisitPages.children:
        rows = list(kind.of(record))
        data |= {f"{kind.prefix}-TOTAL_FORMS": str(len(rows)), f"{kind.prefix}-INITIAL_FORMS": str(len(rows))}
        for n, row in enumerate(rows):
            data |= {f"{kind.prefix}-{n}-id": str(row.pk), f"{kind.prefix}-{n}-content": row.content}
    data |= values
    answer = client.post(f"/visits/visit/{record.pk}/edit/", data)
    assert answer.status_code == 302, answer.content.decode()


def left(batch) -> dict[int, str]:
    batch.refresh_from_db()
    return {item["pk"]: item["why"] for item in batch.left}


def test_new_records_go_to_the_recycle_bin_with_their_rows_and_come_back(client, qingquan, leaders, clerk):
    batch = brought(client, visits(3, leader=str(leaders[0])))
    pks = set(Visit.objects.values_list("pk", flat=True))
    batch = press(client, batch, "undo")
    assert (batch.state, batch.left, batch.undone_by) == (State.UNDONE, [], clerk)
    assert not Visit.objects.exists()
    assert not VisitIssue.objects.exists()
    gone = Visit.history.filter(history_type="-")
    assert {row.id for row in gone} == pks
    assert {(row.history_change_reason, row.history_user) for row in gone} == {(f"撤销{batch}", clerk)}

    row = gone.first()
    assert "清泉社区" in client.get("/visits/visit/removed/").content.decode()
    assert client.post(VisitPages.url("restore", row.history_id)).status_code == 302
    back = Visit.objects.get()
    assert (back.pk, back.issues.count(), list(back.leaders.all())) == (row.id, 2, [leaders[0]])


@pytest.fixture
def changed(client, qingquan, leaders, clerk):
    """A visit with two rows, changed by a file: its text, its leaders, one row below; one row is new."""
    record = VisitFactory(community=qingquan, kind="household", date=DAY, summary="原样", households=5)
    record.leaders.add(leaders[0])
    VisitFactory(community=qingquan, kind="household", date=date(2025, 3, 9), summary="别的")
    one = VisitIssueFactory(visit=record, kind="difficulty", content="路灯不亮", handler="")
    edit(client, record, clerk)
    record.refresh_from_db()
    one.refresh_from_db()
    row = [1, DAY, "清泉社区", "入户", 8, str(leaders[1]), "", "改过", str(record.submission)]
    below = [
        [1, "路灯不亮", "公共设施", "王强", None, None, str(one.submission)],
        [1, "楼道没有灯", "", "", None, None, None],
    ]
    batch = brought(
        client, workbook(走访=[[*VISITS, "记录编号"], row], 困难=[[*DIFFICULTIES, "记录编号"], *below])
    )
    assert batch.counts["updated"] == 1
    record.refresh_from_db()
    assert (record.summary, record.households, record.issues.count()) == ("改过", 8, 2)
    return batch, record, one


def test_a_changed_record_is_what_it_was_with_its_rows_and_links(client, changed, leaders, clerk):
    batch, record, one = changed
    batch = press(client, batch, "undo")
    assert (batch.state, batch.left) == (State.UNDONE, [])
    back = Visit.objects.get(pk=record.pk)
    assert (back.summary, back.households, list(back.leaders.all())) == ("原样", 5, [leaders[0]])
    assert back.version == record.version + 1
    assert [(issue.pk, issue.handler) for issue in back.issues.all()] == [(one.pk, "")]
    last = Visit.history.filter(id=record.pk).first()
    assert (last.history_type, last.history_change_reason, last.history_user) == ("~", f"撤销{batch}", clerk)
    moments = set(
        VisitIssue.history.filter(history_change_reason=f"撤销{batch}").values_list("history_date", flat=True)
    )
    assert moments == {last.history_date}, "rows taken back with their record are one version of it"


def test_a_record_somebody_edited_since_stays_and_is_listed(client, qingquan, clerk, as_user, office):
    batch = brought(client, visits(3))
    kept, gone, _ = Visit.objects.order_by("date")
    colleague = UserFactory(display_name="王小红", subdistrict=office)
    edit(as_user(colleague), kept, colleague, summary="补充了情况")
    client.post(f"/visits/visit/{gone.pk}/delete/", {"version": "1"})
    batch = press(client, batch, "undo")
    assert left(batch) == {kept.pk: CHANGED, gone.pk: GONE}
    assert list(Visit.objects.values_list("pk", "summary")) == [(kept.pk, "补充了情况")]
    assert kept.issues.count() == 2
    page = client.get(f"/imports/{batch.pk}/").content.decode()
    assert CHANGED in page
    assert f"/visits/visit/{kept.pk}/" in page
    assert f"/visits/visit/{gone.pk}/" not in page, "a link to a page that is gone"


def test_rows_added_later_by_the_form_keep_their_owner(client, qingquan, clerk):
    batch = brought(client, visits(1, below=False))
    record = Visit.objects.get()
    name = "visitissue-difficulty"
    edit(client, record, clerk, **{f"{name}-TOTAL_FORMS": "1", f"{name}-0-content": "后来听到的"})
    batch = press(client, batch, "undo")
    assert left(batch) == {record.pk: CHANGED}
    assert record.issues.get().content == "后来听到的"


ORGS = ["党组织名称", "类别", "领域", "社区", "成立日期", "上级党组织"]


def orgs(*pairs) -> bytes:
    return workbook(
        党组织=[
            ORGS,
            *([name, "党支部", "社区", "清泉社区", date(2020, 1, 1), parent] for name, parent in pairs),
        ]
    )


def test_records_that_others_hold_stay(client, qingquan):
    batch = brought(client, orgs(("甲支部", ""), ("乙支部", "")), "members.partyorg")
    first, second = PartyOrg.objects.order_by("pk")
    holder = PartyOrg.objects.create(
        name="丙支部",
        kind="branch",
        sphere="community",
        community=qingquan,
        subdistrict=qingquan.subdistrict,
        since=DAY,
        parent=first,
    )
    batch = press(client, batch, "undo")
    assert left(batch) == {first.pk: HELD}
    assert set(PartyOrg.objects.values_list("pk", flat=True)) == {first.pk, holder.pk}
    assert not PartyOrg.objects.filter(pk=second.pk).exists()


@pytest.mark.parametrize(
    "pairs", [(("甲支部", ""), ("乙支部", "甲支部")), (("乙支部", "甲支部"), ("甲支部", ""))]
)
def test_records_that_only_hold_each_other_go(pairs, client, qingquan):
    batch = press(client, brought(client, orgs(*pairs), "members.partyorg"), "undo")
    assert (batch.left, PartyOrg.objects.count()) == ([], 0)


def test_what_a_record_said_before_may_have_no_place_any_more(client, qingquan):
    record = VisitFactory(community=qingquan, kind="household", date=DAY, summary="原样", households=None)
    heading, moved = [*VISITS, "记录编号"], date(2025, 4, 1)
    row = [1, moved, "清泉社区", "入户", None, "", "", "原样", str(record.submission)]
    batch = brought(client, workbook(走访=[heading, row]))
    VisitFactory(community=qingquan, kind="household", date=DAY, summary="另一条")
    batch = press(client, batch, "undo")
    assert left(batch) == {record.pk: f"{BARRED}：这个社区当天已有同一类型的走访，请在那一条里补充"}
    assert batch.state == State.UNDONE
    assert Visit.objects.get(pk=record.pk).date == moved


def test_undo_twice_is_undone_once(client, qingquan):
    batch = press(client, brought(client, visits(2)), "undo")
    versions = Visit.history.count()
    again = client.post(f"/imports/{batch.pk}/undo/", follow=True)
    assert "已经处理过了" in again.content.decode()
    assert Visit.history.count() == versions
    assert undo(batch) == [], "nor is what was undone called left over"


def test_an_undo_that_stops_half_way_says_so_and_goes_on(client, qingquan, monkeypatch):
    batch = brought(client, visits(3))
    real, calls = undoing._take_back, []

    def breaking(*args):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError
        return real(*args)

    with monkeypatch.context() as patched:
        patched.setattr(undoing, "_take_back", breaking)
        batch = press(client, batch, "undo")
    assert (batch.state, Visit.objects.count()) == (State.DONE, 2)
    assert "已撤销的不会重复" in client.get(f"/imports/{batch.pk}/").content.decode()
    batch = press(client, batch, "undo")
    assert (batch.state, batch.left, Visit.objects.count()) == (State.UNDONE, [], 0)
    assert Visit.history.filter(history_type="-").count() == 3


def test_an_undo_that_was_given_up_stops_and_can_be_asked_for_again(client, clerk, qingquan):
    """Its worker slept beyond the limit: the page has said that it was interrupted, and that is to stay true."""
    batch = brought(client, visits(3))
    assert batch.move(State.DONE, State.UNDOING, undone_by=clerk)
    asleep = Batch.objects.get(pk=batch.pk)
    Heartbeat.objects.end(batch.run)
    assert "撤销中断了，已撤销的不会重复。" in client.get(f"/imports/{batch.pk}/").content.decode()
    with pytest.raises(SupersededError):
        undo(asleep)
    batch.refresh_from_db()
    assert (batch.state, batch.run, Visit.objects.count()) == (State.DONE, "", 3)
    assert press(client, batch, "undo").state == State.UNDONE
    assert not asleep.move(State.UNDOING, State.UNDONE), "nor does it say anything of the other's run"


def test_a_clerk_who_lost_a_community_leaves_its_records(as_user, community_clerk, wenchang, qingquan):
    community_clerk.communities.add(wenchang)
    client = as_user(community_clerk)
    rows = [
        [1, DAY, "清泉社区", "入户", 1, None, None, "看望"],
        [2, DAY, "文昌社区", "入户", 1, None, None, "看望"],
    ]
    batch = brought(client, workbook(走访=[VISITS, *rows]))
    community_clerk.communities.remove(wenchang)
    batch = press(client, batch, "undo")
    kept = Visit.objects.get()
    assert (kept.community, left(batch)) == (wenchang, {kept.pk: BEYOND})
    page = client.get(f"/imports/{batch.pk}/").content.decode()
    shown = [
        text in page for text in (batch.left[0]["title"], f"/visits/visit/{kept.pk}/", "（不在负责范围内）")
    ]
    assert shown == [False, False, True]


def test_a_long_undo_tells_how_far_it_is(client, clerk, qingquan):
    batch = brought(client, visits(250, below=False))
    batch.undone_by = clerk
    told = []
    assert undo(batch, Progress(told.append)) == []
    assert told[0] == {"step": "撤销", "done": 0, "total": 250}
    assert (
        press(client, batch, "undo").state == State.UNDONE
    )  # its word of progress has a place, though the folder is gone


def test_a_clerk_of_the_whole_office_undoes_what_a_colleague_brought(
    client, clerk, community_clerk, as_user, qingquan
):
    batch = press(client, brought(as_user(community_clerk), visits(2)), "undo")
    assert (batch.state, Visit.objects.count(), batch.undone_by) == (State.UNDONE, 0, clerk)
    assert set(Visit.history.filter(history_type="-").values_list("history_user", flat=True)) == {clerk.pk}
    assert str(clerk) in client.get(f"/imports/{batch.pk}/").content.decode()


def test_a_clerk_of_one_community_does_not_undo_what_others_brought(
    client, community_clerk, as_user, qingquan
):
    batch = brought(client, visits(2))
    assert as_user(community_clerk).post(f"/imports/{batch.pk}/undo/").status_code == 404
    batch.refresh_from_db()
    assert (batch.state, Visit.objects.count()) == (State.DONE, 2)


def said(facts) -> dict:
    return {
        key: [figure(value)[name] for name in ("value", "text", "numerator", "denominator")]
        for key, value in facts.values.items()
    }


def test_after_an_undo_the_signed_edition_lists_the_figures_that_differ(
    client, office, qingquan, wenchang, leaders, clerk
):
    batch = brought(client, visits(3, leader=str(leaders[0])))
    edition = edition_of(office, clerk)
    frozen = bytes(edition.content)
    assert [found.value.key for found in differences(edition, draft_of(office).facts)] == []
    before = said(draft_of(office).facts)
    assert press(client, batch, "undo").state == State.UNDONE
    facts = draft_of(office).facts
    differing = {key for key, told in said(facts).items() if told != before[key]}
    assert differing >= {"visits.opinions", "visits.difficulties_open"}
    assert {found.value.key for found in differences(edition, facts)} == differing
    edition.refresh_from_db()
    assert bytes(edition.content) == frozen


def test_a_process_of_its_own_writes_on_behalf_of_whoever_undoes(client, clerk, changed):
    batch, record, one = changed
    batch.move(State.DONE, State.UNDOING, undone_by=clerk)
    work(batch)  # no request here says who it is
    for history in (Visit.history.filter(id=record.pk), VisitIssue.history.filter(id=one.pk)):
        assert history.first().history_user == clerk
    VisitFactory(community=record.community, kind="household", date=date(2025, 6, 1))
    assert Visit.history.first().history_user is None, "and of nobody afterwards"


def test_personal_data_comes_back_as_it_was(client, qingquan):
    org = PartyOrgFactory(community=qingquan, name="清泉第一党支部")
    kept = MemberFactory(org=org, name="王秀兰", gender="female", phone="13800138000")
    row = [
        "王秀兰",
        "女",
        "清泉第一党支部",
        "正式党员",
        kept.since,
        None,
        "13900139000",
        str(kept.submission),
    ]
    batch = brought(client, workbook(党员=[[*MEMBER, "记录编号"], row]), "members.member")
    kept.refresh_from_db()
    assert kept.phone == "13900139000"
    press(client, batch, "undo")
    kept.refresh_from_db()
    assert (kept.phone, kept.version) == ("13800138000", 3)
