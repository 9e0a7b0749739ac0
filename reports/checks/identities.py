"""What must hold between figures, whatever was recorded: rule 8 of honest figures."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from django.db.models import F

from communities.models import Community
from duties.models import Round
from indicators.catalogue import CATALOGUE, NUMBERED
from reports.checks.base import Fault
from reports.draft import Draft

URBAN = "urban"
AT_MOST = (
    ("members.two_new_founded", "members.two_new_party_orgs"),
    ("communities.big_committees", "communities.total"),
    ("communities.low_satisfaction", "communities.total"),
    ("communities.elections_completed", URBAN),
    ("meetings.low_decision_communities", URBAN),
    ("meetings.low_decision_uses", "meetings.decisions"),
    ("members.flag_communities", "communities.total"),
)
ROUNDS = {
    "duties.surveys": Round.Kind.MONTH,
    "duties.supervisions": Round.Kind.QUARTER,
    "duties.half_reviews": Round.Kind.HALF,
    "duties.self_reviews": Round.Kind.YEAR,
}
SAME = ((61, 23), (67, 31))  # by their numbers in the report


Slip = tuple[str, str]  # the subject and the message of a fault


def identities(draft: Draft) -> Iterator[Fault]:
    """Find figures that contradict each other; a side that is missing cannot be held against another."""
    slips = chain(
        _limits(draft), _repetitions(draft), _two_new(draft), _rectifications(draft), _admissions(draft)
    )
    slips = chain(slips, _rounds(draft))
    for subject, message in slips:
        yield Fault("identities", subject, message)


def _limits(draft: Draft) -> Iterator[Slip]:
    """Find figures that are more than the figure they are a part of."""
    for less, more in AT_MOST:
        value = draft.facts.values[less]
        label, limit = _whole(draft, more)
        if value.missing or limit is None:
            continue
        if value.value > limit:
            message = f"“{value.indicator.label}”{value.value}多于“{label}”{limit}，请核对这两项的记录"
            yield f"{less}<={more}", message


def _rounds(draft: Draft) -> Iterator[Slip]:
    """Find more rounds of a kind than a year has stretches, and more problems closed than there were."""
    for key, kind in ROUNDS.items():
        value = draft.facts.values[key]
        if not value.missing and value.value > Round.MOST[kind]:
            most = f"一年最多 {Round.MOST[kind]} 次"
            yield key, f"“{value.indicator.label}”{value.value}次，{most}，请核对考核轮次"
    rate = draft.facts.values["duties.problems_closed"]
    if not rate.missing and rate.numerator > rate.denominator:
        parts = f"已整改 {rate.numerator} 个、要整改 {rate.denominator} 个"
        yield rate.key, f"“{rate.indicator.label}”的{parts}不符，请核对督查问题"


def _whole(draft: Draft, key: str) -> tuple[str, Decimal | int | None]:
    """Return what a figure may not exceed: what that is called, and the number, None while it is missing."""
    if key == URBAN:
        communities = draft.scope.communities.values()
        return "城市社区", sum(community.kind == Community.Kind.URBAN for community in communities)
    value = draft.facts.values[key]
    return value.indicator.label, value.value


def _repetitions(draft: Draft) -> Iterator[Slip]:
    """Find figures that the report prints twice with different numbers."""
    values = draft.facts.values
    for second, first in SAME:
        again, before = values[NUMBERED[second - 1]], values[NUMBERED[first - 1]]
        if again.value != before.value:
            label, numbers = again.indicator.label, f"{before.text}和{again.text}"
            yield f"{second}={first}", f"“{label}”前后不一致：{numbers}，请核对记录"


def _two_new(draft: Draft) -> Iterator[Slip]:
    """Find a coverage that is not its part of its whole, and units that do not add up to their total."""
    values = draft.facts.values
    coverage = values["members.two_new_coverage"]
    ineligible = values["members.two_new_ineligible"]
    total = values["members.two_new_total"]
    if coverage.missing:
        return
    label, must_have, have = coverage.indicator.label, coverage.denominator, coverage.numerator
    if (coverage.value == 100) != (have == must_have):
        parts = f"应建 {must_have} 家、已建 {have} 家"
        yield "members.two_new_coverage", f"“{label}”{coverage.text}与{parts}不符，请核对两新组织的记录"
    if ineligible.missing or total.missing:
        return
    unclear = coverage.indicator.lists["unknown"].records(draft.scope).count()
    if must_have + ineligible.value + unclear != total.value:
        small = f"不足 3 名党员 {ineligible.value} 家"
        parts = f"应建 {must_have} 家、{small}、党员数不清楚 {unclear} 家"
        message = f"{parts}，合计与“{total.indicator.label}”{total.text}不符，请核对两新组织的记录"
        yield "members.two_new_total", message


def _rectifications(draft: Draft) -> Iterator[Slip]:
    """Find rates of satisfaction before and after 整顿 that are not of the same units."""
    before_key, after_key = "communities.satisfaction_before", "communities.satisfaction_after"
    before, after = draft.facts.values[before_key], draft.facts.values[after_key]
    if before.missing and after.missing:
        return
    is_same = _surveyed_units(draft, before_key) == _surveyed_units(draft, after_key)
    if before.missing != after.missing or not is_same:
        message = "整顿前、整顿后的满意率不是同一批整顿单位的，请核对这些单位的测评"
        yield "communities.satisfaction", message


def _surveyed_units(draft: Draft, key: str) -> set[int]:
    surveys = CATALOGUE[key].lists["denominator"].records(draft.scope)
    return set(surveys.values_list("rectification", flat=True))


def _admissions(draft: Draft) -> Iterator[Slip]:
    """Find admitted persons without an earlier day as 发展对象, and such as are not on the roster of members."""
    persons = CATALOGUE["members.admitted"].lists["records"].records(draft.scope)
    wrong = persons.exclude(candidate_on__lt=F("admitted_on")).count()
    if wrong:
        message = f"接收的预备党员中有 {wrong} 人没有更早的发展对象备案日期，请核对发展党员的记录"
        yield "members.admitted", message
    off_roster = persons.filter(member__isnull=True).count()
    if off_roster:
        way_out = "请由录入员在首页打开“已接收未转入党员名册”逐一转入"
        yield "members.admitted:roster", f"接收的预备党员中有 {off_roster} 人不在党员名册中，{way_out}"
