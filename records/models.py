"""The two shapes of record, whom a record belongs to, and who may see it.

An *event* has a date and feeds flows; a *standing* lasts from `since` to `until` and feeds stocks. Both belong to a
街道 always and to a 社区 or to none, which means the 街道 itself.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from simple_history import manager
from simple_history.models import HistoricalRecords

from access.reach import Reach
from access.roles import Reader
from common.periods import Period
from records.derived import Derived
from records.keys import KeySentinel  # noqa: F401  (a model of this app)
from records.likeness import Likeness
from records.personal import EncryptedField
from records.pinyin import PinyinField


class RecordQuerySet(models.QuerySet):
    """Questions every kind of record answers."""

    def within(self, reach: Reach) -> Self:
        """Keep the records that are reached."""
        return reach.filter(self)  # type: ignore[return-value]

    def visible_to(self, reader: Reader) -> Self:
        """Keep the records that somebody reaches."""
        return self.within(reader.record_reach)

    def of(self, subdistrict: Any) -> Self:
        """Keep the records of one 街道, whoever asks, by its key or itself."""
        return self.within(Reach.whole(getattr(subdistrict, "pk", subdistrict)))

    def during(self, period: Period) -> Self:
        """Events dated inside the period."""
        return self.filter(date__range=(period.start, period.end))

    def known(self, *names: str) -> Self:
        """Records in which these columns are filled in."""
        return self.filter(**{f"{name}__isnull": False for name in names})

    def dated(self, name: str, period: Period) -> Self:
        """Records whose day of that name lies inside the period."""
        return self.filter(**{f"{name}__range": (period.start, period.end)})

    def begun(self, day: date, prefix: str = "") -> Self:
        """Standings that began on that day or before."""
        return self.filter(begun_by(day, prefix))

    def lasting(self, day: date, prefix: str = "") -> Self:
        """Standings that had no end by that day."""
        return self.filter(lasting_on(day, prefix))

    def begun_anew(self, *same: str) -> Self:
        """Standings of a 社区 that do not go on from another one, which ended on the day on which they begin.

        Whether a record goes on is told by these columns, equal in one that ended on that day together with its 社区.
        """
        columns = {name: OuterRef(name) for name in ("subdistrict", *same)}
        ended = self.model._default_manager.filter(
            until=OuterRef("since"), community__until=OuterRef("since"), **columns
        )
        return self.exclude(Exists(ended.exclude(community=OuterRef("community"))))

    def in_force(self, day: date) -> Self:
        """Standings that hold on that day: since ≤ day, and until empty or later."""
        return self.begun(day).lasting(day)


def begun_by(day: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}since__lte": day})


def lasting_on(day: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})


def in_force_on(day: date, prefix: str = "") -> Q:
    """The condition of a standing that holds on `day`; `prefix` also names a span such as `pilot_`."""
    return begun_by(day, prefix) & lasting_on(day, prefix)


class HistoryManager(manager.HistoryManager):
    """Its class is made of its queryset's methods once, not whenever the history of a record is read or written."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: Any, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


HISTORY = HistoricalRecords(inherit=True, excluded_fields=["submission"], history_manager=HistoryManager)


class Follower(NamedTuple):
    """A record that changes because another one was saved: changed, locked and not yet written.

    `reason` stands in its history; empty, it is that of the other one's save.
    """

    record: "Record"
    reason: str = ""


