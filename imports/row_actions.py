"""What becomes of every row of a file, as a note of its batch."""

from typing import Any

from imports.plan import Plan

ACTIONS = "rows"  # the name of the note


def row_actions(plan: Plan) -> dict[str, Any]:
    """Return what becomes of every row of the main sheets, and where their columns stand."""
    places = plan.book.sheet.places
    columns = []
    for column in plan.book.columns:
        if column.name in places:
            columns.append([column.heading, places[column.name]])
    rows = [[line.sheet.grid.title, line.row, line.action] for line in plan.lines]
    return {"columns": columns, "rows": rows}
