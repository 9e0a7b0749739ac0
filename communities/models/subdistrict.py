"""The 街道."""

from django.core.validators import RegexValidator
from django.db import models

from records.models import Record, refuse_disorder, refuse_future

CODE = RegexValidator(r"^[A-Za-z0-9_-]+\Z", "编码只用字母、数字、- 和 _")


class SubDistrict(Record):
    """A 街道: what everything belongs to, and the defaults of its report."""

    subdistrict_path = "id"
    community_path = None

    code = models.CharField(
        "编码",
        max_length=30,
        unique=True,
        validators=[CODE],
        help_text="命令行和其他程序用它指明街道，定下后不再改",
    )
    name = models.CharField("名称", max_length=50, unique=True, help_text="例：锦河街道")
    reporter = models.CharField("述职人", max_length=50, blank=True, help_text="印在报告标题下")
    reporter_post = models.CharField("述职人职务", max_length=50, blank=True, default="党工委书记")
    salutation = models.CharField(
        "称谓", max_length=100, blank=True, default="各位领导、同志们：", help_text="印在正文前，留空则不印"
    )
    signature = models.CharField("落款", max_length=100, blank=True, help_text="印在文末，留空则不印")
    since = models.DateField("成立日期", null=True, blank=True, help_text="不填表示有记录以前就有")
    until = models.DateField("撤销日期", null=True, blank=True, help_text="仍在的不填")

    class Meta:
        verbose_name = verbose_name_plural = "街道"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "since", "until")
        refuse_disorder(self, "since", "until")

    @property
    def has_signed_year(self) -> bool:
        """Whether a report of any year was signed, by which the 社区 of those years are settled."""
        reports = self.annualreport_set.filter(editions__isnull=False)  # type: ignore[attr-defined]
        return bool(reports.exists())

    def signed_years(self) -> list[int]:
        """Return the years of which the report is signed, and no new edition is being drafted."""
        reports = self.annualreport_set.filter(  # type: ignore[attr-defined]
            stage="signed", editions__isnull=False
        )
        return list(reports.order_by("year").values_list("year", flat=True).distinct())
