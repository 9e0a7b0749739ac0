"""People in post, honours and flags of a made-up year, with dice of their own."""

from datetime import date, timedelta
from random import Random
from typing import Any

from members.models import FlagPost, Honour, Member, PartyOrg, PostHolder
from tests import factories as F
from tests.factories import YEAR

EDGES = [
    date(YEAR - 1, 12, 31),
    date(YEAR, 1, 1),
    date(YEAR, 9, 30),
    date(YEAR, 12, 31),
    date(YEAR + 1, 1, 1),
]


def make_posts(orgs: list[PartyOrg], members: list[Member], seed: int) -> None:
    dice = Random(f"posts/{seed}")
    for org in orgs:
        for post in dice.choices(PostHolder.Post.values, k=dice.randrange(3)):
            span = _span(dice, unknown=0.2)
            in_post = PostHolder.objects.filter(org=org, post=PostHolder.Post.SECRETARY, until=None)
            if post == PostHolder.Post.SECRETARY and in_post.exists():
                span["until"] = span["until"] or date(YEAR, 6, 1)
            F.PostHolderFactory(org=org, post=post, **span)
    for _ in range(25):
        _honour(dice, dice.choice(orgs), dice.choice(members))
    for _ in range(40):
        kind = dice.choice(FlagPost.Kind.values)
        F.FlagPostFactory(member=dice.choice(members), kind=kind, **_span(dice))


def _honour(dice: Random, org: PartyOrg, member: Member) -> None:
    title = dice.choice(Honour.Title.values)
    subject = dice.choice([{"member": member, "name": ""}, {"name": "赵树人"}, {"name": ""}])
    if title == Honour.Title.ORGANISATION:
        subject = {"name": ""}
    F.HonourFactory(org=org, title=title, date=_day(dice), **subject)


def _span(dice: Random, unknown: float = 0) -> dict[str, Any]:
    """Since a day, or since nobody knows when; every other one is over."""
    since = _day(dice, YEAR - 2)
    until = since + timedelta(days=dice.randrange(1, 900)) if dice.random() < 0.5 else None
    return {"since": None if dice.random() < unknown else since, "until": until}


def _day(dice: Random, first: int = YEAR - 1) -> date:
    if dice.random() < 0.2:
        return dice.choice(EDGES)
    return date(first, 1, 1) + timedelta(days=dice.randrange(365 * (YEAR + 2 - first)))
