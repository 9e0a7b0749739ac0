"""How the report's figures are written on its pages."""

from django import template

from reports.outline.tokens import LABELS

register = template.Library()


@register.filter
def label_of(key: str) -> str:
    """The name of a figure, or of a name in the text."""
    return LABELS.get(key, key)
