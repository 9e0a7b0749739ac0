"""考核 of a 目标责任书: every item is judged, by a figure's value or by hand, and then it stays as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from access.roles import Reader
from communities.models import SubDistrict
from duties.models import Pledge, PledgeItem
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Value
from indicators.values import At, State
from records import store
from reports.context import scope_of

Outcome = PledgeItem.Outcome


@dataclass(frozen=True)
class Judgement:
    """What an item comes to: the value of its figure, if it has one, and whether it was kept.

    `trouble` says why that is not known, empty where it is.
    """

    item: PledgeItem
    outcome: str
    value: str = ""
    numerator: int | None = None
    denominator: int | None = None
    trouble: str = ""

    @property
    def outcome_in_words(self) -> str:
        return str(Outcome(self.outcome).label)

    def write(self) -> PledgeItem:
        """Write the result into the item, which is not saved."""
        item = self.item
        item.outcome, item.value = self.outcome, self.value
        item.numerator, item.denominator = self.numerator, self.denominator
        return item


def judge_pledge(pledge: Pledge) -> list[Judgement]:
    """Judge the items of a 目标责任书 by the figures of its year as they are now."""
    items = list(pledge.items.everywhere().order_by("pk"))
    values = values_of(items, pledge.subdistrict, pledge.year)
    return [judge(item, pledge, values) for item in items]


def values_of(items: Iterable[PledgeItem], office: SubDistrict, year: int) -> Mapping[str, Value]:
    """Return the figures that items name, by key."""
    keys = {item.key for item in items if item.key in CATALOGUE}
    if not keys:
        return {}
    return compute([CATALOGUE[key] for key in sorted(keys)], scope_of(office, year))


def judge(item: PledgeItem, pledge: Pledge, values: Mapping[str, Value]) -> Judgement:
    """Judge one item: one with a figure by its value, any other as somebody chose."""
    if not item.key:
        trouble = ""
        if item.outcome == Outcome.UNDECIDED:
            trouble = f"“{item.content}”还没有选结果，请先在责任书里选兑现或没有兑现"
        return Judgement(item, item.outcome, trouble=trouble)
    value = values.get(item.key)
    if value is None:
        return _without_value(item, f"“{item.content}”所选的指标已经没有了，请改选")
    at = at_place(value, pledge.place)
    if at.amount is None:
        what = value.indicator.label
        return _without_value(item, f"“{item.content}”：“{what}”没有记录，算不出完成值，请先补录")
    outcome = Outcome.KEPT if item.is_reached(at.amount) else Outcome.BROKEN
    indicator = value.indicator
    text = f"{indicator.format_amount(at.amount)}{indicator.unit_beside}"
    if at.parts is None:
        return Judgement(item, outcome, text)
    part, whole = at.parts
    return Judgement(item, outcome, text, int(part), int(whole))


def _without_value(item: PledgeItem, trouble: str) -> Judgement:
    return Judgement(item, Outcome.UNDECIDED, trouble=trouble)


def at_place(value: Value, community: int | None) -> At:
    """Return what a figure is at a 社区, or (None) over the whole 街道."""
    if community is not None:
        return value.at(community)
    if value.missing:
        return At(State.NOT_RECORDED)
    parts = None
    if value.numerator is not None:
        parts = Decimal(value.numerator), Decimal(value.denominator)
    return At.of_amount(Decimal(value.value), parts)


@transaction.atomic
def close(pledge: Pledge, *, by: Reader, expected_version: int) -> None:
    """Judge every item and close the 目标责任书.

    `ValidationError` where it is closed already, has no items, or one cannot be judged; as `store.save`
    besides.
    """
    if pledge.is_closed:
        raise ValidationError("这份责任书已经考核过了，请刷新页面")
    judgements = judge_pledge(pledge)
    if not judgements:
        raise ValidationError("这份责任书还没有条目，请先编辑，填写责任书条目")
    troubles = [judgement.trouble for judgement in judgements if judgement.trouble]
    if troubles:
        raise ValidationError(troubles)
    pledge.closed_on = timezone.localdate()
    items = [judgement.write() for judgement in judgements]
    rows = [store.Rows(written=items)]
    store.save(pledge, by=by, reason="考核", rows=rows, expected_version=expected_version)


@transaction.atomic
def reopen(pledge: Pledge, reason: str, *, by: Reader, expected_version: int) -> None:
    """Open a closed 目标责任书 again; what figures came to is taken out of its items until it is closed anew.

    `ValidationError` without a reason, or where it is open; as `store.save` besides.
    """
    if not pledge.is_closed:
        raise ValidationError("这份责任书还没有考核，不用重新打开")
    if not reason:
        raise ValidationError("请写明重新打开的原因")
    pledge.closed_on = None
    items = list(pledge.items.everywhere().exclude(key="").order_by("pk"))
    rows = [store.Rows(written=[Judgement(item, Outcome.UNDECIDED).write() for item in items])]
    store.save(pledge, by=by, reason=reason, rows=rows, expected_version=expected_version)
