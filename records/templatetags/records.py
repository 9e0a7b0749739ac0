"""What the shared templates of records need."""

from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from records.columns.values import written

register = template.Library()
register.filter("written", written)
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def page_url(pages: Any, page: str, *args: Any) -> str:
    return pages.url(page, *args)


@register.filter
def is_grouped(field: Any) -> bool:
    """Several boxes under one label."""
    return isinstance(field.field.widget, (*GROUPS, forms.MultiWidget))


@register.filter
def is_wide(field: Any) -> bool:
    widget = field.field.widget
    many = isinstance(widget, GROUPS) and len(getattr(field.field, "choices", [])) > 4
    return many or isinstance(widget, forms.Textarea)


@register.filter
def dressed(field: Any) -> SafeString:
    """The widget in our look, tied to its error and help for those who listen to the page."""
    widget = field.field.widget
    attrs: dict[str, Any] = {"class": _look(widget)}
    described = [f"{field.auto_id}-e"] * bool(field.errors) + [f"{field.auto_id}-h"] * bool(field.help_text)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    if isinstance(widget, forms.MultiWidget):
        for part, end in zip(widget.widgets, ("起", "止"), strict=True):
            part.attrs.update({"aria-label": f"{field.label} {end}", "class": "form-control"})
        return field.as_widget()
    if isinstance(widget, GROUPS):
        widget.attrs["class"] = "form-check-input"
        return render_to_string("records/widgets/choices.html", {"field": field})
    return field.as_widget(attrs={**widget.attrs, **attrs})


@register.simple_tag
def child_field(field: Any, title: str, number: Any) -> SafeString:
    widget = field.field.widget
    name = f"{title}第 {number} 行 {field.label}"
    attrs = {"class": _look(widget), "aria-label": name}
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs={**widget.attrs, **attrs})


def _look(widget: Any) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
