"""What the shared templates of records need."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from records.columns.values import format_value
from records.declaration import Declaration

register = template.Library()
register.filter("written", format_value)
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
FEW = 4  # boxes that stand beside each other


@register.simple_tag
def page_url(pages: type[Declaration], page: str, *args: object) -> str:
    """Give the address of one of the pages of a kind."""
    return pages.url(page, *args)


@register.filter
def is_grouped(field: BoundField) -> bool:
    """Say whether several boxes stand under one label."""
    return isinstance(field.field.widget, (*GROUPS, forms.MultiWidget))


@register.filter
def is_wide(field: BoundField) -> bool:
    """Say whether a field takes the whole width of a form."""
    widget = field.field.widget
    if isinstance(widget, GROUPS):
        return len(getattr(field.field, "choices", [])) > FEW
    return isinstance(widget, forms.Textarea)


@register.filter(name="dressed")
def dress(field: BoundField) -> SafeString:
    """Render the widget in our look, tied to its error and help for those who listen to the page."""
    widget = field.field.widget
    attrs: dict[str, Any] = {"class": _look(widget)}
    descriptions = []
    if field.errors:
        descriptions.append(f"{field.auto_id}-e")
        attrs["aria-invalid"] = "true"
    if field.help_text:
        descriptions.append(f"{field.auto_id}-h")
    if descriptions:
        attrs["aria-describedby"] = " ".join(descriptions)
    if isinstance(widget, forms.MultiWidget):
        for part, end in zip(widget.widgets, ("起", "止"), strict=True):
            part.attrs.update({"aria-label": f"{field.label} {end}", "class": "form-control"})
        return field.as_widget()
    if isinstance(widget, GROUPS):
        widget.attrs["class"] = "form-check-input"
        return render_to_string("records/widgets/choices.html", {"field": field})
    return field.as_widget(attrs={**widget.attrs, **attrs})


@register.simple_tag
def child_field(field: BoundField, title: str, number: int | str) -> SafeString:
    """Render a field of a row, which is called by its table, its row and its heading."""
    widget = field.field.widget
    name = f"{title}第 {number} 行 {field.label}"
    attrs = {"class": _look(widget), "aria-label": name}
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs={**widget.attrs, **attrs})


def _look(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
