"""Which column a heading names, by our own name or by another that offices use, and what its brackets say."""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import cache, cached_property
from typing import NamedTuple

from imports.parse.synonyms import ASKED, BEHIND, BY_CONTENT, LAST, WHERE_IT_FITS, synonyms_of
from imports.parse.units import unit_of
from records.columns.base import Column
from records.columns.registry import column_of, columns_of
from records.inputs import without_invisible
from records.layout import LASTING, NUMBER, SheetLayout
from records.presentation import label
from spreadsheets.reading.grids import Cell

NUMBERS = ("编号", "行号", "No", "NO.")  # other names of 序号
ALIKE = (("日期", "时间"), ("数", "数量"), ("人数", "数"), ("所在", "所属"), ("所属", "所在"))
LONGEST = 200  # characters of a heading, its brackets included
WHEN, WHAT = ("时间", "日期"), "内容"  # headings of one column, where only one can be meant

_NUMBERED = re.compile(
    r"^(?:Q?\d{1,3}[、.,_)-]|Q\d{1,3}|[(]\d{1,3}[)]|[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)])"
)
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_BEHIND = re.compile(rf"(?<=.)(?:{_BRACKETS.pattern})+$")
_BEFORE = re.compile(rf"^(?:{_BRACKETS.pattern})+(?=.)")
_HARMLESS = re.compile(
    r"|".join(
        (
            r"(?:必|选|可选|非必|可不|须)填写?|可空|可留空|可选|如有|没有不填|无则不填|可多个|多个用顿号隔开",
            r"(?:填空|单选|多选|可多选|不定项|下拉|判断)题?|下拉选择|请选择|点选|从下拉(?:列表|框)?(?:中)?选择?",
            r"(?:规范|请填|填写?)?全称|整数|数字|阿拉伯数字|文本|文字|文本格式|日期格式|数字格式",
            r"(?:格式|例如?|样例|示例)[为是]?.{2,}|如\d.*|本人",
            r"(?:不超过|最多|限)?\d+个?字(?:以内|以下|左右)?|\d+位(?:数字|数)?",
            r"年月日?|年[/.-]月(?:[/.-]日)?|公历|阳历|新历|精确到[年月日天]",
            r"[yY]{2,4}[-/.年]?[mM]{1,2}[-/.月]?(?:[dD]{1,2}日?)?",
            r"(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?",
        )
    )
)


class Rank(IntEnum):
    """How surely a heading names a column."""

    DECIDED = 0  # whoever sends the file has said so
    OWN = 1
    SYNONYM = 2
    BY_CONTENT = 3  # only as far as the cells below it bear it out
    WHERE_IT_FITS = 4  # only if half of the cells below it bear it out
    BEHIND = 5  # only where nothing surer stands
    LAST = 6  # the same, and told


class Heading(NamedTuple):
    """The column that a cell names."""

    name: str
    rank: Rank
    unit: str = ""  # in its brackets


class Doubt(NamedTuple):
    """A column that a heading may mean, and what is asked about it."""

    name: str
    question: str


class Candidate(NamedTuple):
    """A column of the file that may be one of ours, with what stands in its heading."""

    place: int
    text: str
    rank: Rank
    unit: str  # in brackets


def plain_heading(text: str) -> str:
    """Return a heading without what cannot be seen, spaces, colons and the mark of a needed column."""
    return re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", without_invisible(text)))


