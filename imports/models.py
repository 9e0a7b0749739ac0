"""Batches: each import of a file, from upload to what became of it."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from access.roles import Reader
from imports.kinds import KINDS
from tasks.engine import is_alive
from tasks.models import Heartbeat, new_run

PASTED = "粘贴的内容"  # what a pasted block is called in place of a file's name


class SupersededError(Exception):
    """The run was given up: what becomes of the batch is no longer for its worker to say."""


class BatchQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader) -> Self:
        """Everybody's of the 街道 to whoever reaches all of it; else one's own."""
        rows = self.filter(subdistrict=reader.subdistrict_id) if reader.subdistrict_id else self.none()
        return rows if reader.record_reach.is_whole else rows.filter(user=reader.pk)

    def begin(self, user: Any, kind: str, file_name: str) -> Any:
        """A new one, which this process is about to read."""
        own = {"subdistrict_id": user.subdistrict_id, "user": user, "run": new_run()}
        with transaction.atomic():
            Heartbeat.objects.begin(own["run"])
            return self.create(**own, kind=kind, file_name=file_name[:200])


class Batch(models.Model):
    """One file. While it is `WRITING` nothing of it is on record: rows and `DONE` are committed together."""

    class State(models.TextChoices):
        READING = "reading", "正在读取"
        REFUSED = "refused", "不能导入"
        READY = "ready", "等待确认"
        WRITING = "writing", "正在写入"
        DONE = "done", "已导入"
        UNDOING = "undoing", "正在撤销"
        UNDONE = "undone", "已撤销"
        DROPPED = "dropped", "已放弃"

    WORKING = (State.READING, State.WRITING, State.UNDOING)

    subdistrict = models.ForeignKey("communities.SubDistrict", models.PROTECT, verbose_name="街道")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导入人")
    kind = models.CharField("记录种类", max_length=60)
    file_name = models.CharField("文件", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.READING)
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
    run = models.CharField("处理编号", max_length=32, blank=True)  # the Heartbeat of who works on it
    reason = models.TextField("说明", blank=True)
    counts = models.JSONField("条数", default=dict, blank=True)
    mark = models.CharField("预览摘要", max_length=64, blank=True)
    only_right = models.BooleanField("只导入正确的行", default=False)
    take_alike = models.BooleanField("也导入疑似重复的行", default=False)
    left = models.JSONField("撤销时留下的", default=list, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subdistrict", "-created_at"])]

    def __str__(self) -> str:
        return f"导入第 {self.pk} 批"

    @property
    def pages(self) -> Any:
        return KINDS[self.kind]

    @property
    def pasted(self) -> bool:
        """A block that was pasted, not a file."""
        return self.file_name == PASTED

    @property
    def working(self) -> bool:
        return self.state in self.WORKING

    @property
    def written(self) -> int:
        return int(self.counts.get("new", 0)) + int(self.counts.get("updated", 0))

    @property
    def deserted(self) -> bool:
        """Whether nobody works on it any longer, though somebody was to."""
        return self.working and not is_alive(self.run)

    def hold(self) -> None:
        """Let nobody give this run up for the rest of the transaction; `SupersededError` where somebody did."""
        rows = type(self).objects.select_for_update()
        if rows.filter(pk=self.pk, state=self.state, run=self.run).first() is None:
            raise SupersededError

    def move(self, old: str, new: str, **values: Any) -> bool:
        """Go from one state to another, once: False where somebody else was faster. A run ends, a working state begins one."""
        run = new_run() if new in self.WORKING else ""
        with transaction.atomic():
            changed = (
                type(self)
                .objects.filter(pk=self.pk, state=old, run=self.run)
                .update(state=new, run=run, **values)
            )
            if changed and self.run:
                Heartbeat.objects.end(self.run)
            if changed and run:
                Heartbeat.objects.begin(run)
        self.refresh_from_db()
        return bool(changed)
