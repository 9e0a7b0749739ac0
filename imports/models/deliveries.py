"""Several files or sheets that are brought in together.

A batch of each kind, looked at, confirmed and undone as one.
"""

from typing import TYPE_CHECKING

from django.db import models

from imports.models.work import Work

if TYPE_CHECKING:
    from imports.models.batches import Batch


class Delivery(Work):
    """Files that were uploaded together.

    `file_names` are those of the uploads, in their order. `kinds` says of which kind of record each sheet
    is, by the number of its file and its title: what was found, over which goes what the author has said;
    an empty kind is a sheet that is not brought in.
    """

    file_names = models.JSONField("文件", default=list)
    kinds = models.JSONField(
        "各表的种类", default=list, blank=True
    )  # [file, title, kind, said by the author]
    first_kind = models.CharField("从哪一种记录上传", max_length=60, blank=True)

    batches: models.QuerySet["Batch"]

    class Meta:
        verbose_name = verbose_name_plural = "一起上传的文件"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"第 {self.pk} 次上传"

    @property
    def is_sorted(self) -> bool:
        """Whether it is sure of which kind each sheet is."""
        return all(is_said for _, _, _, is_said in self.kinds)

    def in_order(self) -> "models.QuerySet[Batch]":
        """Return its batches in the order in which they are written."""
        return self.batches.order_by("place", "pk")
