"""From an uploaded file to grids.

What was looked through is written into a plain workbook, and calamine reads that one: so it sees each member
once, in its true size, under a name of ours, whatever the archive said of itself.
"""

import math
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED, UNPACKED, Archive, read_bytes, zip_of
from spreadsheets.reading.formats import Telling, find_telling_formats
from spreadsheets.reading.grids import LAST_ROW, Cell, Grid, Load, Place, carry_down, trim
from spreadsheets.reading.old import is_old, read_old
from spreadsheets.reading.package import Package, Worksheet
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
    """Read the sheets of an uploaded .xlsx or .xls file; `name` is what its owner calls it.

    `telling` says of which number formats the grids keep a note. `UnreadableError` for anything else.
    """
    data = read_bytes(source)
    if is_old(data, name):
        return read_old(source, data)
    archive = Archive(zip_of(data))
    package = Package.of(archive)
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        surveys = _write(plain, archive, package, telling)
        archive.finish()
        return _grids(plain, surveys, package)


# ── The plain workbook ──────────────────────────────────────────────────────
def _write(plain: Path, archive: Archive, package: Package, telling: Telling) -> list[Survey]:
    """Write the plain workbook; return what its sheets have shown, in their order."""
    load = Load()
    texts = Texts(load)
    styles = _styles(archive, package)
    formats = find_telling_formats(styles.decode(errors="replace"), telling)
    surveys = []
    for sheet in package.sheets:
        load_of_sheet = Load() if sheet.is_hidden else load
        surveys.append(Survey(sheet.title, texts, load_of_sheet, formats))
    with zipfile.ZipFile(plain, "w") as target:
        if package.texts:
            with target.open("xl/sharedStrings.xml", "w") as part:
                part.write(b"<sst>")
                part.writelines(texts.rewrite(archive.chunks(package.texts)))
                part.write(b"</sst>")
        if package.styles:
            with target.open("xl/styles.xml", "w") as part:
                part.write(styles)
        for place, (survey, sheet) in enumerate(zip(surveys, package.sheets, strict=True)):
            with target.open(f"xl/worksheets/sheet{place}.xml", "w") as part:
                _write_sheet(part, survey, sheet, archive)
        for name, xml in _frame(len(surveys), package.from_1904).items():
            target.writestr(name, xml)
    return surveys


def _write_sheet(part: IO[bytes], survey: Survey, sheet: Worksheet, archive: Archive) -> None:
    chunks = archive.chunks(sheet.member)
    part.write(b"<worksheet><sheetData>")
    part.writelines(_beginning(survey, chunks) if sheet.is_hidden else survey.rewrite(chunks))
    part.write(b"</sheetData></worksheet>")


def _beginning(survey: Survey, chunks: Iterable[bytes]) -> list[bytes]:
    """Return the first rows of a hidden sheet, enough to see what is in it; none if they cannot be read."""
    part = b""
    for chunk in chunks:  # taken to their end, as all of an archive's members are
        if len(part) < BEGINNING:
            part += chunk
    if len(part) >= BEGINNING:
        part = _cut_behind_row(part)
    try:
        return list(survey.rewrite([part]))
    except UnreadableError:
        return []


def _cut_behind_row(part: bytes) -> bytes:
    """Cut behind the last row that ends in the beginning of a sheet, and close the element around it."""
    ends = list(_ROW_END.finditer(part[:BEGINNING]))
    if not ends:
        return part
    prefix = ends[-1][1]
    return part[: ends[-1].end()] + b"</" + prefix + b"sheetData>"


def _styles(archive: Archive, package: Package) -> bytes:
    """Return the part with the styles of cells, empty where there is none.

    `UnreadableError` where it is far too large.
    """
    if not package.styles:
        return b""
    if archive.members[package.styles].file_size > LARGEST_STYLES:
        raise UnreadableError(UNPACKED)
    return b"".join(archive.chunks(package.styles))


def _frame(sheets: int, from_1904: bool) -> dict[str, str]:
    """Return the parts that hold a plain workbook together, by name."""
    sheet_tags = []
    relationships = [_relationship("sharedStrings", "sharedStrings.xml", "t")]
    relationships.append(_relationship("styles", "styles.xml", "f"))
    for place in range(sheets):
        sheet_tags.append(f'<sheet name="{place}" sheetId="{place + 1}" r:id="s{place}"/>')
        relationships.append(_relationship("worksheet", f"worksheets/sheet{place}.xml", f"s{place}"))
    return {
        "_rels/.rels": _relationships([_relationship("officeDocument", "xl/workbook.xml", "w")]),
        "xl/_rels/workbook.xml.rels": _relationships(relationships),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(from_1904)}"/>'
            f"<sheets>{''.join(sheet_tags)}</sheets></workbook>"
        ),
    }


def _relationships(relationships: Iterable[str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(relationships)}</Relationships>'


def _relationship(kind: str, target: str, key: str) -> str:
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


# ── What calamine reads ─────────────────────────────────────────────────────
def _grids(plain: Path, surveys: list[Survey], package: Package) -> list[Grid]:
    grids = []
    load = Load()
    try:
        with CalamineWorkbook.from_path(plain) as workbook:
            for place, (survey, worksheet) in enumerate(zip(surveys, package.sheets, strict=True)):
                sheet = workbook.get_sheet_by_index(place)
                cells = _count_cells(sheet)
                if not worksheet.is_hidden:
                    load.add_cells(cells)
                elif cells > LARGEST_HIDDEN:
                    continue
                grids.append(_grid(sheet, survey, worksheet))
    except (UnreadableError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except CalamineError as error:
        raise UnreadableError(DAMAGED) from error
    except BaseException as error:  # a panic in Rust is no Exception to Python
        raise UnreadableError(STRANGE) from error
    return grids


def _count_cells(sheet: CalamineSheet) -> int:
    """Count the cells up to the outermost ones, empty ones included."""
    row, column = sheet.end or (0, 0)
    return (row + 1) * (column + 1)


def _grid(sheet: CalamineSheet, survey: Survey, worksheet: Worksheet) -> Grid:
    rows = trim([_values(row) for row in sheet.to_python(skip_empty_area=False)])
    filled_places, places_beside = carry_down(rows, survey.merged)
    return Grid(
        survey.title,
        rows,
        unvalued=frozenset(_unvalued_places(survey)),
        hidden=frozenset(survey.hidden),
        carried=filled_places,
        beside=places_beside,
        formats=survey.formats,
        is_hidden=worksheet.is_hidden,
    )


def _unvalued_places(survey: Survey) -> set[Place]:
    """Return the places of formulas without a value, and of the cells merged with one."""
    places = set(survey.unvalued)
    for one in survey.merged:
        if (one.top, one.left) in survey.unvalued:
            for row in range(one.top, min(one.bottom, LAST_ROW) + 1):
                places.add((row, one.left))
    return places


def _values(row: list[Any]) -> list[Cell]:
    """Make None of empty text, int of a whole number that keeps all its digits, and text of infinity.

    It is done in place: there may be a million cells.
    """
    for place, value in enumerate(row):
        if type(value) is float:
            if value.is_integer() and -_EXACT < value < _EXACT:
                row[place] = int(value)
            elif not math.isfinite(value):
                row[place] = str(value)
        elif value == "":
            row[place] = None
    return row
