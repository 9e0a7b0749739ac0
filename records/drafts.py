"""What is being typed into a record's form, kept until the record is saved: drafts on the server, and forms given back filled in.

A form carries a number of its own from the moment it is shown (`submission`); its draft is found by it. A draft is what
the form would send, unjudged. Whatever stands in the way of saving, the same text fills the form again.
"""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone

from records.columns.registry import column_of
from records.models import FormDraft
from records.presentation import label

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
    """The number of a form as it stands in an address or a hidden field; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


# ── On the server ───────────────────────────────────────────────────────────
@transaction.atomic
def keep(user: Any, form: str, number: UUID, typed: QueryDict) -> FormDraft:
    """Write the draft of the form of that number anew; drafts older than `KEPT_FOR` go."""
    purge()
    values = {"form": form, "content": without(typed, BESIDE).urlencode(), "saved_at": timezone.now()}
    draft, created = FormDraft.objects.update_or_create(user=user, number=number, defaults=values)
    if created:
        surplus = (
            FormDraft.objects.filter(user=user).order_by("-saved_at").values_list("pk", flat=True)[MOST:]
        )
        FormDraft.objects.filter(pk__in=list(surplus)).delete()
    return draft


def purge() -> int:
    """Delete everybody's drafts older than `KEPT_FOR`; the number of them."""
    return FormDraft.objects.filter(saved_at__lt=oldest()).delete()[0]


def waiting(user: Any, form: str) -> list[FormDraft]:
    """The account's own drafts of a form, newest first."""
    return list(FormDraft.objects.filter(user=user, form=form, saved_at__gte=oldest()).order_by("-saved_at"))


def find(user: Any, form: str, number: UUID | None) -> FormDraft | None:
    return next((draft for draft in waiting(user, form) if draft.number == number), None)


def forget(user: Any, number: UUID | None) -> None:
    """Drop the draft of a form, where it has one."""
    FormDraft.objects.filter(user=user, number=number).delete()


def oldest() -> datetime:
    return timezone.now() - KEPT_FOR


def typed_in(draft: FormDraft) -> QueryDict:
    """What the form would send."""
    return QueryDict(draft.content)


def excerpt(form: forms.ModelForm, typed: QueryDict) -> str:
    """The first words of a draft, never a number that is kept behind a mask."""
    texts = [name for name in form.fields if column_of(form._meta.model, name).wordy]
    words = "，".join(" ".join(typed[name].split()) for name in texts if typed.get(name, "").strip())
    return f"{words[:EXCERPT]}…" if len(words) > EXCERPT else words


# ── Filled in again ─────────────────────────────────────────────────────────
def without(typed: QueryDict, names: Iterable[str]) -> QueryDict:
    """A copy that can be changed, less some of its fields."""
    data = typed.copy()
    for name in names:
        data.pop(name, None)
    return data


def with_personal(pages: Any, typed: QueryDict, draft: FormDraft | None) -> QueryDict:
    """What was typed, and the ID numbers and phones of its draft, which lie on the server alone."""
    data = without(typed, BESIDE)
    if draft is None:
        return data
    earlier = typed_in(draft)
    for name in personal_names(pages, earlier):
        if not data.get(name):
            data.setlist(name, earlier.getlist(name))
    return data


def without_errors(form: Any, formsets: Iterable[Any]) -> None:
    """Show what is filled in unjudged: a form half typed has no faults yet."""
    form._errors = ErrorDict()
    for formset in formsets:
        formset._errors, formset._non_form_errors = [], ErrorList()
        for row in formset.forms:
            row._errors = ErrorDict()


def personal_names(pages: Any, typed: QueryDict) -> list[str]:
    """The fields of a form, and of its child rows, in which an ID number or phone is typed."""
    return [
        name
        for name in typed
        if typed[name] and (place := _place(pages, name)) and column_of(*place[:2]).personal
    ]


def labels(pages: Any, names: Iterable[str]) -> list[str]:
    """What these fields are called on the form."""
    places = (_place(pages, name) for name in names)
    return list(dict.fromkeys(f"{place[2]}{label(*place[:2])}" for place in places if place))


def _place(pages: Any, name: str) -> tuple[Any, str, str] | None:
    """The model and column that a field of the form fills in, and where it stands."""
    if name in pages.fields():
        return pages.model, name, ""
    for kind in pages.children:
        row, _, field = name.removeprefix(f"{kind.prefix}-").partition("-")
        if name.startswith(f"{kind.prefix}-") and row.isdecimal() and field in kind.fields:
            return kind.model, field, f"{kind.title}第 {int(row) + 1} 行 "
    return None


# ── A page that carries what was typed, where the form itself cannot be shown ─
def handed_back(request: HttpRequest, title: str, advice: str, status: int) -> HttpResponse | None:
    """A page with everything that was typed and a button back to the form; it asks nothing of the database.

    None where no record's form was sent. ID numbers and phones are left out and named.
    """
    pages = _pages(request)
    if pages is None or request.method != "POST" or number_of(request.POST.get("submission")) is None:
        return None
    personal = personal_names(pages, request.POST)
    retype = list(dict.fromkeys([*request.POST.getlist(RETYPE), *personal]))
    context = {
        "title": title,
        "advice": advice,
        "address": request.get_full_path(),
        "token": get_token(request),
        "action": (ACTION, GIVE_BACK),
        "fields": list(_pairs(without(request.POST, {*BESIDE, *personal})))
        + [(RETYPE, name) for name in retype],
        "retype": labels(pages, retype),
    }
    return HttpResponse(render_to_string("handed_back.html", context), status=status)


def _pages(request: HttpRequest) -> Any:
    """The kind of record that the address is about; None where it is about none."""
    match = request.resolver_match
    with contextlib.suppress(Resolver404):  # not yet looked up where the session could not be read
        match = match or resolve(request.path_info)
    view: Any = getattr(match, "func", None)
    declared = getattr(view, "view_initkwargs", {}).get("pages")
    return declared or getattr(getattr(view, "view_class", None), "pages", None)


def _pairs(typed: QueryDict) -> Iterator[tuple[str, Any]]:
    for name, values in typed.lists():
        for value in values:
            yield name, value
