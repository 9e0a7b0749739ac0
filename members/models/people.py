"""党员."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q

from common.periods import months_later
from members.models.limits import on_probation
from members.models.orgs import PartyOrg, refuse_dissolved
from records.likeness import Likeness
from records.models import (
    Follower,
    OfSubdistrict,
    Record,
    RecordQuerySet,
    Standing,
    lasting_on,
    refuse_disorder,
    refuse_future,
)
from records.personal import DigestField, EncryptedField, IdentifiedPerson, mask_phone, validate_phone


class MemberQuerySet(RecordQuerySet):
    def own(self) -> Self:
        """Keep 自管党员: members whose 组织关系 is in a Party organisation of a 社区, even a dissolved one."""
        return self.filter(org__sphere=PartyOrg.Sphere.COMMUNITY)

    def in_lasting_org(self, day: date) -> Self:
        """Keep members whose Party organisation was not dissolved by that day.

        When it was founded is not asked: who moved to a new one counted before in the one dissolved for it.
        """
        return self.filter(lasting_on(day, "org__"))

    def staying(self) -> Self:
        """Keep members who have not left."""
        return self.filter(until__isnull=True)

    def left_behind(self, day: date) -> Self:
        """Keep members who came by that day and stay in a Party organisation dissolved by then."""
        return self.staying().begun_by(day).filter(org__until__lte=day)

    def able(self) -> Self:
        """Leave out the 年老体弱."""
        return self.filter(elder_exempt=False)

    def of_age(self, years: int, day: date) -> Self:
        """Keep members who had their birthday of that age by that day."""
        return self.filter(birth_date__lte=months_later(day, -12 * years))


class Member(OfSubdistrict, Standing, IdentifiedPerson):
    """A Party member while his 组织关系 is with one of the 街道's Party organisations."""

    alike = (
        Likeness("name", "birth_date"),
        Likeness("name", "phone"),
        Likeness("name", "org"),
        Likeness("id_no"),
    )
    private_name = "name"
    private = ("birth_date", "ethnicity", "education", "work_unit")
    community_path = "org__community"
    named_by_hand = True

    class Kind(models.TextChoices):
        FULL = "full", "正式党员"
        PROBATIONARY = "probationary", "预备党员"

    class Education(models.TextChoices):
        """The groups of GB/T 4658-2006."""

        POSTGRADUATE = "10", "研究生"
        BACHELOR = "20", "大学本科"
        COLLEGE = "30", "大学专科"
        VOCATIONAL = "40", "中等职业教育"
        HIGH = "60", "普通高中"
        MIDDLE = "70", "初中"
        PRIMARY = "80", "小学"
        OTHER = "90", "其他"

    class Exit(models.TextChoices):
        TRANSFERRED = "transferred", "转出"
        DECEASED = "deceased", "去世"
        QUIT = "quit", "退党除名"
        PERSUADED = "persuaded", "劝其退党"
        PERSUADED_REMOVED = "persuaded_removed", "劝而不退除名"
        SELF_LEFT = "self_left", "自行脱党除名"
        EXPELLED = "expelled", "开除党籍"
        CANCELLED = "cancelled", "取消预备党员资格"

    leaving_reason = "exit_reason"

    org = models.ForeignKey(PartyOrg, models.PROTECT, verbose_name="所在党组织")
    kind = models.CharField("党员类别", max_length=20, choices=Kind, default=Kind.FULL)
    since = models.DateField("组织关系转入日期")
    until = models.DateField("离开日期", null=True, blank=True, help_text="仍在本党组织的不填")
    exit_reason = models.CharField("离开原因", max_length=20, choices=Exit, blank=True, default="")
    joined_on = models.DateField("入党日期", null=True, blank=True)
    full_on = models.DateField("转正日期", null=True, blank=True)
    phone = EncryptedField("手机号", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    phone_digest = DigestField("phone", verbose_name="手机号摘要", db_index=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True, default="汉族")
    education = models.CharField("学历", max_length=10, choices=Education, blank=True, default="")
    work_unit = models.CharField("工作单位及职务", max_length=100, blank=True)
    elder_exempt = models.BooleanField("年老体弱", default=False, help_text="不作学习参加要求")
    away = models.BooleanField("流动党员", default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ["org__name_order", "name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "id_no_digest"],
                condition=Q(until__isnull=True),
                name="member_id_no",
                violation_error_message="这个身份证号的党员已有在册记录，请先查找核对",
            )
        ]
        indexes = [models.Index(fields=["subdistrict", "name"])]

    def __str__(self) -> str:
        return f"{self.name}（{self.org}）"

    @property
    def told_apart(self) -> str:
        return f"{self.name}（{self.org}，{self.birth_date or '出生日期不详'}）"

    def stood_on(self, day: date) -> bool:
        """Whether his 组织关系 was with one of the 街道's organisations on that day."""
        return self.since <= day and (self.until is None or self.until > day)

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "joined_on", "full_on", "until")
        refuse_disorder(self, "joined_on", "full_on")
        if self.until and not self.exit_reason:
            raise ValidationError({"exit_reason": "填了离开日期，就要选离开原因"})
        if self.kind == self.Kind.PROBATIONARY and self.full_on:
            raise ValidationError({"kind": "已有转正日期，党员类别应为正式党员"})
        if self.org_id and self.since and (self._state.adding or self.changes("org", "since")):
            refuse_dissolved(self.org, self.since, "since")
        if self.changes("full_on"):
            self._check_full_on_of_applicant()

    def tied_applicant(self) -> Any:
        """Return the `Applicant` who became this member, None where there is none on record."""
        if not self.pk:
            return None
        return getattr(self, "applicant", None)

    def _check_full_on_of_applicant(self) -> None:
        """Raise, at 转正日期, what the rules over the days of the 发展党员 record say against it."""
        applicant = self.tied_applicant()
        if applicant is None:
            return
        applicant.full_on = self.full_on
        try:
            applicant.clean()
        except ValidationError as error:
            texts = [f"发展党员记录：{text}" for text in error.messages]
            raise ValidationError({"full_on": texts}) from error

    def followers(self, *, is_new: bool) -> list[Follower]:
        """Give 转正日期 to the 发展党员 record tied to it.

        It is the one tied now: the tie may have been taken back since this member was read.
        """
        if is_new or not self.changes("full_on"):
            return []
        rows = applicant_model()._base_manager.filter(member=self.pk)
        return following_full_on(rows, self.full_on)

    def hold(self) -> None:
        """Wait for whoever writes the member, or the 发展党员 record tied to it."""
        self.together([self])

    @classmethod
    def together(cls, records: Sequence[Record]) -> AbstractContextManager[None]:
        """Lock the members, and the 发展党员 records tied to them, before any is written."""
        hold_pairs(record.pk for record in records)
        return nullcontext()

    def warnings(self) -> list[str]:
        texts = []
        if self.id_no and self.birth_date and self.birth_date != self.born_by_id_no:
            texts.append("出生日期与身份证号中的不同，以人事档案为准；如系抄错请改正")
        if self.joined_on and self.full_on and on_probation(self.joined_on, self.full_on):
            texts.append("转正日期离入党日期不满一年，预备期还没有满，请核对两个日期")
        if self.org_id and self.since and self.since < self.org.since:
            founded_on = f"{self.org.since:%Y-%m-%d}"
            texts.append(f"转入日期早于{self.org}的成立日期 {founded_on}；由撤并的党组织转来的不用改")
        return texts


