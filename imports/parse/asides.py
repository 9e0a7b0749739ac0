"""Rows that are no records: totals, who filled the sheet in, its head printed again, and what explains its columns."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from imports.parse.units import unit_alone

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
    r"(?:必填|必选|选填|可选|可不填|非必填|不填|自动.{1,6}|文本|文字|数字|整数|小数|日期|下拉.{0,8}|.{0,3}从.{0,10}(?:选|选择)|(?:请|单|多)?选择?"
    r"|请(?:填|写|选|输入).*|填写.*|格式.*|例[:如].*|如:.*|.{0,10}\d+个?(?:字|位|汉字)(?:以内|以下|数字)?|不超过.*|最多.*"
    r"|[Yy]{4}[-/.年]?[Mm]{1,2}.*)(?:\(.*\))?"
)
_EXAMPLE = re.compile(
    r"(?:填写|填表|录入)?(?:示例|样例|范例|例子|举例|例)(?:\d+|行)?(?::.*)?|(?:示例|样例|范例)\W.*"
)
_LABEL = re.compile(r"(?:填写|填表|录入)?(?:示例|样例|范例|例子|举例|例)(?:\d+|行)?:?")
_SERIES = ("甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_FEWEST_NUMBERS = 3  # cells that make a row of column numbers


class Row(NamedTuple):
    """A row that is not blank: Excel's number, its cells, and why it is no record; empty for a record."""

    number: int
    cells: list[Any]
    aside: str


def rows(grid: Any, heading: int, telling: Collection[int] = ()) -> Iterator[Row]:
    """The rows below Excel's row `heading`, without the blank ones.

    `telling` are the places of the days and choices of a record: a row that has them is no total and no footer.
    """
    head = [texts for cells in grid.rows[:heading] if (texts := texts_of(cells))]
    is_below_head = True
    for number, cells in enumerate(grid.rows[heading:], start=heading + 1):
        texts = texts_of(cells)
        if not texts or not _has_own(grid, number, cells):
            continue
        aside = HEAD_AGAIN if texts in head else _beside(texts)
        if aside and aside in (TOTAL, FOOTER) and _tells(grid, number, cells, telling, aside):
            aside = ""
        if not aside and is_below_head:
            aside = _explaining(cells, texts, grid.rows[heading - 1])
            if aside == EXAMPLE and not _is_label(texts[0]) and _tells(grid, number, cells, telling, aside):
                aside = ""
        is_below_head = bool(aside) and (is_below_head or aside == HEAD_AGAIN)
        yield Row(number, cells, aside)


def _has_own(grid: Any, number: int, cells: Sequence[Any]) -> bool:
    """Whether something stands in a row that it does not only have from cells merged with those above."""
    filled = [place for place, cell in enumerate(cells, start=1) if cell is not None and str(cell).strip()]
    return not grid.carried or any((number, place) not in grid.carried for place in filled)


def texts_of(cells: Iterable[Any]) -> list[str]:
    """The cells in which something stands, as text."""
    return [text for cell in cells if cell is not None and (text := str(cell).strip())]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _beside(texts: Sequence[str]) -> str:
    """Why a row is no record wherever it stands."""
    first = _plain(texts[0])
    names = [re.sub(r"(?::|(?<=.)\(.*\))*$", "", _plain(text)) for text in texts[:2]]
    if any(map(_TOTAL.fullmatch, names)) or _COUNTED.fullmatch(first):
        return TOTAL
    if _FOOTER.match(first):
        return FOOTER
    if _only_says_unit(texts):
        return UNIT
    return COLUMN_NUMBERS if _counts_columns(texts) else ""


def _only_says_unit(texts: Sequence[str]) -> bool:
    """Whether a row says in which unit the amounts are and nothing else: 单位：万元."""
    words = [text for text in texts if _plain(text).rstrip(":") not in ("单位", "计量单位", "金额单位")]
    return len(words) == 1 and bool(unit_alone(words[0]))


def _tells(grid: Any, number: int, cells: Sequence[Any], telling: Collection[int], aside: str) -> bool:
    """Whether a row has what only a record has: beside a total any of the telling columns, beside a signature all of them."""
    own = [place for place in telling if place < len(cells) and (number, place + 1) not in grid.carried]
    filled = [place for place in own if (text := str(cells[place] or "").strip()) and not _beside([text])]
    return bool(filled) if aside == TOTAL else len(filled) == len(telling) > 1


def _is_label(text: str) -> bool:
    """Whether a cell only says that its row is an example: 例：, 示例1."""
    return bool(_LABEL.fullmatch(_plain(text)))


def _explaining(cells: Sequence[Any], texts: Sequence[str], head: Sequence[Any]) -> str:
    """Why a row between the heading and the first record is no record."""
    plain = [_plain(text) for text in texts]
    if _EXAMPLE.fullmatch(plain[0]):
        return EXAMPLE
    hints = sum(1 for text in plain if _HINT.fullmatch(text))
    if hints >= 2 and 2 * hints > len(plain):
        return HINTS
    return SUB_HEADINGS if _divides_columns(cells, head) else ""


def _counts_columns(texts: Sequence[str]) -> bool:
    """Whether a row numbers the columns: 1 2 3, or 甲 乙 丙 1 2, each cell the next of its series or the first of another."""
    marks = texts[1:] if _plain(texts[0]) in ("栏次", "列次", "列号") else texts
    if len(marks) < _FEWEST_NUMBERS or _place(_plain(marks[1])) is None:
        return False
    places = [place for mark in marks if (place := _place(_plain(mark)))]
    return len(places) == len(marks) and places[0][1] == 1 and all(map(_follows, places, places[1:]))


def _follows(before: tuple[int, int], after: tuple[int, int]) -> bool:
    return after[1] == (before[1] + 1 if after[0] == before[0] else 1)


def _place(text: str) -> tuple[int, int] | None:
    """The series and the place in it, from 1, of one mark such as 3, (3), 3.0 or 丙."""
    mark = text.strip("()[]【】.")
    if re.fullmatch(r"\d{1,3}(?:\.0)?", mark):
        return -1, int(float(mark))
    for number, series in enumerate(_SERIES):
        if len(mark) == 1 and mark in series:
            return number, series.index(mark) + 1
    return None


def _divides_columns(cells: Sequence[Any], head: Sequence[Any]) -> bool:
    """Whether a row only names parts of columns that share a heading: 省 市 区县 below 户籍地."""
    filled = [place for place, cell in enumerate(cells) if cell is not None and str(cell).strip()]
    shared = [place for place in filled if _is_shared(place, head)]
    return (
        len(filled) >= 2
        and filled == shared
        and not any(re.search(r"\d", str(cells[place])) for place in filled)
    )


def _is_shared(place: int, head: Sequence[Any]) -> bool:
    """Whether the heading above a column is empty, or the one to its right is."""
    right = place + 1
    return place >= len(head) or head[place] is None or (right < len(head) and head[right] is None)
