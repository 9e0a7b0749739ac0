"""Ordinary cells, good and bad: every fault is named with its column and how to mend it, and odd spellings are understood."""

import pytest

from imports.kinds import KINDS
from tests.imports.cells import ODD, WRONG, Odd, Wrong
from tests.imports.support import actions, planned, row, said

OF_KINDS = sorted({case.kind for case in (*ODD, *WRONG)})


def test_there_are_many_of_them():
    assert len(WRONG) >= 60
    assert len(ODD) >= 60


@pytest.mark.parametrize("kind", OF_KINDS)
def test_wrong_cells_are_told(town, clerk, subtests, kind):
    for case in WRONG:
        if case.kind == kind:
            with subtests.test(msg=str(case.cells)):
                is_told(clerk, case)


def is_told(clerk, case: Wrong) -> None:
    heading, written = next(iter(case.cells.items()))
    value = str("" if written is None else written) if case.value is None else case.value
    plan = planned(KINDS[case.kind], clerk, row(case.kind, case.cells))
    ((at, column, shown, message),) = said(plan)
    assert (at, column, shown) == (2, case.heading or heading, value)
    assert case.message in message
    assert actions(plan) == {"error": 1}


@pytest.mark.parametrize("kind", OF_KINDS)
def test_odd_cells_are_understood(town, clerk, subtests, kind):
    for case in ODD:
        if case.kind == kind:
            with subtests.test(msg=str(case.cells)):
                is_understood(clerk, case)


def is_understood(clerk, case: Odd) -> None:
    plan = planned(KINDS[case.kind], clerk, row(case.kind, case.cells))
    assert said(plan) == []
    assert actions(plan) == {"new": 1}
    (line,) = plan.lines
    if isinstance(case.value, list):
        assert sorted(map(str, line.links[case.name])) == case.value
        return
    value = getattr(line.record, case.name)
    assert (str(value) if case.name in ("community", "org") and value else value) == case.value
