"""An office's own table is in after one look, and the next one like it without a look."""

from typing import Any

import pytest

from imports.files import Folder
from imports.kinds import KINDS
from imports.models import Batch
from tests.imports.office_tables import TABLES, OwnTable
from tests.imports.support import boxes, mapped, press, upload, workbook

State = Batch.State
MOST_DECISIONS = 5
ROWS = 10

pytestmark = pytest.mark.django_db


@pytest.fixture
def office_client(as_user, clerk, town):
    return as_user(clerk)


def sent(client: Any, table: OwnTable, start: int) -> Batch:
    return upload(client, workbook(Sheet1=table.rows(start, ROWS)), table.kind, "台账.xlsx")


def answered(client: Any, batch: Batch, table: OwnTable) -> Batch:
    """The page 对应关系 sent with what only the author can say; nothing else is touched."""
    answers = {boxes(batch, sort)[about]: value for (sort, about), value in table.answers.items()}
    return mapped(client, batch, **answers)


def taken(batch: Batch) -> list[str]:
    """What the columns of the file are taken for, in their order."""
    (first, *_) = Folder(batch).read_json("mapping")["tables"]
    return [column["label"] for column in first["columns"]]


def asked(batch: Batch) -> int:
    return len(Folder(batch).read_json("mapping")["asked"])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_in_after_one_look_and_the_next_without(name, office_client):
    table = TABLES[name]
    batch = sent(office_client, table, 0)
    assert batch.state == State.MAPPING or table.answers == {}
    if batch.state == State.MAPPING:
        assert asked(batch) <= MOST_DECISIONS
        batch = answered(office_client, batch, table)
    assert (batch.state, batch.counts["error"], batch.counts["new"]) == (State.READY, 0, ROWS), [
        group["message"] for group in Folder(batch).read_json("preview")["groups"]
    ]
    press(office_client, batch, "confirm", alike="take")
    assert KINDS[table.kind].model._default_manager.everywhere().count() >= ROWS
    again = sent(office_client, table, ROWS)
    assert (again.state, again.counts["error"], again.counts["new"]) == (State.READY, 0, ROWS)


def test_the_columns_are_taken_for_the_right_ones(office_client):
    """Of those that have a place nineteen in twenty, and none that has no place for one that has."""
    right, places, wrong = 0, 0, []
    for name, table in TABLES.items():
        labels = taken(sent(office_client, table, 0))
        shown = [column for column in table.columns if column.heading or column.value(0) is not None]
        for column, label in zip(shown, labels, strict=True):
            places += bool(column.ours)
            right += bool(column.ours) and label == column.ours
            if label != column.ours:
                wrong.append((name, column.heading, label))
    assert right / places >= 0.95, wrong
    assert not [each for each in wrong if each[2]], wrong
