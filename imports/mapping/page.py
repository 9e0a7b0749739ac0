"""The page 对应关系 as data: what there is to decide, what is taken for sure, and the names of its fields."""

from collections.abc import Collection
from typing import Any

from imports.mapping.answers import UNDECIDED
from imports.mapping.asking import asks_of
from imports.mapping.proposals import (
    ChoiceProposal,
    ColumnProposal,
    LackProposal,
    TableMapping,
    WordProposal,
    YearProposal,
)
from imports.mapping.whole import Mapping
from imports.parse import asides
from imports.parse.below import SheetBelow, targets
from imports.parse.decisions import LEFT_OUT, NOTHING, From, Sure
from imports.parse.headings import LOOKED_AT
from imports.reading import Reading
from imports.rows.tables import Table
from records.layout import LASTING, NUMBER
from records.personal import hide_numbers
from spreadsheets.reading.grids import letters

SURE = {  # the word for each, and the look of its badge
    Sure.REMEMBERED: ("记得", "ok"),
    Sure.SURE: ("确定", "ok"),
    Sure.LIKELY: ("很像", "info"),
    Sure.ASK: ("请您定", "warn"),
    Sure.NONE: ("不导入", ""),
}
SOURCES = {From.ABOVE: "取自表头上面的文字", From.SHEET: "取自工作表名", From.FILE: "取自文件名"}
OTHERS = (NUMBER, LASTING)  # columns of a file that are no column of a record
LONGEST_ROW = 40  # characters of a row that may be the heading
MOST_ABSENT = 5  # names that nobody has, as examples


def describe(
    mapping: Mapping, seen_keys: Collection[str] = (), reasons: Collection[str] = ()
) -> dict[str, Any]:
    """Describe the mapping of a file as JSON.

    `seen_keys` are the keys of what was asked before, `reasons` why no row could be brought in by what
    was decided.
    """
    pairs = zip(mapping.tables, mapping.reading.tables, strict=True)
    tables = [_Description(f"t{number}", *pair, mapping.reading).table() for number, pair in enumerate(pairs)]
    columns = [column for table in mapping.tables for column in table.columns]
    return {
        "tables": tables,
        "asked": mapping.asks(),
        "shown": mapping.shown_keys(),
        "open": len([key for key in mapping.asks() if key not in seen_keys]),
        "columns": len(columns),
        "placed": len([column for column in columns if column.name]),
        "reasons": list(reasons),
        "absences": [
            {**absence._asdict(), "names": absence.names[:MOST_ABSENT], "count": len(absence.names)}
            for absence in mapping.absences
        ],
    }


def _groups(table: dict[str, Any]) -> dict[str, Any]:
    """Sort what is not asked.

    Columns with a place and without, words that are known, columns the file lacks.
    """
    columns = table["columns"]
    quiet = (Sure.NONE, Sure.SURE, Sure.REMEMBERED)
    known_lacks = [lack for lack in table["lacks"] if lack["sure"] in quiet]
    return {
        "placed": [column for column in columns if column["name"] or column["is_asked"]],
        "unplaced": [column for column in columns if not column["name"] and not column["is_asked"]],
        "known_words": [word for word in table["words"] if word["sure"] != Sure.ASK],
        "known_lacks": known_lacks,
        "has_given_lacks": any(lack["chosen"] for lack in known_lacks),
    }


