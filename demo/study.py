"""组织生活规定 in force, the 培训计划 of each year, and who was at some meetings."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from demo.wording.study import PLANS
from demo.world import World
from meetings.models import Attendance, Meeting, OrgLifeRule, Per, TrainingPlan
from members.models import Member
from records import store

K = Meeting.Kind
CARRIED_OUT = 0.85  # of what is due
LISTED = 3  # meetings of one branch, each year, whose people are on record
EXCUSES = ("出差", "身体不适", "家中有事")


def make_study(world: World) -> None:
    """Set the rules in force, make the plans and the meetings that carry them out, and list some people."""
    _put_in_force(world)
    dice = world.dice("study")
    plans = world.write.save(_plans(world), on=world.first_day)
    world.write.save(_meetings(world, dice, plans))
    world.write.save(_attendances(world, dice))


def _put_in_force(world: World) -> None:
    """Put the usual rules in force from the first day; 党小组会 is asked for less often here."""
    for rule in list(OrgLifeRule.objects.of(world.subdistrict.pk)):
        rule.valid_from = world.first_day
        if rule.kind == K.GROUP:
            rule.per, rule.source = Per.QUARTER, "街道按支部实际，定为每季度召开一次"
        store.save(rule, by=world.write.clerk, reason="按街道的规定执行")


def _plans(world: World) -> Iterator[TrainingPlan]:
    for year in world.all_years():
        for month, audience, kind, hours, topic in PLANS:
            yield TrainingPlan(
                subdistrict=world.subdistrict,
                year=year,
                month=month,
                audience=audience,
                kind=kind,
                hours=Decimal(hours),
                topic=topic,
            )


def _meetings(world: World, dice: Random, plans: list[TrainingPlan]) -> Iterator[Meeting]:
    """Make the meeting of most items of the plan, in its month."""
    for plan in plans:
        day = date(plan.year, plan.month, dice.randint(3, 26))
        if dice.random() > CARRIED_OUT or day > world.today:
            continue
        invitations = dice.randint(24, 60)
        yield Meeting(
            subdistrict=world.subdistrict,
            date=day,
            kind=plan.kind,
            topic=plan.topic,
            plan=plan,
            hours=plan.hours,
            expected=invitations,
            present=invitations - dice.randint(0, 5),
            place="街道党群服务中心",
        )


def _attendances(world: World, dice: Random) -> Iterator[Attendance]:
    """List the people of a few 主题党日 of the first branch, by the members it had that day."""
    members = Member.objects.of(world.subdistrict.pk).own()
    org = members.order_by("pk").values_list("org", flat=True).first()
    for year in world.all_years():
        meetings = Meeting.objects.of(world.subdistrict.pk).of_kind(K.THEME_DAY)
        for meeting in meetings.filter(org=org, date__year=year).order_by("date")[:LISTED]:
            for member in members.in_force(meeting.date).filter(org=org).order_by("pk"):
                state = dice.choices(("present", "excused", "absent"), (18, 2, 1))[0]
                reason = dice.choice(EXCUSES) if state == "excused" else ""
                yield Attendance(
                    subdistrict=world.subdistrict, meeting=meeting, member=member, state=state, reason=reason
                )