class Record(models.Model):
    """Anything kept by the office. Its history is kept whole: who, when, what."""

    subdistrict_path: ClassVar[str] = "subdistrict"
    community_path: ClassVar[str | None] = "community"
    is_shared: ClassVar[bool] = False  # everybody of the 街道 reaches it
    named_by_hand: ClassVar[bool] = False  # too many to scroll through: forms ask for the name
    private_name: ClassVar[str] = ""  # the column that names a private person
    private: ClassVar[tuple[str, ...]] = ()  # other columns that tell of one, besides those encrypted
    alike: ClassVar[
        tuple[Likeness, ...]
    ] = ()  # by what two records say the same, where not by the unique constraints
    _history_m2m_fields: ClassVar[list[str]] = []
    _stored: tuple[Collection[str], Collection[Any]] = (
        (),
        (),
    )  # the columns as they were read, and what they held

    version = models.PositiveIntegerField("版本", default=1, editable=False)
    # Lasting and the same in every office's database: a form sent twice is one record, and a row of Excel finds its own.
    submission = models.UUIDField("记录编号", default=uuid4, null=True, unique=True, editable=False)
    history = HISTORY

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> Self:
        record = super().from_db(db, field_names, values, **kwargs)
        record._stored = (field_names, values)  # two references: thousands of records are read at once
        return record

    def stored(self) -> dict[str, Any]:
        """What each column held when the record was read, by attname; empty of a new record."""
        return dict(zip(*self._stored, strict=False))

    def changes(self, *names: str) -> bool:
        """Whether saving would change one of these columns; true of a new record, but not of one restored.

        A rule that came later than some records is asked only of what a save changes: `if self.changes("date", "org")`.
        """
        stored = self.stored()
        attnames = [self._meta.get_field(name).attname for name in names]
        return any(name not in stored or stored[name] != getattr(self, name) for name in attnames)

    def keep_as_stored(self) -> None:
        """Take what the record holds now for what is stored: nothing of it is changed by bringing it back."""
        names = [field.attname for field in self._meta.concrete_fields]
        self._stored = (names, [getattr(self, name) for name in names])

    def compare_with(self, current: "Record") -> None:
        """Take what is on record now for what this record, made of an earlier version, would change."""
        self._stored = current._stored

    def validate_constraints(self, exclude: Any = None) -> None:
        """Ask the constraints, of columns as they would be written."""
        for field in self._meta.fields:
            if isinstance(field, Derived):
                field.refresh(self)
        super().validate_constraints(exclude=exclude)

    def hold(self) -> None:
        """Wait for others who write what columns of this record follow from; to be called before any row is locked."""

    @classmethod
    def together(cls, records: Sequence[Any]) -> AbstractContextManager[None]:
        """Write or take away these records inside: columns that follow from several records are right afterwards.

        There are such columns in `Interdependent` kinds only.
        """
        return nullcontext()

    def followers(self, *, added: bool) -> Sequence[Follower]:
        """Other records that change because this one was just written, for the store to write as well.

        `added` says whether the record was not on record before; `changes` still tells what the save changed.
        """
        return ()

    @property
    def told_apart(self) -> str:
        """The record's name with what tells namesakes apart."""
        return str(self)

    def clean(self) -> None:
        super().clean()
        refuse_absence(self)

    def warnings(self) -> list[str]:
        """What is unusual about the record but may be so: shown, never refused."""
        return []

    def refuse_unasked(self) -> None:
        """Raise at a change about which the form asks more: whoever brings it in from a file was not asked."""


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

    community_required: ClassVar[bool] = False
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


class Event(models.Model):
    """Something that happened on a day, in a 社区 that stood on it."""

    days_in_community: ClassVar[tuple[str, ...]] = ("date",)

    date = models.DateField("日期")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "date")


class Standing(models.Model):
    """Something that lasts: from `since` on, up to but not including `until`."""

    days_in_community: ClassVar[tuple[str, ...]] = ("since",)
    older_than_community: ClassVar[bool] = True  # it may have begun elsewhere before its 社区 did
    goes_on_elsewhere: ClassVar[bool] = (
        True  # another one may take its place in another 社区 when its own one ends
    )
    taker: Any = None  # one of its kind to which whoever is left in it goes when it is saved next

    since = models.DateField("开始日期")
    until = models.DateField("结束日期", null=True, blank=True, help_text="仍在继续的不填")

    class Meta:
        abstract = True

    def same_stand(self) -> bool:
        """Whether the 社区 has what is the same as this new one by more than its unique constraints ask."""
        return False

    def people_left(self) -> str:
        """Who has to go elsewhere before it ends, in words; empty where nobody has."""
        return ""

    def takers(self, day: date) -> Any:
        """Others of its kind, standing on that day, to which they may go when its 社区 ends."""
        return type(self)._default_manager.none()

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "since")
        refuse_disorder(self, "since", "until")


