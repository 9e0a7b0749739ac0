"""Long work on what was uploaded: its states, and who works on it."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from access.roles import Reader
from accounts.models import User
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


class WorkQuerySet(models.QuerySet):
    """Questions about what was uploaded."""

    def visible_to(self, reader: Reader) -> Self:
        """Return everybody's of the 街道 to whoever reaches all of it; else one's own."""
        if not reader.subdistrict_id:
            return self.none()
        rows = self.filter(subdistrict=reader.subdistrict_id)
        if reader.record_reach.is_whole:
            return rows
        return rows.filter(user=reader.pk)

    def begin(self, user: User, **values: object) -> Any:
        """Create a new one, which this process is about to read."""
        run = new_run()
        with transaction.atomic():
            Heartbeat.objects.begin(run)
            return self.create(subdistrict_id=user.subdistrict_id, user=user, run=run, **values)


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
    subdistrict = models.ForeignKey("communities.SubDistrict", models.PROTECT, verbose_name="街道")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导入人")
    created_at = models.DateTimeField("上传时间", default=timezone.now)
    finished_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="撤销人",
        null=True,
        blank=True,
        related_name="+",
    )
    only_right = models.BooleanField("只导入正确的行", default=False)
    take_alike = models.BooleanField("也导入疑似重复的行", default=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_working(self) -> bool:
        """Whether somebody is to work on it."""
        return self.state in self.WORKING

    @property
    def waiting_state(self) -> str:
        """The state that a step of its author starts from; `READY` of one that does not wait for any."""
        return State.MAPPING if self.state == State.MAPPING else State.READY

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
