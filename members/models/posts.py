"""People in post: 书记, 副书记 and 委员 of Party organisations."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.models.orgs import PartyOrg, PartyOrgQuerySet, refuse_dissolved, refuse_unfounded
from members.models.people import Member
from records.models import OfSubdistrict, RecordQuerySet, Standing, lasting_on, refuse_future
from records.personal import NameField
from records.pinyin import PinyinField
from records.together import Interdependent


class PostHolderQuerySet(RecordQuerySet):
    def begun_by(self, day: date, prefix: str = "") -> Self:
        """Keep those who were in post by that day; a day that nobody knows is one long ago."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day))

    def secretaries(self) -> Self:
        return self.filter(post=PostHolder.Post.SECRETARY)

    def of_committees(self) -> Self:
        """Keep those beside the 书记, who make a 支委会 with him."""
        return self.exclude(post=PostHolder.Post.SECRETARY)

    def in_lasting_org(self, day: date) -> Self:
        """Keep those of Party organisations that were not dissolved by that day."""
        return self.filter(lasting_on(day, "org__"))


class PostHolder(Interdependent, OfSubdistrict, Standing):
    """Somebody in a post of a Party organisation: 任职.

    Where nobody knows since when, he is taken to have been in post always. The organisation's own column 书记
    follows from whoever is its 书记 now.
    """

    community_path = "org__community"
    named_by_hand = True

    class Post(models.TextChoices):
        SECRETARY = "secretary", "书记"
        DEPUTY = "deputy", "副书记"
        MEMBER = "member", "委员"

    org = models.ForeignKey(PartyOrg, models.PROTECT, verbose_name="党组织")
    name = NameField("姓名", max_length=50)
    name_order = PinyinField("name")
    post = models.CharField("职务", max_length=20, choices=Post)
    since = models.DateField(  # type: ignore[assignment]  # the shape has a day always
        "任职日期", null=True, blank=True, help_text="不清楚的不填，按一直在任算"
    )
    until = models.DateField("离任日期", null=True, blank=True, help_text="在任的不填")
    member = models.ForeignKey(
        Member, models.PROTECT, verbose_name="党员", null=True, blank=True, help_text="是本街道党员的填写"
    )

    objects = PostHolderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["org__name_order", "post", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "org", "name", "post"],
                condition=Q(until__isnull=True),
                name="post_holder_once",
                violation_error_message="这个人的同一职务已有在任记录",
            ),
            models.UniqueConstraint(
                fields=["org"],
                condition=Q(post="secretary", until__isnull=True),
                name="one_secretary_in_post",
                violation_error_message="这个党组织已有在任的书记，请先填写他的离任日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.org}{self.get_post_display()}）"

    def stood_on(self, day: date) -> bool:
        """Whether he was in post on that day."""
        has_begun = self.since is None or self.since <= day
        return has_begun and (self.until is None or self.until > day)

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "until")
        if not self.org_id:
            return
        if self.since and (self._state.adding or self.changes("org", "since")):
            refuse_unfounded(self.org, self.since, "since")
            refuse_dissolved(self.org, self.since, "since")
        if self.until and self.org.until and self.until > self.org.until:
            text = f"{self.org}已于 {self.org.until:%Y-%m-%d} 撤销，离任日期不会更晚，请核对"
            raise ValidationError({"until": text})
        if self.post == self.Post.SECRETARY:
            self._refuse_a_second_secretary()

    def _refuse_a_second_secretary(self) -> None:
        """Raise where the organisation has another 书记 on one of the same days."""
        others = PostHolder.objects.of(self.subdistrict_id).secretaries().filter(org=self.org_id)
        others = others.exclude(pk=self.pk)
        if self.since:
            others = others.filter(lasting_on(self.since))
        if self.until:
            others = others.begun_by(self.until).exclude(since=self.until)
        if other := others.first():
            text = f"同一时间一个党组织只有一位书记：已有{other.name}，请先填写他的离任日期，或核对日期"
            raise ValidationError({"post": text})

    def warnings(self) -> list[str]:
        if self.member_id and self.member.name != self.name:
            return ["姓名与党员记录里的不同，请核对是不是同一个人"]
        return []

    @classmethod
    def observe(cls, records: Sequence[Self]) -> Any:
        """Return by organisation, of those whose 书记 the records told or tell of, the names that 任职 gave."""
        keys = [record.pk for record in records if record.pk]
        secretaries = cls._base_manager.filter(pk__in=keys, post=cls.Post.SECRETARY)
        orgs = {record.org_id for record in records if record.post == cls.Post.SECRETARY}
        return cls._names_of_secretaries(orgs | set(secretaries.values_list("org", flat=True)))

    @classmethod
    def settle(cls, records: Sequence[Self], before: Any) -> None:
        """Write the name of the 书记 in post into the column of each organisation.

        A name that nobody's 任职 gave stays: of a 书记 of long ago nothing follows for today's.
        """
        in_post = cls._base_manager.filter(org__in=before, post=cls.Post.SECRETARY, until__isnull=True)
        names = dict(in_post.values_list("org", "name"))
        names_now = cls._names_of_secretaries(before)
        for org in PartyOrg._base_manager.filter(pk__in=before):
            name = names.get(org.pk)
            if name is None and org.secretary in before[org.pk] | names_now[org.pk]:
                name = "" if names_now[org.pk] else cls._typed_name(org)
            if name is not None and name != org.secretary:
                PartyOrg._base_manager.filter(pk=org.pk).update(secretary=name)

    @classmethod
    def _names_of_secretaries(cls, orgs: Iterable[int]) -> dict[int, set[str]]:
        names: dict[int, set[str]] = {org: set() for org in orgs}
        rows = cls._base_manager.filter(org__in=names, post=cls.Post.SECRETARY)
        for org, name in rows.values_list("org", "name"):
            names[org].add(name)
        return names

    @staticmethod
    def _typed_name(org: PartyOrg) -> str:
        """Return the name that somebody typed before there was any 任职, which left no version."""
        names = org.history.order_by("-history_date", "-history_id").values_list("secretary", flat=True)
        return names.first() or ""


def where_posts_are_kept(orgs: PartyOrgQuerySet) -> PartyOrgQuerySet:
    """Keep Party organisations of a 街道 that has any 任职 as 书记 on record, of whatever day."""
    secretaries = PostHolder.objects.everywhere().secretaries().filter(subdistrict=OuterRef("subdistrict"))
    return orgs.filter(Exists(secretaries))


def without_secretary(orgs: PartyOrgQuerySet, since: date, day: date) -> PartyOrgQuerySet:
    """Keep Party organisations that had no 书记 on any day from `since` to `day`.

    Who was 书记 before the first 任职 on record is not known: that is no vacancy. One of which none is on record
    has the 书记 whose name was typed, and so has one whose 任职 name others alone.
    """
    secretaries = PostHolder.objects.everywhere().secretaries().filter(org=OuterRef("pk"))
    is_typed = ~Q(secretary="") & ~Exists(secretaries.filter(name=OuterRef("secretary")))
    orgs = orgs.exclude(is_typed)
    so_far = secretaries.begun_by(day)
    is_empty = Q(secretary="") & ~Exists(secretaries)
    return orgs.exclude(Exists(so_far.filter(lasting_on(since)))).filter(is_empty | Q(Exists(so_far)))
