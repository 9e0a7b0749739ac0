"""Long work on what was uploaded: its states, and who works on it."""

from django.db import models, transaction

from tasks.engine import is_alive
from tasks.models import Heartbeat, new_run


class SupersededError(Exception):
    """The run was given up: what becomes of the work is no longer for its worker to say."""


class State(models.TextChoices):
    """Where an import stands."""

    READING = "reading", "正在读取"
    MAPPING = "mapping", "等待对应"
    REFUSED = "refused", "不能导入"
    READY = "ready", "等待确认"
    WRITING = "writing", "正在写入"
    DONE = "done", "已导入"
    UNDOING = "undoing", "正在撤销"
    UNDONE = "undone", "已撤销"
    DROPPED = "dropped", "已放弃"


class Work(models.Model):
    """Something that a process works on in some of its states.

    Each stretch of work is a run with a `Heartbeat`.
    """

    State = State
    WORKING = (State.READING, State.WRITING, State.UNDOING)
    WAITING = (State.MAPPING, State.READY)  # for what its author says

    state = models.CharField("状态", max_length=10, choices=State, default=State.READING)
    run = models.CharField("处理编号", max_length=32, blank=True)  # the Heartbeat of who works on it
    reason = models.TextField("说明", blank=True)

    class Meta:
        abstract = True

    @property
    def is_working(self) -> bool:
        """Whether somebody is to work on it."""
        return self.state in self.WORKING

    @property
    def is_deserted(self) -> bool:
        """Whether nobody works on it any longer, though somebody was to."""
        return self.is_working and not is_alive(self.run)

    def hold(self) -> None:
        """Let nobody give this run up for the rest of the transaction.

        `SupersededError` where somebody has.
        """
        rows = type(self)._default_manager.select_for_update()
        if rows.filter(pk=self.pk, state=self.state, run=self.run).first() is None:
            raise SupersededError

    def move(self, old: str, new: str, **values: object) -> bool:
        """Go from one state to another, once: False where somebody else was faster.

        A run ends with it; a working state begins one.
        """
        run = new_run() if new in self.WORKING else ""
        with transaction.atomic():
            rows = type(self)._default_manager.filter(pk=self.pk, state=old, run=self.run)
            has_moved = bool(rows.update(state=new, run=run, **values))
            if has_moved and self.run:
                Heartbeat.objects.end(self.run)
            if has_moved and run:
                Heartbeat.objects.begin(run)
        self.refresh_from_db()
        return has_moved
