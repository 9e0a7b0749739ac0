"""Wrong cells put right on the page of the preview: read in place of those of the file."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from imports.mapping.answers import cell_key
from spreadsheets.reading import Grid
from spreadsheets.reading.grids import MOST_COLUMNS

CELLS = "cells"  # in the folder of a batch: the texts that go in place of those of the file
MOST = 100  # wrong cells that a page offers to put right
_SUGGESTED = re.compile("是否为“([^”]+)”")


def with_corrections(grids: Sequence[Grid], cells: Mapping[str, str]) -> list[Grid]:
    """Return the sheets with these texts in place of their own, by the keys of the cells (`cell_key`)."""
    by_title: dict[str, list[tuple[int, int, str]]] = {}
    for key, text in cells.items():
        row, position, title = key.split("/", 2)
        by_title.setdefault(title, []).append((int(row), int(position), text))
    return [_with_texts(grid, by_title.get(grid.title, ())) for grid in grids]


def _with_texts(grid: Grid, changes: Sequence[tuple[int, int, str]]) -> Grid:
    if not changes:
        return grid
    rows = list(map(list, grid.rows))
    places = set()
    for row, position, text in changes:
        if 1 <= row <= len(rows) and 1 <= position <= MOST_COLUMNS:
            cells = rows[row - 1]
            cells += [None] * (position - len(cells))
            cells[position - 1] = text or None
            places.add((row, position))
    return replace(
        grid,
        rows=rows,
        unvalued=grid.unvalued - places,
        carried=grid.carried - places,
        beside=grid.beside - places,
    )


def wrong_cells(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List the wrong cells that can be put right one by one, each with what is suggested for it.

    A box is named after its cell and what stands there: what was typed on an old page goes nowhere.
    """
    cells: dict[str, dict[str, Any]] = {}
    times: dict[tuple[str, str], int] = {}
    for problem in problems:
        if not problem["position"] or not problem["row"]:
            continue
        same = (problem["column"], problem["value"])
        times[same] = times.get(same, 0) + 1
        key = cell_key(problem["sheet"], problem["row"], problem["position"])
        if len(cells) < MOST and key not in cells:
            suggestion = _SUGGESTED.search(problem["message"])
            cells[key] = {
                **problem,
                "key": key,
                "field": _field(key, problem["value"]),
                "suggestion": suggestion[1] if suggestion else "",
            }
    for cell in cells.values():
        count = times[cell["column"], cell["value"]]
        cell["times"] = count if _may_be_like_others(cell) else 1
    return list(cells.values())


def _field(key: str, value: str) -> str:
    digest = hashlib.sha256(f"{key}|{value}".encode()).hexdigest()
    return f"cell-{digest[:12]}"


def _may_be_like_others(cell: Mapping[str, Any]) -> bool:
    """Tell whether several cells that say the same may be put right at once: an empty one says nothing."""
    return bool(cell["value"]) and not cell.get("personal")


def corrections(post: Mapping[str, str], problems: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Read what was typed in place of wrong cells: for each its key and the text.

    A suggestion that was taken goes for its cell. Where that was wished, what is changed in one cell goes
    for all of its column that say the same, but for those in which something was typed themselves.
    """
    own_texts: dict[str, str] = {}
    texts_of_others: dict[str, str] = {}
    for cell in wrong_cells(problems):
        text = str(post.get(cell["field"], cell["value"])).strip()
        if post.get("take") == cell["field"]:
            text = cell["suggestion"]
        if text == cell["value"]:
            continue
        own_texts[cell["key"]] = text
        if f"{cell['field']}-all" in post and _may_be_like_others(cell):
            texts_of_others.update(_all_like(cell, problems, text))
    return {**texts_of_others, **own_texts}


def _all_like(cell: Mapping[str, Any], problems: Iterable[Mapping[str, Any]], text: str) -> dict[str, str]:
    """Give a text to every wrong cell of the same column that says the same."""
    texts = {}
    for problem in problems:
        is_like = problem["column"] == cell["column"] and problem["value"] == cell["value"]
        if is_like and problem["position"]:
            texts[cell_key(problem["sheet"], problem["row"], problem["position"])] = text
    return texts
