"""Forms that are filled in and not yet saved."""

from django.conf import settings
from django.db import models

from records.personal import EncryptedField


class FormDraft(models.Model):
    """A form that somebody has filled in and not yet saved; his alone, without versions."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="账号")
    form = models.CharField("表单", max_length=100)  # visits.visit/new, visits.visit/12
    number = models.UUIDField("表单编号")  # given when the form is shown
    content = EncryptedField("内容")
    saved_at = models.DateTimeField("保存时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints = [models.UniqueConstraint(fields=["user", "number"], name="records_formdraft_number")]

    def __str__(self) -> str:
        return f"{self.form} {self.saved_at:%Y-%m-%d %H:%M}"
