"""街道 and 社区."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from common.periods import Period
from communities.models.lives import outside, still_standing
from communities.models.measured import Election, Survey, satisfied
from records.models import Record, RecordQuerySet, refuse_disorder, refuse_future
from records.pinyin import PinyinField

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
        return bool(self.annualreport_set.filter(editions__isnull=False).exists())  # type: ignore[attr-defined]

    def signed_years(self) -> list[int]:
        """The years of which the report is signed, and no new edition is being drafted."""
        reports: Any = self.annualreport_set.filter(stage="signed", editions__isnull=False)  # type: ignore[attr-defined]
        return list(reports.order_by("year").values_list("year", flat=True).distinct())


class CommunityQuerySet(RecordQuerySet):
    def urban(self) -> Self:
        return self.filter(kind=Community.Kind.URBAN)

    def elections_completed(self, elections: RecordQuerySet, period: Period) -> Self:
        """社区 whose 党组织 and 居委会 of the same round are both elected, the later one of these elections in the period."""
        committee = elections.order_by().filter(
            community=OuterRef("community"),
            round_year=OuterRef("round_year"),
            body=Election.Body.COMMITTEE,
            completed_on__isnull=False,
        )
        both = (
            elections.order_by()
            .filter(body=Election.Body.PARTY, completed_on__isnull=False)
            .annotate(other=Subquery(committee.values("completed_on")[:1]))
            .filter(other__isnull=False)
            .annotate(later=Greatest("completed_on", "other"))
            .filter(later__range=(period.start, period.end))
        )
        return self.filter(pk__in=both.values("community"))

    def with_annual_satisfaction(self, period: Period, basically: bool) -> Self:
        """Adds `satisfied` and `valid` of the latest 年度 满意度 survey of the period, where there is one."""
        surveys = Survey.objects.filter(
            community=OuterRef("pk"),
            kind=Survey.Kind.SATISFACTION,
            phase=Survey.Phase.ANNUAL,
            date__range=(period.start, period.end),
        ).order_by("-date", "-pk")
        return self.annotate(
            satisfied=Subquery(surveys.annotate(s=satisfied(basically)).values("s")[:1]),
            valid=Subquery(surveys.values("valid")[:1]),
        ).filter(valid__isnull=False)

    def under(self, threshold: Decimal) -> Self:
        """Those with `satisfied` and `valid` sheets whose rate is under the threshold, in % with one decimal."""
        return self.annotate(short=F("valid") * int(threshold * 10) - F("satisfied") * 1000).filter(
            short__gt=0
        )

    def founded(self, day: date) -> Self:
        """Those that began on that day or before, or before everything recorded."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day))

    def standing(self, day: date) -> Self:
        """Those that stood on that day."""
        return self.founded(day).lasting(day)

    def standing_throughout(self, period: Period) -> Self:
        """Those that stood on every day of the period."""
        return self.founded(period.start).lasting(period.end)


LIFE = ("since", "until", "successor_id")  # the columns that say when a 社区 stood, and what came of it


class Presence(NamedTuple):
    """From which to which day a 社区 stood in a year, both empty where on none, and what came of it by the year's end."""

    since: date | None
    until: date | None
    successor: int | None


def presence(year: int, life: Mapping[str, Any]) -> Presence:
    """What these days of a 社区 mean in that year."""
    first, following = date(year, 1, 1), date(year + 1, 1, 1)
    start = max(life["since"] or first, first)
    end = min(life["until"] or following, following)
    heir = life["successor_id"]
    if end == following:
        heir = None  # nothing came of it yet
    if start >= end:
        return Presence(None, None, heir)
    return Presence(start, end, heir)


SIGNED = (
    "{}年度的报告已定稿，这样改会改变当年有哪些社区、记录算在哪里。"
    "请先在年度报告的定稿页给这些年度“开新稿”，再来改；或者改填已定稿年度以后的日期"
)


