"""在职党员报到."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from communities.models import SubDistrict
from records.forms import as_entered
from records.likeness import Likeness
from records.models import OfCommunity, RecordQuerySet, Standing
from records.personal import (
    DigestField,
    EncryptedField,
    NameField,
    mask_id_no,
    mask_phone,
    validate_id_no,
    validate_phone,
)
from records.pinyin import PinyinField
from records.together import Interdependent
from services.regrouping import AT_ONCE, regroup


class Traits(NamedTuple):
    """By what registrations may be of one person: names as they are compared, and digests of ID numbers."""

    names: set[str]
    numbers: set[str]


class PersonKeyField(models.CharField):
    """A column that only the first migration names: it said of each registration by itself whose it was."""


class NameKeyField(models.CharField):
    """The name as a form would keep it, by which registrations are compared; set whenever one is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=50, default="", editable=False)
        super().__init__(*args, **kwargs)

    def pre_save(self, record: models.Model, add: bool) -> str:
        column: Any = record._meta.get_field("name")
        key = as_entered(column, column.value_from_object(record))
        setattr(record, self.attname, key)
        return key


class CheckInQuerySet(RecordQuerySet):
    def with_others(self) -> Self:
        """Add to each, as `has_others`, whether its person has another registration in the 街道."""
        of_person = CheckIn.objects.filter(subdistrict=OuterRef("subdistrict"), person=OuterRef("person"))
        return self.annotate(has_others=Exists(of_person.exclude(pk=OuterRef("pk"))))


class CheckIn(Interdependent, OfCommunity, Standing):
    """A 在职党员 who registered with the community he lives in; his 组织关系 stays with his employer.

    One person may be registered several times: `person` is the key of his earliest registration
    (`services.persons`).
    """

    alike = (Likeness("name", "phone"), Likeness("name", "unit"), Likeness("id_no"))
    private_name = "name"
    private = ("specialties",)
    community_required = True
    named_by_hand = True

    name = NameField("姓名", max_length=50)
    name_order = PinyinField("name")
    unit = models.CharField("工作单位", max_length=100)
    since = models.DateField("报到日期")
    until = models.DateField("退出日期", null=True, blank=True, help_text="仍在册的不填")
    phone = EncryptedField(
        "手机号",
        mask=mask_phone,
        blank=True,
        default="",
        validators=[validate_phone],
        help_text="用来辨认同名的人",
    )
    id_no = EncryptedField("身份证号", mask=mask_id_no, blank=True, default="", validators=[validate_id_no])
    id_no_digest = DigestField("id_no", verbose_name="身份证号摘要", db_index=True)
    specialties = models.CharField("特长", max_length=100, blank=True)
    phone_digest = DigestField("phone", verbose_name="手机号摘要")
    name_key = NameKeyField("姓名辨认")
    person = models.BigIntegerField("人员", null=True, editable=False, db_index=True)
    in_doubt = models.BooleanField("重复待核", default=False, editable=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "在职党员报到"
        ordering = ["-since", "-pk"]
        indexes = [
            models.Index(fields=["subdistrict", "name_key"], name="check_in_name"),
            models.Index(fields=["subdistrict", "id_no_digest"], name="check_in_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name", "unit"],
                condition=Q(until__isnull=True),
                name="check_in_once",
                violation_error_message="这位党员在这个社区已有在册记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"

    @property
    def told_apart(self) -> str:
        return f"{self.name}（{self.unit}，{self.community}）"

    @cached_property
    def has_others(self) -> bool:
        """Whether the person has another registration in the 街道; lists bring it along by `with_others`."""
        of_person = CheckIn.objects.of(self.subdistrict_id).filter(person=self.person)
        return of_person.exclude(pk=self.pk).exists()

    def repetition(self) -> str:
        """Return what a list says of other registrations of the person."""
        if self.in_doubt:
            return "重复待核"
        if self.has_others:
            return "重复"
        return ""

    repetition.label = "重复"  # type: ignore[attr-defined]

    def warnings(self) -> list[str]:
        if not self.in_doubt:
            return []
        return [
            "重复待核：没有身份证号，又与两个不同身份证号的人对得上，暂归最早报到的一位。请补身份证号或手机号"
        ]

    def same_stand(self) -> bool:
        """Whether the person, as grouped so far, is registered with the 社区 already."""
        others = CheckIn.objects.everywhere().filter(
            community=self.community_id, person=self.person, person__isnull=False
        )
        return others.lasting(self.since).exists()

    def hold(self) -> None:
        """Let nobody else group registrations of this 街道 until the transaction ends.

        Each would miss what the other writes.
        """
        if connection.features.has_select_for_update:
            SubDistrict.objects.everywhere().select_for_update(no_key=True).get(pk=self.subdistrict_id)

    @classmethod
    def observe(cls, records: Sequence["CheckIn"]) -> Traits:
        """Return the names and ID numbers on record, of registrations of one 街道."""
        records[0].hold()
        return cls._stored_traits([record.pk for record in records if record.pk])

    @classmethod
    def settle(cls, records: Sequence["CheckIn"], before: Traits) -> None:
        """Group what these registrations have to do with, before and after."""
        names, numbers = set(before.names), set(before.numbers)
        for record in records:
            names.add(record.name_key)
            if record.id_no_digest:
                numbers.add(record.id_no_digest)
        belongings = regroup(cls.objects.of(records[0].subdistrict_id), names, numbers)
        for record in records:
            if record.pk in belongings:
                record.person, record.in_doubt = belongings[record.pk]

    @classmethod
    def _stored_traits(cls, keys: list[int]) -> Traits:
        traits = Traits(set(), set())
        for start in range(0, len(keys), AT_ONCE):
            rows = cls.objects.everywhere().filter(pk__in=keys[start : start + AT_ONCE]).order_by()
            for name, number in rows.values_list("name_key", "id_no_digest"):
                traits.names.add(name)
                if number is not None:
                    traits.numbers.add(number)
        return traits
