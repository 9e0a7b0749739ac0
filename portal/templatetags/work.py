"""What somebody in post did in the year."""

from django import template
from django.template import Context
from django.utils import timezone

from members.models import PostHolder
from portal import own_work
from portal.own_work import Work

register = template.Library()


@register.simple_tag(takes_context=True)
def work_of_the_year(context: Context, holder: PostHolder) -> tuple[int, list[Work]]:
    """Return this year, and the work of somebody in post in it, as far as the reader may open the lists."""
    year = timezone.localdate().year
    return year, own_work.own_work(holder, year, context["request"])