def applicant_model() -> Any:
    """Return the model of 发展党员, which is declared on top of this one."""
    return Member._meta.get_field("applicant").related_model


def hold_pairs(members: Iterable[int | None]) -> None:
    """Lock these members, by their keys, and after them the 发展党员 records tied to them.

    Whoever writes either kind takes the locks in this order. Otherwise 转正 entered on both sides at one moment
    makes each wait for the other, and the database breaks one of them off.
    """
    if not connection.features.has_select_for_update:
        return  # there is one writer at a time; the keys are not even read
    keys = {key for key in members if key is not None}
    _lock(Member.objects.everywhere().filter(pk__in=keys))
    _lock(applicant_model()._base_manager.filter(member__in=keys))


def _lock(rows: models.QuerySet) -> None:
    list(rows.select_for_update().order_by("pk").values_list("pk"))


FOLLOWS = "转正日期随另一处填写"


def following_full_on(rows: models.QuerySet, day: date | None) -> list[Follower]:
    """Give the day of 转正 entered on one kind of record to those of the other, but for those that have it.

    `rows` are members, or 发展党员 records. Those returned are changed and not yet written.
    """
    followers = []
    for record in rows.select_for_update(of=("self",)).order_by("pk"):
        if record.full_on != day:
            take_full_on(record, day)
            followers.append(Follower(record, FOLLOWS))
    return followers


def take_full_on(record: Any, day: date | None) -> None:
    """Give a member, or a 发展党员 record, the day of 转正; not yet written.

    A member takes the 党员类别 that goes with it.
    """
    record.full_on = day
    if not isinstance(record, Member):
        return
    record.kind = Member.Kind.PROBATIONARY
    if day:
        record.kind = Member.Kind.FULL
