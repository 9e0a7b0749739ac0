"""What people state about a year besides records: targets for it, and figures that are truly zero."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community, SubDistrict
from indicators.catalogue import CATALOGUE, COUNTS
from indicators.periods import Span
from indicators.presence import against, base_records
from indicators.scope import Scope
from indicators.territory import Territory, absence
from records.columns.number import YearField
from records.likeness import Likeness
from records.models import OfCommunity, OfSubdistrict
from reports.models.annual import FIRST_YEAR

RECORDED = "recorded"  # the code of the refusal because records exist


class Target(OfSubdistrict):
    """What the office plans for a year.

    It is printed in the report of the year before, and judged in that of the year itself.
    """

    _history_m2m_fields = ["communities"]

    year = YearField("年度")
    key = models.CharField("目标", max_length=60)
    amount = models.DecimalField("数值", max_digits=14, decimal_places=2, null=True, blank=True)
    by_mean = models.BooleanField(
        "按平均数核对", default=False, help_text="勾选后按平均数核对，不要求每月、每次、每名都达到"
    )
    communities = models.ManyToManyField(Community, verbose_name="社区", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "下年目标"
        ordering = ["-year", "key", "pk"]
        constraints = [models.UniqueConstraint(fields=["subdistrict", "year", "key"], name="target_once")]

    def __str__(self) -> str:
        label = self.key
        if self.key in CATALOGUE:
            label = CATALOGUE[self.key].label
        return f"{self.year}年 {label}"


def figure_choices() -> list[tuple[str, str]]:
    """Return the indicators a zero may be stated for: flows and stocks."""
    return [(key, indicator.label) for key, indicator in COUNTS.items()]


class ZeroStatement(OfCommunity):
    """零报告: the office states that a figure of a year is truly zero, for a 社区 or for the whole 街道."""

    alike = (Likeness("community", "year", "key"),)
    without_community = "全街道"

    year = YearField("年度")
    key = models.CharField("数字", max_length=60, choices=figure_choices)
    note = models.CharField("说明", max_length=200, blank=True)
    is_void: bool | None = None  # where it was asked of all rows of a list at once

    class Meta:
        verbose_name = verbose_name_plural = "零报告"
        ordering = ["-year", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "community", "year", "key"],
                name="zero_of_community",
                violation_error_message="这一项已作零报告",
            ),
            models.UniqueConstraint(
                fields=["subdistrict", "year", "key"],
                condition=Q(community__isnull=True),
                name="zero_of_office",
                violation_error_message="这一项已作零报告",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年 {self.get_key_display()}：零（{self.community or self.without_community}）"

    def clean(self) -> None:
        super().clean()
        if self.year and not FIRST_YEAR <= self.year <= timezone.localdate().year:
            raise ValidationError({"year": "请填今年或以前的年度"})
        if self.year and self.community is not None:
            reason = absence(self.community, date(self.year, 1, 1), date(self.year, 12, 31))
            if reason:
                text = f"{self.community}在 {self.year} 年{reason}，不用作零报告"
                raise ValidationError({"community": text})
        if self.community is not None and self.key in COUNTS and COUNTS[self.key].is_confidential:
            text = f"{self.get_key_display()}只能由街道作全街道的零报告"
            raise ValidationError({"key": text})
        if self._state.adding or self.changes("year", "key", "community"):
            self._refuse_recorded()

    def _refuse_recorded(self) -> None:
        text = self.contradiction()
        if text:
            raise ValidationError({"key": ValidationError(f"{text}，不能作零报告", RECORDED)})

    def contradiction(self) -> str:
        """Say which records stand against it: 2026年已有 12 条党建专题会议的记录; empty where none does."""
        indicator = COUNTS.get(self.key)
        if indicator is None or not self.year or not self.subdistrict_id:
            return ""
        [counts] = base_records([indicator], _year(self.subdistrict, self.year)).values()
        number = against(counts, self.community_id)
        if not number:
            return ""
        when = f"{self.year}年" if indicator.presence.of_year else ""
        return f"{when}已有 {number} 条{indicator.presence.what}的记录"

    def warnings(self) -> list[str]:
        """Say that it holds no longer, where records were made since."""
        text = self.contradiction()
        if not text:
            return []
        return [f"{text}，这份零报告已失效，请删去"]

    def state(self) -> str:
        """Say whether it holds, for the list."""
        is_void = self.is_void
        if is_void is None:
            is_void = bool(self.contradiction())
        return "失效，已有记录" if is_void else "有效"

    state.label = "状态"  # type: ignore[attr-defined]


def _year(subdistrict: SubDistrict, year: int) -> Scope:
    """Return the scope that base records are read over: nothing that was decided matters to them."""
    return Scope(Territory.of(subdistrict), Span(year), timezone.localdate())


def void(statements: Iterable[ZeroStatement]) -> list[ZeroStatement]:
    """Find those that records made since contradict, by one statement for each 街道 and year."""
    by_span: dict[tuple[SubDistrict, int], list[ZeroStatement]] = defaultdict(list)
    for statement in statements:
        if statement.key in COUNTS:
            by_span[statement.subdistrict, statement.year].append(statement)
    void_statements = []
    for (subdistrict, year), of_span in by_span.items():
        keys = {statement.key for statement in of_span}
        counts = base_records([COUNTS[key] for key in keys], _year(subdistrict, year))
        for statement in of_span:
            if against(counts[statement.key], statement.community_id):
                void_statements.append(statement)
    return void_statements
