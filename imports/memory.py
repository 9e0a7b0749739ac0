"""What was decided on earlier files, kept for the next one with the same headings."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from imports.kinds import KINDS
from imports.mapping.page import SOURCES
from imports.models import Learnt
from imports.parse.decisions import LEFT_OUT, NOTHING, ByTitle, Constant, Decisions, From
from imports.parse.headings import match_sheets
from records.columns.registry import column_of
from records.layout import Layout, SheetLayout
from records.pages import RecordPages
from spreadsheets.reading.grids import Grid

Sort = Learnt.Sort


def signature(keys: Iterable[str]) -> str:
    """Return by what the headings of a sheet are known again as a whole."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def recall(pages: type[RecordPages], user: User, grids: list[Grid]) -> dict[str, Decisions]:
    """Return what was learnt for files of a kind and holds for this one, by the title of the layout."""
    rows = list(
        Learnt.objects.holding_for(user)
        .filter(kind=pages.label())
        .order_by(F("user_id").asc(nulls_first=True), "pk")
    )
    if not rows:
        return {}
    layout = Layout.of(pages)
    by_title = {sheet.title: _decisions(rows, sheet, "") for sheet in layout}
    visible = [grid for grid in grids if not grid.is_hidden]
    for sheet_layout, sheet in match_sheets(visible, layout, by_title).items():
        whole = _decisions(rows, sheet_layout, signature(sheet.keys))
        of_units = _decisions(rows, sheet_layout, signature([*sheet.keys, *sheet.units_named]))
        units = replace(whole, units=of_units.units)  # those of another unit say nothing of this file
        by_title[sheet_layout.title] = units.over(by_title[sheet_layout.title])
    return by_title


def _decisions(rows: list[Learnt], layout: SheetLayout, of_headings: str) -> Decisions:
    """Return what these rows say of a sheet: of any heading alone, or of these headings as a whole."""
    columns: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    constants: dict[str, Constant] = {}
    units: dict[str, str] = {}
    for row in rows:
        if row.sheet != layout.title or row.signature != of_headings:
            continue
        if row.sort == Sort.COLUMN:
            columns[row.text] = row.value
        elif row.sort == Sort.WORD:
            words.setdefault(row.name, {})[row.text] = row.value
        elif row.sort == Sort.CONSTANT:
            constants[row.name] = Constant(row.text, row.value)
        else:
            units[row.name] = row.value
    return Decisions(columns, words, constants, units)


def learn(
    pages: type[RecordPages], user: User, decisions: ByTitle, sheets: Mapping[str, Mapping[str, list[str]]]
) -> None:
    """Keep decisions for the files to come: those of whoever reaches all of the 街道 for everybody in it.

    `sheets` are the headings of those that they were made on, and the units that stand there, by title.
    """
    owner = None if user.record_reach.is_whole else user
    with transaction.atomic():
        for layout in Layout.of(pages):
            each = decisions.get(layout.title)
            if each is not None:
                sheet = sheets.get(layout.title, {"keys": [], "units": []})
                whole = signature(sheet["keys"])
                of_units = signature([*sheet["keys"], *sheet["units"]])
                for values in _rows(layout, each, whole, of_units):
                    _keep(user, owner, {"kind": pages.label(), "sheet": layout.title, **values})


def _rows(layout: SheetLayout, decisions: Decisions, whole: str, of_units: str) -> Iterable[dict[str, Any]]:
    """Yield the values of the rows to be kept.

    A column without a heading says nothing of another file, and who is meant by a person's name neither.
    """
    for text, name in decisions.columns.items():
        if not text.startswith("@"):
            yield {"sort": Sort.COLUMN, "text": text, "value": name}
    for name, words in decisions.words.items():
        column = column_of(layout.model, name)
        for text, value in words.items() if not column.by_hand else ():
            yield {
                "sort": Sort.WORD,
                "name": name,
                "text": text,
                "value": value,
                "names_records": column.linked,
            }
    for name, constant in decisions.constants.items():
        text, value = constant
        yield {"sort": Sort.CONSTANT, "signature": whole, "name": name, "text": text, "value": value}
    for name, unit in decisions.units.items():
        yield {"sort": Sort.UNIT, "signature": of_units, "name": name, "value": unit}


def _keep(user: User, owner: User | None, values: dict[str, Any]) -> None:
    """Write one thing that was learnt over what was learnt of the same before."""
    changing = {"value", "names_records"}
    if values["sort"] == Sort.CONSTANT:  # where its value comes from is part of what was decided
        changing.add("text")
    new_values = {name: values.pop(name) for name in changing & values.keys()}
    Learnt.objects.update_or_create(
        subdistrict_id=user.subdistrict_id, user=owner, **values, defaults={**new_values, "decided_by": user}
    )


def describe_learnt(row: Learnt) -> dict[str, Any]:
    """Say of one thing that was learnt what was decided, in words."""
    pages = KINDS[row.kind]
    layouts = {layout.title: layout for layout in Layout.of(pages)}
    layout = layouts.get(row.sheet)
    return {
        "pk": row.pk,
        "kind": pages.name() if layout is None or not layout.link else f"{pages.name()}（{row.sheet}）",
        "sort": row.get_sort_display(),
        "text": _text(row, layout),
        "value": _value(row, layout),
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
    }


def _text(row: Learnt, layout: SheetLayout | None) -> str:
    if row.sort == Sort.COLUMN:
        return row.text
    label = _label(layout, row.name)
    if row.sort == Sort.CONSTANT:
        return f"没有“{label}”列的表"
    if row.sort == Sort.UNIT:
        return label
    return f"{label}：{row.text}"


def _value(row: Learnt, layout: SheetLayout | None) -> str:
    if row.sort == Sort.COLUMN:
        return _label(layout, row.value) if row.value else "不导入"
    if row.sort == Sort.CONSTANT and row.text != From.VALUE:
        return SOURCES[From(row.text)]
    return {LEFT_OUT: "这些行不导入", NOTHING: "不填", "": "照原样"}.get(row.value, row.value)


def _label(layout: SheetLayout | None, name: str) -> str:
    """Return what a column of ours is called; of one below the records its key."""
    if layout is None or name not in layout.fields:
        return name.partition("/")[0]
    return column_of(layout.model, name).label
