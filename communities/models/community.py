"""The 社区."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from common.periods import Period
from communities.models.lives import outside, still_standing
from communities.models.measured import Election, Survey, satisfied_sheets
from communities.models.presence import LIFE, column_changing, presence
from communities.models.subdistrict import CODE, SubDistrict
from records.models import Record, RecordQuerySet, refuse_disorder, refuse_future
from records.pinyin import PinyinField

SPANS = ("big_committee_", "demonstration_", "pilot_")
SIGNED = (
    "{}年度的报告已定稿，这样改会改变当年有哪些社区、记录算在哪里。"
    "请先在年度报告的定稿页给这些年度“开新稿”，再来改；或者改填已定稿年度以后的日期"
)


class CommunityQuerySet(RecordQuerySet):
    def urban(self) -> Self:
        return self.filter(kind=Community.Kind.URBAN)

    def elections_completed(self, elections: RecordQuerySet, period: Period) -> Self:
        """Keep 社区 whose 党组织 and 居委会 of the same round are both elected by these elections.

        The later one of the two was completed in the period.
        """
        results = elections.order_by().filter(completed_on__isnull=False)
        committee = results.filter(
            community=OuterRef("community"),
            round_year=OuterRef("round_year"),
            body=Election.Body.COMMITTEE,
        )
        both = (
            results.filter(body=Election.Body.PARTY)
            .annotate(other=Subquery(committee.values("completed_on")[:1]))
            .filter(other__isnull=False)
            .annotate(later=Greatest("completed_on", "other"))
            .filter(later__range=(period.start, period.end))
        )
        return self.filter(pk__in=both.values("community"))

    def with_annual_satisfaction(self, period: Period, basically: bool) -> Self:
        """Keep those with a 年度 满意度 survey in the period; add `satisfied` and `valid` sheets of the latest."""
        surveys = Survey.objects.filter(
            community=OuterRef("pk"),
            kind=Survey.Kind.SATISFACTION,
            phase=Survey.Phase.ANNUAL,
            date__range=(period.start, period.end),
        ).order_by("-date", "-pk")
        sheets = surveys.annotate(s=satisfied_sheets(basically)).values("s")
        return self.annotate(
            satisfied=Subquery(sheets[:1]),
            valid=Subquery(surveys.values("valid")[:1]),
        ).filter(valid__isnull=False)

    def under(self, threshold: Decimal) -> Self:
        """Keep those whose rate of `satisfied` to `valid` sheets is under a threshold in %."""
        shortfall = F("valid") * int(threshold * 10) - F("satisfied") * 1000
        return self.annotate(short=shortfall).filter(short__gt=0)

    def founded_by(self, day: date) -> Self:
        """Keep those that began on that day or before, or before everything recorded."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day))

    def standing(self, day: date) -> Self:
        """Keep those that stood on that day."""
        return self.founded_by(day).lasting(day)

    def standing_throughout(self, period: Period) -> Self:
        """Keep those that stood on every day of the period."""
        return self.founded_by(period.start).lasting(period.end)


