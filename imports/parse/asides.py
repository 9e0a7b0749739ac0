"""Rows that are no records: totals, signatures, the heading printed again, and what explains the columns."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from imports.parse.units import unit_alone
from spreadsheets.reading.grids import Cell, Grid

TOTAL, FOOTER, HEAD_AGAIN, UNIT = "合计", "落款或说明", "重复的表头", "计量单位"
COLUMN_NUMBERS, HINTS, EXAMPLE, SUB_HEADINGS = "列号", "填写提示", "示例", "下一级表头"

_TOTAL = re.compile(r".*(?:合计|总计|小计|共计|累计|合计数)")
_SPAN = "(?:以上|本页|本表|本月|本年|全年)"
_COUNTED = re.compile(
    rf"{_SPAN}?(?:合计|总计|小计|共计|总共|共):?\d[\d,.]*(?:条|户|人|次|元|万元|件|项|名|个|场|份)?"
)
_WHO = "(?:制表|填表|填报|编制|审核|复核|校对|审批|批准|签发|经办|统计|报送|打印)"
_FOOTER = re.compile(
    rf"{_WHO}(?:人|员|者|单位|部门|日期|时间|领导)?(?:\([^()]*\))?:"
    r"|(?:填表人|制表人|填报人|审核人|统计人|填报单位|制表单位|填表日期|制表日期|单位负责人|负责人签字|主管领导|分管领导)"
    r"|(?:注|说明|备注|联系电话|联系人|经办人|负责人)\d?:|(?:填表|填报|填写|编制)说明"
    r"|第\d+页[,/、]?(?:共\d+页)?$|共\d+页|以下(?:空白|无正文|无内容)|-*(?:此处|以下)空白"
    r"|\((?:单位|加盖)?(?:盖章|公章|签字|签名|签章)\)"
    r"|.{0,20}\((?:盖章|公章|签字|签名|签章)\):?$|.{0,12}(?:签字|签名|签章|盖章):"
)
_HINT = re.compile(
    r"(?:必填|必选|选填|可选|可不填|非必填|不填|自动.{1,6}|文本|文字|数字|整数|小数|日期"
    r"|下拉.{0,8}|.{0,3}从.{0,10}(?:选|选择)|(?:请|单|多)?选择?"
    r"|请(?:填|写|选|输入).*|填写.*|格式.*|例[:如].*|如:.*|.{0,10}\d+个?(?:字|位|汉字)(?:以内|以下|数字)?|不超过.*|最多.*"
    r"|[Yy]{4}[-/.年]?[Mm]{1,2}.*)(?:\(.*\))?"
)
_EXAMPLE_WORD = r"(?:填写|填表|录入)?(?:示例|样例|范例|例子|举例|例)(?:\d+|行)?"
_EXAMPLE = re.compile(rf"{_EXAMPLE_WORD}(?::.*)?|(?:示例|样例|范例)\W.*")
_EXAMPLE_LABEL = re.compile(rf"{_EXAMPLE_WORD}:?")
_SERIES = ("甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_FEWEST_NUMBERS = 3  # cells that make a row of column numbers


class Row(NamedTuple):
    """A row that is not blank: Excel's number, its cells, and why it is no record; empty for a record."""

    number: int
    cells: list[Cell]
    aside: str


def rows(grid: Grid, heading: int, telling: Collection[int] = ()) -> Iterator[Row]:
    """Yield the rows below Excel's row `heading`, without the blank ones.

    `telling` are the places of the days and choices of a record: a row that has them is no total, no footer.
    """
    sorter = _Sorter(grid, heading, telling)
    is_below_head = True
    for number, cells in enumerate(grid.rows[heading:], start=heading + 1):
        texts = texts_of(cells)
        if not texts or not _has_own(grid, number, cells):
            continue
        aside = sorter.aside_anywhere(number, cells, texts)
        if not aside and is_below_head:
            aside = sorter.aside_below_head(number, cells, texts)
        is_below_head = bool(aside) and (is_below_head or aside == HEAD_AGAIN)
        yield Row(number, cells, aside)


