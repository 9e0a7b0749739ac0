"""Every file the portal hands out is one that Office itself calls valid: reports, annexes, templates, exports, files given back."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from django.db import transaction
from openpyxl import load_workbook
from openpyxl.styles import Font

from accounts.models import User
from communities.models import SubDistrict
from demo.logins import CLERK, SECRETARY
from documents.docx import paper
from imports.kinds import KINDS
from imports.problems import Problem
from imports.workbooks.returned import mark_workbook, rebuild_workbook
from imports.workbooks.template import template
from ledgers.sheets import SHEETS
from records.exports import hand_out
from reports.context import scope_of
from reports.draft import Draft
from reports.models import AnnualReport
from reports.outputs import workbook
from reports.outputs.copies import COPIES
from reports.signing import edition as editions
from spreadsheets.reading import Grid
from tests.demo.loaded import YEAR, load_once
from tests.documents.validator import faults, program
from tests.npm import MissingProgramError
from tests.reports.support import edition_of
from visits.pages import VisitPages

pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.fixture(scope="session")
def validator() -> Path:
    try:
        return program()
    except MissingProgramError as missing:
        pytest.fail(f"文件没有校验：{missing}", pytrace=False)


@pytest.fixture(scope="module")
def clerk(django_db_setup, django_db_blocker) -> Iterator[User]:
    """The demo's clerk, who may see numbers."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_once()
        yield User.objects.get(username=CLERK.username)
        transaction.set_rollback(True)


def wrong(validator: Path, folder: Path, files: Iterator[tuple[str, bytes]]) -> dict[str, list[str]]:
    found = {}
    for name, content in files:
        file = folder / name
        file.write_bytes(content)
        if told := faults(validator, file):
            found[name] = told
    return found


def read(file: IO[bytes]) -> bytes:
    with file:
        return file.read()


def reports(office: SubDistrict) -> Iterator[tuple[str, bytes]]:
    draft = Draft(scope_of(office, YEAR))
    for key, copy in COPIES.items():
        yield f"{key}.docx", copy.of_draft(draft)
    yield "draft.xlsx", read(workbook.render(draft.facts))
    other = Draft(scope_of(office, YEAR))
    (other.scope.report.layout,) = set(AnnualReport.Layout.values) - {draft.scope.report.layout}
    yield "other.docx", COPIES["clean"].of_draft(other)
    signed = edition_of(office, User.objects.get(username=SECRETARY.username), YEAR)
    yield "signed.docx", COPIES["clean"].of_edition(signed)
    yield "signed.xlsx", read(editions.data(signed))


def test_reports_and_their_annexes(validator, clerk, tmp_path):
    assert wrong(validator, tmp_path, reports(SubDistrict.objects.get())) == {}


def sheets_of(kinds: list[Any], clerk: User) -> Iterator[tuple[str, bytes]]:
    for pages in kinds:
        if not pages.parent:
            yield f"{pages.label()}-template.xlsx", read(template(pages, clerk))
        file = hand_out(pages, pages.queryset(clerk), clerk, full=pages.has_personal_data())
        yield f"{pages.label()}-export.xlsx", read(file)


def printed(clerk: User) -> Iterator[tuple[str, bytes]]:
    for sheet in SHEETS:
        rows = list(sheet(clerk).rows(sheet.pages.queryset(clerk))[:40])
        papers = list(sheet(clerk).papers(rows, "锦河街道"))
        yield f"{sheet.key}.docx", paper.render(papers, sheet.label, "锦河街道", "2026-01-02T03:04:05+08:00")


def test_printed_sheets(validator, clerk, tmp_path):
    assert wrong(validator, tmp_path, printed(clerk)) == {}


SOME = [
    KINDS[label]
    for label in ("visits.visit", "members.member", "mediation.mediationcase", "visits.visitissue")
]


@pytest.mark.parametrize(
    "kinds", [SOME, pytest.param(list(KINDS.values()), marks=pytest.mark.soak)], ids=["some", "all"]
)
def test_templates_and_exports(kinds, validator, clerk, tmp_path):
    assert wrong(validator, tmp_path, sheets_of(kinds, clerk)) == {}


def given_back(clerk: User, folder: Path) -> Iterator[tuple[str, bytes]]:
    """A filled-in template with faults, and a pasted block of the same."""
    problems = [
        Problem("走访", 2, "走访日期", "2026-11-31", "11 月只有 30 天", 2),
        Problem("走访", 2, "", "", "与第 3 行重复"),
    ]
    source = folder / "filled.xlsx"
    source.write_bytes(read(template(VisitPages, clerk)))
    book = load_workbook(source)
    book["走访"]["B2"] = "2026-11-31"
    book["走访"]["B2"].font = Font(name="仿宋", size=16, bold=True, color="FF9B1C1C")
    book.save(source)
    yield "returned.xlsx", read(mark_workbook(source, problems, {"走访": 1}))
    grid = Grid("走访", [["序号", "走访日期"], [1, "2026-11-31"]])
    yield "rebuilt.xlsx", read(rebuild_workbook([grid], problems, {"走访": 1}))


def test_files_given_back(validator, clerk, tmp_path):
    assert wrong(validator, tmp_path, given_back(clerk, tmp_path)) == {}


def test_the_validator_sees_what_is_wrong(validator, clerk, tmp_path):
    """Negative control: the fonts of a template in another order than the schema's."""
    valid = tmp_path / "valid.xlsx"
    valid.write_bytes(read(template(VisitPages, clerk)))
    spoilt = tmp_path / "spoilt.xlsx"
    with zipfile.ZipFile(valid) as source, zipfile.ZipFile(spoilt, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/styles.xml":
                content = content.replace(b'<b val="1" />', b"").replace(b"</font>", b'<b val="1"/></font>')
            target.writestr(part, content)
    assert faults(validator, valid) == []
    assert any("/xl/styles.xml" in fault for fault in faults(validator, spoilt))
