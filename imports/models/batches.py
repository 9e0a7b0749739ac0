"""Batches: each import of a file, from upload to what became of it."""

from django.db import models

from imports.kinds import KINDS
from imports.models.work import Work
from records.pages import RecordPages

PASTED = "粘贴的内容"  # what a pasted block is called in place of a file's name


class Batch(Work):
    """One file. While it is `WRITING` nothing of it is on record: rows and `DONE` are committed together."""

    class Likely(models.TextChoices):
        """What becomes of what a file's columns and words are only likely taken for."""

        SHOWN = "shown", "先给导入人看"
        TAKEN = "taken", "照样采用"
        LEFT = "left", "不采用"

    #: With which others it was uploaded, and its place among them; none where it was uploaded alone.
    delivery = models.ForeignKey(
        "imports.Delivery",
        models.CASCADE,
        verbose_name="一起上传的",
        null=True,
        blank=True,
        related_name="batches",
    )
    place = models.PositiveSmallIntegerField("先后", default=0)
    sheets = models.JSONField(
        "工作表", default=list, blank=True
    )  # of the delivery: number of the file, title

    kind = models.CharField("记录种类", max_length=60)
    file_name = models.CharField("文件", max_length=200)
    likely = models.CharField("很像的", max_length=10, choices=Likely, default=Likely.SHOWN)
    answers = models.JSONField("导入人定的", default=dict, blank=True)  # `imports.mapping.answers.Answers`
    decisions = models.JSONField("采用的对应", default=dict, blank=True)  # `Decisions.as_json` by title
    ending = models.JSONField("名单里不再有的", default=dict, blank=True)  # pks, day and reason
    counts = models.JSONField("条数", default=dict, blank=True)
    mark = models.CharField("预览摘要", max_length=64, blank=True)
    left = models.JSONField("撤销时留下的", default=list, blank=True)

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
    def wrote_something(self) -> bool:
        """Whether there is something to take back: records, or the end of some."""
        return bool(self.record_count or self.counts.get("ended"))

    @property
    def record_count(self) -> int:
        """How many records it writes."""
        return int(self.counts.get("new", 0)) + int(self.counts.get("updated", 0))
