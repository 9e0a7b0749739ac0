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
    RecordQuerySet,
    Standing,
    lasting_on,
    refuse_disorder,
    refuse_future,
)
from records.personal import DigestField, EncryptedField, IdentifiedPerson, mask_phone, validate_phone


class MemberQuerySet(RecordQuerySet):
    def own(self) -> Self:
        """自管党员: members whose 组织关系 is in a Party organisation of a 社区, be it dissolved."""
        return self.filter(org__sphere=PartyOrg.Sphere.COMMUNITY)

    def in_lasting_org(self, day: date) -> Self:
        """Members whose Party organisation was not dissolved by that day.

        When it was founded is not asked: who was moved to a new one counted before in the one dissolved for it.
        """
        return self.filter(lasting_on(day, "org__"))

    def staying(self) -> Self:
        """Members who have not left."""
        return self.filter(until__isnull=True)

    def left_behind(self, day: date) -> Self:
        """Members who came by that day and stay in a Party organisation dissolved by then."""
        return self.staying().begun_by(day).filter(org__until__lte=day)

    def aged(self, years: int, day: date) -> Self:
        """Members who had their birthday of that age by that day."""
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
        """Groups of GB/T 4658-2006."""

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
        if self.changes("full_on") and (applicant := self.tied_applicant()):
            self._refuse_full_on_of(applicant)

    def tied_applicant(self) -> Any:
        """The `Applicant` who became this member, None where there is none on record."""
        return getattr(self, "applicant", None) if self.pk else None

    def _refuse_full_on_of(self, applicant: Any) -> None:
        """Raise, at 转正日期, what the rules over the days of the 发展党员 record say against it."""
        applicant.full_on = self.full_on
        try:
            applicant.clean()
        except ValidationError as error:
            raise ValidationError(
                {"full_on": [f"发展党员记录：{text}" for text in error.messages]}
            ) from error

    def followers(self, *, is_new: bool) -> list[Follower]:
        """The 发展党员 record tied to it takes 转正日期: the one tied now, for the tie may have been taken back meanwhile."""
        if is_new or not self.changes("full_on"):
            return []
        return following_full_on(applicant_model()._default_manager.filter(member=self.pk), self.full_on)

    def hold(self) -> None:
        """Wait for whoever writes the member, or the 发展党员 record tied to it."""
        self.together([self])

    @classmethod
    def together(cls, records: Sequence[Any]) -> AbstractContextManager[None]:
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
            texts.append(
                f"转入日期早于{self.org}的成立日期 {self.org.since:%Y-%m-%d}；由撤并的党组织转来的不用改"
            )
        return texts


def applicant_model() -> Any:
    """The kind of record that is tied to members; it is declared on top of this one."""
    return Member._meta.get_field("applicant").related_model


def hold_pairs(members: Iterable[int | None]) -> None:
    """Lock these members, by their keys, and after them the 发展党员 records tied to them.

    Whoever writes either kind takes the locks in this order. Otherwise 转正 entered on both sides at one moment makes
    each wait for the other, and the database breaks one of them off.
    """
    if (
        not connection.features.has_select_for_update
    ):  # there is one writer at a time; the keys are not even read
        return
    keys = {key for key in members if key is not None}
    for rows in (
        Member.objects.filter(pk__in=keys),
        applicant_model()._default_manager.filter(member__in=keys),
    ):
        list(rows.select_for_update().order_by("pk").values_list("pk"))


FOLLOWS = "转正日期随另一处填写"


def following_full_on(rows: Any, day: date | None) -> list[Follower]:
    """Members, or 发展党员 records, that take the day of 转正 entered on the other, but for those that have it."""
    followers = []
    for record in rows.select_for_update(of=("self",)).order_by("pk"):
        if record.full_on != day:
            take_full_on(record, day)
            followers.append(Follower(record, FOLLOWS))
    return followers


def take_full_on(record: Any, day: date | None) -> None:
    """Give a member, or a 发展党员 record, the day of 转正, and a member the 党员类别 that goes with it; not yet written."""
    record.full_on = day
    if isinstance(record, Member):
        record.kind = Member.Kind.FULL if day else Member.Kind.PROBATIONARY
