"""What was decided on earlier files, and holds for the next ones."""

from typing import Self

from django.conf import settings
from django.db import models

from access.roles import Reader


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
