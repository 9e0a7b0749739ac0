"""What is being typed into a record's form, kept on the server or given back until it is saved.

A form carries a number of its own from the moment it is shown (`submission`); its draft is found by it. A
draft is what the form would send, unjudged. Whatever stands in the way of saving, the same text fills the
form again.
"""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django import forms
from django.db import transaction
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone

from access.roles import Reader
from records.children import ChildFormSet
from records.columns.base import Column
from records.columns.registry import column_of, columns_of
from records.declaration import Declaration
from records.forms import RecordForm
from records.models import FormDraft

KEPT_FOR = timedelta(days=7)
MOST = 50  # drafts of one account; the oldest go first
EXCERPT = 40  # characters by which drafts are told apart

# Fields of a form beside those of its record.
ACTION = "draft"  # what a button or the script asks for instead of saving the record
KEEP, DROP, GIVE_BACK = "keep", "drop", "give-back"
ACCOUNT = "account"  # whose form it is: another account may have signed in since
RETYPE = "retype"  # personal fields that were typed but are not among what is given back
BESIDE = frozenset({"csrfmiddlewaretoken", ACTION, RETYPE})


def number_of(text: str | None) -> UUID | None:
    """Return the number of a form as it stands in an address or a hidden field; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def by_script(request: HttpRequest) -> bool:
    """Say whether a script asks, not somebody who waits for a page."""
    return request.headers.get("X-Requested-With") == "fetch"


# ── On the server ───────────────────────────────────────────────────────────
@transaction.atomic
def keep(account: Reader, form: str, number: UUID, data: QueryDict) -> FormDraft:
    """Write the draft of the form of that number anew; drafts older than `KEPT_FOR` go."""
    purge()
    values = {"form": form, "content": without(data, BESIDE).urlencode(), "saved_at": timezone.now()}
    draft, is_new = FormDraft.objects.update_or_create(user_id=account.pk, number=number, defaults=values)
    if is_new:
        newest_first = FormDraft.objects.filter(user_id=account.pk).order_by("-saved_at")
        surplus = list(newest_first.values_list("pk", flat=True)[MOST:])
        FormDraft.objects.filter(pk__in=surplus).delete()
    return draft


def purge() -> int:
    """Delete everybody's drafts older than `KEPT_FOR`; return the number of them."""
    return FormDraft.objects.filter(saved_at__lt=oldest()).delete()[0]


def waiting(account: Reader, form: str) -> list[FormDraft]:
    """Return the account's own drafts of a form, newest first."""
    drafts = FormDraft.objects.filter(user_id=account.pk, form=form, saved_at__gte=oldest())
    return list(drafts.order_by("-saved_at"))


def find(account: Reader, form: str, number: UUID | None) -> FormDraft | None:
    """Find one of the account's drafts of a form by its number."""
    for draft in waiting(account, form):
        if draft.number == number:
            return draft
    return None


def forget(account: Reader, number: UUID | None) -> None:
    """Drop the draft of a form, where it has one."""
    FormDraft.objects.filter(user_id=account.pk, number=number).delete()


def oldest() -> datetime:
    """Return the moment before which drafts are too old."""
    return timezone.now() - KEPT_FOR


def content_of(draft: FormDraft) -> QueryDict:
    """Return what the form would send."""
    return QueryDict(draft.content)


def excerpt(form: forms.ModelForm, data: QueryDict) -> str:
    """Return the first words of a draft, never a number that is kept behind a mask."""
    texts = []
    for column in columns_of(form._meta.model, form.fields):
        if column.wordy and data.get(column.name, "").strip():
            texts.append(" ".join(data[column.name].split()))
    words = "，".join(texts)
    return f"{words[:EXCERPT]}…" if len(words) > EXCERPT else words


# ── Filled in again ─────────────────────────────────────────────────────────
def without(data: QueryDict, names: Iterable[str]) -> QueryDict:
    """Return a copy that can be changed, less some of its fields."""
    copy = data.copy()
    for name in names:
        copy.pop(name, None)
    return copy


def with_personal(pages: type[Declaration], data: QueryDict, draft: FormDraft | None) -> QueryDict:
    """Return what was typed, and the ID numbers and phones of its draft, which lie on the server alone."""
    data = without(data, BESIDE)
    if draft is None:
        return data
    earlier = content_of(draft)
    for name in personal_names(pages, earlier):
        if not data.get(name):
            data.setlist(name, earlier.getlist(name))
    return data


def without_errors(form: RecordForm, formsets: Iterable[ChildFormSet]) -> None:
    """Show what is filled in unjudged: a form half typed has no faults yet."""
    form._errors = ErrorDict()
    for formset in formsets:
        formset._errors, formset._non_form_errors = [], ErrorList()
        for row in formset.forms:
            row._errors = ErrorDict()


class Place(NamedTuple):
    """The column that a field of a form fills in, and the row in which it stands, in words."""

    column: Column
    row: str = ""


def personal_names(pages: type[Declaration], data: QueryDict) -> list[str]:
    """Return the fields of a form, and of its child rows, in which an ID number or phone is typed."""
    names = []
    for name in data:
        place = _place(pages, name) if data[name] else None
        if place and place.column.personal:
            names.append(name)
    return names


def labels(pages: type[Declaration], names: Iterable[str]) -> list[str]:
    """Return what these fields are called on the form, each once."""
    labels = []
    for name in names:
        place = _place(pages, name)
        if place:
            labels.append(f"{place.row}{place.column.label}")
    return list(dict.fromkeys(labels))


def _place(pages: type[Declaration], name: str) -> Place | None:
    """Find what a field of the form fills in; None where it is none of the record's or of its rows'."""
    if name in pages.fields():
        return Place(column_of(pages.model, name))
    for kind in pages.children:
        row, _, field = name.removeprefix(f"{kind.prefix}-").partition("-")
        if name.startswith(f"{kind.prefix}-") and row.isdecimal() and field in kind.fields:
            return Place(column_of(kind.model, field), f"{kind.title}第 {int(row) + 1} 行 ")
    return None


# ── A page that carries what was typed, where the form itself cannot be shown ─
def handed_back(request: HttpRequest, title: str, advice: str, status: int) -> HttpResponse | None:
    """Make a page with what was typed and a button back to the form, without the database.

    None where no record's form was sent. ID numbers and phones are left out and named.
    """
    pages = _pages(request)
    if pages is None or request.method != "POST" or number_of(request.POST.get("submission")) is None:
        return None
    personal = personal_names(pages, request.POST)
    retype = list(dict.fromkeys([*request.POST.getlist(RETYPE), *personal]))
    fields = list(_pairs(without(request.POST, {*BESIDE, *personal})))
    fields += [(RETYPE, name) for name in retype]
    context = {
        "title": title,
        "advice": advice,
        "address": request.get_full_path(),
        "token": get_token(request),
        "action": (ACTION, GIVE_BACK),
        "fields": fields,
        "retype": labels(pages, retype),
    }
    return HttpResponse(render_to_string("handed_back.html", context), status=status)


def _pages(request: HttpRequest) -> type[Declaration] | None:
    """Return the kind of record that the address is about; None where it is about none."""
    match = request.resolver_match
    with contextlib.suppress(Resolver404):  # not yet looked up where the session could not be read
        match = match or resolve(request.path_info)
    view = getattr(match, "func", None)
    by_address = getattr(view, "view_initkwargs", {}).get("pages")
    return by_address or getattr(getattr(view, "view_class", None), "pages", None)


def _pairs(data: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in data.lists():
        for value in values:
            yield name, value
