"""Work on a batch: reading, writing, undoing. Small files at once, larger ones in a process of their own."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from django.db import OperationalError, transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from django_tasks import task

from communities.models import SubDistrict
from imports.apply.ending import end_absent
from imports.apply.undo import undo
from imports.apply.writing import PlanRefusedError, Writing
from imports.correcting import CELLS, with_corrections
from imports.deciding import decide, is_pointless, note_reasons, plan_of
from imports.files import Folder, delete_folders, last_changes
from imports.models import Batch, State, SupersededError, Work
from imports.plan import Plan
from imports.preview import preview
from imports.progress import Progress
from imports.row_actions import ACTIONS, row_actions
from spreadsheets.errors import UnreadableError
from spreadsheets.reading import Grid
from tasks.engine import start as start_task
from tasks.heartbeat import beating

log = logging.getLogger("imports")
WorkT = TypeVar("WorkT", bound=Work)
SMALL = 60_000  # bytes of an upload that is dealt with while the browser waits
KEPT_FOR = timedelta(days=1)
RESTORED = "数据从备份恢复，上传的文件不在备份里，什么都没有写入。请重新上传。"
UNCONFIRMED = "一天内没有确认，上传的文件已清除"
GONE = "上传的文件已经清除，什么都没有写入。请重新上传。"
CHANGED = "预览以后，记录有了变化。请再看一遍，再确认。"
WRONG = "有错误的行，没有导入。请改正后重新上传，或者只导入正确的行。"
BROKEN = "处理时出了错，什么也没有写入。可以再试一次；仍不行，请联系管理员查看日志。"
STUCK = "撤销时出了错，已撤销的不会重复。可以再点一次撤销；仍不行，请联系管理员查看日志。"
KILLED = {
    State.READING: (State.REFUSED, "读取中断了，什么也没有写入。请重新上传。"),
    State.WRITING: (State.READY, "写入中断了，什么也没有写入。可以再次确认导入。"),
    State.UNDOING: (State.DONE, "撤销中断了，已撤销的不会重复。可以再点一次撤销。"),
}


def start(batch: Batch) -> None:
    """Work on a batch that is in one of the working states."""
    upload = Folder(batch).upload
    if batch.state != State.UNDOING and not upload.exists():
        batch.move(batch.state, State.REFUSED, reason=GONE)
    else:
        small = batch.state != State.UNDOING and upload.stat().st_size <= SMALL
        start_task(work_on, batch.run, batch.pk, small=small)


@task
def work_on(run: str, number: int) -> None:
    """Do what a batch waits for, unless the run was given up meanwhile."""
    batch = Batch.objects.filter(pk=number, run=run).first()
    if batch is not None:
        work(batch)


def settle(batch: Batch) -> None:
    """Let a batch on which nobody works any longer stand as it did before its work began."""
    if batch.delivery is not None or not batch.is_deserted:
        return
    state, reason = KILLED[State(batch.state)]
    try:
        batch.move(batch.state, state, reason=reason)
    except OperationalError as error:
        # SQLite's one writer is at work all this time: it may be the batch's own.
        log.warning("%s could not be settled: %s", batch, error)


def purge() -> int:
    """Delete uploads of yesterday that nobody confirmed, and what dead processes left.

    Return the number of folders that were deleted.
    """
    yesterday = timezone.now() - KEPT_FOR
    changes = last_changes()
    old = Batch.objects.filter(created_at__lt=yesterday, delivery=None)
    for batch in old.filter(state__in=Batch.WORKING):
        settle(batch)
    for batch in old.filter(state__in=Batch.WAITING):
        batch.move(batch.state, State.DROPPED, reason=UNCONFIRMED)
    with_folder = old.filter(pk__in=changes)
    at_rest = set(with_folder.exclude(state__in=Batch.WORKING).values_list("pk", flat=True))
    of_deliveries = Batch.objects.filter(created_at__lt=yesterday, pk__in=changes, delivery__isnull=False)
    over = of_deliveries.exclude(delivery__state__in=(*Batch.WORKING, *Batch.WAITING))
    at_rest.update(over.values_list("pk", flat=True))
    # Of batches that a restored database does not know.
    strays = {number for number, changed_at in changes.items() if changed_at < yesterday}
    strays.difference_update(Batch.objects.filter(pk__in=changes).values_list("pk", flat=True))
    return delete_folders(at_rest | strays)


def give_up_what_was_under_way(using: str) -> None:
    """Give up the batches of a restored database: uploads are in no backup.

    An undo needs none and can be asked for again.
    """
    batches = Batch.objects.using(using)
    batches.filter(state__in=(*Batch.WAITING, State.READING, State.WRITING)).update(
        state=State.DROPPED, run="", reason=RESTORED
    )
    state, reason = KILLED[State.UNDOING]
    batches.filter(state=State.UNDOING).update(state=state, run="", reason=reason)


def work(batch: Batch) -> None:
    """Do what a batch waits for; whatever goes wrong, it ends in a state that says so."""
    batch.refresh_from_db()
    steps = {State.READING: examine, State.WRITING: carry_out, State.UNDOING: take_back}
    if batch.is_working:
        with beating(batch.run):
            work_through(batch, steps)


def work_through(work: WorkT, steps: Mapping[State, Callable[[WorkT], None]]) -> None:
    """Take the step of the state that a work is in; whatever goes wrong, it ends in a state that says so."""
    state = State(work.state)
    before, _ = KILLED[state]
    try:
        steps[state](work)
    except UnreadableError as error:
        work.move(state, State.REFUSED, reason=str(error))
    except SupersededError:
        log.warning("%s was given up while it was worked on", work)
    except Exception:
        log.exception("%s failed", work)
        work.move(state, before, reason=STUCK if state == State.UNDOING else BROKEN)


def grids_of(batch: Batch, progress: Progress) -> list[Grid]:
    """Read the file as it was uploaded; outside any transaction, for that takes its time."""
    progress.begin("读取文件")
    folder = Folder(batch)
    return with_corrections(folder.grids(), folder.read_json(CELLS) or {})


def examine(batch: Batch, state: State = State.READING, reason: str = "") -> None:
    """Make the preview, or the page that asks what has to be decided before it: nothing is written."""
    progress = Folder(batch).progress()
    grids = grids_of(batch, progress)
    if state != State.READING:
        _show_preview(batch, plan_of(batch, grids, progress), progress, state, reason)
        return
    plan = plan_if_decided(batch, grids, progress)
    if plan is None:
        batch.move(State.READING, State.MAPPING)
    else:
        _show_preview(batch, plan, progress, state, reason)


def plan_if_decided(batch: Batch, grids: list[Grid], progress: Progress) -> Plan | None:
    """Make the plan of a batch; None where its author is to decide first what its columns and words mean."""
    reading = decide(batch, grids)
    if reading is None:
        return None
    plan = Plan.of(reading, progress)
    if is_pointless(batch, plan):
        note_reasons(batch, plan)
        return None
    return plan


def keep_preview(batch: Batch, plan: Plan, progress: Progress) -> None:
    """Keep what the preview of a batch shows, and its upload with the faults marked."""
    folder = Folder(batch)
    content = preview(plan)
    folder.marked_upload.unlink(missing_ok=True)  # of a preview before this one
    if plan.problems:
        progress.begin("标注错误")
        folder.mark(plan.visible_grids, plan.problems, content["heads"])
    folder.write_json("preview", content)
    folder.write_json(ACTIONS, row_actions(plan))


def _show_preview(batch: Batch, plan: Plan, progress: Progress, state: State, reason: str) -> None:
    keep_preview(batch, plan, progress)
    outcome = {"counts": plan.counts, "mark": plan.mark(), "decisions": batch.decisions}
    batch.move(state, State.READY, **outcome, reason=reason)


def carry_out(batch: Batch) -> None:
    """Write everything in one transaction, or nothing; it is judged again by what is on record now."""
    progress = Folder(batch).progress()
    grids = grids_of(batch, progress)
    try:
        with _transaction_of(batch):
            _write(batch, grids, progress)
    except PlanRefusedError as stale:
        examine(batch, State.WRITING, str(stale) or CHANGED)
    except IntegrityError:
        examine(batch, State.WRITING, CHANGED)
    else:
        Folder(batch).clear()


def _write(batch: Batch, grids: list[Grid], progress: Progress) -> None:
    """Write a batch that is as its preview says; `PlanRefusedError` where it is not, or has faults."""
    SubDistrict.objects.everywhere().select_for_update().get(pk=batch.subdistrict_id)  # one import at a time
    plan = plan_of(batch, grids, progress)
    if plan.mark() != batch.mark:
        raise PlanRefusedError
    if plan.problems and not batch.only_right:
        raise PlanRefusedError(WRONG)
    if batch.take_alike:
        plan.take_alike()
    moment = timezone.now()
    Writing(batch.user, moment, str(batch), progress).carry_out(plan)
    end_count = end_absent(batch, plan, moment)
    counts = {**plan.counts, "ended": end_count} if end_count else plan.counts
    if not batch.move(State.WRITING, State.DONE, counts=counts, finished_at=moment, reason=""):
        raise SupersededError


@contextmanager
def _transaction_of(batch: Batch) -> Iterator[None]:
    """Write all or nothing; a batch that is rolled back keeps its run in memory, as it does on record."""
    run = batch.run
    try:
        with transaction.atomic():
            yield
    except Exception:
        batch.run = run
        raise


def take_back(batch: Batch) -> None:
    """Undo a batch, and note what is left of it."""
    remaining = undo(batch, Folder(batch).progress())
    batch.move(State.UNDOING, State.UNDONE, left=remaining, undone_at=timezone.now(), reason="")
    Folder(batch).clear()
