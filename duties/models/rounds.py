"""月调查, 季督导, 半年考, 年述评: the rounds of a year, and the scores of each 社区 in them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import IntegrityError, models

from communities.models import Community
from duties.models.assessment import Criterion, Scheme, marks_text
from records.models import OfSubdistrict, Record, RecordQuerySet, refuse_future
from records.owners import OwnerField


class RoundQuerySet(RecordQuerySet):
    def with_end(self) -> Self:
        return self.filter(closed_on__isnull=False)

    def of_year(self, year: int) -> Self:
        """Keep those by a 考核办法 of that year."""
        return self.filter(scheme__year=year)

    def begun_by(self, day: date, prefix: str = "") -> Self:
        return self.filter(begun_on__lte=day)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)


class Round(OfSubdistrict):
    """One assessment of all 社区: of a month, a quarter, a half-year or the year. Once closed it stays so."""

    is_shared = True  # everybody sees which rounds there were; of the scores each his own

    class Kind(models.TextChoices):
        MONTH = "month", "月调查"
        QUARTER = "quarter", "季督导"
        HALF = "half", "半年考"
        YEAR = "year", "年述评"

    MOST: ClassVar[dict[str, int]] = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2, Kind.YEAR: 1}

    FROZEN = ("scheme", "kind", "number", "begun_on", "note")

    scheme = models.ForeignKey(
        Scheme, models.PROTECT, verbose_name="考核办法", help_text="轮次的年度就是办法的年度"
    )
    kind = models.CharField("轮次", max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField("第几次", default=1, help_text="月调查 1 至 12，季督导 1 至 4")
    begun_on = models.DateField("开始日期")
    note = models.CharField("说明", max_length=200, blank=True)
    closed_on = models.DateField("结束日期", null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核轮次"
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "kind", "number"],
                name="round_once",
                violation_error_message="这个办法的这一轮已经有了",
            )
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.YEAR:
            return f"{self.scheme.year}年{self.get_kind_display()}"
        return f"{self.scheme.year}年第{self.number}次{self.get_kind_display()}"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    def clean(self) -> None:
        super().clean()
        if self.is_closed and self.changes(*self.FROZEN):
            raise ValidationError(f"{self}已经结束，不能再改；要改请先重新打开这一轮")
        refuse_future(self, "begun_on")
        if self.scheme_id and self.begun_on and self.begun_on.year != self.scheme.year:
            raise ValidationError({"begun_on": f"开始日期请填 {self.scheme.year} 年的日期，轮次算在这一年"})
        if self.kind and self.number and not 1 <= self.number <= self.MOST[self.kind]:
            raise ValidationError({"number": f"{self.get_kind_display()}请填 1 至 {self.MOST[self.kind]}"})
        if self.scheme_id and self._others_of_year().exists():
            raise ValidationError({"number": f"{self}已经有了"})

    def _others_of_year(self) -> RecordQuerySet:
        """Return the same round of the year by another 考核办法."""
        same = Round.objects.of(self.subdistrict_id).filter(
            scheme__year=self.scheme.year, kind=self.kind, number=self.number
        )
        return same.exclude(scheme=self.scheme_id).exclude(pk=self.pk)


class Score(Record):
    """The points of a 社区 by one criterion in one round; what a figure gave is written when it is closed."""

    community_path = "community"
    community_required = True

    subdistrict = OwnerField("round")
    FROZEN = ("round", "community", "criterion", "points", "reason")

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="scores")
    community = models.ForeignKey(Community, models.PROTECT, verbose_name="社区")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name="考核指标")
    points = models.DecimalField(
        "得分", max_digits=5, decimal_places=1, validators=[MinValueValidator(Decimal(0))]
    )
    reason = models.CharField("扣分原因", max_length=200, blank=True)
    value = models.CharField("指标值", max_length=40, blank=True, default="", editable=False)
    numerator = models.BigIntegerField("分子", null=True, editable=False)
    denominator = models.BigIntegerField("分母", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "考核得分"
        ordering = ["round", "community__order", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "community", "criterion"],
                name="score_once",
                violation_error_message="这个社区这一项本轮已有得分",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.community} {self.criterion.content}：{marks_text(self.points)}"

    # ── Closed rounds ───────────────────────────────────────────────────────
    def hold(self) -> None:
        """Wait for whoever closes the round; raise where it is closed by then."""
        self._refuse_closed_round(closed_among(rounds_of([self])))

    @classmethod
    @contextmanager
    def together(cls, records: Sequence[Self]) -> Iterator[None]:  # type: ignore[override]
        """Wait for whoever closes the rounds; `IntegrityError` where one is closed by then."""
        if closed_among(rounds_of(records)) is not None:
            raise IntegrityError("a round was closed meanwhile")
        yield

    def refuse_removal(self) -> None:
        super().refuse_removal()
        self._refuse_closed_round(closed_among(rounds_of([self])))

    @staticmethod
    def _refuse_closed_round(round_: Round | None) -> None:
        if round_ is not None:
            raise ValidationError(f"{round_}已经结束，得分不能再改；要改请先重新打开这一轮")

    def clean(self) -> None:
        super().clean()
        if self._state.adding or self.changes(*self.FROZEN):
            self._refuse_frozen()
        if self.criterion_id and self.round_id and self.criterion.scheme_id != self.round.scheme_id:
            raise ValidationError({"criterion": f"{self.criterion.content}不是{self.round.scheme}的考核指标"})
        if self.value and self.changes("points", "reason"):
            self.value, self.numerator, self.denominator = "", None, None  # given by hand now
        if self.criterion_id and self.points is not None:
            self.check_points()

    def _refuse_frozen(self) -> None:
        """Raise where the round that it names is closed, or the one in which it stands."""
        if self.round_id and self.round.is_closed:
            self._refuse_closed_round(self.round)
        stood_in = self.stored_values().get("round_id")
        if stood_in not in (None, self.round_id):
            self._refuse_closed_round(closed_among([stood_in]))

    def check_points(self) -> None:
        """Raise where the points are more than the criterion gives, or fewer without a reason."""
        full = self.criterion.full_marks
        if self.points > full:
            raise ValidationError({"points": f"满分 {marks_text(full)}，不能是 {marks_text(self.points)}"})
        if self.points < full and not self.reason and self.criterion.way != Criterion.Way.FIGURE:
            text = f"满分 {marks_text(full)}，得 {marks_text(self.points)}，请写扣分原因"
            raise ValidationError({"reason": text})


def rounds_of(scores: Iterable[Score]) -> set[int]:
    """Return the rounds that scores name, and those in which they stand on record."""
    scores = list(scores)
    keys = [score.pk for score in scores if score.pk]
    on_record = Score._base_manager.filter(pk__in=keys).values_list("round_id", flat=True)
    return {score.round_id for score in scores} | set(on_record)


def closed_among(keys: Iterable[int]) -> Round | None:
    """Return a round of these that is closed, none of which anybody closes until the transaction ends."""
    rounds = Round.objects.everywhere().filter(pk__in=set(keys)).with_lock()
    return next((round_ for round_ in rounds if round_.is_closed), None)
