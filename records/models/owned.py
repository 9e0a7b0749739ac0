"""Records of a 街道, and records of a 社区 or of the 街道 itself."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from records.models.record import Record


class OfSubdistrict(Record):
    """A record of the 街道 itself."""

    community_path: ClassVar[str | None] = None

    subdistrict = models.ForeignKey(
        "communities.SubDistrict", models.PROTECT, verbose_name="街道", editable=False
    )

    class Meta:
        abstract = True


class OfCommunity(Record):
    """A record of one 社区, or of the 街道 itself where it names none."""

    #: It must name a 社区.
    community_required: ClassVar[bool] = False
    #: What stands in place of the 社区 where it names none.
    without_community: ClassVar[str] = "街道本级"

    subdistrict = models.ForeignKey(
        "communities.SubDistrict", models.PROTECT, verbose_name="街道", editable=False
    )
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, verbose_name="社区", null=True, blank=True
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.community_id is None:
            if self.community_required:
                raise ValidationError({"community": "请选择社区"})
        elif self.community.subdistrict_id != self.subdistrict_id:
            raise ValidationError({"community": "这个社区不属于本街道，请重新选择"})