class LocalList(OfSubdistrict):
    """A short list of terms which each 街道 may change; `defaults` is what a new one starts with."""

    is_shared: ClassVar[bool] = True
    defaults: ClassVar[tuple[str, ...]] = ()

    name = models.CharField("名称", max_length=50)
    name_order = PinyinField("name")
    order = models.PositiveSmallIntegerField("顺序", default=0)
    in_use = models.BooleanField("在用", default=True)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message="这个名称已经有了",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def missing_defaults(cls, subdistrict: Any) -> list[Self]:
        """Of the terms that a new 街道 starts with, those it does not have; not yet written."""
        there = set(cls._default_manager.filter(subdistrict=subdistrict).values_list("name", flat=True))
        numbered = [(order, name) for order, name in enumerate(cls.defaults, 1) if name not in there]
        return [cls(subdistrict=subdistrict, name=name, order=order) for order, name in numbered]


def asks_beginning(model: type[models.Model]) -> bool:
    """Whether the days of a record may not lie before the beginning of its 社区, besides not after its end."""
    direct = getattr(model, "community_path", "") == "community"
    return direct and not getattr(model, "older_than_community", False)


def heir_serves(model: type[models.Model]) -> bool:
    """Whether the record is tied to its 社区 by another one (a 党组织, a brand), which may live on after the 社区."""
    return "__" in (getattr(model, "community_path", "") or "")


def tie_of(model: type["Record"]) -> str:
    """The column that ties a kind of record to its 社区: `community`, or the record that leads there."""
    return (model.community_path or "").split("__")[0]


def _lives_on(record: "Record", community: Any, day: date) -> bool:
    """Whether something serves the record after the end of its 社区: a successor, or the 党组织 or brand itself."""
    if not heir_serves(type(record)):
        return False
    tie = getattr(record, tie_of(type(record)))
    return bool(community.successor_id) or (
        isinstance(tie, Standing) and (tie.until is None or tie.until > day)
    )


def refuse_absence(record: "Record") -> None:
    """Raise where a day of the record lies outside the life of its 社区."""
    days = {name: getattr(record, name) for name in getattr(record, "days_in_community", ())}
    community = community_of(record) if any(days.values()) else None
    if community is None:
        return
    beginning = asks_beginning(type(record))
    wrong = {}
    for name, day in days.items():
        reason = day and community.absence(day, beginning=beginning, served=_lives_on(record, community, day))
        if reason:
            wrong[name] = reason
    if wrong:
        raise ValidationError(wrong)


def community_of(record: "Record") -> Any:
    """The 社区 a record belongs to by its path; None for the 街道's own, and while a key on the way is not filled in."""
    owner: Any = record
    for name in (record.community_path or "").split("__"):
        owner = getattr(owner, name, None) if name else None
    return owner


def refuse_future(record: models.Model, *names: str) -> None:
    """Raise where a date lies after today."""
    today = timezone.localdate()
    wrong = {
        name: f"{day:%Y-%m-%d} 还没有到，请填今天或以前的日期"
        for name in names
        if (day := getattr(record, name)) and day > today
    }
    if wrong:
        raise ValidationError(wrong)


def refuse_disorder(record: models.Model, *names: str) -> None:
    """Raise where dates that follow each other do not; empty ones are passed over."""
    previous = None
    wrong = {}
    for name in names:
        day = getattr(record, name)
        if day is None:
            continue
        if previous and day < getattr(record, previous):
            label = record._meta.get_field(previous).verbose_name
            wrong[name] = f"{day:%Y-%m-%d} 早于{label} {getattr(record, previous):%Y-%m-%d}，请核对两个日期"
        previous = name
    if wrong:
        raise ValidationError(wrong)


class FormDraft(models.Model):
    """What somebody has typed into a form and not yet saved; his alone, without versions."""

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
