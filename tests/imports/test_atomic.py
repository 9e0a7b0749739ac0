"""All or nothing: an error at any stage leaves no trace, and confirming again brings everything in once."""

from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps

from dangjian.records import history
from dangjian.records.models import Record
from imports import jobs
from imports.files import Folder
from imports.models import Batch
from imports.writing import Writing
from tests.factories import YEAR, LeaderFactory, VisitFactory
from tests.imports.support import VISIT, confirm, saved, uploaded
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.django_db
State = Batch.State


@pytest.fixture
def ready(office, qingquan, clerk, tmp_path) -> Batch:
    """Three new visits and a changed one, with leaders and opinions, previewed."""
    LeaderFactory(subdistrict=office, name="孙桂英")
    VisitFactory(community=qingquan, date=date(YEAR, 1, 1), kind="household", households=1)
    rows = [[n, date(YEAR, 1, n), "清泉社区", "入户", 10 + n, "孙桂英", "看望"] for n in range(1, 5)]
    sheets = {"走访": [["序号", *VISIT], *rows], "意见建议": [["序号", "内容"], [1, "路灯不亮"], [2, "楼道漏水"]]}
    return uploaded(clerk, saved(tmp_path / "x.xlsx", **sheets).read_bytes())


def everything() -> dict[str, list]:
    """Every record, version and link."""
    kept = [model for model in apps.get_models() if issubclass(model, Record)]
    tables = [*kept, *(model.history.model for model in kept), Visit.leaders.through]
    return {table._meta.label: list(table.objects.order_by("pk").values()) for table in tables}


class Injected(Exception):
    pass


def failing(*args, **kwargs):
    raise Injected


def after(function):
    """The error comes when the step has done its work."""

    def late(*args, **kwargs):
        function(*args, **kwargs)
        raise Injected

    return late


STAGES = {
    "reading": (Folder, "grids", failing),
    "planning": (jobs, "Plan", failing),
    "before records": (Writing, "_insert", failing),
    "after records": (Writing, "_insert", after(Writing._insert)),
    "changing": (Writing, "_change", after(Writing._change)),
    "links": (Writing, "_link", after(Writing._link)),
    "versions": (history, "keep_versions", after(history.keep_versions)),
    "numbers": (Writing, "_adopt", after(Writing._adopt)),
    "child rows": (Writing, "carry_out", after(Writing.carry_out)),
}


@pytest.mark.parametrize(("place", "name", "error"), STAGES.values(), ids=STAGES)
def test_error_at_any_stage_leaves_nothing_and_a_second_confirmation_brings_all(ready, monkeypatch, place, name, error):
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(place, name, error)
        confirm(ready)
    assert everything() == before
    assert (ready.state, ready.reason) == (State.READY, jobs.BROKEN)
    assert confirm(ready).state == State.DONE
    assert [visit.households for visit in Visit.objects.order_by("date")] == [11, 12, 13, 14]
    assert VisitIssue.objects.count() == 2
    assert Visit.history.filter(history_change_reason=str(ready)).count() == 4
    assert confirm(ready).state == State.DONE
    assert Visit.objects.count() == 4


def test_without_the_transaction_the_same_error_leaves_halves(ready, monkeypatch):
    before = everything()
    monkeypatch.setattr(jobs, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(history, "keep_versions", failing)
    confirm(ready)
    assert everything() != before


# ── What changed between preview and confirmation ───────────────────────────
def test_record_changed_meanwhile_sends_it_back_to_the_preview(ready):
    Visit.objects.update(households=7, version=5)
    assert (confirm(ready).state, ready.reason) == (State.READY, jobs.CHANGED)
    assert list(Visit.objects.values_list("households", flat=True)) == [7]
    assert confirm(ready).state == State.DONE


def test_same_file_confirmed_twice_is_imported_once(ready, clerk, tmp_path):
    again = uploaded(clerk, Folder(ready).upload.read_bytes(), file_name="换了名字.xlsx")
    assert confirm(ready).state == State.DONE
    before = everything()
    assert (confirm(again).state, again.reason) == (State.READY, jobs.CHANGED)
    assert again.counts == {"new": 0, "updated": 0, "unchanged": 4, "duplicate": 0, "error": 0}
    assert everything() == before


def test_right_rows_alone_are_a_choice_of_their_own(clerk, qingquan, tmp_path):
    rows = [[date(YEAR, 3, 5), "清泉社区", "入户", 1], [date(YEAR, 3, 6), "清泉社区", "慰问", 2]]
    batch = uploaded(clerk, saved(tmp_path / "x.xlsx", 走访=[VISIT[:4], *rows]).read_bytes())
    assert batch.counts["error"] == 1
    assert (confirm(batch).state, Visit.objects.count()) == (State.READY, 0)
    assert (confirm(batch, only_right=True).state, Visit.objects.count()) == (State.DONE, 1)


def test_batch_whose_process_is_gone_says_what_stands(ready):
    nobody = 2**22 - 1
    Batch.objects.filter(pk=ready.pk).update(state=State.WRITING, worker=nobody)
    ready.refresh_from_db()
    jobs.settle(ready)
    assert (ready.state, "什么也没有写入" in ready.reason) == (State.READY, True)
    assert confirm(ready).state == State.DONE
