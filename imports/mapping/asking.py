"""What is asked on the page 对应关系: each question with the boxes that answer it."""

from collections.abc import Iterator, Mapping
from typing import Any

from imports.mapping.answers import UNDECIDED
from imports.parse.decisions import Sure

Item = Mapping[str, Any]  # one of the descriptions that `imports.mapping.page` makes
OPEN = (UNDECIDED, "请选择")
LATER = (UNDECIDED, "先不定")
OWN_UNIT = "照原样，不换算"


def asks_of(table: Item) -> list[dict[str, Any]]:
    """List the questions on one sheet, in the order in which they are best answered."""
    return [
        *_about_heading(table),
        *map(_about_lack, _with(table["lacks"], Sure.ASK, Sure.LIKELY)),
        *map(_about_choice, table["choices"]),
        *map(_about_column, _with(table["columns"], Sure.ASK)),
        *map(_about_year, _with(table["years"], Sure.ASK, Sure.LIKELY)),
        *map(_about_word, _with(table["words"], Sure.ASK)),
    ]


def _with(items: list[Item], *sures: Sure) -> Iterator[Item]:
    return (item for item in items if item["sure"] in sures)


def _ask(title: str, note: str, sure: str, *fields: dict[str, Any], help: str = "") -> dict[str, Any]:
    return {"title": title, "note": note, "sure": sure, "fields": list(fields), "help": help}


def _field(
    name: str, value: str, choices: list[tuple[str, str]] | None = None, label: str = ""
) -> dict[str, Any]:
    return {"name": name, "value": value, "choices": choices or [], "label": label}


def _about_heading(table: Item) -> Iterator[dict[str, Any]]:
    if table["heading_rows"]:
        field = _field(table["heading_field"], table["heading"], table["heading_rows"])
        yield _ask(
            "表头", "没有认出表头，请看看是哪一行", Sure.ASK, field, help="改了表头，各列会重新对应一遍"
        )


def _about_lack(lack: Item) -> dict[str, Any]:
    note, _, help_text = lack["note"].partition("；")
    choices = [OPEN, *lack["choices"]] if lack["options"] else []
    value = lack["chosen"] or (UNDECIDED if choices else "")
    return _ask(lack["label"], note, lack["sure"], _field(lack["field"], value, choices), help=help_text)


def _about_choice(choice: Item) -> dict[str, Any]:
    fields = []
    if choice["places"]:
        places = [(str(place["place"]), _place(place)) for place in choice["places"]]
        fields.append(_field(choice["place_field"], UNDECIDED, [OPEN, *places], "取"))
    if choice["units"]:
        units = [(unit, unit or OWN_UNIT) for unit in choice["units"]]
        fields.append(_field(choice["unit_field"], UNDECIDED, [OPEN, *units], "单位"))
    return _ask(choice["label"], "有几种可能", Sure.ASK, *fields, help=choice["question"])


def _place(place: Item) -> str:
    heading = f"{place['letter']} 列 {place['heading']}".strip()
    return f"{heading}：{'、'.join(place['samples'][:2])}" if place["samples"] else heading


def _about_column(column: Item) -> dict[str, Any]:
    choices = [OPEN, (column["name"], f"是，作为“{column['label']}”"), ("", "不是，不导入")]
    title = f"“{column['heading']}”是不是“{column['label']}”？"
    return _ask(
        title,
        f"{column['letter']} 列",
        Sure.ASK,
        _field(column["field"], UNDECIDED, choices),
        help=column["note"],
    )


def _about_year(year: Item) -> dict[str, Any]:
    note = f"{year['rows']} 行只写了月和日"
    return _ask(
        f"“{year['label']}”是哪一年的？",
        note,
        year["sure"],
        _field(year["field"], year["year"]),
        help=year["note"],
    )


def _about_word(word: Item) -> dict[str, Any]:
    note = f"{word['heading']}，{word['rows']} 行"
    if word["note"]:
        note = f"{note}，{word['note']}"
    field = _field(word["field"], UNDECIDED, [LATER, *word["choices"]], "记作")
    return _ask(f"“{word['word']}”是哪一项？", note, Sure.ASK, field)
