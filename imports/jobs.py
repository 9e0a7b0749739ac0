"""Work on a batch: reading, writing, undoing. Small files at once, larger ones in a process of their own."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from communities.models import SubDistrict
from imports.files import Folder
from imports.models import Batch
from imports.plan import Plan
from imports.preview import preview
from imports.problems import Unreadable
from imports.undo import undo
from imports.writing import Writing

log = logging.getLogger("imports")
State = Batch.State
SMALL = 60_000  # bytes of an upload that is dealt with while the browser waits
GONE = "上传的文件已经清除，什么都没有写入。请重新上传。"
CHANGED = "预览以后，记录有了变化。请再看一遍，再确认。"
BROKEN = "处理时出了错，什么也没有写入。请联系管理员查看日志，或重新上传。"
KILLED = {
    State.READING: (State.REFUSED, "读取中断了，什么也没有写入。请重新上传。"),
    State.WRITING: (State.READY, "写入中断了，什么也没有写入。可以再次确认导入。"),
    State.UNDOING: (State.DONE, "撤销中断了，已撤销的不会重复。可以再点一次撤销。"),
}


def start(batch: Batch) -> None:
    """Work on a batch that is in one of the working states."""
    if batch.state != State.UNDOING and not Folder(batch).upload.exists():
        batch.move(batch.state, State.REFUSED, reason=GONE, worker=None)
        return
    if batch.state != State.UNDOING and Folder(batch).upload.stat().st_size <= SMALL:
        Batch.objects.filter(pk=batch.pk).update(worker=os.getpid())
        work(batch)
        return
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work_on_import", str(batch.pk)]
    process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
    threading.Thread(target=process.wait, daemon=True).start()  # else it would look alive when it is dead
    Batch.objects.filter(pk=batch.pk, state=batch.state, worker=None).update(worker=process.pid)


def settle(batch: Batch) -> None:
    """A batch whose process is gone stands as it did before the process began; what it says of the records is true."""
    if batch.working and batch.worker is not None and not batch.alive:
        state, reason = KILLED[State(batch.state)]
        batch.move(batch.state, state, reason=reason, worker=None)


def work(batch: Batch) -> None:
    """Whatever goes wrong, the batch ends in a state that says so."""
    batch.refresh_from_db()
    if not batch.working:
        return
    before, _ = KILLED[State(batch.state)]
    steps: dict[str, Callable[[Batch], None]] = {State.READING: examine, State.WRITING: carry_out, State.UNDOING: take_back}
    try:
        steps[batch.state](batch)
    except Unreadable as error:
        batch.move(batch.state, State.REFUSED, reason=str(error), worker=None)
    except Exception:
        log.exception("%s failed", batch)
        batch.move(batch.state, before, reason=BROKEN, worker=None)


def plan_of(batch: Batch) -> Plan:
    folder = Folder(batch)
    folder.say("progress", "正在读取文件")
    grids = folder.grids()
    folder.say("progress", f"正在核对 {sum(len(grid.rows) for grid in grids):,} 行")
    return Plan(batch.pages, batch.user, grids)


def examine(batch: Batch, reason: str = "") -> None:
    """The preview: nothing is written."""
    plan = plan_of(batch)
    Folder(batch).say("preview", preview(plan))
    batch.move(batch.state, State.READY, counts=plan.counts, mark=plan.mark(), reason=reason, worker=None)


class Overtaken(Exception):
    """The records are no longer those of the preview."""


def carry_out(batch: Batch) -> None:
    """Everything in one transaction, or nothing; judged again by what is on record now."""
    folder = Folder(batch)
    grids = folder.grids()
    try:
        with transaction.atomic():
            SubDistrict.objects.select_for_update().get(pk=batch.subdistrict_id)  # one import at a time
            folder.say("progress", "正在写入")
            plan = Plan(batch.pages, batch.user, grids)
            if plan.mark() != batch.mark or (plan.problems and not batch.only_right):
                raise Overtaken
            moment = timezone.now()
            Writing(batch.user, moment, str(batch)).carry_out(plan)
            batch.move(State.WRITING, State.DONE, counts=plan.counts, finished_at=moment, reason="", worker=None)
    except (Overtaken, IntegrityError):
        examine(batch, CHANGED)
    else:
        folder.clear()


def take_back(batch: Batch) -> None:
    left = undo(batch, lambda done: Folder(batch).say("progress", f"已撤销 {done:,} 条"))
    batch.move(State.UNDOING, State.UNDONE, left=left, undone_at=timezone.now(), reason="", worker=None)
    Folder(batch).clear()
