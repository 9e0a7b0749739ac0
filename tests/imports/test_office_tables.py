"""An office's own table is in after one look, and the next one like it without a look."""

from typing import Any

import pytest

from imports.files import Folder
from imports.kinds import KINDS
from imports.models import Batch
from records.exports import columns
from tests.imports.office_tables import EXTRA, HEADINGS, TABLES, OwnTable
from tests.imports.support import boxes, mapped, press, upload, workbook
from tests.records.support import each, make

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


# ── The further kinds ───────────────────────────────────────────────────────
FURTHER = [
    pages
    for pages in KINDS.values()
    if not pages.parent and pages.label() not in {t.kind for t in TABLES.values()}
]


def own_table(pages: Any, record: Any) -> tuple[list[list[Any]], dict[str, str]]:
    """A record as a row of an office's own table, and what each of its columns has to be taken for."""
    fields = {field.column_name: field for field in columns(pages.model, tuple(pages.fields()))}
    names = HEADINGS.get(pages.label(), {})
    cells = {label: field.export(record) or None for label, field in fields.items()}
    spoken = [label for label, cell in cells.items() if cell is not None]
    heads = {names.get(label, label): label for label in spoken}
    heads |= dict.fromkeys(EXTRA, "")
    row = [cells[label] if label else "某某" for label in heads.values()]
    return [[f"{pages.name()}台账"], list(heads), row], heads


def further_kind(pages: Any, client: Any, town: Any) -> tuple[Batch, dict[str, str]]:
    record = make(pages.model, town.qingquan, town.office)
    rows, heads = own_table(pages, record)
    return upload(client, workbook(台账=rows), pages.label(), "台账.xlsx"), heads


@each(FURTHER)
def test_a_table_of_every_further_kind_is_in_with_few_decisions(pages, office_client, town):
    batch, heads = further_kind(pages, office_client, town)
    assert asked(batch) <= MOST_DECISIONS
    if batch.state == State.MAPPING:
        batch = mapped(office_client, batch)
    assert (batch.state, batch.counts["error"]) == (State.READY, 0), Folder(batch).read_json("preview")[
        "groups"
    ]
    assert sum(batch.counts.values()) == 1
    labels = dict(zip(heads, taken(batch), strict=True))
    wrong = {heading: label for heading, label in labels.items() if label != heads[heading]}
    assert len(wrong) <= len(heads) / 20, wrong


def test_the_tables_are_of_every_kind():
    assert {pages.label() for pages in FURTHER} <= HEADINGS.keys()
