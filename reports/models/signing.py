"""What stays: the reasons given for passing a warning, and the editions that were signed."""

import hashlib
import json
import zlib
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models

from records.models import Record
from reports.models.annual import AnnualReport


class Remark(Record):
    """A warning of the checks that was passed, and why.

    It holds for one subject of one check, and is printed in the annex.
    """

    LONGEST = 300  # characters of a warning or a reason

    subdistrict_path = "report__subdistrict"
    community_path: ClassVar[str | None] = None

    report = models.ForeignKey(
        AnnualReport, models.CASCADE, verbose_name="年度报告", related_name="remarks", editable=False
    )
    check_key = models.CharField("检查", max_length=40, editable=False)
    subject = models.CharField("所指", max_length=200, editable=False)
    message = models.CharField("提醒", max_length=LONGEST, editable=False)
    reason = models.CharField("理由", max_length=LONGEST)

    class Meta:
        verbose_name = verbose_name_plural = "放行理由"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "check_key", "subject"], name="remark_once")]

    def __str__(self) -> str:
        return f"{self.message}：{self.reason}"


class Edition(models.Model):
    """A signed report: text, figures, and the records behind them with their versions, frozen as one piece.

    `content` is the canonical JSON, compressed; the fingerprint is the SHA-256 of that JSON. An edition
    is written once and never changed.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, verbose_name="年度报告", related_name="editions")
    number = models.PositiveSmallIntegerField("稿次")
    content = models.BinaryField("内容")
    fingerprint = models.CharField("指纹", max_length=64)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="送审人", related_name="+"
    )
    submitted_at = models.DateTimeField("送审时间")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="定稿人", related_name="+"
    )
    signed_at = models.DateTimeField("定稿时间")

    class Meta:
        verbose_name = verbose_name_plural = "定稿"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.report}第{self.number}稿"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new edition; raise `PermissionDenied` for one that exists."""
        if not self._state.adding:
            raise PermissionDenied("定稿不能改动")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise PermissionDenied("定稿不能删除")

    def freeze(self, content: dict[str, Any]) -> None:
        """Take over what is to be kept, with its fingerprint."""
        raw = canonical(content)
        self.content = zlib.compress(raw, 9)
        self.fingerprint = hashlib.sha256(raw).hexdigest()

    @property
    def intact(self) -> bool:
        """Whether what is stored is what was signed, to the byte."""
        stream = zlib.decompressobj()
        try:
            raw = stream.decompress(self.content)
        except zlib.error:
            return False
        is_whole = stream.eof and not stream.unused_data
        return is_whole and hashlib.sha256(raw).hexdigest() == self.fingerprint

    def thaw(self) -> dict[str, Any]:
        """Return what is kept."""
        return json.loads(zlib.decompress(self.content))


def canonical(content: dict[str, Any]) -> bytes:
    """Write JSON so that one content has one text: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
