"""What a signed edition holds, and what can be made of it again: the document, the figures, the records and their versions."""

from collections.abc import Iterable
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


def content(draft: Draft, edition: Edition) -> dict[str, Any]:
    """Everything frozen, JSON-able. Records by model: of each figure's lists the ids, and of each record the version."""
    records, versions = _records(draft)
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
        "sheets": [
            [sheet.title, list(sheet.head), list(sheet.rows)] for sheet in workbook.figures(draft.facts)
        ],
        "remarks": [[remark.message, remark.reason] for remark in draft.remarks],
    }


def figure(value: Value) -> dict[str, Any]:
    """One computed figure as it is kept: numbers as text, so that none is rounded on the way."""
    return {
        "value": value.value
        if isinstance(value.value, list)
        else None
        if value.missing
        else str(value.value),
        "text": value.text,
        "numerator": None if value.numerator is None else str(value.numerator),
        "denominator": None if value.denominator is None else str(value.denominator),
        "records": value.records,
        "rows": {
            str(community or ""): str(amount)
            for community, amount in sorted(value.rows.items(), key=lambda row: row[0] or 0)
        },
        "incomplete": [community.code for community in value.incomplete],
        "stated_zero": value.stated_zero,
    }


def _records(draft: Draft) -> tuple[dict[str, dict[str, list[int]]], dict[str, dict[str, int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    versions: dict[str, dict[str, int]] = {}
    for key, value in draft.facts.values.items():
        for part, term in value.indicator.lists.items():
            if part == counted.NOT_COUNTED:
                continue
            rows = term.records(draft.scope)
            ids = rows.order_by("pk").values_list("pk", "version")
            known = versions.setdefault(rows.model._meta.label, {})
            found.setdefault(key, {})[part] = [pk for pk, _ in ids]
            known.update({str(pk): version for pk, version in ids})
    return found, versions


def signed(subdistrict: SubDistrict, year: int) -> Edition | None:
    """What was signed last of that year; None where nothing was."""
    editions = Edition.objects.filter(report__subdistrict=subdistrict, report__year=year)
    return editions.select_related("report", "signed_by", "submitted_by").first()


def document(edition: Edition, spoken: bool = False) -> Document:
    """The frozen text, to be rendered again."""
    return from_json(edition.thaw()["spoken" if spoken else "document"], Document)


def file_name(edition: Edition, label: str = "", ending: str = "docx") -> str:
    """What a file of it is called: title, year and 街道 as they were signed."""
    kept = edition.thaw()
    whole = "，".join(filter(None, [f"第{edition.number}稿", label]))
    return file_named(kept["year"], kept["document"]["title"], kept["document"]["subject"], whole, ending)


def data(edition: Edition) -> IO[bytes]:
    """数据附件 again: the frozen figures, and the records at the versions that were signed, with the names of that day."""
    kept = edition.thaw()
    return sheets.workbook(
        chain(
            (sheets.Sheet(*each) for each in kept["sheets"]),
            counted.signed(
                kept["versions"],
                _labels(kept),
                kept.get("columns", {}),
                datetime.fromisoformat(kept["signed"][1]),
            ),
        )
    )


def _labels(kept: dict[str, Any]) -> dict[str, dict[int, list[str]]]:
    """By kind of record: which figures counted each, as they were called when it was signed."""
    names = {key: label for _, label, key, *_ in kept["sheets"][0][2]}
    found: dict[str, dict[int, list[str]]] = {}
    for key, parts in kept["records"].items():
        for part, ids in parts.items():
            model = CATALOGUE[key].lists[part].model._meta.label
            for pk in ids:
                told = found.setdefault(model, {}).setdefault(pk, [])
                told += [names[key]] if names[key] not in told else []
    return found


@dataclass(frozen=True)
class Difference:
    """A figure that would come out otherwise today."""

    value: Value
    signed: str
    now: str


def differences(edition: Edition, facts: Facts) -> list[Difference]:
    """Exactly those figures whose value, numerator or denominator is no longer what was signed.

    A figure that the product did not have then was not signed, and is none of them.
    """
    frozen = edition.thaw()["figures"]
    return [
        Difference(value, frozen[key]["text"], value.text)
        for key, value in facts.values.items()
        if key in frozen and _told(frozen[key]) != _told(figure(value))
    ]


def _told(kept: dict[str, Any]) -> Any:
    return (kept["value"], kept["text"], kept["numerator"], kept["denominator"])


def paragraphs(found: Document) -> Iterable[str]:
    """Its text, paragraph by paragraph, for comparing two editions."""
    return [paragraph.text for paragraph in found.paragraphs()]
