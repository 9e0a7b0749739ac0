"""The whole demo, in one transaction."""

from datetime import date

from django.db import transaction

from communities.actions import open_subdistrict
from demo import (
    assessments,
    counter,
    decisions,
    development,
    gatherings,
    logins,
    measured,
    mediations,
    membership,
    money,
    neighbours,
    organisations,
    partners,
    places,
    planning,
    posts,
    responsibilities,
    study,
    trips,
    two_new,
    volunteering,
    workers,
)
from demo.world import World
from demo.writer import Writer

MAKERS = (
    organisations.make_organisations,
    two_new.make_two_new,
    membership.make_members,
    development.make_applicants,
    partners.make_partners,
    measured.make_elections,
    measured.make_surveys,
    gatherings.make_meetings,
    decisions.make_decisions,
    money.make_payments,
    trips.make_visits,
    mediations.make_cases,
    counter.make_service_cases,
    neighbours.make_neighbours,
    volunteering.make_teams,
    volunteering.make_brands,
    planning.make_zero_statements,
    study.make_study,
    posts.make_posts,
    posts.make_honours,
    posts.make_flags,
    assessments.make_assessments,
    responsibilities.make_duties,
    workers.make_workers,
)


class NotEmptyError(Exception):
    """The database holds a 街道 or an account which the demo did not make."""


@transaction.atomic
def load(year: int, scale: int, today: date) -> World | None:
    """Fill an empty database and return what was made; None where the demo is there already.

    `NotEmptyError` where anything else is there.
    """
    if logins.is_demo():
        return None
    if not logins.is_empty():
        raise NotEmptyError
    subdistrict = open_subdistrict(places.subdistrict())
    accounts = logins.open_accounts(subdistrict)
    clerk, secretary = accounts[logins.CLERK], accounts[logins.SECRETARY]
    world = World(year, scale, today, subdistrict, Writer(date(year - 1, 1, 1), clerk))
    places.make_communities(world)
    places.make_leaders(world)
    world.write.clerks = logins.give_reach(accounts, world.communities)
    for make in MAKERS:
        make(world)
    planning.make_reports(world, secretary)
    planning.make_plans(world, secretary)
    return world