class _Sorter:
    """Tells the rows of one grid that are no records from those that are."""

    def __init__(self, grid: Grid, heading: int, telling: Collection[int]) -> None:
        self.grid = grid
        self.telling = telling
        self.heads = list(map(texts_of, grid.rows[:heading]))
        self.head = grid.rows[heading - 1] if heading else []

    def aside_anywhere(self, number: int, cells: Sequence[Cell], texts: Sequence[str]) -> str:
        """Say why a row is no record wherever it stands; empty for what may be one."""
        if texts in self.heads:
            return HEAD_AGAIN
        aside = _aside_of(texts)
        if aside == TOTAL and self._count_telling(number, cells) > 0:
            return ""
        if aside == FOOTER and self._has_all_telling(number, cells):
            return ""
        return aside

    def aside_below_head(self, number: int, cells: Sequence[Cell], texts: Sequence[str]) -> str:
        """Say why a row between the heading and the first record is no record; empty for what may be one."""
        plain = list(map(_plain, texts))
        if _EXAMPLE.fullmatch(plain[0]):
            is_only_label = _EXAMPLE_LABEL.fullmatch(plain[0])
            return EXAMPLE if is_only_label or not self._has_all_telling(number, cells) else ""
        hints = sum(1 for text in plain if _HINT.fullmatch(text))
        if hints >= 2 and 2 * hints > len(plain):
            return HINTS
        return SUB_HEADINGS if _divides_columns(cells, self.head) else ""

    def _has_all_telling(self, number: int, cells: Sequence[Cell]) -> bool:
        return self._count_telling(number, cells) == len(self.telling) > 1

    def _count_telling(self, number: int, cells: Sequence[Cell]) -> int:
        """Count the telling columns in which a row says something itself."""
        count = 0
        for place in self.telling:
            if place >= len(cells) or (number, place + 1) in self.grid.carried:
                continue
            text = str(cells[place] or "").strip()
            if text and not _aside_of([text]):
                count += 1
        return count


def _has_own(grid: Grid, number: int, cells: Sequence[Cell]) -> bool:
    """Tell whether a row has something else than what cells merged with those above give it."""
    if not grid.carried:
        return True
    for place, cell in enumerate(cells, start=1):
        if is_filled(cell) and (number, place) not in grid.carried:
            return True
    return False


def is_filled(cell: Cell) -> bool:
    """Tell whether something stands in a cell."""
    return cell is not None and bool(str(cell).strip())


def texts_of(cells: Iterable[Cell]) -> list[str]:
    """Return the cells in which something stands, as text."""
    return [text for cell in cells if cell is not None and (text := str(cell).strip())]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _aside_of(texts: Sequence[str]) -> str:
    """Say why a row is no record by its texts alone; empty for what may be one."""
    first = _plain(texts[0])
    if _COUNTED.fullmatch(first):
        return TOTAL
    for text in texts[:2]:
        without_brackets = re.sub(r"(?::|(?<=.)\(.*\))*$", "", _plain(text))
        if _TOTAL.fullmatch(without_brackets):
            return TOTAL
    if _FOOTER.match(first):
        return FOOTER
    if _only_says_unit(texts):
        return UNIT
    return COLUMN_NUMBERS if _counts_columns(texts) else ""


def _only_says_unit(texts: Sequence[str]) -> bool:
    """Tell whether a row says in which unit the amounts are and nothing else: 单位：万元."""
    words = [text for text in texts if _plain(text).rstrip(":") not in ("单位", "计量单位", "金额单位")]
    return len(words) == 1 and bool(unit_alone(words[0]))


def _counts_columns(texts: Sequence[str]) -> bool:
    """Tell whether a row numbers the columns: 1 2 3, or 甲 乙 丙 1 2.

    Each cell is the next of its series or the first of another.
    """
    has_label = _plain(texts[0]) in ("栏次", "列次", "列号")
    marks = texts[1:] if has_label else texts
    if len(marks) < _FEWEST_NUMBERS:
        return False
    previous: _SeriesPlace | None = None
    for mark in marks:
        place = _series_place(_plain(mark))
        if place is None or not _follows(previous, place):
            return False
        previous = place
    return True


class _SeriesPlace(NamedTuple):
    """A series of marks, and a place in it, from 1."""

    series: int
    number: int


def _follows(previous: _SeriesPlace | None, place: _SeriesPlace) -> bool:
    if previous is not None and previous.series == place.series:
        return place.number == previous.number + 1
    return place.number == 1


def _series_place(text: str) -> _SeriesPlace | None:
    """Find the series and the place of one mark such as 3, (3), 3.0 or 丙."""
    mark = text.strip("()[]【】.")
    if re.fullmatch(r"\d{1,3}(?:\.0)?", mark):
        return _SeriesPlace(-1, int(float(mark)))
    for number, series in enumerate(_SERIES):
        if len(mark) == 1 and mark in series:
            return _SeriesPlace(number, series.index(mark) + 1)
    return None


def _divides_columns(cells: Sequence[Cell], head: Sequence[Cell]) -> bool:
    """Tell whether a row only names parts of columns that share a heading: 省 市 区县 below 户籍地."""
    count = 0
    for place, cell in enumerate(cells):
        if not is_filled(cell):
            continue
        if not _has_shared_heading(place, head) or re.search(r"\d", str(cell)):
            return False
        count += 1
    return count >= 2


def _has_shared_heading(place: int, head: Sequence[Cell]) -> bool:
    """Tell whether the heading above a column is empty, or the one to its right is."""
    if place >= len(head) or head[place] is None:
        return True
    right = place + 1
    return right < len(head) and head[right] is None
