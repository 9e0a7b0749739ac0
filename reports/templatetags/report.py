"""How the report's figures are written on its pages."""

from collections.abc import Iterable

from django import template
from django.urls import reverse

from documents.blocks import MISSING
from indicators.kinds import Value
from reports.checks.base import print_text
from reports.draft import Draft
from reports.models import Cause
from reports.outline import tokens
from reports.outline.problems import OF_KEY
from reports.rubric import Mend
from reports.signing.edition import Difference
from reports.text import wordings
from reports.text.findings import Finding

register = template.Library()


@register.filter
def label_of(key: str) -> str:
    """Return what a figure, or a name in the text, is called."""
    return tokens.LABELS.get(key, key)


PAGES = {"targets": "reports:targets", "settings": "reports:settings"}


@register.filter
def leads(mend: Mend, year: int) -> str:
    """Return where a way to raise the score leads: a passage of the desk, a fold of it, or another page."""
    if mend.page in PAGES:
        return f"{reverse(PAGES[mend.page])}?year={year}"
    if mend.page:
        return f"#{mend.page}"
    return f"#p-{mend.passage}"


@register.filter
def proposed_wording(finding: Finding, draft: Draft) -> str:
    """Return the wording that a finding would have, as it would be printed."""
    text = wordings.choose(f"problems.{finding.problem.key}", draft.writer.phrasing)
    return print_text(draft, text)


@register.filter
def causes_for(finding: str, causes: Iterable[Cause]) -> list[Cause]:
    """Return the library with the causes that are offered for this finding before the others."""
    names = OF_KEY[finding].offered if finding in OF_KEY else ()
    return sorted(causes, key=lambda cause: cause.name not in names)


@register.filter
def labels(items: Iterable[Value | Difference]) -> str:
    """Return the names of the indicators that values, or differences between values, are of."""
    names = []
    for item in items:
        value = item.value if isinstance(item, Difference) else item
        names.append(value.indicator.label)
    return "、".join(names)


@register.filter
def is_missing(cell: str) -> bool:
    """Return whether a cell of an annex stands for a number that nobody recorded."""
    return cell == MISSING
