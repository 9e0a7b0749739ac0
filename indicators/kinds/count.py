"""Indicators that count or sum records."""

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
FEN = Decimal("0.01")  # 元


@dataclass(frozen=True, kw_only=True)
class CountIndicator(Indicator):
    """A count or sum of what happened in the year (a flow) or stands on the cut-off day (a stock)."""

    comparable: ClassVar[bool] = True
    may_be_stated_zero: ClassVar[bool] = True
    may_be_rounded: ClassVar[bool] = True
    main_list: ClassVar[str] = "records"
    way_out: ClassVar[str] = "请补录记录，确实没有的作零报告"

    record_set: RecordSet
    presence: Presence
    kind: Kind = Kind.FLOW  # type: ignore[misc]

    def is_defined_for(self, length: Length) -> bool:
        """Whether it is defined for a stretch that long: a limit for a whole year says nothing of a month."""
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
        if self.money:
            return f"{self.record_set.formula} ÷ 10000"
        return self.record_set.formula

    @property
    def when_missing(self) -> str:
        if self.optional:
            return f"没有{self.presence.label}时，按“{self.optional}”，这一句不写"
        return f"没有{self.presence.label}时，印作 X 并列入缺数，不当作 0"

    def read(self, scope: Scope, answers: Answers) -> Value:
        places = self.places(scope)
        base = self.presence.places_with_records(answers, places)
        zeros = scope.own.zeros.get(self.key, frozenset())  # None among them: of the whole 街道
        known_places = base | zeros
        communities = self._communities_asked(scope)
        silent = tuple(place for place in communities if place.pk not in known_places)
        all_are_zero = bool(communities and zeros and not silent)
        if not base and None not in zeros and not all_are_zero:
            return Value(self, incomplete=silent, known=zeros, places=places)
        if None in zeros:
            known_places |= places.asked.keys()
            if not base:
                silent = ()
        amount, records = self.record_set.total(self.key, answers)
        value = self.scale(amount)
        return Value(
            self,
            value=value,
            text=self._text(value),
            records=records,
            incomplete=silent,
            rows={place: self.scale(row.amount) for place, row in answers.get(self.key, {}).items()},
            known=frozenset(known_places),
            places=places,
            stated_zero=not base,
            contradicted=bool(base and (None in zeros or zeros & base)),
        )

    def _communities_asked(self, scope: Scope) -> list[Community]:
        """Return which of the communities standing then should have base records."""
        if self.expects == ALL_YEAR:
            return list(scope.standing_throughout.values())
        communities = self.places(scope).asked.values()
        if self.expects == URBAN:
            return [community for community in communities if community.kind == Community.Kind.URBAN]
        if self.expects == EVERY:
            return list(communities)
        return []

    def scale(self, amount: Decimal) -> Any:
        """Return a Decimal of 万元 where the amount is money in 元, else a whole number."""
        if self.money:
            return amount.quantize(FEN) / WAN
        return int(amount)

    def _text(self, value: Any) -> str:
        if self.money:
            return wan_text(value)
        return text_of(value, 0)

    def at(self, value: Value, place: int | None) -> At:
        """Return what it is at a place: nothing counts as 0 where there are base records or a stated zero."""
        if place in value.rows or (place in value.known and not value.missing):
            return At.of_amount(Decimal(value.rows.get(place, 0)))
        return At(State.NOT_RECORDED)

    def gap(self, value: Value, scope: Scope) -> Gap:
        ways = (
            Way(Remedy.RECORD, self.presence.records(scope).model),
            Way(Remedy.STATE_ZERO, community=_first(value)),
        )
        if value.missing:
            return Gap(f"没有{self.presence.label}的记录", ways)
        names = "、".join(community.name for community in value.incomplete[:NAMED])
        more = ""
        if len(value.incomplete) > NAMED:
            more = f"等 {len(value.incomplete)} 个社区"
        return Gap(f"这些社区还没有记录：{names}{more}", ways)

    def explain(self, value: Value) -> str:
        zero = ""
        if value.stated_zero:
            zero = "，零报告"
        return f"{self.record_set.label} = {value.text}{self.unit}{zero}"

    def format_amount(self, amount: Decimal) -> str:
        if self.money:
            return wan_text(amount)
        return super().format_amount(amount)

    def format_text(self, text: str) -> str:
        if text.isdigit():
            return f"{int(text):,}"
        return text


def _first(value: Value) -> Community | None:
    """Return the 社区 to begin with, where only some are silent."""
    if value.missing or not value.incomplete:
        return None
    return value.incomplete[0]
