"""An import that fails at whatever step leaves everything as it was, and says so; confirmed again it is written once."""

from contextlib import nullcontext
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models

from imports import jobs
from imports.apply.writing import Writing
from imports.files import Folder
from imports.models import Batch
from imports.plan import Plan
from records import store
from records.store import bulk
from tests.factories import LeaderFactory, VisitFactory, VisitIssueFactory
from tests.imports.support import DAY, DIFFICULTIES, VISITS, press, upload, workbook
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.django_db
State = Batch.State

# What fails, the how manieth time it is called, and whether it has done its work before that.
STAGES = {
    "reading": (Folder, "grids", 1, False),
    "planning": (Plan, "_judge", 1, False),
    "inserting records": (bulk, "insert_rows", 1, True),
    "links of new records": (bulk, "insert_links", 1, True),
    "versions of new records": (bulk, "keep_versions", 1, True),
    "changing a record": (bulk, "_change", 1, True),
    "links of changed records": (bulk, "_change_links", 1, True),
    "versions of changed records": (bulk, "keep_versions", 2, True),
    "adopting numbers": (Writing, "_adopt_numbers", 1, True),
    "inserting child rows": (bulk, "insert_rows", 2, True),
    "versions of new child rows": (bulk, "keep_versions", 3, True),
    "changing a child row": (bulk, "_change", 2, True),
    "versions of changed child rows": (bulk, "keep_versions", 4, True),
    "the last change of state": (Batch, "move", 2, True),
}
WRITTEN = [stage for stage in STAGES if stage not in ("reading", "planning")]


class Struck(Exception):
    pass


def strike(monkeypatch, stage: str) -> list[int]:
    """Let a stage fail, once; a list that gets an entry when it does."""
    owner, name, at, done = STAGES[stage]
    real, calls, struck = getattr(owner, name), [], []

    def failing(*args, **kwargs):
        calls.append(1)
        fails = len(calls) == at and not struck
        result = real(*args, **kwargs) if done or not fails else None
        if fails:
            struck.append(1)
            raise Struck
        return result

    monkeypatch.setattr(owner, name, failing)
    return struck


def contents() -> dict[str, list]:
    """Every row of every table of records and their history, links included."""
    apart = {"imports", "sessions", "contenttypes", "auth", "admin", "axes"}
    models = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in apart
    ]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in models}


@pytest.fixture
def batch(office, qingquan, clerk, as_user):
    """A file of three new visits, one changed and one whose number is another, with a new and a changed row below."""
    leaders = [LeaderFactory(subdistrict=office, name=name) for name in ("周明远", "钱立新")]
    changed, known = (
        VisitFactory(
            community=qingquan, kind="household", date=DAY.replace(day=day), summary="原样", households=None
        )
        for day in (20, 21)
    )
    changed.leaders.add(leaders[0])
    issue = VisitIssueFactory(visit=changed, kind="difficulty", content="路灯不亮")
    new = [
        [n, DAY.replace(day=n), "清泉社区", "入户", 3, str(leaders[0]), "", "新的", None] for n in (1, 2, 3)
    ]
    old = [
        [20, changed.date, "清泉社区", "入户", None, str(leaders[1]), "", "改过", str(changed.submission)],
        [21, known.date, "清泉社区", "入户", None, "", "", "原样", str(uuid4())],
    ]
    below = [
        [1, "楼道没有灯", "公共设施", "", None, None, None],
        [20, "路灯不亮", "公共设施", "王强", None, None, str(issue.submission)],
    ]
    file = workbook(走访=[[*VISITS, "记录编号"], *new, *old], 困难=[[*DIFFICULTIES, "记录编号"], *below])
    client = as_user(clerk)
    made = upload(client, file)
    assert made.state == State.READY, made.reason
    assert made.counts == {"new": 3, "updated": 1, "unchanged": 1, "duplicate": 0, "error": 0}
    return SimpleNamespace(
        client=client,
        row=made,
        newest=Visit.history.latest("history_id").history_id,
        changed=changed,
        known=known,
        issue=issue,
    )


