"""Exported files changed and brought in again: what the preview says, what is written, and what stands afterwards."""

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import clock
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from outputs import take_exports, take_figures
from pages import reader, take_page
from taken import CLERK, YEAR, Archive, kinds

ROWS = 30  # of each sheet that are brought in again: a small file is worked on while the browser waits
CHANGED = range(2, 5)  # rows of which numbers, days and free texts are changed
LASTING, NUMBER = "记录编号", "序号"
FREE = re.compile(
    "备注|说明|内容|主题|地点|情况|措施|事项"
)  # headings of texts that say nothing of another record
WRONG = "这里不该有字"


def take_imports(archive: Archive) -> None:
    for kind in kinds():
        clock.step()
        exported = archive.workroom / "exported.xlsx"
        archive.command("export_workbook", kind, "--user", CLERK, "--output", "{exported.xlsx}")
        if not exported.exists():
            continue
        take_preview(archive, kind, saved(changed(exported)))
        take_import(archive, f"imports/{kind} spoilt", kind, spoilt(exported), "--confirm")
        take_import(archive, f"imports/{kind} changed", kind, changed(exported), "--confirm", "--take-alike")
        take_import(archive, f"imports/{kind} again", kind, changed(exported), "--confirm")
        take_import(archive, f"imports/{kind} without numbers", kind, unnumbered(exported), "--confirm")
        exported.unlink()
    take_figures(archive, " after the imports")
    take_exports(archive, (CLERK,), " after the imports")


def take_import(archive: Archive, name: str, kind: str, book: Workbook, *options: str) -> None:
    book.save(archive.workroom / "file.xlsx")
    asked = (
        "import_workbook",
        kind,
        "{file.xlsx}",
        "--user",
        CLERK,
        "--returned",
        "{returned.xlsx}",
        "--json",
    )
    archive.add_command(name, *asked, *options, outputs=("returned.xlsx",))


def take_preview(archive: Archive, kind: str, content: bytes) -> None:
    """Upload through the page, keep the page of the preview and what the drop of it leaves."""
    client = reader(CLERK)
    answer = client.post(f"/imports/{kind}/", {"file": SimpleUploadedFile("file.xlsx", content)})
    address = answer.get("Location", "")
    if not re.fullmatch(r"/imports/\d+/", address):
        archive.add(f"previews/{kind}", f"{answer.status_code} {address}")
        return
    take_page(archive, client, f"previews/{kind}", address)
    clock.step()
    client.post(f"{address}drop/")
    take_page(archive, client, f"previews/{kind} dropped", address)


# ── Files ───────────────────────────────────────────────────────────────────
def opened(path: Path) -> Workbook:
    """Open an export cut down to its first rows, and to the rows of further sheets that belong to these."""
    book = load_workbook(path)
    first, *further = book.worksheets
    first.delete_rows(ROWS + 1, first.max_row)
    numbers = {str(cell.value) for cell in column(first, NUMBER)}
    for sheet in further:
        for cell in reversed(column(sheet, NUMBER)):
            if str(cell.value) not in numbers:
                sheet.delete_rows(cell.row)
    return book


def column(sheet: Worksheet, heading: str) -> list[Cell]:
    """Return the cells below a heading; none where it is not there."""
    for cell in sheet[1]:
        if cell.value == heading:
            return [row[0] for row in sheet.iter_rows(min_row=2, min_col=cell.column, max_col=cell.column)]
    return []


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(path: Path) -> Workbook:
    """Return the file with figures, days and free texts changed to others that could be."""
    book = opened(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=CHANGED.start, max_row=CHANGED.stop - 1):
        for cell, heading in zip(row, sheet[1], strict=True):
            cell.value = another(cell.value, str(heading.value))
    return book


def another(value: Any, heading: str) -> Any:
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, float):
        return value + 0.5
    if isinstance(value, str) and FREE.search(heading):
        return f"{value}。"
    if isinstance(value, int) and not isinstance(value, bool) and heading != NUMBER and value < YEAR // 2:
        return value + 1
    return value


def spoilt(path: Path) -> Workbook:
    """Return the file with one cell of each row wrong, each time in another column."""
    book = opened(path)
    for sheet in book.worksheets:
        for place, row in enumerate(sheet.iter_rows(min_row=2)):
            row[(place + 1) % len(row)].value = WRONG
    return book


def unnumbered(path: Path) -> Workbook:
    """Return the file as somebody would type it: without the records' lasting numbers."""
    book = opened(path)
    for sheet in book.worksheets:
        for cell in sheet[1]:
            if cell.value == LASTING:
                sheet.delete_cols(cell.column)
                break
    return book
