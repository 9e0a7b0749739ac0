"""What must hold between figures, whatever was recorded: rule 8 of honest figures."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from communities.models import Community
from indicators.catalogue import CATALOGUE, NUMBERED
from indicators.kinds import Value
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
)
SAME = ((61, 23), (67, 31))  # by their numbers in the report


def identities(draft: Draft) -> Iterator[Fault]:
    """A side that is missing cannot be held against another."""
    for subject, message in (*_order(draft), *_two_new(draft), *_rectified(draft), *_admitted(draft)):
        yield Fault("identities", subject, message)


def _order(draft: Draft) -> Iterator[tuple[str, str]]:
    values = draft.facts.values
    urban = sum(community.kind == Community.Kind.URBAN for community in draft.scope.communities.values())
    for less, more in AT_MOST:
        part, limit = _number(values[less]), urban if more == URBAN else _number(values[more])
        if part is not None and limit is not None and part > limit:
            whole = "城市社区" if more == URBAN else values[more].indicator.label
            yield (
                f"{less}<={more}",
                f"“{values[less].indicator.label}”{part}多于“{whole}”{limit}，请核对这两项的记录",
            )
    for again, first in SAME:
        said, meant = values[NUMBERED[again - 1]], values[NUMBERED[first - 1]]
        if said.value != meant.value:
            yield (
                f"{again}={first}",
                f"“{said.indicator.label}”前后不一致：{meant.text}和{said.text}，请核对记录",
            )


def _number(value: Value) -> Any:
    return None if value.missing else value.value


def _two_new(draft: Draft) -> Iterator[tuple[str, str]]:
    values = draft.facts.values
    coverage, ineligible, total = (
        values[f"members.two_new_{name}"] for name in ("coverage", "ineligible", "total")
    )
    if coverage.missing:
        return
    if (coverage.value == 100) != (coverage.numerator == coverage.denominator):
        covered = f"应建 {coverage.denominator} 家、已建 {coverage.numerator} 家"
        yield (
            "members.two_new_coverage",
            f"“{coverage.indicator.label}”{coverage.text}与{covered}不符，请核对两新组织的记录",
        )
    if ineligible.missing or total.missing:
        return
    unknown = coverage.indicator.lists["unknown"].records(draft.scope).count()
    parts = coverage.denominator + ineligible.value + unknown
    if parts != total.value:
        told = (
            f"应建 {coverage.denominator} 家、不足 3 名党员 {ineligible.value} 家、党员数不清楚 {unknown} 家"
        )
        yield (
            "members.two_new_total",
            f"{told}，合计与“{total.indicator.label}”{total.text}不符，请核对两新组织的记录",
        )


def _rectified(draft: Draft) -> Iterator[tuple[str, str]]:
    keys = ("communities.satisfaction_before", "communities.satisfaction_after")
    before, after = (draft.facts.values[key] for key in keys)
    if before.missing and after.missing:
        return
    units = [
        set(CATALOGUE[key].lists["denominator"].records(draft.scope).values_list("rectification", flat=True))
        for key in keys
    ]
    if before.missing != after.missing or units[0] != units[1]:
        yield "communities.satisfaction", "整顿前、整顿后的满意率不是同一批整顿单位的，请核对这些单位的测评"


def _admitted(draft: Draft) -> Iterator[tuple[str, str]]:
    persons = CATALOGUE["members.admitted"].lists["records"].records(draft.scope)
    wrong = persons.exclude(candidate_on__lt=F("admitted_on")).count()
    if wrong:
        yield (
            "members.admitted",
            f"接收的预备党员中有 {wrong} 人没有更早的发展对象备案日期，请核对发展党员的记录",
        )
    unlisted = persons.filter(member__isnull=True).count()
    if unlisted:
        way_out = "请由录入员在首页打开“已接收未转入党员名册”逐一转入"
        yield "members.admitted:roster", f"接收的预备党员中有 {unlisted} 人不在党员名册中，{way_out}"
