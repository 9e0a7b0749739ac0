"""The review copy: what stands behind each figure, as comments, and nothing else."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from documents.blocks import Run, paragraph
from reports.document import Note
from reports.draft import build
from reports.outputs import word
from tests.reports.conftest import plain

pytestmark = pytest.mark.django_db
COMMENTS = "word/comments.xml"
MADE = "2020-01-02T03:04:05+08:00"


@pytest.fixture
def report(year, values):
    return build(year, values)


def parts(content: bytes) -> dict[str, ElementTree.Element]:
    """The XML parts of a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: ElementTree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def plainly(found: dict[str, ElementTree.Element]) -> dict[str, str]:
    return {name: ElementTree.canonicalize(ElementTree.tostring(part)) for name, part in found.items()}


def without_comments(found: dict[str, ElementTree.Element]) -> dict[str, ElementTree.Element]:
    kept = {name: part for name, part in found.items() if name != COMMENTS}
    for relation in list(kept["word/_rels/document.xml.rels"]):
        if relation.get("Type").endswith("/comments"):
            kept["word/_rels/document.xml.rels"].remove(relation)
    for override in list(kept["[Content_Types].xml"]):
        if override.get("PartName") == f"/{COMMENTS}":
            kept["[Content_Types].xml"].remove(override)
    for place in kept["word/document.xml"].iter(qn("w:p")):
        for element in list(place):
            if (
                element.tag in (qn("w:commentRangeStart"), qn("w:commentRangeEnd"))
                or element.find(qn("w:commentReference")) is not None
            ):
                place.remove(element)
    return kept


def anchored(file) -> list[tuple[str, str]]:
    """(number, text) of every stretch that a comment is tied to, in order."""
    found = []
    for start in file.element.body.iter(qn("w:commentRangeStart")):
        number, written, following = start.get(qn("w:id")), "", start.getnext()
        while following.tag != qn("w:commentRangeEnd"):
            written += "".join(text.text for text in following.iter(qn("w:t")))
            following = following.getnext()
        reference = following.getnext().find(qn("w:commentReference"))
        assert {following.get(qn("w:id")), reference.get(qn("w:id"))} == {number}
        found.append((number, written))
    return found


def test_each_printed_figure_has_a_comment_tied_to_its_own_run(report):
    file = docx.Document(io.BytesIO(word.render(report, comments=True)))
    comments = {str(comment.comment_id): comment for comment in file.comments}
    figures = [run for run in report.runs() if run.key]
    tied = anchored(file)
    assert len(figures) > 69
    assert [written for _, written in tied] == [run.text for run in figures]
    assert [number for number, _ in tied] == list(comments)
    notes = dict(report.notes)
    for run, (number, _) in zip(figures, tied, strict=True):
        note, said = notes[run.key], comments[number].text
        expected = (note.label, note.text, note.definition, note.formula, f"{note.records}条", note.as_of)
        assert [part for part in expected if part not in said] == []
    assert {(comment.author, comment.initials) for comment in comments.values()} == {
        ("街道党建工作台", "党建")
    }


def test_a_comment_spans_a_figure_of_several_fonts():
    rare = Run("江州𬀩报", "services.brand_media")
    note = ("services.brand_media", Note("媒体", rare.text, "定义", "算式", 1, "时点"))
    made = replace(plain(), opening=paragraph(Run("见"), rare, Run("。")), notes=(note,))
    assert anchored(docx.Document(io.BytesIO(word.render(made, comments=True)))) == [("0", "江州𬀩报")]


def test_a_missing_figure_says_so(report, values):
    figure = values["visits.frontline"].indicator
    made = replace(report, opening=paragraph(Run("X", figure.key, missing=True)))
    file = docx.Document(io.BytesIO(word.render(made, comments=True)))
    assert anchored(file)[0][1] == "X"


def test_clean_copy_differs_in_comments_alone(report):
    clean, review = parts(word.render(report)), parts(word.render(report, comments=True))
    assert COMMENTS not in clean
    assert plainly(clean) != plainly(review)
    assert plainly(clean) == plainly(without_comments(review))


def test_same_document_gives_the_same_parts_and_no_moment_but_its_own(report):
    made = replace(report, made=MADE)
    files = [parts(word.render(made, comments=True, fingerprint="ab" * 32)) for _ in range(2)]
    assert plainly(files[0]) == plainly(files[1])
    assert {comment.get(qn("w:date")) for comment in files[0][COMMENTS]} == {
        "2020-01-02T03:04:05Z"
    }  # as Word shows it
    moments = [
        element.text
        for element in files[0]["docProps/core.xml"]
        if element.tag.endswith(("}created", "}modified"))
    ]
    assert moments == ["2020-01-01T19:04:05Z"] * 2
