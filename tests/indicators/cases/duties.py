from datetime import date
from decimal import Decimal

from duties.models import PledgeItem
from tests import factories as F
from tests.factories import DAY, YEAR
from tests.indicators.place import BEFORE, FIRST, LAST, NEXT, Case, dated

KEPT, BROKEN, UNDECIDED = PledgeItem.Outcome.KEPT, PledgeItem.Outcome.BROKEN, PledgeItem.Outcome.UNDECIDED
JUDGED_ON = date(YEAR + 1, 1, 20)  # in the January after, as offices do
TOO_LATE = date(YEAR + 1, 3, 2)  # after the day on which the figures are asked


def holder(community):
    return F.PostHolderFactory(org=F.PartyOrgFactory(community=community))


def duty(community, due=DAY, done=None, year=YEAR):
    return F.DutyFactory(holder=holder(community), year=year, due=due, done_on=done)


def of_leader(community, **given):
    """A duty of somebody of the 班子, who has no 社区."""
    office = community.subdistrict
    return F.DutyFactory(holder=None, leader=F.LeaderFactory(subdistrict=office), subdistrict=office, **given)


def pledge(community, day=DAY, year=YEAR, closed=None):
    return F.PledgeFactory(holder=holder(community), year=year, signed_on=day, closed_on=closed)


def item(community, outcome=KEPT, closed=LAST, year=YEAR):
    return F.PledgeItemFactory(pledge=pledge(community, year=year, closed=closed), outcome=outcome)


def talk(community, day=DAY, due=None, rectified=None):
    office = community.subdistrict
    return F.TalkFactory(subdistrict=office, date=day, due=due, rectified_on=rectified)


def remedy(community, year=YEAR, done=None):
    return F.RemedyFactory(community=community, year=year, done_on=done, result="已改" if done else "")


OF_ANOTHER_YEAR = {
    "of the year before": lambda p: duty(p.a, BEFORE, year=YEAR - 1),
    "of the year after": lambda p: duty(p.a, NEXT, year=YEAR + 1),
    "another 街道": lambda p: duty(p.away),
}
REMEDIES_OF_ANOTHER_YEAR = {
    "of the year before": lambda p: remedy(p.a, YEAR - 1, DAY),
    "of the year after": lambda p: remedy(p.a, YEAR + 1),
    "another 街道": lambda p: remedy(p.away),
}
NOT_JUDGED = {
    "not closed": lambda p: item(p.a, closed=None),
    "closed after today": lambda p: item(p.a, closed=TOO_LATE),
    "undecided": lambda p: item(p.a, UNDECIDED),
    "of the year before": lambda p: item(p.a, year=YEAR - 1),
    "another 街道": lambda p: item(p.away),
}
NOT_TO_BE_RECTIFIED = {
    "without a day": lambda p: talk(p.a),
    "due after the year": lambda p: talk(p.a, due=NEXT),
    "put right before the year": lambda p: talk(p.a, date(YEAR - 1, 1, 5), date(YEAR - 1, 2, 1), BEFORE),
    "another 街道": lambda p: talk(p.away, due=DAY),
}
CASES = {
    "duties.duties": Case(
        base=lambda p: duty(p.a, BEFORE, year=YEAR - 1),
        counted=lambda p: (duty(p.a, LAST), duty(p.b), of_leader(p.a)),
        value=3,
        misses=OF_ANOTHER_YEAR,
    ),
    "duties.duties_done": Case(
        base=lambda p: duty(p.a),
        zero="0%",
        counted=lambda p: (duty(p.a, LAST, LAST), duty(p.b, FIRST, DAY), duty(p.b, done=NEXT)),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses=OF_ANOTHER_YEAR,
        silent=OF_ANOTHER_YEAR,
    ),
    "duties.pledges": Case(
        base=lambda p: pledge(p.a, BEFORE, YEAR - 1),
        counted=lambda p: (pledge(p.a, FIRST), pledge(p.b, LAST)),
        value=2,
        misses=dated(pledge),
    ),
    "duties.pledge_coverage": Case(
        base=lambda p: pledge(p.a, BEFORE, YEAR - 1),
        zero="0%",
        counted=lambda p: (pledge(p.a, BEFORE), pledge(p.a), pledge(p.away)),
        value=Decimal(50),
        text="50%",
        ratio=(1, 2),
        misses={
            "signed after the year": lambda p: pledge(p.b, NEXT),
            "of the year before": lambda p: pledge(p.b, DAY, YEAR - 1),
            "of an organisation of the 街道": lambda p: F.PledgeFactory(
                holder=F.PostHolderFactory(org=F.PartyOrgFactory(community=None, subdistrict=p.office))
            ),
        },
        silent={
            "another 街道": lambda p: pledge(p.away),
            "of the year after": lambda p: pledge(p.a, NEXT, YEAR + 1),
        },
    ),
    "duties.pledge_items_kept": Case(
        base=lambda p: item(p.a, BROKEN),
        zero="0%",
        counted=lambda p: (item(p.a), item(p.b, closed=JUDGED_ON), item(p.b, BROKEN)),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses=NOT_JUDGED,
        silent=NOT_JUDGED,
    ),
    "duties.talks": Case(
        base=lambda p: talk(p.a, BEFORE),
        counted=lambda p: (talk(p.a, FIRST), talk(p.b, LAST)),
        value=2,
        misses=dated(talk),
    ),
    "duties.talks_rectified": Case(
        base=lambda p: talk(p.a, due=DAY),
        zero="0%",
        counted=lambda p: (
            talk(p.a, FIRST, LAST, LAST),
            talk(p.a, BEFORE, BEFORE, FIRST),
            talk(p.b, FIRST, DAY, NEXT),
        ),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses=NOT_TO_BE_RECTIFIED,
        silent=NOT_TO_BE_RECTIFIED,
    ),
    "duties.remedies": Case(
        base=lambda p: remedy(p.a, YEAR - 1),
        counted=lambda p: (remedy(p.a), remedy(p.b, done=DAY)),
        value=2,
        misses=REMEDIES_OF_ANOTHER_YEAR,
    ),
    "duties.remedies_done": Case(
        base=lambda p: remedy(p.a),
        zero="0%",
        counted=lambda p: (remedy(p.a, done=FIRST), remedy(p.b, done=LAST), remedy(p.b, done=NEXT)),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses=REMEDIES_OF_ANOTHER_YEAR,
        silent=REMEDIES_OF_ANOTHER_YEAR,
    ),
}