class Community(Record):
    """A 社区, from its founding to its end.

    The spans say when it had a 大党委, was a 示范点 or a 试点; they end with it. At its end nothing is moved: what
    belongs to it counts from then on at its successor, however far.
    """

    community_path = "id"

    class Kind(models.TextChoices):
        URBAN = "urban", "城市社区"
        FORMER_VILLAGE = "former_village", "村改居社区"

    subdistrict = models.ForeignKey(SubDistrict, models.PROTECT, verbose_name="街道")
    code = models.CharField("编码", max_length=30, validators=[CODE], help_text="街道内不重复，例：01")
    name = models.CharField("名称", max_length=50, help_text="例：清泉社区")
    name_order = PinyinField("name")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    order = models.PositiveSmallIntegerField("顺序", default=0, help_text="各处按它排列")
    since = models.DateField("成立日期", null=True, blank=True, help_text="不填表示有记录以前就有")
    until = models.DateField(
        "撤销日期", null=True, blank=True, help_text="仍在的不填；从这一天起不再有这个社区"
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="并入社区",
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="并入其他社区的选择；记录不用搬动，从撤销之日起自动算到并入的社区",
    )
    big_committee_since = models.DateField("大党委成立日期", null=True, blank=True)
    big_committee_until = models.DateField("大党委撤销日期", null=True, blank=True)
    demonstration_since = models.DateField("示范点起", null=True, blank=True)
    demonstration_until = models.DateField("示范点止", null=True, blank=True)
    pilot_since = models.DateField("四项机制试点起", null=True, blank=True)
    pilot_until = models.DateField("四项机制试点止", null=True, blank=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "社区"
        ordering = ["order", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "code"],
                name="community_code",
                violation_error_message="这个编码已有社区使用",
            ),
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                name="community_name",
                violation_error_message="已有同名的社区",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    settled = False  # set by who has said what becomes of everything left in it

    @property
    def told_apart(self) -> str:
        if self.until:
            return f"{self}（{self.until:%Y-%m-%d} 撤销）"
        return str(self)

    def clean(self) -> None:
        super().clean()
        for span in SPANS:
            self._check_span(f"{span}since", f"{span}until")
        self._check_life()
        self._check_signed_years()
        self._check_successor()
        self._check_predecessors()
        self._check_records()

    def _check_span(self, since: str, until: str) -> None:
        refuse_future(self, since)
        if getattr(self, until) and not getattr(self, since):
            raise ValidationError({since: "有截止日期就要有开始日期"})
        refuse_disorder(self, since, until)

    def _check_life(self) -> None:
        refuse_future(self, "since", "until")
        refuse_disorder(self, "since", "until")
        if self.pk is not None or self.since is not None:
            return
        if self.subdistrict_id and self.subdistrict.has_signed_year:
            raise ValidationError({"since": "已有定稿的年度，新设社区要填成立日期，以免改变以前年度的数字"})

    def _check_signed_years(self) -> None:
        """Refuse days and a successor by which other 社区 would have stood in a year whose report is signed."""
        if not self.subdistrict_id or not self.changes("since", "until", "successor"):
            return
        stored_life = self._stored_life()
        life = {name: getattr(self, name) for name in LIFE}
        years_by_column: dict[str, list[str]] = {}
        for year in self.subdistrict.signed_years():
            if stored_life:
                column = column_changing(year, stored_life, life)
            elif presence(year, life).since:
                column = "since"
            else:
                column = ""
            if column:
                years_by_column.setdefault(column, []).append(str(year))
        errors = {}
        for column, years in years_by_column.items():
            errors[column.removesuffix("_id")] = SIGNED.format("、".join(years))
        if errors:
            raise ValidationError(errors)

    def _stored_life(self) -> Mapping[str, Any]:
        """Return what the columns of `LIFE` hold on record; empty of a new 社区."""
        return (
            self.stored_values()
            or Community.objects.everywhere().filter(pk=self.pk).values(*LIFE).first()
            or {}
        )

    def _check_successor(self) -> None:
        heir = self.successor
        if heir is None:
            return
        if self.until is None:
            raise ValidationError({"until": "选了并入社区，就要填撤销日期"})
        if heir.subdistrict_id != self.subdistrict_id:
            raise ValidationError({"successor": "只能并入本街道的社区，请重新选择"})
        if self in heir.succession():
            raise ValidationError({"successor": f"不能并入{heir}：绕了一圈又回到{self}自己"})
        if reason := heir.absence(self.until):
            raise ValidationError({"successor": f"撤销当天，并入的社区要在：{reason}"})

    def _check_predecessors(self) -> None:
        """Refuse days by which it would not have stood when another 社区 merged into it."""
        if not self.pk:
            return
        for predecessor in self.predecessors.filter(until__isnull=False):
            day: date = predecessor.until  # type: ignore[assignment]
            reason = self.absence(day)
            if not reason:
                continue
            column = "since"
            if self.until and self.until <= day:
                column = "until"
            raise ValidationError({column: f"{predecessor}于 {day:%Y-%m-%d} 并入：{reason}"})

    def _check_records(self) -> None:
        """Refuse new days outside which records lie, and an end without a word on what stands in it."""
        if not self.pk or not (self.since or self.until) or not self.changes("since", "until", "successor"):
            return
        if records := outside(self):
            column = "since"
            if self.until:
                column = "until"
            text = f"这些记录的日期不在{self}存续期间，请先核对：{'、'.join(records)}"
            raise ValidationError({column: text})
        if not self.until or self.successor_id or self.settled:
            return
        if records := still_standing(self, self.until):
            text = f"{self}名下还有{'、'.join(records)}，请在这个社区的页面用“撤销社区”逐类说明去向"
            raise ValidationError({"until": text})

    def absence(self, day: date, *, beginning: bool = True, is_served: bool = False) -> str:
        """Say why it did not stand on that day, and the way out; empty where it did.

        Without `beginning` it may be founded later; `is_served` says that something lives on after its end.
        """
        if beginning and self.since and day < self.since:
            return f"{self}于 {self.since:%Y-%m-%d} 才成立，{day:%Y-%m-%d} 还没有，请核对日期或改选社区"
        if self.until is None or day < self.until or is_served:
            return ""
        way_out = "请改选社区或核对日期"
        if self.successor:
            way_out = f"已并入{self.successor}，请改选{self.successor}或核对日期"
        return f"{self}已于 {self.until:%Y-%m-%d} 撤销，{way_out}"

    def succession(self) -> "Iterator[Community]":
        """Yield this 社区, its successor, and so on to the last; a circle is gone through once."""
        communities: list[Community] = []
        community: Community | None = self
        while community is not None and community not in communities:
            communities.append(community)
            yield community
            community = community.successor

    def stood_throughout(self, period: Period) -> bool:
        """Whether it stood on every day of the period."""
        is_founded = self.since is None or self.since <= period.start
        return is_founded and (self.until is None or self.until > period.end)

    def stands(self, span: str, day: date) -> bool:
        """Whether it is `big_committee_`, `demonstration_` or `pilot_` on that day."""
        since, until = getattr(self, f"{span}since"), getattr(self, f"{span}until")
        if self.absence(day) or since is None or since > day:
            return False
        return until is None or until > day
