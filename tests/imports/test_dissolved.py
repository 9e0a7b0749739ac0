"""A 党组织 with people in it is not dissolved from a file: nobody was asked where they go."""

from typing import Any

import pytest

from imports.plan import Plan
from members.models import PartyOrg
from members.pages import PartyOrgPages
from tests.factories import ApplicantFactory
from tests.imports.support import actions, said
from tests.imports.test_comes_back import written_out


@pytest.fixture
def closed(town, clerk) -> Any:
    """The file of all 党组织, one of them dissolved in it."""

    def of(name: str) -> Plan:
        (grid,) = written_out(PartyOrgPages, clerk)
        head = grid.rows[0]
        for cells in grid.rows[1:]:
            if cells[head.index("党组织名称")] == name:
                cells[head.index("撤销日期")] = "2025-06-30"
        return Plan(PartyOrgPages, clerk, [grid])

    return of


def test_one_with_people_in_it_is_refused(closed, town):
    ApplicantFactory(org=town.first)
    plan = closed(town.first.name)
    people = "还有 2 名党员、1 名申请人和培养对象在清泉社区第一党支部"
    assert [(column, value, message.startswith(people)) for _, column, value, message in said(plan)] == [
        ("撤销日期", "2025-06-30", True)
    ]
    assert actions(plan) == {"unchanged": 2, "error": 1}


def test_one_without_people_is_dissolved(closed, town):
    plan = closed(town.firm.name)
    assert (said(plan), actions(plan)) == ([], {"unchanged": 2, "updated": 1})


def test_one_that_is_dissolved_already_stays_as_it_is(closed, town):
    PartyOrg.objects.filter(pk=town.first.pk).update(until="2025-06-30")
    plan = closed(town.first.name)
    assert (said(plan), actions(plan)) == ([], {"unchanged": 3})
