"""Several files or sheets that are brought in together.

A batch of each kind, looked at, confirmed and undone as one.
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from access.roles import Reader
from accounts.models import User
from imports.models.work import Work
from tasks.models import Heartbeat, new_run

if TYPE_CHECKING:
    from imports.models.batches import Batch


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions about deliveries."""

    def visible_to(self, reader: Reader) -> Self:
        """Return everybody's of the 街道 to whoever reaches all of it; else one's own."""
        if not reader.subdistrict_id:
            return self.none()
        rows = self.filter(subdistrict=reader.subdistrict_id)
        return rows if reader.record_reach.is_whole else rows.filter(user=reader.pk)

    def begin(self, user: User, file_names: list[str], first_kind: str = "") -> "Delivery":
        """Create a new one, which this process is about to read."""
        run = new_run()
        with transaction.atomic():
            Heartbeat.objects.begin(run)
            return self.create(
                subdistrict_id=user.subdistrict_id,
                user=user,
                run=run,
                file_names=file_names,
                first_kind=first_kind,
            )


class Delivery(Work):
    """Files that were uploaded together.

    `file_names` are those of the uploads, in their order. `kinds` says of which kind of record each sheet
    is, by the number of its file and its title: what was found, over which goes what the author has said;
    an empty kind is a sheet that is not brought in.
    """

    subdistrict = models.ForeignKey("communities.SubDistrict", models.PROTECT, verbose_name="街道")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导入人")
    created_at = models.DateTimeField("上传时间", default=timezone.now)
    file_names = models.JSONField("文件", default=list)
    kinds = models.JSONField(
        "各表的种类", default=list, blank=True
    )  # [file, title, kind, said by the author]
    first_kind = models.CharField("从哪一种记录上传", max_length=60, blank=True)
    only_right = models.BooleanField("只导入正确的行", default=False)
    take_alike = models.BooleanField("也导入疑似重复的行", default=False)
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

    batches: models.QuerySet["Batch"]
    objects = DeliveryQuerySet.as_manager()

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
