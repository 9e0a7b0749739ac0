"""From an uploaded file to grids: what was looked through is written into a plain workbook, and calamine reads that one.

calamine so sees each member once, in its true size, under a name of ours, whatever the archive said of itself.
"""

import math
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED, UNPACKED, Archive, received
from spreadsheets.reading.formats import Telling, telling_formats
from spreadsheets.reading.grids import LAST_ROW, Grid, Load, carry_down, trimmed
from spreadsheets.reading.package import Package
from spreadsheets.reading.sheets import Survey
from spreadsheets.reading.texts import Texts

STRANGE = "有的单元格内容读不出来（例如超出范围的日期或时间）。请在 Excel 或 WPS 中改正，保存后再上传。"
LARGEST_STYLES = 16 * 1024 * 1024  # bytes
BEGINNING = 256 * 1024  # bytes of a hidden sheet that are looked at
LARGEST_HIDDEN = 200_000  # cells laid out of what was looked at
_ROW_END = re.compile(rb"</((?:[\w.-]+:)?)row\s*>")
_EXACT = 2**53  # whole numbers below it keep all their digits in a spreadsheet
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def read(source: Path, name: str = "", telling: Telling = lambda code: False) -> list[Grid]:
    """The sheets of an uploaded .xlsx file; `name` is what its owner calls it. `UnreadableError` for anything else.

    `telling` says of which number formats the grids keep a note.
    """
    archive = Archive(received(source, name))
    package = Package.of(archive)
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        surveys = _write(plain, archive, package, telling)
        archive.finish()
        return _grids(plain, surveys, [each.is_hidden for each in package.sheets])


def _write(plain: Path, archive: Archive, package: Package, telling: Telling) -> list[Survey]:
    load = Load()
    texts = Texts(load)
    styles = _styles(archive, package)
    formats = telling_formats(styles.decode(errors="replace"), telling)
    surveys = [
        Survey(each.title, texts, Load() if each.is_hidden else load, formats) for each in package.sheets
    ]
    with zipfile.ZipFile(plain, "w") as target:
        if package.texts:
            with target.open("xl/sharedStrings.xml", "w") as part:
                part.write(b"<sst>")
                part.writelines(texts.plain(archive.chunks(package.texts)))
                part.write(b"</sst>")
        if package.styles:
            with target.open("xl/styles.xml", "w") as part:
                part.write(styles)
        for place, (survey, listed) in enumerate(zip(surveys, package.sheets, strict=True)):
            with target.open(f"xl/worksheets/sheet{place}.xml", "w") as part:
                part.write(b"<worksheet><sheetData>")
                chunks = archive.chunks(listed.member)
                part.writelines(_beginning(survey, chunks) if listed.is_hidden else survey.plain(chunks))
                part.write(b"</sheetData></worksheet>")
        for name, xml in _frame(len(surveys), package.from_1904).items():
            target.writestr(name, xml)
    return surveys


def _beginning(survey: Survey, chunks: Iterable[bytes]) -> list[bytes]:
    """The first rows of a hidden sheet, enough to see what is in it; nothing where they cannot be read."""
    part = b""
    for chunk in chunks:  # taken to their end, as all of an archive's members are
        part += chunk if len(part) < BEGINNING else b""
    if len(part) >= BEGINNING and (ends := list(_ROW_END.finditer(part[:BEGINNING]))):
        part = part[: ends[-1].end()] + b"</" + ends[-1][1] + b"sheetData>"
    try:
        return list(survey.plain([part]))
    except UnreadableError:
        return []


def _styles(archive: Archive, package: Package) -> bytes:
    """The part with the styles of cells, empty where there is none. `UnreadableError` where it is far too large."""
    if not package.styles:
        return b""
    if archive.members[package.styles].file_size > LARGEST_STYLES:
        raise UnreadableError(UNPACKED)
    return b"".join(archive.chunks(package.styles))


def _frame(sheets: int, from_1904: bool) -> dict[str, str]:
    """The parts that hold a plain workbook together."""
    listed = "".join(
        f'<sheet name="{place}" sheetId="{place + 1}" r:id="s{place}"/>' for place in range(sheets)
    )
    parts = [("sharedStrings", "sharedStrings", "t"), ("styles", "styles", "f")]
    parts += [("worksheet", f"worksheets/sheet{place}", f"s{place}") for place in range(sheets)]
    pointers = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>' for kind, name, key in parts
    )
    return {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="w" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{pointers}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(from_1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
    }


def _grids(plain: Path, surveys: list[Survey], hidden: list[bool]) -> list[Grid]:
    grids, laid_out = [], Load()
    try:
        with CalamineWorkbook.from_path(plain) as workbook:
            for place, survey in enumerate(surveys):
                sheet = workbook.get_sheet_by_index(place)
                row, column = sheet.end or (0, 0)
                cells = (row + 1) * (column + 1)
                if hidden[place] and cells > LARGEST_HIDDEN:
                    continue
                laid_out.add_cells(0 if hidden[place] else cells)
                rows = trimmed([_values(row) for row in sheet.to_python(skip_empty_area=False)])
                carried, beside = carry_down(rows, survey.merged)
                grids.append(
                    Grid(
                        survey.title,
                        rows,
                        frozenset(_spread(survey)),
                        frozenset(survey.hidden),
                        carried,
                        beside,
                        survey.formats,
                        hidden[place],
                    )
                )
    except (UnreadableError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except CalamineError as error:
        raise UnreadableError(DAMAGED) from error
    except BaseException as error:  # a panic in Rust is no Exception to Python
        raise UnreadableError(STRANGE) from error
    return grids


def _spread(survey: Survey) -> set[tuple[int, int]]:
    """The places of formulas without a value, those merged with one included."""
    merged = [one for one in survey.merged if (one.top, one.left) in survey.unvalued]
    return survey.unvalued.union(
        (row, one.left) for one in merged for row in range(one.top, min(one.bottom, LAST_ROW) + 1)
    )


def _values(row: list[Any]) -> list[Any]:
    """Empty text made None, and a float what it stands for."""
    return [
        (value or None)
        if (kind := type(value)) is str
        else value
        if kind is not float
        else int(value)
        if value.is_integer() and -_EXACT < value < _EXACT
        else value
        if math.isfinite(value)
        else str(value)
        for value in row
    ]