class Vocabulary:
    """Every heading under which a column of one sheet may stand."""

    def __init__(self, layout: SheetLayout) -> None:
        self.layout, self.model = layout, layout.model
        self._columns: dict[str, tuple[str, Rank]] = {}  # name and rank by heading; the surest comes last
        for rank, headings in _less_sure(layout):
            for words, name in _unambiguous(headings).items():
                self._columns[words] = name, rank
        for words, name in _unambiguous(_synonyms(layout)).items():
            self._columns[words] = name, Rank.SYNONYM
        own = {LASTING: LASTING, NUMBER: NUMBER}
        for name in layout.fields:
            own[label(self.model, name)] = name
        for words, name in own.items():
            self._columns[_BEHIND.sub("", plain_heading(words))] = name, Rank.OWN
        for words, name in own.items():
            self._columns[plain_heading(words)] = name, Rank.OWN

    @classmethod
    @cache
    def of(cls, layout: SheetLayout) -> "Vocabulary":
        return cls(layout)

    @cached_property
    def headings_by_column(self) -> dict[str, list[str]]:
        """All headings that name each column, bare, by its name."""
        headings: dict[str, list[str]] = {}
        for words, (name, _) in self._columns.items():
            headings.setdefault(name, []).append(words)
        return headings

    def doubt(self, text: str) -> Doubt | None:
        """Find what is asked about a heading that may mean a column of ours or something else."""
        label_lower = self.model._meta.label_lower
        for (kind, name), questions in ASKED.items():
            if kind == label_lower and text in questions:
                return Doubt(name, questions[text])
        return None

    def unit_in(self, cell: Cell) -> str:
        """Return the unit in the brackets of a heading, whatever column it names.

        Empty where there is none.
        """
        _, brackets = _split_brackets(plain_heading(str(cell or "")))
        units = [unit for words in brackets if (unit := unit_of(words))]
        return units[-1] if units else ""

    def heading(self, cell: Cell) -> Heading | None:
        """Find what a cell names as a heading; None where it names nothing of this sheet."""
        if not isinstance(cell, str) or len(cell) > LONGEST:
            return None
        text = plain_heading(cell)
        return self._look_up(text) or self._look_up(_NUMBERED.sub("", text))

    def _look_up(self, text: str) -> Heading | None:
        stem, brackets = _split_brackets(text)
        match = self._columns.get(text) or self._columns.get(stem)
        if match is None:
            return None
        name, rank = match
        column = column_of(self.model, name)
        is_known_with_brackets = text in self._columns
        last_unit = ""
        for words in brackets:
            unit = unit_of(words) if column.measured else ""
            if unit:
                last_unit = unit
            elif not is_known_with_brackets and not self._is_harmless(words, column):
                return None
        return Heading(name, rank, last_unit)

    def _is_harmless(self, words: str, column: Column) -> bool:
        """Tell whether words in brackets leave the meaning of a column as it is."""
        if not words or _HARMLESS.fullmatch(words):
            return True
        name, _ = self._columns.get(words, ("", Rank.OWN))
        if name == column.name:
            return True
        parts = [part for part in re.split(r"[/、,;|或]", words.removesuffix("等")) if part]
        return bool(parts) and all(_is_part_of_choice(part, column) for part in parts)


def _is_part_of_choice(text: str, column: Column) -> bool:
    return any(text in plain_heading(choice) for choice in column.vocabulary)


def _split_brackets(text: str) -> tuple[str, list[str]]:
    """Return a heading without the brackets before and behind it, and the words in these."""
    stem = _BEFORE.sub("", _BEHIND.sub("", text))
    if not stem:
        return "", []
    before, _, behind = text.partition(stem)
    brackets = _BRACKETS.findall(before) + _BRACKETS.findall(behind)
    return stem, [words[1:-1] for words in brackets]


def _synonyms(layout: SheetLayout) -> list[tuple[str, str]]:
    """Return the headings that are not our own, each with the column that it may mean."""
    synonyms = [(words, NUMBER) for words in NUMBERS]
    for name in layout.fields:
        headings = synonyms_of(layout.model._meta.label_lower, name)
        own = label(layout.model, name)
        if column_of(layout.model, name).is_yes_or_no:
            headings.append(f"是否{own}")
        for ours, theirs in ALIKE:
            if ours in own:
                headings.append(own.replace(ours, theirs))
        for words in headings:
            synonyms.append((words, name))
    return synonyms + _general_headings(layout)


def _less_sure(layout: SheetLayout) -> Iterator[tuple[Rank, list[tuple[str, str]]]]:
    """Yield the headings that are less sure than synonyms, by rank, the least sure first."""
    label_lower = layout.model._meta.label_lower
    for rank, by_field in ((Rank.LAST, LAST), (Rank.BEHIND, BEHIND)):
        yield rank, [(words, name) for name in layout.fields for words in by_field.get(name, "").split()]
    for rank, by_column in ((Rank.WHERE_IT_FITS, WHERE_IT_FITS), (Rank.BY_CONTENT, BY_CONTENT)):
        headings = []
        for name in layout.fields:
            headings += [(words, name) for words in by_column.get((label_lower, name), "").split()]
        yield rank, headings


def _general_headings(layout: SheetLayout) -> list[tuple[str, str]]:
    """Return 时间, 日期 and 内容, where only one column can be meant."""
    columns = columns_of(layout.model, layout.fields)
    days, texts = [], []
    for column in columns:
        if column.is_day and column.name != "until":
            days.append(column.name)
        if WHAT in column.label and not column.is_choice:
            texts.append(column.name)
    headings = []
    if len(days) == 1:
        headings += [(words, days[0]) for words in WHEN]
    if len(texts) == 1:
        headings.append((WHAT, texts[0]))
    return headings


def _unambiguous(synonyms: list[tuple[str, str]]) -> dict[str, str]:
    """Leave out the headings that could mean two columns; return the others with their column."""
    columns: dict[str, set[str]] = {}
    for words, name in synonyms:
        columns.setdefault(plain_heading(words), set()).add(name)
    return {words: names.pop() for words, names in columns.items() if len(names) == 1}
