"""What the tests of all kinds of record share: their pages, their factories, and a browser's way with a form."""

import uuid
from datetime import timedelta
from typing import Any

import factory
import pytest
from django.db import models
from django.test import Client

from communities.models import Community
from records.children import Children
from records.pages import RecordPages
from records.personal import DigestField, EncryptedField
from records.pinyin import order_of
from records.presentation import NOTHING, column, present
from reports.pages import PAGES, PAGES_OF
from tests import factories
from tests.factories import DAY
from tests.records.browser import errors
from tests.shelf.factories import LoanFactory
from tests.shelf.pages import LoanPages

ALL_PAGES: list[type[RecordPages]] = [*PAGES_OF.values(), *PAGES, LoanPages]
ENTERED = [pages for pages in ALL_PAGES if not pages.parent]  # those with forms of their own
FACTORIES = {
    made._meta.model: made
    for made in (*vars(factories).values(), LoanFactory)
    if isinstance(made, type) and issubclass(made, factory.Factory) and not made._meta.abstract
}


def each(pages: list[type[RecordPages]], name: str = "pages") -> Any:
    """One test per kind of record."""
    return pytest.mark.parametrize(name, pages, ids=[p.model._meta.model_name for p in pages])


def shape(pages: type[RecordPages]) -> set[str]:
    """Everything in which the engine tells one kind of record from another: its columns, its place, its own code."""
    model = pages.model
    found = {f"in {model.community_path}", f"always in one {getattr(model, 'community_required', False)}"}
    found |= {
        f"whole 街道 {pages.whole_subdistrict_writes}",
        f"rows below {len(pages.children)}",
        f"below {pages.parent != ''}",
    }
    found |= {
        f"{declared} {getattr(pages, declared) != []}" for declared in ("filters", "search", "keep", "totals")
    }
    found |= {
        f"{name} of {pages.__name__}"
        for name, value in vars(pages).items()
        if callable(value) or isinstance(value, classmethod)
    }
    found.discard(f"model of {pages.__name__}")
    return found | {_column_shape(model, name) for name in (*pages.fields(), *pages.columns)}


def _column_shape(model: Any, name: str) -> str:
    field = column(model, name)
    if field is None:
        return "told by the model"
    linked = field.related_model if field.is_relation else None
    way = (
        "to its own kind"
        if linked is model
        else f"by hand {linked.named_by_hand}"
        if linked
        else f"choices {bool(field.choices)}"
    )
    return f"{type(field).__name__} null {field.null} {way}"


def shapely() -> set[type[RecordPages]]:
    """Kinds that together have every shape that any kind has."""
    chosen: set[type[RecordPages]] = set()
    missing = set.union(*map(shape, ALL_PAGES))
    while missing:
        most = max(ALL_PAGES, key=lambda pages: len(shape(pages) & missing))
        chosen.add(most)
        missing -= shape(most)
    return chosen


SHAPES = shapely()


def each_shape(pages: list[type[RecordPages]]) -> Any:
    """For what is the engine's alone: one test per kind, the ordinary ones of kinds that together have every shape."""
    ids = [each.model._meta.model_name for each in pages]
    kinds = [
        pytest.param(each, id=name, marks=[] if each in SHAPES else pytest.mark.soak)
        for each, name in zip(pages, ids, strict=True)
    ]
    return pytest.mark.parametrize("pages", kinds)


def place(model: Any, community: Community | None, office: Any = None) -> dict[str, Any]:
    """What a factory needs so that the record belongs to the 社区, or to the 街道 itself where it is None."""
    office = community.subdistrict if community else office
    first, _, rest = (model.community_path or "").partition("__")
    if first in ("", "id"):
        return {"subdistrict": office}
    own = {"subdistrict": office} if any(f.name == "subdistrict" for f in model._meta.fields) else {}
    if not rest:
        return {**own, "community": community}
    owner = model._meta.get_field(first).related_model
    return {**own, first: FACTORIES[owner](**place(owner, community, office))}


def make(model: Any, community: Community | None, office: Any = None, **values: Any) -> Any:
    return FACTORIES[model](**{**place(model, community, office), **values})


def make_children(pages: type[RecordPages], record: Any) -> dict[Children, Any]:
    """One row of each kind below the record."""
    return {
        kind: FACTORIES[kind.model](**{kind.link(pages.model).name: record}, **dict(kind.fixed))
        for kind in pages.children
    }


# ── Forms ───────────────────────────────────────────────────────────────────
def typed(form: Any) -> dict[str, Any]:
    """A bound-less form's values as somebody would type them, personal data in full."""
    data: dict[str, Any] = {}
    for field in form:
        found = column(type(form.instance), field.name)
        value = getattr(form.instance, field.name) if isinstance(found, EncryptedField) else field.value()
        if value is None or value is False or value == []:
            continue
        if isinstance(value, (list, tuple)):
            data[field.html_name] = [str(getattr(item, "pk", item)) for item in value]
        else:
            data[field.html_name] = "on" if value is True else str(value)
    return data


def entered(
    pages: type[RecordPages], record: Any, reader: Any, children: dict[Children, Any] | None = None
) -> dict[str, Any]:
    """The form of a new record with everything that `record` and its rows hold typed in."""
    data = {
        **typed(pages.form_class()(instance=record, reader=reader)),
        "submission": str(uuid.uuid4()),
        "version": "1",
    }
    for kind in pages.children:
        row = (children or {}).get(kind)
        data |= {f"{kind.prefix}-TOTAL_FORMS": "1" if row else "0", f"{kind.prefix}-INITIAL_FORMS": "0"}
        if row:
            form_class = kind.formset(pages.model).form
            data |= typed(form_class(instance=row, reader=reader, prefix=f"{kind.prefix}-0"))
    return data


