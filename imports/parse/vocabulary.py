"""Which column a heading names: by our own name or by another one that offices use, and what its brackets say of it."""

import re
import unicodedata
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

from imports.parse.synonyms import BY_CONTENT, SYNONYMS, SYNONYMS_OF
from imports.parse.units import unit_of
from records.columns.base import Column
from records.columns.registry import column_of, columns_of
from records.inputs import without_invisible
from records.layout import LASTING, NUMBER, SheetLayout
from records.presentation import label

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
            r"[yY]{2,4}[-/.年]?[mM]{1,2}[-/.月]?(?:[dD]{1,2}日?)?|(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?",
        )
    )
)


class Rank(IntEnum):
    """How surely a heading names a column."""

    OWN = 0
    SYNONYM = 1
    BY_CONTENT = 2  # only as far as the cells below it bear it out


class Heading(NamedTuple):
    name: str
    rank: Rank
    unit: str = ""  # in its brackets


def plain_heading(text: str) -> str:
    """A heading without what cannot be seen, spaces, colons and the mark of a needed column."""
    return re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", without_invisible(text)))


class Vocabulary:
    """Every heading under which a column of one sheet may stand."""

    def __init__(self, layout: SheetLayout) -> None:
        self.model = layout.model
        self._known: dict[str, tuple[str, Rank]] = {}
        for name in layout.fields:
            for words in BY_CONTENT.get((self.model._meta.label_lower, name), ()):
                self._known[plain_heading(words)] = name, Rank.BY_CONTENT
        for words, name in _unshared(_synonyms(layout)).items():
            self._known[words] = name, Rank.SYNONYM
        own = {LASTING: LASTING, NUMBER: NUMBER, **{label(self.model, name): name for name in layout.fields}}
        for words, name in own.items():
            self._known[_BEHIND.sub("", plain_heading(words))] = name, Rank.OWN
        for words, name in own.items():
            self._known[plain_heading(words)] = name, Rank.OWN

    @classmethod
    @cache
    def of(cls, layout: SheetLayout) -> "Vocabulary":
        return cls(layout)

    def heading(self, cell: Any) -> Heading | None:
        """What a cell names as a heading; None where it names nothing of this sheet."""
        text = plain_heading(cell) if isinstance(cell, str) and len(cell) <= LONGEST else ""
        return self._named(text) or self._named(_NUMBERED.sub("", text))

    def _named(self, text: str) -> Heading | None:
        stem, brackets = _apart(text)
        whole = text in self._known
        found = self._known.get(text) or self._known.get(stem)
        if found is None:
            return None
        name, rank = found
        column = column_of(self.model, name)
        units = [unit for words in brackets if column.measured and (unit := unit_of(words))]
        others = [words for words in brackets if not (column.measured and unit_of(words))]
        if not whole and not all(self._is_harmless(words, column) for words in others):
            return None
        return Heading(name, rank, units[-1] if units else "")

    def _is_harmless(self, words: str, column: Column) -> bool:
        """Whether words in brackets leave the meaning of a column as it is."""
        if not words or _HARMLESS.fullmatch(words) or self._known.get(words, ("",))[0] == column.name:
            return True
        parts = [part for part in re.split(r"[/、,;|或]", words.removesuffix("等")) if part]
        options = [plain_heading(word) for word in column.vocabulary]
        return bool(parts) and all(any(part in option for option in options) for part in parts)


def _apart(text: str) -> tuple[str, list[str]]:
    """A heading without the brackets before and behind it, and the words in these."""
    stem = _BEFORE.sub("", _BEHIND.sub("", text))
    before, _, behind = text.partition(stem) if stem else ("", "", "")
    return stem, [words[1:-1] for words in _BRACKETS.findall(before) + _BRACKETS.findall(behind)]


def _synonyms(layout: SheetLayout) -> list[tuple[str, str]]:
    found = [(words, NUMBER) for words in NUMBERS]
    special = SYNONYMS_OF.get(layout.model._meta.label_lower, {})
    for name in layout.fields:
        own = label(layout.model, name)
        alike = [own.replace(ours, theirs) for ours, theirs in ALIKE if ours in own]
        found += [(words, name) for words in (*SYNONYMS.get(name, ()), *special.get(name, ()), *alike)]
    return found + _only_meant(layout)


def _only_meant(layout: SheetLayout) -> list[tuple[str, str]]:
    """时间 and 内容, where one column can be meant."""
    columns = columns_of(layout.model, layout.fields)
    days = [column.name for column in columns if column.is_day and column.name != "until"]
    texts = [column.name for column in columns if WHAT in column.label and not column.is_choice]
    found = [(words, days[0]) for words in WHEN if len(days) == 1]
    return found + ([(WHAT, texts[0])] if len(texts) == 1 else [])


def _unshared(synonyms: list[tuple[str, str]]) -> dict[str, str]:
    """Without those that could mean two columns."""
    named: dict[str, set[str]] = {}
    for words, name in synonyms:
        named.setdefault(plain_heading(words), set()).add(name)
    return {words: names.pop() for words, names in named.items() if len(names) == 1}
