"""Records counted or summed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from communities.models import Community
from indicators.amounts import WAN, text_of, wan_text
from indicators.criteria import Opening, Presence, RecordSet
from indicators.kinds.base import Gap, Indicator, Kind, Remedy, Value, Way
from indicators.measures import Answers, Measure
from indicators.periods import Length
from indicators.scope import Scope
from indicators.values import At, State

EVERY = "every"
URBAN = "urban"
ALL_YEAR = "all_year"
NAMED = 6  # communities in a reason


@dataclass(frozen=True, kw_only=True)
class CountIndicator(Indicator):
    """What happened in the year (a flow), or stands on the cut-off day (a stock), counted or summed."""

    comparable: ClassVar[bool] = True
    may_be_stated_zero: ClassVar[bool] = True
    may_be_rounded: ClassVar[bool] = True
    main_list: ClassVar[str] = "records"
    way_out: ClassVar[str] = "请补录记录，确实没有的作零报告"

    record_set: RecordSet
    presence: Presence
    kind: Kind = Kind.FLOW  # type: ignore[misc]

    def is_defined_for(self, length: Length) -> bool:
        """A limit for a whole year says nothing of a month."""
        return length is Length.YEAR or not (self.yearly or self.expects == ALL_YEAR)

    def measures(self, scope: Scope) -> Iterable[Measure]:
        yield from self.record_set.measures(self.key, scope, self.places(scope))
        yield from self.presence.measures(scope)

    @property
    def lists(self) -> dict[str, RecordSet]:
        return {"records": self.record_set}

    @property
    def openings(self) -> tuple[Opening, ...]:
        return (Opening("records", self.record_set, "计入本数字", "原因"),)

    @property
    def formula(self) -> str:
        return f"{self.record_set.formula}{' ÷ 10000' * self.money}"

    @property
    def when_missing(self) -> str:
        if self.optional:
            return f"没有{self.presence.label}时，按“{self.optional}”，这一句不写"
        return f"没有{self.presence.label}时，印作 X 并列入缺数，不当作 0"

    def read(self, scope: Scope, answers: Answers) -> Value:
        amount, records = self.record_set.total(self.key, answers)
        counted = answers.get(self.key, {})
        places = self.places(scope)
        known = self.presence.known(answers, places)
        stated = scope.own.zeros.get(self.key, frozenset())
        expected = self._expected(scope)
        silent = tuple(c for c in expected if c.pk not in known and c.pk not in stated)
        is_stated = None in stated or bool(expected and stated and not silent)
        if not known and not is_stated:
            return Value(self, incomplete=silent, known=stated, places=places)
        rows = {community: self.scaled(row.amount) for community, row in counted.items()}
        value = self.scaled(amount)
        return Value(
            self,
            value=value,
            text=wan_text(value) if self.money else text_of(value, 0),
            records=records,
            incomplete=() if None in stated and not known else silent,
            rows=rows,
            known=frozenset(known | stated | (places.asked.keys() if None in stated else set())),
            places=places,
            stated_zero=not known,
            contradicted=bool(known and (None in stated or stated & known)),
        )

    def _expected(self, scope: Scope) -> list[Community]:
        """Which of the communities standing then should have base records."""
        if self.expects == ALL_YEAR:
            return list(scope.standing_throughout.values())
        asked = self.places(scope).asked.values()
        if self.expects == URBAN:
            return [community for community in asked if community.kind == Community.Kind.URBAN]
        return list(asked) if self.expects == EVERY else []

    def scaled(self, amount: Decimal) -> Any:
        return amount.quantize(Decimal("0.01")) / WAN if self.money else int(amount)

    def at(self, value: Value, place: int | None) -> At:
        """A place with base records, or stated to be zero, counts what it counts, be it nothing."""
        if place in value.rows or (place in value.known and not value.missing):
            return At.counted(Decimal(value.rows.get(place, 0)))
        return At(State.NOT_RECORDED)

    def gap(self, value: Value, scope: Scope) -> Gap:
        ways = (
            Way(Remedy.RECORD, self.presence.records(scope).model),
            Way(Remedy.STATE_ZERO, community=_first(value)),
        )
        if value.missing:
            return Gap(f"没有{self.presence.label}的记录", ways)
        names = "、".join(community.name for community in value.incomplete[:NAMED])
        more = f"等 {len(value.incomplete)} 个社区" if len(value.incomplete) > NAMED else ""
        return Gap(f"这些社区还没有记录：{names}{more}", ways)

    def explain(self, value: Value) -> str:
        stated = "，零报告" if value.stated_zero else ""
        return f"{self.record_set.label} = {value.text}{self.unit}{stated}"

    def written(self, amount: Decimal) -> str:
        return wan_text(amount) if self.money else super().written(amount)

    def shown(self, text: str) -> str:
        return f"{int(text):,}" if text.isdigit() else text


def _first(value: Value) -> Community | None:
    """The 社区 to begin with, where only some are silent."""
    return value.incomplete[0] if value.incomplete and not value.missing else None