def forget(record: Any, children: dict[Children, Any] | None = None) -> None:
    """Take a record made by a factory away without a trace, so that it can be entered by form."""
    for row in (*(children or {}).values(), record):
        model, pk = type(row), row.pk
        row.delete()
        model.history.filter(id=pk).delete()


def fresh(pages: type[RecordPages], community: Community, reader: Any, **values: Any) -> dict[str, Any]:
    """A valid form of a new record with its child rows, of which nothing is on record yet."""
    record = make(pages.model, community, **values)
    children = make_children(pages, record)
    data = entered(pages, record, reader, children)
    forget(record, children)
    return data


def enter(client: Client, pages: type[RecordPages], data: dict[str, Any]) -> Any:
    """Send the form of a new record; the record it made."""
    before = set(pages.model.objects.values_list("pk", flat=True))
    response = client.post(pages.url("create"), data)
    assert response.status_code == 302, errors(response)
    return pages.model.objects.exclude(pk__in=before).get()


# ── Values ──────────────────────────────────────────────────────────────────
ID_NO = "11010519491231002X"  # a woman's, by GB 11643-1999
PHONE = "13800138000"


def is_text(field: Any) -> bool:
    """A column for free text."""
    plain = isinstance(field, (models.CharField, models.TextField)) and not field.choices
    return plain and not isinstance(field, (EncryptedField, DigestField))


def text_fields(pages: type[RecordPages]) -> list[str]:
    return [name for name in pages.fields() if is_text(column(pages.model, name))]


def set_value(record: Any, name: str, value: Any) -> None:
    """Write one column past the rules: for what a list or a page must show, whatever the record."""
    found = column(type(record), name)
    if found.many_to_many:
        getattr(record, name).set([value])
        return
    setattr(record, name, value)
    written = {found.attname: getattr(record, found.attname)}
    order = order_of(type(record), name)
    if order != name:
        written[order] = column(type(record), order).pre_save(record, add=False)
    type(record).objects.filter(pk=record.pk).update(**written)


def vary(pages: type[RecordPages], record: Any, number: int) -> None:
    """Give every plain column of the list a value of its own."""
    for name in pages.columns:
        found = column(pages.model, name)
        if found is None or found.is_relation:
            continue
        if found.choices:
            set_value(record, name, found.flatchoices[number % len(found.flatchoices)][0])
        elif isinstance(found, models.DateField):
            set_value(record, name, DAY + timedelta(days=number))
        elif isinstance(found, (models.IntegerField, models.DecimalField)):
            set_value(record, name, 7 - number)
        elif is_text(found):
            set_value(record, name, f"值{number}")


def fill(pages: type[RecordPages], record: Any, community: Community) -> Any:
    """Give every empty column of the form a value, past the rules."""
    for name in pages.fields():
        found = column(pages.model, name)
        if found is None or (not found.many_to_many and getattr(record, found.attname) not in (None, "")):
            continue
        if found.is_relation:
            if found.related_model is not pages.model:
                set_value(record, name, make(found.related_model, community))
        elif isinstance(found, EncryptedField):
            set_value(record, name, ID_NO if name == "id_no" else PHONE)
        elif found.choices:
            set_value(record, name, found.flatchoices[0][0])
        elif isinstance(found, models.DateField):
            set_value(record, name, DAY)
        elif is_text(found):
            set_value(record, name, f"{found.verbose_name}第{record.pk}"[: found.max_length])
        else:
            set_value(record, name, 7)
    return pages.model.objects.get(pk=record.pk)


def change(pages: type[RecordPages], data: dict[str, Any], to: str = "改过") -> tuple[str, str]:
    """Type something else into one field of a form; the field and what was typed."""
    name = next(iter(text_fields(pages)), "")
    if not name:
        counts = [
            f.name for f in pages.model._meta.fields if f.null and isinstance(f, models.PositiveIntegerField)
        ]
        name, to = counts[-1], str(300 + len(to))
    data[name] = to
    return name, to


def shown(record: Any, name: str) -> str:
    """A value as it can be read on the page."""
    return " ".join((present(record, name) or NOTHING).split())


def wanted_and_other(
    pages: type[RecordPages], record: Any, name: str, community: Community
) -> tuple[dict, dict]:
    """A filter's query that finds the record, and one that does not."""
    found = column(pages.model, name)
    if isinstance(found, models.DateField):
        day, after = getattr(record, name) or DAY, (getattr(record, name) or DAY) + timedelta(days=1)
        set_value(record, name, day)
        return {f"{name}_from": f"{day:%Y.%-m.%-d}", f"{name}_to": day.isoformat()}, {
            f"{name}_from": after.isoformat()
        }
    if found.is_relation:
        other = make(found.related_model, community)
        mine = getattr(record, name) if not found.many_to_many else None
        if mine is None:
            mine = make(found.related_model, community)
            set_value(record, name, mine)
        return {name: mine.pk}, {name: other.pk}
    if found.choices and not getattr(record, name):
        set_value(record, name, found.flatchoices[0][0])
    value = getattr(record, name)
    if isinstance(found, models.BooleanField):
        return {name: value}, {name: not value}
    if found.choices:
        return {name: value}, {name: next(key for key, _ in found.flatchoices if key != value)}
    return {name: value}, {name: value - 1}