class _Description:
    """One sheet, with field names that begin with `prefix`."""

    def __init__(self, prefix: str, mapping: TableMapping, table: Table, reading: Reading) -> None:
        self.prefix, self.mapping, self.table_read = prefix, mapping, table
        self.layout, self.sheets = reading.layout, reading.sheets
        self.labels = {name: column.heading for name, column in table.all.items()}
        self.is_of_people = isinstance(table.sheet, SheetBelow) and table.sheet.is_divided
        self.asked_places = {place for choice in mapping.choices for place in choice.places}
        self.labels_below = {key: target.label for key, target in targets(reading.layout).items()}

    def table(self) -> dict[str, Any]:
        mapping, sheet = self.mapping, self.table_read.sheet
        columns = [self._column(column) for column in mapping.columns]
        words = [self._word(number, word) for number, word in enumerate(mapping.words)]
        lacks = [self._lack(lack) for lack in mapping.lacks]
        table = {
            "title": mapping.title,
            "sheet": mapping.sheet,
            "sheets": len(self.table_read.sheets),
            "heading": mapping.heading,
            "heading_field": f"{self.prefix}-heading",
            "heading_rows": self._heading_rows(),
            "keys": sheet.keys,
            "units": sheet.units_named,
            "rows": mapping.rows,
            "options": self._options(),
            "columns": columns,
            "choices": [self._choice(choice) for choice in mapping.choices],
            "lacks": lacks,
            "words": words,
            "years": [self._year(year) for year in mapping.years],
        }
        return {**table, "asks": asks_of(table), **_groups(table)}

    def _heading_rows(self) -> list[tuple[int, str]]:
        """List the rows that may be the heading, where that was not told by what stands in them."""
        if self.table_read.decisions.heading is None:
            return []
        rows = [(0, "没有表头，各行都是记录")]
        for number, cells in enumerate(self.table_read.sheet.grid.rows[:LOOKED_AT], start=1):
            text = hide_numbers(" · ".join(map(str, filter(asides.is_filled, cells))))[:LONGEST_ROW]
            if text:
                rows.append((number, f"第 {number} 行：{text}"))
        return rows

    def _options(self) -> list[dict[str, str]]:
        """List what a column may be: one of the record's own, or of the rows below it."""
        options = [{"name": name, "label": label} for name, label in self.labels.items()]
        if self.table_read.layout == self.layout.main:
            for key, target in targets(self.layout).items():
                if target.layout not in self.sheets:
                    options.append({"name": key, "label": target.label})
        return options

    def _column(self, column: ColumnProposal) -> dict[str, Any]:
        word, look = SURE[column.sure]
        return {
            "place": column.place,
            "letter": letters(column.place + 1),
            "key": column.key,
            "heading": column.heading,
            "samples": column.samples,
            "name": column.name,
            "label": self.labels.get(column.name) or self.labels_below.get(column.name, column.name),
            "is_fixed": column.name in OTHERS,
            "is_asked": column.sure == Sure.ASK or column.place in self.asked_places,
            "sure": column.sure,
            "sure_word": word,
            "sure_look": look,
            "note": column.note,
            "field": f"{self.prefix}-column-{column.place}",
        }

    def _choice(self, choice: ChoiceProposal) -> dict[str, Any]:
        headings = {column.place: column for column in self.mapping.columns}
        places = []
        for place in choice.places:
            column = headings.get(place)
            places.append(
                {
                    "place": place,
                    "letter": letters(place + 1),
                    "key": column.key if column else f"@{letters(place + 1)}",
                    "heading": column.heading if column else "",
                    "samples": column.samples if column else [],
                }
            )
        return {
            "name": choice.name,
            "label": choice.label,
            "question": choice.question.partition("。")[0] + "。",
            "places": places,
            "units": list(choice.units),
            "place_field": f"{self.prefix}-place-{choice.name}",
            "unit_field": f"{self.prefix}-unit-{choice.name}",
        }

    def _lack(self, lack: LackProposal) -> dict[str, Any]:
        word, look = SURE[lack.sure]
        choice = ""
        if lack.constant:
            choice = lack.constant.text if lack.constant.source == From.VALUE else lack.constant.source
        choices = [(text, f"全部记为“{text}”") for text in lack.options]
        choices += [(str(source), label) for source, label in SOURCES.items()]
        return {
            "name": lack.name,
            "label": lack.label,
            "chosen": choice,
            "shown": lack.shown,
            "sure": lack.sure,
            "sure_word": word,
            "sure_look": look,
            "note": lack.note,
            "options": lack.options,
            "choices": choices,
            "field": f"{self.prefix}-lack-{lack.name}",
        }

    def _word(self, number: int, word: WordProposal) -> dict[str, Any]:
        state, look = SURE[word.sure]
        choices = [(text, text) for text in dict.fromkeys([*word.options, word.value]) if text]
        choices = [choice for choice in choices if choice[0] not in (LEFT_OUT, NOTHING)]
        if word.may_be_empty:
            choices.append((NOTHING, "不填"))
        choices.append((LEFT_OUT, "这个人不导入" if self.is_of_people else "这些行不导入"))
        return {
            "name": word.name,
            "label": self.labels[word.name],
            "heading": word.heading or self.labels[word.name],
            "word": word.word,
            "rows": word.rows,
            "value": word.value or UNDECIDED,
            "sure": word.sure,
            "sure_word": state,
            "sure_look": look,
            "note": word.note,
            "choices": choices,
            "field": f"{self.prefix}-word-{number}",
        }

    def _year(self, year: YearProposal) -> dict[str, Any]:
        word, look = SURE[year.sure]
        return {
            "name": year.name,
            "label": year.label,
            "rows": year.rows,
            "year": year.year,
            "sure": year.sure,
            "sure_word": word,
            "sure_look": look,
            "note": year.note,
            "field": f"{self.prefix}-year-{year.name}",
        }
