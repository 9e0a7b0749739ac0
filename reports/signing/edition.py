"""What a signed edition holds, and what can be made of it again.

It holds the document, the figures, and the records with their versions.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import IO, Any

from django.utils import timezone

from communities.models import SubDistrict
from documents.json import as_json, from_json
from indicators.catalogue import CATALOGUE
from indicators.kinds import Value
from reports.document import Document
from reports.draft import Draft, file_named
from reports.facts import Facts
from reports.models import Edition
from reports.outputs import counted, workbook
from reports.text import wordings
from reports.text.passages import as_data
from spreadsheets import writing as sheets

Ids = dict[str, dict[str, list[int]]]  # by figure and by its list, the records in it
Versions = dict[str, dict[str, int]]  # by kind of record and by its id, the version
Content = Mapping[str, Any]  # what an edition holds, read back from JSON


def content(draft: Draft, edition: Edition) -> dict[str, Any]:
    """Return everything that is frozen, fit for JSON.

    `records` has by figure the ids of each of its lists, `versions` by kind of record the version of each.
    """
    records, versions = _records(draft)
    tables = workbook.figures(draft.facts)
    return {
        "office": draft.scope.subdistrict.code,
        "year": draft.scope.year,
        "number": edition.number,
        "as_of": draft.scope.day.isoformat(),
        "submitted": [str(edition.submitted_by), timezone.localtime(edition.submitted_at).isoformat()],
        "signed": [str(edition.signed_by), timezone.localtime(edition.signed_at).isoformat()],
        "passages": as_data(draft.passages),
        wordings.KEPT: wordings.as_data(draft.passages),
        "document": as_json(draft.document),
        "spoken": as_json(draft.speech),
        "figures": {key: figure(value) for key, value in draft.facts.values.items()},
        "records": records,
        "versions": versions,
        "columns": {label: counted.public_columns(label) for label in versions},
        "sheets": [[sheet.title, list(sheet.head), list(sheet.rows)] for sheet in tables],
        "remarks": [[remark.message, remark.reason] for remark in draft.remarks],
    }


def figure(value: Value) -> dict[str, Any]:
    """Return one computed figure as it is frozen: numbers as text, so that none is rounded on the way."""
    rows = {}
    for community in sorted(value.rows, key=lambda community: community or 0):
        rows[str(community or "")] = str(value.rows[community])
    return {
        "value": _frozen_value(value),
        "text": value.text,
        "numerator": _text_or_none(value.numerator),
        "denominator": _text_or_none(value.denominator),
        "records": value.records,
        "rows": rows,
        "incomplete": [community.code for community in value.incomplete],
        "stated_zero": value.stated_zero,
    }


def _frozen_value(value: Value) -> str | list[str] | None:
    """Return a value as it is frozen: a list of names as it is, everything else as text."""
    if isinstance(value.value, list):
        return value.value
    return None if value.missing else str(value.value)


def _text_or_none(number: object) -> str | None:
    return None if number is None else str(number)


def _records(draft: Draft) -> tuple[Ids, Versions]:
    """Read the records that stand behind the figures, one statement for each list."""
    ids: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
    versions: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for key, value in draft.facts.values.items():
        for part, record_set in value.indicator.lists.items():
            if part == counted.NOT_COUNTED or record_set.model.is_confidential:
                continue
            records = record_set.records(draft.scope)
            rows = list(records.order_by("pk").values_list("pk", "version"))
            ids[key][part] = [pk for pk, _ in rows]
            of_kind = versions[records.model._meta.label]
            for pk, version in rows:
                of_kind[str(pk)] = version
    return dict(ids), dict(versions)


def latest(subdistrict: SubDistrict, year: int) -> Edition | None:
    """Return what was signed last of that year; None where nothing was."""
    editions = Edition.objects.filter(report__subdistrict=subdistrict, report__year=year)
    return editions.select_related("report", "signed_by", "submitted_by").first()


def document(edition: Edition, is_spoken: bool = False) -> Document:
    """Return the frozen text, to be rendered again: the whole report or its spoken version."""
    key = "spoken" if is_spoken else "document"
    return from_json(edition.thaw()[key], Document)


def file_name(edition: Edition, label: str = "", ending: str = "docx") -> str:
    """Return what a file of it is called: title, year and 街道 as they were signed."""
    contents = edition.thaw()
    whole = f"第{edition.number}稿"
    if label:
        whole = f"{whole}，{label}"
    title, subject = contents["document"]["title"], contents["document"]["subject"]
    return file_named(contents["year"], title, subject, whole, ending)


def data(edition: Edition) -> IO[bytes]:
    """Make 数据附件 again.

    It has the frozen figures, and the records at the versions that were signed, with the names of that day.
    """
    contents = edition.thaw()
    tables = (sheets.Sheet(*table) for table in contents["sheets"])
    moment = datetime.fromisoformat(contents["signed"][1])
    columns = contents.get("columns", {})
    records = counted.sheets_then(contents["versions"], _labels(contents), columns, moment)
    return sheets.workbook(chain(tables, records))


def _labels(contents: Content) -> dict[str, dict[int, list[str]]]:
    """Return by kind of record which figures counted each, as they were called when it was signed."""
    names = {key: label for _, label, key, *_ in contents["sheets"][0][2]}
    labels: dict[str, dict[int, list[str]]] = {}
    for key, parts in contents["records"].items():
        for part, ids in parts.items():
            model = CATALOGUE[key].lists[part].model._meta.label
            of_kind = labels.setdefault(model, {})
            for pk in ids:
                of_record = of_kind.setdefault(pk, [])
                if names[key] not in of_record:
                    of_record.append(names[key])
    return labels


@dataclass(frozen=True)
class Difference:
    """A figure that would come out otherwise today."""

    value: Value
    signed: str
    now: str


COMPARED = ("value", "text", "numerator", "denominator")


def differences(edition: Edition, facts: Facts) -> list[Difference]:
    """Find exactly those figures whose value, numerator or denominator is no longer what was signed.

    A figure that the product did not have then was not signed, and is none of them.
    """
    before = edition.thaw()["figures"]
    differences = []
    for key, value in facts.values.items():
        if key not in before:
            continue
        now = figure(value)
        if any(before[key][name] != now[name] for name in COMPARED):
            differences.append(Difference(value, before[key]["text"], value.text))
    return differences


def paragraphs(document: Document) -> Iterator[str]:
    """Return its text, paragraph by paragraph, for comparing two editions."""
    for paragraph in document.paragraphs():
        yield paragraph.text
