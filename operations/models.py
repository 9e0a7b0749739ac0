"""The backups that were made here, of which the home page of the 管理员 tells."""

from datetime import datetime, timedelta
from typing import Optional, Self

from django.db import models
from django.utils import timezone

from operations.retention import BEFORE

OLD = timedelta(days=2)  # a night may be missed
UNVERIFIED = timedelta(days=35)


class BackupQuerySet(models.QuerySet["Backup"]):
    """Questions about backups.

    What a clock that was ahead has dated in the future counts for nothing: it would hide that later ones are
    missing.
    """

    def of_present_data(self) -> Self:
        """Leave out what was kept before a restore: it is of the data that were replaced."""
        return self.exclude(file_name__contains=BEFORE)

    def first_made(self) -> Optional["Backup"]:
        return self.of_present_data().filter(made_at__lte=timezone.now()).order_by("made_at").first()

    def latest_made(self) -> Optional["Backup"]:
        return self.of_present_data().filter(made_at__lte=timezone.now()).order_by("-made_at", "-pk").first()

    def latest_verified(self) -> Optional["Backup"]:
        backups = self.of_present_data().filter(verified_at__lte=timezone.now())
        return backups.order_by("-verified_at", "-pk").first()

    def of_digest(self, digest: str) -> Self:
        return self.filter(digest=digest)


class Backup(models.Model):
    """A file written by `backup` or before a `restore`; it may have been moved elsewhere or removed since."""

    made_at = models.DateTimeField("备份时间", db_index=True)
    file_name = models.CharField("文件", max_length=200)
    size = models.BigIntegerField("大小")  # bytes
    digest = models.CharField("校验值", max_length=64, db_index=True)
    encrypted = models.BooleanField("加密", default=False)
    verified_at = models.DateTimeField("核对时间", null=True, blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "备份"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_old(self) -> bool:
        return self.made_at < timezone.now() - OLD


def verification_is_due(verified_at: datetime | None, first_made_at: datetime) -> bool:
    """Whether no backup was verified for too long, counted from the first one where none ever was."""
    return (verified_at or first_made_at) < timezone.now() - UNVERIFIED
