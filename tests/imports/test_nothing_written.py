"""Reading, judging and showing a file asks the database, and tells it nothing."""

from contextlib import contextmanager

import pytest
from django.db import connection

from imports.plan import Plan
from imports.preview import preview
from tests.imports.cells import VISIT
from tests.imports.support import actions, row, sheet
from tests.imports.test_comes_back import KINDS, written_out
from tests.records.support import each, make, make_children
from visits.pages import VisitPages

MOST = 40  # statements, however many rows


@contextmanager
def statements():
    """Every statement of the block, as it goes to the database."""
    told: list[str] = []

    def note(execute, sql, params, many, context):
        told.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield told


@each(KINDS)
def test_only_questions_are_asked(town, clerk, pages):
    make_children(pages, make(pages.model, town.qingquan, town.office))
    grids = written_out(pages, clerk)
    for grid in grids:
        for cells in grid.rows[1:]:
            cells[-1] = None  # the lasting number
        grid.rows.extend([*map(list, grid.rows[1:]), ["9", *(["错"] * (len(grid.rows[0]) - 2)), None]])
    with statements() as told:
        plan = Plan(pages, clerk, grids)
        preview(plan)
        plan.mark()
    assert plan.problems
    assert told
    assert [sql for sql in told if not sql.startswith("SELECT")] == []


@pytest.mark.parametrize("many", [3, 300])
def test_a_longer_file_asks_no_more(town, clerk, many):
    days = [
        f"2025-{month}-{day}"
        for month in range(1, 11)
        for day in range(1, 31)
        if (month, day) not in {(2, 29), (2, 30)}
    ][: many - 3]
    mains = [row(VISIT, {"序号": n, "走访日期": day, "班子成员": "李敏"}) for n, day in enumerate(days)]
    below = [{"序号": n, "内容": f"路灯 {n}", "承办人": "刘芳"} for n, _ in enumerate(days)]
    grids = [
        sheet("走访", row(VISIT, {"走访日期": "2024-1-1"}), *mains),
        sheet("困难", {"序号": None, "内容": None}, *below),
    ]
    with statements() as told:
        plan = Plan(VisitPages, clerk, grids)
        preview(plan)
    assert set(actions(plan)) == {"new"}
    assert len(told) <= MOST
