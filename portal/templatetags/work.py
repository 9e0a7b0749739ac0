"""What somebody in post did in the year, and what a Party member took part in."""

from django import template
from django.template import Context
from django.utils import timezone

from access.roles import reader_of
from members.models import Member, PostHolder
from portal import own_work, study
from portal.own_work import Work
from portal.study import YearOfStudy

register = template.Library()


@register.simple_tag(takes_context=True)
def work_of_the_year(context: Context, holder: PostHolder) -> tuple[int, list[Work]]:
    """Return this year, and the work of somebody in post in it, as far as the reader may open the lists."""
    year = timezone.localdate().year
    return year, own_work.own_work(holder, year, context["request"])


@register.simple_tag(takes_context=True)
def study_of_member(context: Context, member: Member) -> list[YearOfStudy]:
    """Return the years in which he is on the list of a meeting, as far as the reader may see it."""
    return study.study_by_year(member, reader_of(context["request"]))
