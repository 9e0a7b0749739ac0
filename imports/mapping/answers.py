"""What the author of a file has answered on the page 对应关系, as decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from imports.parse.decisions import ByTitle, Constant, Decisions, From, Sure
from records.inputs import plain, whole

UNDECIDED = "?"  # the value of an answer that is left for later


@dataclass
class Answers:
    """Decisions on each sheet by the title of its layout, and the keys of what was asked and seen.

    `anyway` lets a file be judged of which no row could be brought in by them.
    """

    tables: dict[str, Decisions] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    anyway: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Answers":
        return cls(from_json(data.get("tables", {})), list(data.get("seen", ())), bool(data.get("anyway")))

    def as_json(self) -> dict[str, Any]:
        return {"tables": as_json(self.tables), "seen": self.seen, "anyway": self.anyway}

    def over(self, others: "Answers") -> "Answers":
        """Return these together with earlier ones."""
        tables = dict(others.tables)
        for title, each in self.tables.items():
            tables[title] = each.over(others.tables[title]) if title in others.tables else each
        seen_keys = list(dict.fromkeys([*others.seen, *self.seen]))
        return Answers(tables, seen_keys, self.anyway)


def cell_key(title: str, row: int, position: int) -> str:
    """Return by what a cell is known: the title of its sheet, Excel's row, and its column from 1."""
    return f"{row}/{position}/{title}"


def as_json(decisions: ByTitle) -> dict[str, Any]:
    """Write the decisions on each sheet so that they can be kept."""
    return {title: each.as_json() for title, each in decisions.items()}


def from_json(data: Mapping[str, Any]) -> dict[str, Decisions]:
    """Read what `as_json` has written."""
    return {title: Decisions.from_json(each) for title, each in data.items()}


def answers(post: Mapping[str, str], page: Mapping[str, Any]) -> Answers:
    """Read what was sent from the page that `imports.mapping.page.describe` describes.

    The page says what there was to answer: a name or value that it did not offer is passed over.
    """
    tables: dict[str, Decisions] = {}
    for table in page["tables"]:
        title, decisions = table["title"], _TableAnswers(post, table).decisions()
        tables[title] = decisions.over(tables[title]) if title in tables else decisions
    return Answers(tables, list(page["shown"]), "anyway" in post)


class _TableAnswers:
    """The answers on one sheet."""

    def __init__(self, post: Mapping[str, str], table: Mapping[str, Any]) -> None:
        self.post, self.table = post, table

    def _box(self, item: Mapping[str, Any]) -> str:
        return str(self.post.get(item["field"], UNDECIDED)).strip()

    def decisions(self) -> Decisions:
        heading = self._heading()
        if heading is not None and heading != self.table["heading"]:
            return Decisions(heading=heading, title=self.table["sheet"])  # the columns are others then
        return Decisions(
            columns={**self._columns(), **self._chosen_columns()},
            words=self._words(),
            constants=self._constants(),
            units=self._units(),
            years=self._years(),
            heading=heading,
            title="" if heading is None else self.table["sheet"],
        )

    def _heading(self) -> int | None:
        text = whole(str(self.post.get(self.table["heading_field"], "")))
        rows = [number for number, _ in self.table["heading_rows"]]
        return text if text in rows else None

    def _columns(self) -> dict[str, str]:
        """Return the columns that were changed or had to be seen; of the others the headings say it again."""
        names = {option["name"] for option in self.table["options"]}
        columns = {}
        for column in self.table["columns"]:
            text = self._box(column)
            is_sure = column["sure"] in (Sure.SURE, Sure.NONE) and text == column["name"]
            if not is_sure and text in (*names, ""):
                columns[column["key"]] = text
        return columns

    def _chosen_columns(self) -> dict[str, str]:
        """Return, where several columns might have been one of ours, that one and none of the others."""
        columns = {}
        for choice in self.table["choices"]:
            places = {str(place["place"]): place["key"] for place in choice["places"]}
            text = str(self.post.get(choice["place_field"], ""))
            if text in places:
                columns.update(dict.fromkeys(places.values(), ""))
                columns[places[text]] = choice["name"]
        return columns

    def _units(self) -> dict[str, str]:
        units = {}
        for choice in self.table["choices"]:
            text = str(self.post.get(choice["unit_field"], UNDECIDED))
            if text in choice["units"]:
                units[choice["name"]] = text
        return units

    def _words(self) -> dict[str, dict[str, str]]:
        words: dict[str, dict[str, str]] = {}
        for word in self.table["words"]:
            text = self._box(word)
            is_sure = word["sure"] == Sure.SURE and text == word["value"]
            if not is_sure and text in _values(word):
                words.setdefault(word["name"], {})[plain(word["word"])] = text
        return words

    def _constants(self) -> dict[str, Constant]:
        constants = {}
        for lack in self.table["lacks"]:
            text = self._box(lack)
            if text in (From.SHEET, From.ABOVE, From.FILE):
                constants[lack["name"]] = Constant(text)
            elif text not in ("", UNDECIDED) and (not lack["options"] or text in lack["options"]):
                constants[lack["name"]] = Constant(From.VALUE, text)
        return constants

    def _years(self) -> dict[str, str]:
        years = {}
        for year in self.table["years"]:
            text = self._box(year)
            if text.isdecimal() and len(text) == 4:
                years[year["name"]] = text
        return years


def _values(word: Mapping[str, Any]) -> Iterable[str]:
    return [value for value, _ in word["choices"]]