class Community(Record):
    """A 社区, from its founding to its end. The spans say when it had a 大党委, was a 示范点 or a 试点; they end with it.

    At its end nothing is moved: what belongs to it counts from then on at its successor, however far.
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

    @property
    def told_apart(self) -> str:
        return f"{self}（{self.until:%Y-%m-%d} 撤销）" if self.until else str(self)

    def clean(self) -> None:
        super().clean()
        for span in ("big_committee_", "demonstration_", "pilot_"):
            refuse_future(self, f"{span}since")
            if getattr(self, f"{span}until") and not getattr(self, f"{span}since"):
                raise ValidationError({f"{span}since": "有截止日期就要有开始日期"})
            refuse_disorder(self, f"{span}since", f"{span}until")
        self._check_life()
        self._check_signed_years()
        self._check_successor()
        self._check_predecessors()
        self._check_records()

    def _check_life(self) -> None:
        refuse_future(self, "since", "until")
        refuse_disorder(self, "since", "until")
        if (
            self.pk is None
            and self.since is None
            and self.subdistrict_id
            and self.subdistrict.has_signed_year
        ):
            raise ValidationError({"since": "已有定稿的年度，新设社区要填成立日期，以免改变以前年度的数字"})

    def _check_signed_years(self) -> None:
        """Refuse days and a successor by which another set of 社区 would have stood in a year whose report is signed."""
        if not self.subdistrict_id or not self.changes("since", "until", "successor"):
            return
        stored = self._stored_life()
        own = {name: getattr(self, name) for name in LIFE}
        wrong: dict[str, list[str]] = {}
        for year in self.subdistrict.signed_years():
            after = presence(year, own)
            if stored and after != presence(year, stored):
                wrong.setdefault(self._column_changing(year, stored), []).append(f"{year}")
            elif not stored and after.since:
                wrong.setdefault("since", []).append(f"{year}")
        if wrong:
            raise ValidationError(
                {name.removesuffix("_id"): SIGNED.format("、".join(years)) for name, years in wrong.items()}
            )

    def _stored_life(self) -> Mapping[str, Any]:
        """What the columns of `LIFE` hold on record; empty of a new 社区."""
        return self.stored_values() or Community.objects.filter(pk=self.pk).values(*LIFE).first() or {}

    def _column_changing(self, year: int, stored: Mapping[str, Any]) -> str:
        """The column that by itself changes which 社区 stood in the year; the last one where only several do."""
        for name in LIFE:
            if presence(year, {**stored, name: getattr(self, name)}) != presence(year, stored):
                return name
        return LIFE[-1]

    def _check_successor(self) -> None:
        heir = self.successor
        if heir is None:
            return
        if self.until is None:
            raise ValidationError({"until": "选了并入社区，就要填撤销日期"})
        if heir.subdistrict_id != self.subdistrict_id:
            raise ValidationError({"successor": "只能并入本街道的社区，请重新选择"})
        if self in chain(heir):
            raise ValidationError({"successor": f"不能并入{heir}：绕了一圈又回到{self}自己"})
        if reason := heir.absence(self.until):
            raise ValidationError({"successor": f"撤销当天，并入的社区要在：{reason}"})

    def _check_predecessors(self) -> None:
        """What merged into this one did so on a day on which it stood."""
        for merged in self.predecessors.filter(until__isnull=False) if self.pk else ():
            day: date = merged.until  # type: ignore[assignment]
            if reason := self.absence(day):
                name = "until" if self.until and self.until <= day else "since"
                raise ValidationError({name: f"{merged}于 {day:%Y-%m-%d} 并入：{reason}"})

    def _check_records(self) -> None:
        """Once its days change: no record lies outside them, and with no successor nothing is left unasked."""
        if not self.pk or not (self.since or self.until) or not self.changes("since", "until", "successor"):
            return
        if records := outside(self):
            name = "until" if self.until else "since"
            raise ValidationError({name: f"这些记录的日期不在{self}存续期间，请先核对：{'、'.join(records)}"})
        if (
            self.until
            and not self.successor_id
            and not self.settled
            and (left := still_standing(self, self.until))
        ):
            raise ValidationError(
                {"until": f"{self}名下还有{'、'.join(left)}，请在这个社区的页面用“撤销社区”逐类说明去向"}
            )

    settled = False  # set by who has said what becomes of everything left in it

    def absence(self, day: date, *, beginning: bool = True, is_served: bool = False) -> str:
        """Why it did not stand on that day, and the way out; empty where it did.

        Without `beginning` it may be founded later; `is_served` says that something lives on after its end.
        """
        if beginning and self.since and day < self.since:
            return f"{self}于 {self.since:%Y-%m-%d} 才成立，{day:%Y-%m-%d} 还没有，请核对日期或改选社区"
        if self.until is None or day < self.until or is_served:
            return ""
        instead = (
            f"已并入{self.successor}，请改选{self.successor}或核对日期"
            if self.successor
            else "请改选社区或核对日期"
        )
        return f"{self}已于 {self.until:%Y-%m-%d} 撤销，{instead}"

    def stood_throughout(self, period: Period) -> bool:
        """Whether it stood on every day of the period."""
        founded = self.since is None or self.since <= period.start
        return founded and (self.until is None or self.until > period.end)

    def stands(self, span: str, day: date) -> bool:
        """Whether it is `big_committee_`, `demonstration_` or `pilot_` on that day."""
        since, until = getattr(self, f"{span}since"), getattr(self, f"{span}until")
        return not self.absence(day) and since is not None and since <= day and (until is None or until > day)


def chain(community: Community | None) -> Iterator[Community]:
    """A 社区, its successor, and so on to the last; a circle is gone through once."""
    passed: list[Community] = []
    while community is not None and community not in passed:
        passed.append(community)
        yield community
        community = community.successor


def place_between(
    community: Community, first: date, last: date, every: Mapping[int, Community]
) -> Community | None:
    """Where something of a 社区 counts from `first` to `last`: itself where it stood then, else its successor, however far.

    None where neither did. `every` holds the 社区 of the 街道 by id, so that nothing is asked of the database.
    """
    place: Community | None = community
    for _ in every:
        if place is None or place.until is None or place.until > first:
            break
        place = every.get(place.successor_id or 0)
    return place if place is None or place.since is None or place.since <= last else None


def with_predecessors(communities: Collection[int]) -> set[int]:
    """These 社区 by id, with those that merged into them, however far back."""
    merged = (
        dict(Community.objects.filter(successor__isnull=False).values_list("pk", "successor"))
        if communities
        else {}
    )
    reached = set(communities)
    while more := {pk for pk, successor in merged.items() if successor in reached} - reached:
        reached |= more
    return reached
