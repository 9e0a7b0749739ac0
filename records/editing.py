"""Entering, changing and copying any kind of record."""

import logging
import uuid
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from access.roles import reader_of
from records import alike, drafts, store
from records.children import ChildFormSet
from records.columns.registry import columns_of
from records.drafting import DraftedFormPage
from records.form_notices import is_there_already
from records.form_page import submission, wants_another
from records.forms import RecordForm
from records.inputs import whole
from records.models import FormDraft, Record
from records.views import seen_version

logger = logging.getLogger(__name__)
SIGN_IN_AGAIN = "您填写的内容都在这一页，还没有写入。请在新窗口登录，再回到这一页按“继续填写”。"
ROLE_CHANGED = (
    "您的角色或负责范围变了。您填写的内容都在这一页，还没有写入；请联系管理员调整，再按“继续填写”。"
)


class RecordFormView(DraftedFormPage):
    """The form of a record with its child rows, from being filled in to what follows it."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated and not drafts.by_script(request):
            page = drafts.handed_back(request, "登录已过期", SIGN_IN_AGAIN, status=403)
            if page is not None:
                return page
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            page = drafts.handed_back(request, "这一页不再对您开放", ROLE_CHANGED, status=403)
            if page is None:
                raise
            return page

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if drafts.by_script(request):
            # whether the session goes on, and its token: a new session has a new one
            self.draft_record()
            return JsonResponse({"account": str(request.user.pk), "token": get_token(request)})
        instance = self.instance()
        if "draft" in request.GET:
            return self.draft_page(instance)
        form = self.form(instance)
        waiting = drafts.waiting(reader_of(request), self.draft_form(instance))
        offers = [self.offer(form, draft) for draft in waiting]
        return self.form_page(form, self.formsets(instance), offers=offers)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        action = self.actions().get(request.POST.get(drafts.ACTION, ""), self.submit)
        try:
            return action()
        except DatabaseError as error:
            logger.exception("a form could not be saved")
            return self.trouble_page(error)

    # ── Saving ──────────────────────────────────────────────────────────────
    def submit(self) -> HttpResponse:
        """Save the record, or show the form again with what stands against it."""
        instance = self.instance()
        token = submission(self.request) if instance._state.adding else None
        record = self.already(token)
        if record:
            return self.success(record)
        form, formsets = self.bind(instance, token)
        if not are_valid(form, formsets):
            record = self.already(token)  # the same form landed while this one was being checked
            return self.success(record) if record else self.refuse(form, formsets)
        if not instance._state.adding and not have_changed(form, formsets):
            return self.leave_unchanged(instance)
        repetition = self.repetition(form, formsets)
        if repetition and not repetition.is_agreed(alike.agreed_marks(form.data)):
            record = self.already(token)  # what the form says again may be itself
            if record:
                return self.success(record)
            return self.form_page(form, formsets, repetition=repetition, status=409)
        return self.save(form, formsets, token)

    def repetition(self, form: RecordForm, formsets: list[ChildFormSet]) -> alike.Repetition | None:
        """Return what the form says again of what is on record."""
        return alike.repetition(self.pages, form, formsets, reader_of(self.request))

    def save(self, form: RecordForm, formsets: list[ChildFormSet], token: uuid.UUID | None) -> HttpResponse:
        """Write a valid form, unless somebody was faster."""
        try:
            with transaction.atomic():
                record = store.save(
                    form.instance,
                    by=reader_of(self.request),
                    links=form.links(),
                    rows=[row_changes(formset) for formset in formsets],
                    expected_version=seen_version(self.request),
                )
                drafts.forget(reader_of(self.request), submission(self.request))
        except store.EditConflictError as error:
            return self.conflict_page(form, formsets, error.current)
        except store.GoneError:
            return self.removed_meanwhile()
        except (IntegrityError, ValidationError):
            # somebody entered the same meanwhile: this very form, or a record that a rule forbids
            earlier = self.already(token)
            return self.success(earlier) if earlier else self.refuse_by_database(token)
        return self.success(record, announce=True)

    # ── What follows ────────────────────────────────────────────────────────
    def success(self, record: Record, *, announce: bool = False) -> HttpResponse:
        """Lead to the saved record, or to the form of another one; `announce` that it was saved just now."""
        if announce:
            messages.success(self.request, f"已保存：{record}")
            for warning in record.warnings():
                messages.warning(self.request, f"请留意：{warning}")
        if not wants_another(self.request):
            return redirect(self.pages.url("detail", record.pk))
        query = []
        for column in columns_of(self.pages.model, self.pages.keep):
            value = getattr(record, column.field.attname)
            if value is not None:
                query.append(f"{column.name}={quote(str(value))}")
        return redirect(f"{self.pages.url('create')}?{'&'.join(query)}")

    def leave_unchanged(self, record: Record) -> HttpResponse:
        """Lead back to a record in which nothing was changed."""
        drafts.forget(reader_of(self.request), submission(self.request))
        messages.info(self.request, "没有改动，记录仍是原来的内容")
        return redirect(self.pages.url("detail", record.pk))

    def refuse(self, form: RecordForm, formsets: list[ChildFormSet]) -> HttpResponse:
        """Show the form with what stands against it: where that is a record, with the way there."""
        there = self.repetition(form, formsets) if is_there_already(form) else None
        return self.form_page(form, formsets, there=there, status=422)

    def refuse_by_database(self, token: uuid.UUID | None) -> HttpResponse:
        """Judge what was sent by what is on record now: what it names may be gone by then."""
        form, formsets = self.bind(self.instance(), token)
        if are_valid(form, formsets):
            form.add_error(None, "刚才已有一条相同的记录写入，请到列表中核对")
        return self.refuse(form, formsets)

    def removed_meanwhile(self) -> HttpResponse:
        """Say who took the record away and when, and keep what was typed."""
        return self.removed_page(self.request.POST, status=409)


def are_valid(form: RecordForm, formsets: list[ChildFormSet]) -> bool:
    """Judge a form and all of its child rows, so that every error is known."""
    verdicts = [form.is_valid()]
    verdicts += [formset.is_valid() for formset in formsets]
    return all(verdicts)


def have_changed(form: RecordForm, formsets: list[ChildFormSet]) -> bool:
    """Say whether saving would change anything."""
    return form.has_changed() or any(formset.has_changed() for formset in formsets)


def row_changes(formset: ChildFormSet) -> store.Rows:
    """Return what a valid formset says of the rows below its record."""
    return store.Rows(formset.save(commit=False), formset.deleted_objects)


class RecordCreate(RecordFormView):
    """A new record; the address may carry first values (保存并新增 does)."""

    def initial(self) -> dict[str, Any]:
        names = self.pages.fields()
        initial: dict[str, Any] = {}
        if "date" in names:
            initial["date"] = timezone.localdate()
        for name, value in self.request.GET.items():
            if name in names:
                initial[name] = value
        return initial


class RecordCopy(RecordCreate):
    """A new record that starts from another; personal data is not carried over."""

    def draft_address(self) -> str:
        return self.pages.url("create")

    def initial(self) -> dict[str, Any]:
        source: Record = self.record()
        columns = columns_of(self.pages.model, self.pages.fields())
        return {column.name: column.initial_copy(source) for column in columns if not column.personal}


class RecordEdit(RecordFormView):
    """A record that is changed; where somebody took it away meanwhile, what was typed is shown."""

    def instance(self) -> Any:
        return self.record()

    def present_record(self) -> Record | None:
        """Return the record; None where it is not within reach or taken away."""
        return self.pages.queryset(reader_of(self.request)).filter(pk=self.kwargs["pk"]).first()

    def is_gone(self) -> bool:
        """Say whether no record of that number is within reach: somebody may have taken it away."""
        return not self.pages.queryset(reader_of(self.request)).filter(pk=self.kwargs["pk"]).exists()

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.is_gone() and not drafts.by_script(request):
            draft = self.remaining_draft()
            if draft is not None:
                return self.removed_page(drafts.content_of(draft), status=200, restored=draft)
        return super().get(request, *args, **kwargs)

    def remaining_draft(self) -> FormDraft | None:
        """Return the draft of a record that is taken away: the one in the address, or the latest."""
        waiting = drafts.waiting(reader_of(self.request), self.draft_form(self.draft_record()))
        number = drafts.number_of(self.request.GET.get("draft"))
        for draft in waiting:
            if draft.number == number:
                return draft
        return waiting[0] if waiting else None

    def draft_record(self) -> Any:
        """Return the record, or what it last was: its draft waits where somebody took it away meanwhile."""
        record = self.present_record()
        if record is not None:
            return record
        removals = store.removed_records(self.pages.model, reader_of(self.request))
        record = store.as_record(get_object_or_404(removals, id=self.kwargs["pk"]))
        record._state.adding = False
        return record

    def drop_draft(self) -> HttpResponse:
        response = super().drop_draft()
        return redirect(self.pages.url("list")) if self.is_gone() else response

    def give_back(self) -> HttpResponse:
        if self.is_gone():
            return self.removed_meanwhile()
        return super().give_back()

    def submit(self) -> HttpResponse:
        if self.is_gone():
            return self.removed_meanwhile()
        return super().submit()


class RecordAlike(RecordFormView):
    """Answers the script that asks, while a form is being filled in, what of it is on record already."""

    http_method_names = ["post"]

    def instance(self) -> Any:
        """Return the record that is being changed, named in the address; else a new one."""
        pk = whole(self.request.GET.get("record", ""))
        if pk is None:
            return self.pages.model()
        return get_object_or_404(self.pages.queryset(reader_of(self.request)), pk=pk)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form, formsets = self.bind(self.instance())
        are_valid(form, formsets)  # half filled in: what can be read of it is compared
        repetition = self.repetition(form, formsets)
        if repetition is None:
            return JsonResponse({"records": [], "remarks": []})
        records = [{"text": text, "address": address} for text, address in repetition.records]
        return JsonResponse({"records": records, "remarks": repetition.remarks})
