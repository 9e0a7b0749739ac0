"""How the report's figures are written on its pages."""

from django import template

from reports.draft import Draft
from reports.outline import tokens

register = template.Library()


@register.filter
def label_of(key: str) -> str:
    """The name of a figure, or of a name in the text."""
    return tokens.LABELS.get(key, key)


@register.filter
def said(text: str, draft: Draft) -> str:
    """Stored wording as it would be printed."""
    return "".join(run.text for run in draft.writer.text(text))


@register.filter
def shown(text: str) -> str:
    """Stored wording as people edit it."""
    return tokens.shown(text)
