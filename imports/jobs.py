"""Work on a batch: reading, writing, undoing. Small files at once, larger ones in a process of their own."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from django_tasks import task

from communities.models import SubDistrict
from imports.apply.undo import undo
from imports.apply.writing import StalePlanError, Writing
from imports.files import Folder, forget, stored
from imports.models import Batch, SupersededError
from imports.plan import Plan
from imports.preview import preview
from imports.progress import Progress
from spreadsheets.errors import UnreadableError
from tasks.engine import start as start_task
from tasks.heartbeat import beating

log = logging.getLogger("imports")
State = Batch.State
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
    """A batch on which nobody works any longer stands as it did before; what it says of the records is true."""
    if not batch.deserted:
        return
    state, reason = KILLED[State(batch.state)]
    try:
        batch.move(batch.state, state, reason=reason)
    except (
        OperationalError
    ) as error:  # SQLite's one writer is at work all this time: it may be the batch's own
        log.warning("%s could not be settled: %s", batch, error)


def purge() -> int:
    """Forget uploads of yesterday that nobody confirmed, and what dead processes left; the number of folders removed."""
    yesterday = timezone.now() - KEPT_FOR
    folders = stored()
    old = Batch.objects.filter(created_at__lt=yesterday)
    for batch in old.filter(state__in=Batch.WORKING):
        settle(batch)
    for batch in old.filter(state=State.READY):
        batch.move(State.READY, State.DROPPED, reason=UNCONFIRMED)
    ended = set(old.filter(pk__in=folders).exclude(state__in=Batch.WORKING).values_list("pk", flat=True))
    # Of batches that a restored database does not know.
    strays = {number for number, changed in folders.items() if changed < yesterday}
    strays.difference_update(Batch.objects.filter(pk__in=folders).values_list("pk", flat=True))
    return forget(ended | strays)


def give_up_what_was_under_way(using: str) -> None:
    """In a restored database: uploads are in no backup. An undo needs none and can be asked for again."""
    batches = Batch.objects.using(using)
    batches.filter(state__in=(State.READING, State.READY, State.WRITING)).update(
        state=State.DROPPED, run="", reason=RESTORED
    )
    state, reason = KILLED[State.UNDOING]
    batches.filter(state=State.UNDOING).update(state=state, run="", reason=reason)


def work(batch: Batch) -> None:
    """Whatever goes wrong, the batch ends in a state that says so."""
    batch.refresh_from_db()
    if batch.working:
        with beating(batch.run):
            _work(batch)


def _work(batch: Batch) -> None:
    state = State(batch.state)
    before, _ = KILLED[state]
    steps: dict[str, Callable[[Batch], None]] = {
        State.READING: examine,
        State.WRITING: carry_out,
        State.UNDOING: take_back,
    }
    try:
        steps[state](batch)
    except UnreadableError as error:
        batch.move(state, State.REFUSED, reason=str(error))
    except SupersededError:
        log.warning("%s was given up while it was worked on", batch)
    except Exception:
        log.exception("%s failed", batch)
        batch.move(state, before, reason=STUCK if state == State.UNDOING else BROKEN)


def progress_of(batch: Batch) -> Progress:
    folder = Folder(batch)
    return Progress(lambda told: folder.say("progress", told))


def grids_of(batch: Batch, progress: Progress) -> list[Any]:
    """The file as it was uploaded; read outside any transaction, for that takes its time."""
    progress.begin("读取文件")
    return Folder(batch).grids()


def examine(batch: Batch, state: State = State.READING, reason: str = "") -> None:
    """The preview: nothing is written."""
    folder, progress = Folder(batch), progress_of(batch)
    grids = grids_of(batch, progress)
    plan = Plan(batch.pages, batch.user, grids, progress)
    shown = preview(plan)
    folder.marked.unlink(missing_ok=True)  # of a preview before this one
    if plan.problems:
        progress.begin("标注错误")
        folder.mark([grid for grid in grids if not grid.is_hidden], plan.problems, shown["heads"])
    folder.say("preview", shown)
    batch.move(state, State.READY, counts=plan.counts, mark=plan.mark(), reason=reason)


def carry_out(batch: Batch) -> None:
    """Everything in one transaction, or nothing; judged again by what is on record now."""
    progress = progress_of(batch)
    grids = grids_of(batch, progress)
    try:
        with _transaction_of(batch):
            SubDistrict.objects.select_for_update().get(pk=batch.subdistrict_id)  # one import at a time
            plan = Plan(batch.pages, batch.user, grids, progress)
            if plan.mark() != batch.mark:
                raise StalePlanError
            if plan.problems and not batch.only_right:
                raise StalePlanError(WRONG)
            if batch.take_alike:
                plan.take_alike()
            moment = timezone.now()
            Writing(batch.user, moment, str(batch), progress).carry_out(plan)
            if not batch.move(State.WRITING, State.DONE, counts=plan.counts, finished_at=moment, reason=""):
                raise SupersededError
    except StalePlanError as stale:
        examine(batch, State.WRITING, str(stale) or CHANGED)
    except IntegrityError:
        examine(batch, State.WRITING, CHANGED)
    else:
        Folder(batch).clear()


@contextmanager
def _transaction_of(batch: Batch) -> Iterator[None]:
    """All or nothing: what is rolled back leaves the batch in memory with its run, as it is on record."""
    run = batch.run
    try:
        with transaction.atomic():
            yield
    except Exception:
        batch.run = run
        raise


def take_back(batch: Batch) -> None:
    left = undo(batch, progress_of(batch))
    batch.move(State.UNDOING, State.UNDONE, left=left, undone_at=timezone.now(), reason="")
    Folder(batch).clear()
