"""Signed is signed: whichever door it leaves by, it is the file that was signed; the working copy says that it is not."""

import io
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document

from funding.models import Payment
from reports.models import Edition
from reports.outputs import copies
from reports.outputs.copies import COPIES
from tests.records.browser import text
from tests.reports.signed import YEAR, Demo, parts, step, taken_back

pytestmark = pytest.mark.django_db


class Changed(Demo):
    """A report was signed, and what it handed out kept; then a record that it counts was changed."""

    def __init__(self) -> None:
        super().__init__()
        self.edition = self.sign()
        self.files = {kind: parts(self.edition_file(kind)) for kind in COPIES}
        payment = Payment.objects.filter(kind="party", date__year=YEAR).first()
        Payment.objects.filter(pk=payment.pk).update(amount=payment.amount + 10_000)

    def edition_file(self, kind: str) -> bytes:
        return self.first.get(reverse("reports:edition-word", args=[self.edition.pk]), {"kind": kind}).content

    def get(self, name: str, **query: str):
        return self.first.get(reverse(f"reports:{name}"), {"year": YEAR, **query})


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Changed]:
    with django_db_blocker.unblock(), taken_back():
        yield Changed()


@pytest.fixture
def demo(loaded, db) -> Changed:
    return loaded


def heads(content: bytes) -> list[str]:
    section = Document(io.BytesIO(content)).sections[0]
    return [header.paragraphs[0].text for header in (section.header, section.even_page_header)]


def report(tmp_path, capsys, *more: str) -> tuple[bytes, str]:
    """What the command writes, and what it says on stderr."""
    file = tmp_path / "report.docx"
    call_command("report", "--subdistrict", "JH", "--year", str(YEAR), "--output", str(file), *more)
    return file.read_bytes(), capsys.readouterr().err


# ── The signed file, at every door ──────────────────────────────────────────
@pytest.mark.parametrize("kind", COPIES)
def test_download_is_the_signed_file(demo, kind):
    response = demo.get("word", kind=kind)
    assert parts(response.content) == demo.files[kind]
    assert "第1稿" in unquote(response["Content-Disposition"])
    assert heads(response.content) == ["", ""]


def test_preview_leads_to_the_signed_text(demo):
    assert demo.get("preview").url == reverse("reports:edition", args=[demo.edition.pk])


def test_home_offers_the_signed_file(demo):
    page = demo.first.get("/", {"year": YEAR})
    assert "下载定稿" in text(page)
    assert f'{reverse("reports:word")}?year={YEAR}"' in page.content.decode()


def test_data_are_the_signed_ones(demo):
    signed = demo.first.get(reverse("reports:edition-data", args=[demo.edition.pk]))
    files = [parts(b"".join(response.streaming_content)) for response in (demo.get("data"), signed)]
    for file in files:
        del file["docProps/core.xml"]  # the moment of writing
    assert files[0] == files[1]


def test_command_writes_it_and_says_so(demo, tmp_path, capsys):
    content, said = report(tmp_path, capsys)
    assert parts(content) == demo.files["clean"]
    assert "第1稿" in said
    assert "定稿" in said


def test_it_stays_the_signed_one_while_a_new_one_is_drafted(demo, tmp_path, capsys):
    assert step(demo.first, "reopen") == []
    assert parts(demo.get("word").content) == demo.files["clean"]
    assert parts(report(tmp_path, capsys)[0]) == demo.files["clean"]
    assert "draft=1" in demo.get("report").content.decode()


def test_one_that_was_tampered_with_is_handed_out_nowhere(demo, tmp_path):
    Edition.objects.filter(pk=demo.edition.pk).update(fingerprint="0" * 64)
    to_its_page = reverse("reports:edition", args=[demo.edition.pk])
    assert [demo.get(door).url for door in ("word", "data", "preview")] == [to_its_page] * 3


def test_the_preview_of_a_draft_says_nothing_untrue_of_one_that_was_tampered_with(demo):
    before = demo.get("preview", draft="1").content.decode()
    assert "指纹" not in before
    Edition.objects.filter(pk=demo.edition.pk).update(fingerprint="0" * 64)
    page = demo.get("preview", draft="1").content.decode()
    assert "与指纹不符，不能拿来对照" in page
    assert "数字与定稿相同" not in page
    assert reverse("reports:compare", args=[demo.edition.pk]) not in page


@pytest.mark.parametrize("door", ["word", "data", "preview"])
@pytest.mark.parametrize(
    "asked",
    [{"draft": "0"}, {"draft": ""}, {"year": YEAR + 2}, {"year": "25"}, {"year": "9" * 30}, {"year": "x"}],
)
def test_no_other_copy_is_given_for_one_that_is_not_there(demo, door, asked):
    assert demo.get(door, **asked).status_code == 404


# ── The working copy ────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", COPIES)
def test_working_copy_says_so_on_every_page_and_in_its_name(demo, kind):
    response = demo.get("word", kind=kind, draft="1")
    odd, even = heads(response.content)
    assert odd == even
    assert odd.startswith("草稿，")
    assert "与第1稿定稿有1项数字不同（党建工作经费）、2段文字不同" in odd
    assert "草稿" in unquote(response["Content-Disposition"])
    assert parts(response.content) != demo.files[kind]


def test_its_preview_names_what_differs(demo):
    page = text(demo.get("preview", draft="1"))
    assert "这是草稿，不是定稿" in page
    assert "有 1 项数字与定稿不同：党建工作经费" in page


def test_a_reworded_text_is_told_of_too(demo):
    assert step(demo.first, "reopen") == []
    words = {"text": "改写的一句开头。", "version": "1"}
    demo.first.post(f"{reverse('reports:passage', args=['opening'])}?year={YEAR}", words)
    assert "3段文字不同" in heads(demo.get("word", draft="1").content)[0]


def test_beside_a_spoilt_edition_it_says_so(demo):
    Edition.objects.filter(pk=demo.edition.pk).update(content=b"spoilt")
    assert "第1稿定稿与指纹不符" in heads(demo.get("word", draft="1").content)[0]
    assert demo.get("preview", draft="1").status_code == 200


def test_another_layout_is_a_draft_and_said_to_be(demo, tmp_path, capsys):
    content, said = report(tmp_path, capsys, "--layout", "three")
    assert heads(content)[0].startswith("草稿，")
    assert "草稿" in said


def test_a_year_never_signed_is_a_draft(demo, tmp_path, capsys):
    response = demo.first.get(reverse("reports:word"), {"year": YEAR - 1})
    assert heads(response.content)[0].startswith("草稿，")
    assert "下载草稿" in text(demo.first.get("/", {"year": YEAR - 1}))


def test_without_the_head_nothing_on_the_page_would_tell_them_apart(demo, monkeypatch):
    monkeypatch.setattr(copies, "draft_head", lambda draft: "")
    assert heads(demo.get("word", draft="1").content) == ["", ""]
