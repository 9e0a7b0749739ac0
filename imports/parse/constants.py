"""The one value of a column that a file does not have.

Decided, or found in a name or in the lines above its heading.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from imports.parse.columns import Column
from imports.parse.decisions import Constant, From
from imports.parse.sheets import Sheet
from records.columns.reference import names_of
from records.inputs import plain

MOST_OPTIONS = 2000  # records whose names are looked for in a text


def text_of_constant(constant: Constant, column: Column, sheet: Sheet, file_name: str) -> str:
    """Return what every row of a sheet says in a column that it lacks.

    Where no option of the column is named in the place that was decided, it is the text of that place,
    which the column refuses in its own words: nothing becomes 街道本级 by not being found.
    """
    if constant.source == From.VALUE:
        return constant.text
    text = text_at(constant.source, sheet, file_name)
    return option_in(text, column) or text


def text_at(source: str, sheet: Sheet, file_name: str) -> str:
    """Return the text that stands at a place beside the rows of a sheet."""
    if source == From.SHEET:
        return sheet.grid.title
    if source == From.ABOVE:
        return " ".join(cell.text for cell in sheet.above())
    return file_name


def option_in(text: str, column: Column) -> str:
    """Return the one option of a column that a text names; empty where it names none, or several."""
    names: list[str] = []
    for name in sorted(options_of(column), key=len, reverse=True):
        is_within_another = any(plain(name) in plain(other) for other in names)
        if plain(name) in plain(text) and not is_within_another:
            names.append(name)
    return names[0] if len(names) == 1 else ""


def options_of(column: Column) -> Iterator[str]:
    """Yield what may stand in a cell of a column of choices, or of records to pick."""
    if column.kind.is_choice:
        yield from column.kind.options(column.form_field)
    elif column.kind.linked and not column.kind.by_hand:
        queryset = column.form_field.queryset
        if queryset.count() <= MOST_OPTIONS:
            yield from names_of(column.form_field)


def understands(column: Column, text: str) -> bool:
    """Tell whether a column takes a text."""
    try:
        return column.kind.parse(text, column) not in (None, "")
    except ValidationError:
        return False
