"""What 在职党员 do for residents: 实事好事 and 项目认领."""

from django.core.exceptions import ValidationError
from django.db import models

from records.likeness import Likeness
from records.models import Event, OfCommunity, RecordQuerySet, refuse_disorder, refuse_future
from services.models.check_in import CheckIn


class GoodDeed(OfCommunity, Event):
    """Something done for residents by 在职党员."""

    alike = (Likeness("community", "date", "content"),)
    private = ("check_in", "done_by")
    community_required = True

    date = models.DateField("办理日期")
    content = models.CharField("实事内容", max_length=200)
    check_in = models.ForeignKey(CheckIn, models.PROTECT, verbose_name="报到党员", null=True, blank=True)
    done_by = models.CharField("其他参加人员", max_length=100, blank=True)
    beneficiaries = models.PositiveIntegerField("受益人数", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "实事好事"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["subdistrict", "date"])]

    def __str__(self) -> str:
        return f"{self.date} {self.content}"


class ProjectClaim(OfCommunity, Event):
    """A service project claimed by a 在职党员 or a unit."""

    alike = (Likeness("community", "date", "project"),)
    private = ("check_in", "claimant")
    community_required = True

    date = models.DateField("认领日期")
    project = models.CharField("服务项目", max_length=100)
    check_in = models.ForeignKey(CheckIn, models.PROTECT, verbose_name="认领党员", null=True, blank=True)
    claimant = models.CharField("其他认领人", max_length=100, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目认领"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.date} {self.project}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "done_on")
        refuse_disorder(self, "date", "done_on")
        if not self.check_in_id and not self.claimant:
            raise ValidationError({"claimant": "请填认领党员或其他认领人"})
