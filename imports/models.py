"""Batches: each import of a file, from upload to what became of it."""

from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from access.roles import Reader
from accounts.models import User
from imports.kinds import KINDS
from records.pages import RecordPages
from tasks.engine import is_alive
from tasks.models import Heartbeat, new_run

PASTED = "粘贴的内容"  # what a pasted block is called in place of a file's name


class SupersededError(Exception):
    """The run was given up: what becomes of the batch is no longer for its worker to say."""


class BatchQuerySet(models.QuerySet["Batch"]):
    """Questions about batches."""

    def visible_to(self, reader: Reader) -> Self:
        """Return everybody's of the 街道 to whoever reaches all of it; else one's own."""
        if not reader.subdistrict_id:
            return self.none()
        rows = self.filter(subdistrict=reader.subdistrict_id)
        if reader.record_reach.is_whole:
            return rows
        return rows.filter(user=reader.pk)

    def begin(self, user: User, kind: str, file_name: str, **values: object) -> "Batch":
        """Create a new one, which this process is about to read."""
        run = new_run()
        with transaction.atomic():
            Heartbeat.objects.begin(run)
            return self.create(
                subdistrict_id=user.subdistrict_id,
                user=user,
                run=run,
                kind=kind,
                file_name=file_name[:200],
                **values,
            )


class Batch(models.Model):
    """One file. While it is `WRITING` nothing of it is on record: rows and `DONE` are committed together."""

    class State(models.TextChoices):
        READING = "reading", "正在读取"
        MAPPING = "mapping", "等待对应"
        REFUSED = "refused", "不能导入"
        READY = "ready", "等待确认"
        WRITING = "writing", "正在写入"
        DONE = "done", "已导入"
        UNDOING = "undoing", "正在撤销"
        UNDONE = "undone", "已撤销"
        DROPPED = "dropped", "已放弃"

    class Likely(models.TextChoices):
        """What becomes of what a file's columns and words are only likely taken for."""

        SHOWN = "shown", "先给导入人看"
        TAKEN = "taken", "照样采用"
        LEFT = "left", "不采用"

    WORKING = (State.READING, State.WRITING, State.UNDOING)
    WAITING = (State.MAPPING, State.READY)  # for what its author says

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
    likely = models.CharField("很像的", max_length=10, choices=Likely, default=Likely.SHOWN)
    answers = models.JSONField("导入人定的", default=dict, blank=True)  # `imports.mapping.answers.Answers`
    decisions = models.JSONField("采用的对应", default=dict, blank=True)  # `Decisions.as_json` by title
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
    def pages(self) -> type[RecordPages]:
        return KINDS[self.kind]

    @property
    def is_pasted(self) -> bool:
        """Whether it is a block that was pasted, not a file."""
        return self.file_name == PASTED

    @property
    def is_working(self) -> bool:
        """Whether somebody is to work on it."""
        return self.state in self.WORKING

    @property
    def record_count(self) -> int:
        """How many records it writes."""
        return int(self.counts.get("new", 0)) + int(self.counts.get("updated", 0))

    @property
    def is_deserted(self) -> bool:
        """Whether nobody works on it any longer, though somebody was to."""
        return self.is_working and not is_alive(self.run)

    def hold(self) -> None:
        """Let nobody give this run up for the rest of the transaction.

        `SupersededError` where somebody has.
        """
        rows = type(self).objects.select_for_update()
        if rows.filter(pk=self.pk, state=self.state, run=self.run).first() is None:
            raise SupersededError

    def move(self, old: str, new: str, **values: object) -> bool:
        """Go from one state to another, once: False where somebody else was faster.

        A run ends with it; a working state begins one.
        """
        run = new_run() if new in self.WORKING else ""
        with transaction.atomic():
            rows = type(self).objects.filter(pk=self.pk, state=old, run=self.run)
            has_moved = bool(rows.update(state=new, run=run, **values))
            if has_moved and self.run:
                Heartbeat.objects.end(self.run)
            if has_moved and run:
                Heartbeat.objects.begin(run)
        self.refresh_from_db()
        return has_moved


class LearntQuerySet(models.QuerySet["Learnt"]):
    """Questions about what was learnt."""

    def visible_to(self, reader: Reader) -> Self:
        """Return what is kept for the whole 街道 to whoever reaches all of it; to others what they decided."""
        rows = self.filter(subdistrict=reader.subdistrict_id) if reader.subdistrict_id else self.none()
        if reader.record_reach.is_whole:
            return rows.filter(user=None)
        return rows.filter(user=reader.pk)

    def holding_for(self, reader: Reader) -> Self:
        """Return what holds for the files of somebody: what is kept for all, and what he decided himself.

        Who does not reach the whole 街道 is told no names of it: neither a value for whole files nor a name.
        """
        if not reader.subdistrict_id:
            return self.none()
        of_all = models.Q(user=None)
        if not reader.record_reach.is_whole:
            of_all &= models.Q(sort__in=(Learnt.Sort.COLUMN, Learnt.Sort.UNIT)) | models.Q(
                sort=Learnt.Sort.WORD, names_records=False
            )
        return self.filter(of_all | models.Q(user=reader.pk), subdistrict=reader.subdistrict_id)


class Learnt(models.Model):
    """One thing that was decided on a file, and holds for the next ones.

    Of a column `text` is its heading and `value` our column, empty for none; of a word `text` is the word
    and `value` what is read in its place; of a value for a whole file `text` says where it comes from
    (`imports.parse.decisions.From`). `signature` stands for all headings of a sheet, of what holds only
    for these.
    """

    class Sort(models.TextChoices):
        COLUMN = "column", "列"
        WORD = "word", "词语"
        CONSTANT = "constant", "整份表的值"
        UNIT = "unit", "单位"

    subdistrict = models.ForeignKey("communities.SubDistrict", models.CASCADE, verbose_name="街道")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="只对谁",
        null=True,
        blank=True,
        related_name="+",
    )
    kind = models.CharField("记录种类", max_length=60)
    sheet = models.CharField("表", max_length=60)
    sort = models.CharField("哪一种", max_length=10, choices=Sort)
    signature = models.CharField("表头摘要", max_length=16, blank=True)
    name = models.CharField("系统的列", max_length=60, blank=True)
    names_records = models.BooleanField("是名称", default=False)
    text = models.CharField("表里的写法", max_length=240, blank=True)
    value = models.CharField("记作", max_length=240, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="谁定的", related_name="+"
    )
    decided_at = models.DateTimeField("什么时候定的", auto_now=True)

    objects = LearntQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学到的对应"
        ordering = ["kind", "sheet", "sort", "name", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "kind", "sheet", "sort", "signature", "name", "text"],
                condition=models.Q(user=None),
                name="learnt_once_for_all",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "sheet", "sort", "signature", "name", "text"],
                name="learnt_once_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text or self.name} → {self.value}"
