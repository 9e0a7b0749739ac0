"""A generated office whose 社区 were founded, merged and closed, its records within their lives."""

from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError

from communities.models import Community, Election
from meetings.models import Decision
from records.models import Record, Standing, refuse_absence
from tests import factories as F
from tests.factories import YEAR
from tests.indicators.generated import Generated

LAST_YEAR, SPRING, SUMMER, AUTUMN = date(YEAR - 1, 9, 1), date(YEAR, 3, 1), date(YEAR, 6, 1), date(YEAR, 9, 1)
LATE = date(YEAR, 12, 1)


class Merging(Generated):
    """`old` merged into `third` the year before; in the year `first` into `second`, `second` into `third`.

    `closed` ended in the year without a successor, and `new` was founded in it. The dice alone made all their records.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.third, self.first, self.second, self.closed, self.new, self.old = self.places[:6]
        self.give(self.old, until=LAST_YEAR, successor=self.third)
        self.give(self.new, since=SPRING)
        self.registered()
        self.elected()

    def merge(self) -> None:
        """What happens to the 社区 in the year."""
        self.give(self.first, until=SUMMER, successor=self.second)
        self.give(self.second, until=AUTUMN, successor=self.third)
        self.give(self.closed, until=SUMMER)

    def give(self, community: Community, **life: Any) -> None:
        for name, value in life.items():
            setattr(community, name, value)
        community.save()
        for model in apps.get_models():
            if issubclass(model, Record) and model.community_path and hasattr(model, "days_in_community"):
                self.keep_within(model, community)

    def keep_within(self, model: Any, community: Community) -> None:
        """What began or happened when this 社区 did not stand: the one was in another, the other is not on record."""
        for record in model.objects.filter(**{model.community_path: community.pk}):
            try:
                refuse_absence(record)
            except ValidationError as error:
                if (
                    isinstance(record, Decision)
                    and record.resolved_on
                    and "resolved_on" not in error.message_dict
                ):
                    Decision.objects.filter(pk=record.pk).update(
                        **dict.fromkeys(error.message_dict, record.resolved_on)
                    )
                elif issubclass(model, Standing) and hasattr(record, "community_id"):
                    record.community = self.third
                    record.save()
                elif not issubclass(model, Standing):
                    record.delete()

    def registered(self) -> None:
        """One person registered in all that become one, and a unit that builds with two of them."""
        for community in (self.first, self.second, self.third):
            F.CheckInFactory(
                community=community, name="程立新", id_no="11010119900101001X", since=date(YEAR - 1, 2, 1)
            )
            F.PartnerUnitFactory(community=community, name="市第二医院", since=date(YEAR - 1, 2, 1))
        F.CheckInFactory(community=self.closed, name="何静", since=date(YEAR - 1, 2, 1))

    def elected(self) -> None:
        """Across New Year: the one body before it, the other after, dated before it."""
        Election.objects.filter(community=self.places[6]).delete()
        for body, done in (
            (Election.Body.PARTY, date(YEAR - 1, 12, 20)),
            (Election.Body.COMMITTEE, date(YEAR, 1, 10)),
        ):
            F.ElectionFactory(
                community=self.places[6], body=body, date=date(YEAR - 1, 12, 15), completed_on=done
            )
