"""Words that claim something of a number are written only where the number bears them out."""

from decimal import Decimal

import pytest

from indicators.catalogue import CATALOGUE
from indicators.kinds import Value
from reports.outline.words import Ground, in_clause


def value(key: str, number: str) -> Value:
    amount = Decimal(number.rstrip("%"))
    return Value(CATALOGUE[key], amount, number)


NOW = {
    "meetings.special": "13",
    "members.own": "1398",
    "communities.total": "12",
    "communities.big_committees": "10",
    "communities.pilots": "12",
    "communities.elections_completed": "9",
    "meetings.low_decision_uses": "4",
    "mediation.success_rate": "96.4%",
    "members.two_new_coverage": "100%",
    "funding.party": "60",
    "communities.satisfaction_before": "54.2%",
    "communities.satisfaction_after": "84.1%",
    "targets.satisfaction": "78%",
}
BEFORE = {
    "mediation.success_rate": "96.4%",
    "members.two_new_coverage": "82.6%",
    "targets.satisfaction": "78%",
}
GROUND = Ground(
    {key: value(key, number) for key, number in NOW.items()},
    {key: value(key, number) for key, number in BEFORE.items()},
    frozenset({"funding.party"}),
)


@pytest.mark.parametrize(
    "clause",
    [
        "召开专题会议{meetings.special}余次",
        "召开专题会议{meetings.special}多次",
        "拨付{funding.party}万余元",
        "联系近{members.own}名党员",
        "联系近{members.own:近百}名党员",
        "仅召开专题会议{meetings.special}次",
        "只有{members.own}名党员",
        "全部{communities.big_committees}个社区建立大党委",
        "调解成功率提升至{mediation.success_rate}",
        "满意率由{communities.satisfaction_after}提升至{communities.satisfaction_before}",
        "全部调解成功，成功率为{mediation.success_rate}",
    ],
)
def test_a_word_that_the_number_does_not_bear_out_is_told(clause):
    assert len(list(in_clause(clause, GROUND))) == 1


@pytest.mark.parametrize(
    "clause",
    [
        "召开专题会议{meetings.special}次",
        "召开专题会议{meetings.special:余十}次",
        "联系{members.own:近百}名党员",
        "附近{communities.total}个社区",
        "不仅召开专题会议{meetings.special}次",
        "仅运用工作法{meetings.low_decision_uses}次",
        "仅拨付{funding.party}万元",
        "全部{communities.pilots}个社区参加试点",
        "全部{communities.elections_completed}个城市社区完成换届",
        "应建已建率提升至{members.two_new_coverage}",
        "应建单位全覆盖，应建已建率为{members.two_new_coverage}",
        "满意率由{communities.satisfaction_before}提升至{communities.satisfaction_after}",
        "满意率提升到{targets.satisfaction}",
        "送学提升到{members.instructors}名",
        "仅{no.such}次",
    ],
)
def test_a_word_that_holds_or_cannot_be_judged_is_let_stand(clause):
    assert list(in_clause(clause, GROUND)) == []