def written_once(batch) -> None:
    assert Visit.objects.count() == 5
    assert Visit.leaders.through.objects.count() == 4
    assert VisitIssue.objects.count() == 2
    reason = str(batch.row)
    assert Visit.history.filter(history_change_reason=reason).count() == 4
    assert VisitIssue.history.filter(history_change_reason=reason).count() == 2
    kept = Visit.history.filter(history_change_reason=reason)
    assert Visit.history.filter(id=batch.changed.pk, history_id__gt=batch.newest).count() == 1, (
        "one import, one version"
    )
    assert sorted(len(version.leaders.all()) for version in kept) == [1, 1, 1, 1]
    known, changed = Visit.objects.get(pk=batch.known.pk), Visit.objects.get(pk=batch.changed.pk)
    assert (known.submission, known.version) != (batch.known.submission, 2)
    assert (changed.summary, changed.version, changed.leaders.get().name) == ("改过", 2, "钱立新")
    assert VisitIssue.objects.get(pk=batch.issue.pk).handler == "王强"


@pytest.mark.parametrize("stage", STAGES)
def test_a_failure_at_any_stage_leaves_everything_as_it_was(stage, batch, monkeypatch):
    before = contents()
    struck = strike(monkeypatch, stage)
    row = press(batch.client, batch.row, "confirm")
    assert struck, "the stage was not reached"
    assert contents() == before
    assert (row.state, row.reason) == (State.READY, jobs.BROKEN)
    assert "什么也没有写入" in batch.client.get(f"/imports/{row.pk}/").content.decode()

    row = press(batch.client, row, "confirm")
    assert (row.state, row.reason) == (State.DONE, "")
    written_once(batch)


@pytest.mark.parametrize("stage", WRITTEN)
def test_without_the_transaction_the_same_failure_leaves_halves(stage, batch, monkeypatch):
    before = contents()
    monkeypatch.setattr(jobs, "transaction", SimpleNamespace(atomic=nullcontext))
    for name in ("insert", "update"):
        monkeypatch.setattr(store, name, getattr(store, name).__wrapped__)
    struck = strike(monkeypatch, stage)
    press(batch.client, batch.row, "confirm")
    assert struck
    assert contents() != before


def test_a_commit_that_the_database_refuses_leads_back_to_the_preview(batch, monkeypatch):
    """The batch in memory says it is done by then: the one on record counts."""
    move = Batch.move

    def refused(self, old, new, **values):
        moved = move(self, old, new, **values)
        if new == State.DONE:
            raise jobs.IntegrityError
        return moved

    before = contents()
    with monkeypatch.context() as patched:
        patched.setattr(Batch, "move", refused)
        row = press(batch.client, batch.row, "confirm")
    assert (row.state, row.reason) == (State.READY, jobs.CHANGED)
    assert contents() == before
    assert press(batch.client, row, "confirm").state == State.DONE
    written_once(batch)


def test_nothing_is_written_for_a_batch_that_was_dropped_meanwhile(batch, monkeypatch):
    """A slow process that was taken for dead."""
    before = contents()
    grids = Folder.grids

    def slowly(folder):
        Batch.objects.filter(pk=batch.row.pk).update(state=State.DROPPED)
        return grids(folder)

    monkeypatch.setattr(Folder, "grids", slowly)
    row = press(batch.client, batch.row, "confirm")
    assert contents() == before
    assert row.state == State.DROPPED


# ── A form saved between the plan and the writing ───────────────────────────
def save_meanwhile(batch, monkeypatch) -> None:
    real = Writing.carry_out

    def late(writing, plan):
        Visit.objects.everywhere().filter(pk=batch.changed.pk).update(
            version=models.F("version") + 1, households=99
        )
        return real(writing, plan)

    monkeypatch.setattr(Writing, "carry_out", late)


def test_a_form_saved_between_plan_and_writing_is_not_written_over(batch, monkeypatch):
    before = contents()
    save_meanwhile(batch, monkeypatch)
    row = press(batch.client, batch.row, "confirm")
    assert (row.state, row.reason) == (State.READY, jobs.CHANGED)
    assert contents() == before


def test_without_the_lock_it_would_be(batch, monkeypatch):
    save_meanwhile(batch, monkeypatch)
    monkeypatch.setattr(bulk, "_lock", lambda records: None)
    assert press(batch.client, batch.row, "confirm").state == State.DONE
    assert Visit.objects.get(pk=batch.changed.pk).households is None
