"""组织生活规定: how often which meeting is held, and what counts as held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from common.periods import Period, months_later
from meetings.models.kinds import MeetingKind
from records.likeness import Likeness
from records.models import Seeded, refuse_disorder

REGULATION = "《中国共产党支部工作条例（试行）》"


class Per(models.TextChoices):
    """The stretch of a calendar year in which a number of meetings is held."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF = "half", "每半年"
    YEAR = "year", "每年"


class Who(models.TextChoices):
    """The branches that a rule asks, as far as records tell them."""

    EVERY = "every", "每个支部"
    COMMITTEE = "committee", "设支委会的支部"
    GROUPS = "groups", "设党小组的支部"
    SECRETARY = "secretary", "每个支部，由书记主讲"


MONTHS = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF: 6, Per.YEAR: 12}


@dataclass(frozen=True)
class Norm:
    """What a rule asks, apart from whose rule it is."""

    kinds: tuple[str, ...]  # any of them serves; the first is the one asked for
    times: int
    per: str
    who: str
    valid_from: date | None  # none: not decided yet, and so not asked
    valid_until: date | None

    def spans(self, year: int) -> list[Period]:
        """Return the stretches of a year, each of which asks for its own meetings."""
        length = MONTHS[Per(self.per)]
        spans = []
        for month in range(1, 13, length):
            first = date(year, month, 1)
            spans.append(Period(first, months_later(first, length) - timedelta(days=1)))
        return spans

    def is_valid(self, span: Period) -> bool:
        """Say whether it holds on every day of a stretch."""
        if self.valid_from is None or self.valid_from > span.start:
            return False
        return self.valid_until is None or self.valid_until > span.end

    def spans_within(self, period: Period) -> list[Period]:
        """Return the stretches inside some days of a year in which it holds."""
        spans = []
        for span in self.spans(period.start.year):
            if self.is_valid(span) and period.start <= span.start and span.end <= period.end:
                spans.append(span)
        return spans


class OrgLifeRule(Seeded):
    """How often branches hold a kind of meeting: a rule that each 街道 may change.

    Until its 街道 has said from which day on it holds, nobody is asked by it.
    """

    is_shared = True
    alike = (Likeness("kind", "per", "who"),)

    kind = models.CharField("会议类型", max_length=20, choices=MeetingKind)
    per = models.CharField("周期", max_length=20, choices=Per)
    times = models.PositiveSmallIntegerField("次数", default=1, validators=[MinValueValidator(1)])
    who = models.CharField("适用的支部", max_length=20, choices=Who, default=Who.EVERY)
    instead = models.CharField(
        "可代替的会议", max_length=20, choices=MeetingKind, blank=True, help_text="开了这种会议也算"
    )
    instead_too = models.CharField(
        "可代替的另一种会议", max_length=20, choices=MeetingKind, blank=True, help_text="没有就不选"
    )
    valid_from = models.DateField(
        "执行起始日期", null=True, blank=True, help_text="不填的还不执行，不计入三会一课落实率"
    )
    valid_until = models.DateField("执行截止日期", null=True, blank=True, help_text="仍在执行的不填")
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "组织生活规定"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "kind", "per", "who"],
                condition=Q(valid_until__isnull=True),
                name="org_life_rule_once",
                violation_error_message="这种会议、周期和支部已有仍在执行的规定",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.get_per_display()}{self.times}次"

    def clean(self) -> None:
        super().clean()
        refuse_disorder(self, "valid_from", "valid_until")
        if self.instead_too and not self.instead:
            raise ValidationError({"instead_too": "只有一种的，请填在“可代替的会议”"})
        if self.kind and self.kind in (self.instead, self.instead_too):
            raise ValidationError({"instead": "可代替的会议不能是它自己"})

    @property
    def norm(self) -> Norm:
        """What it asks."""
        kinds = tuple(filter(None, (self.kind, self.instead, self.instead_too)))
        return Norm(kinds, self.times, self.per, self.who, self.valid_from, self.valid_until)

    @classmethod
    def missing_defaults(cls, subdistrict: models.Model) -> list[Self]:
        """Return the usual rules where a 街道 has none; not yet written."""
        if cls.objects.of(subdistrict).exists():
            return []
        return [cls(subdistrict=subdistrict, **columns) for columns in default_rules()]


def default_rules() -> Iterator[dict[str, str]]:
    """Return the columns of the usual rules; none of them holds before an office says from when."""
    for kind, per, who, source in DEFAULTS:
        yield {"kind": kind, "per": per, "who": who, "source": source}


def norms(rules: Iterable[OrgLifeRule]) -> tuple[Norm, ...]:
    """Return what rules ask, without those that are not decided yet."""
    return tuple(rule.norm for rule in rules if rule.valid_from)


K = MeetingKind
DEFAULTS = (
    (K.ASSEMBLY, Per.QUARTER, Who.EVERY, f"{REGULATION}第十一条：一般每季度召开一次"),
    (K.COMMITTEE, Per.MONTH, Who.COMMITTEE, f"{REGULATION}第十二条：一般每月召开一次"),
    (K.GROUP, Per.MONTH, Who.GROUPS, f"{REGULATION}：一般每月召开一次"),
    (K.LECTURE, Per.QUARTER, Who.EVERY, "全国没有统一次数，各地多为每季度一次，由街道自定"),
    (K.THEME_DAY, Per.MONTH, Who.EVERY, f"{REGULATION}：每月相对固定一天"),
    (K.ORGANISATION_LIFE, Per.YEAR, Who.EVERY, f"{REGULATION}：每年至少召开一次"),
    (K.APPRAISAL, Per.YEAR, Who.EVERY, f"{REGULATION}：每年开展一次"),
)
