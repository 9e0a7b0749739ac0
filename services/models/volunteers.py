"""志愿队伍."""

from django.db import models
from django.db.models import Q

from members.models import Member
from records.models import LocalList, OfCommunity, Standing
from records.pinyin import PinyinField


class VolunteerCategory(LocalList):
    """A category of volunteer teams (九类队伍)."""

    defaults = (
        "政策宣传",
        "困难帮扶",
        "法律咨询",
        "矛盾调解",
        "治安巡逻",
        "环境保护",
        "文体活动",
        "医疗健康",
        "爱心陪护",
    )

    class Meta(LocalList.Meta):
        verbose_name = verbose_name_plural = "志愿队伍类别"


class VolunteerTeam(OfCommunity, Standing):
    """A volunteer team, and the Party members in it."""

    private = ("leader", "members")
    _history_m2m_fields = ["members"]

    name = models.CharField("队伍名称", max_length=100)
    name_order = PinyinField("name")
    category = models.ForeignKey(VolunteerCategory, models.PROTECT, verbose_name="类别")
    since = models.DateField("成立日期")
    until = models.DateField("解散日期", null=True, blank=True, help_text="仍在活动的不填")
    leader = models.CharField("负责人", max_length=50, blank=True)
    volunteers = models.PositiveIntegerField("志愿者人数", null=True, blank=True)
    members = models.ManyToManyField(Member, verbose_name="队中党员", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "志愿队伍"
        ordering = ["category__order", "name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                condition=Q(until__isnull=True),
                name="volunteer_team_name",
                violation_error_message="已有同名的志愿队伍",
            )
        ]

    def __str__(self) -> str:
        return self.name
