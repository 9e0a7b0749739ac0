"""Whose duty it is: a member of the 班子, or somebody in a post of a Party organisation."""

from django.core.exceptions import ValidationError
from django.db import models

from communities.models import Leader
from members.models import PostHolder


class Held(models.Model):
    """Something that one of both has taken on."""

    leader = models.ForeignKey(
        Leader, models.PROTECT, verbose_name="班子成员", null=True, blank=True, related_name="+"
    )
    holder = models.ForeignKey(
        PostHolder,
        models.PROTECT,
        verbose_name="党组织任职人",
        null=True,
        blank=True,
        help_text="班子成员和党组织任职人填一个",
    )

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """The name of whoever took it on."""
        return str(self.leader or self.holder or "")

    def clean(self) -> None:
        super().clean()
        if self.leader_id and self.holder_id:
            raise ValidationError({"holder": "班子成员和党组织任职人只填一个"})
        if not self.leader_id and not self.holder_id:
            raise ValidationError({"leader": "请填是谁的：班子成员，或党组织任职人"})
