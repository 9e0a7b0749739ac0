"""A form whose content is kept as a draft until it is saved, and filled in again from it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from access.roles import reader_of
from common.trouble import explain
from records import drafts, store
from records.form_page import RecordFormPage, submission
from records.forms import RecordForm
from records.models import FormDraft, Record

OTHER_ACCOUNT = (
    "这些内容是用别的账号填写的，还没有写入。请在新窗口换回原来的账号登录，再回到这一页按“继续填写”。"
)


class DraftedFormPage(RecordFormPage):
    """A form that keeps what is being typed, and is filled in again if it could not be saved."""

    def actions(self) -> dict[str, Callable[[], HttpResponse]]:
        """Return what a form may ask for instead of being saved."""
        return {drafts.KEEP: self.keep_draft, drafts.DROP: self.drop_draft, drafts.GIVE_BACK: self.give_back}

    def draft_record(self) -> Any:
        """Return the record that drafts of this form are about; 404 where it is out of reach."""
        return self.instance()

    def already(self, token: UUID | None) -> Record | None:
        """Return the record that a form of this number has been saved as; None of a form without a number."""
        if token is None:
            return None
        return self.pages.queryset(reader_of(self.request)).filter(submission=token).first()

    # ── What a form asks for ────────────────────────────────────────────────
    def keep_draft(self) -> HttpResponse:
        """Answer the script that sends what is being typed."""
        account = reader_of(self.request)
        instance, number = self.draft_record(), submission(self.request)
        if self.request.POST.get(drafts.ACCOUNT) != str(account.pk):
            return JsonResponse({"other": str(account)}, status=409)
        if number is None:
            return JsonResponse({"refused": "这一页缺少表单编号，请重新打开"}, status=400)
        if instance._state.adding:
            record = self.already(number)
            if record:
                return JsonResponse({"saved": self.pages.url_of(record)}, status=409)
        draft = drafts.keep(account, self.draft_form(instance), number, self.request.POST)
        moment = timezone.localtime(draft.saved_at).strftime("%H:%M")
        return JsonResponse({"kept": moment, "address": address_with_draft(self.draft_address(), number)})

    def drop_draft(self) -> HttpResponse:
        """Drop the draft that was offered."""
        drafts.forget(reader_of(self.request), submission(self.request))
        messages.info(self.request, "草稿已丢弃")
        return redirect(self.draft_address())

    def give_back(self) -> HttpResponse:
        """Fill the form with what a page or the browser held back; nothing is saved."""
        request, account = self.request, reader_of(self.request)
        if request.POST.get(drafts.ACCOUNT) != str(account.pk):
            page = drafts.handed_back(request, "现在登录的是另一个账号", OTHER_ACCOUNT, status=403)
            return page or redirect(self.draft_address())
        draft = drafts.find(account, self.draft_form(self.instance()), submission(request))
        retype = drafts.labels(self.pages, request.POST.getlist(drafts.RETYPE))
        data = drafts.with_personal(self.pages, request.POST, draft)
        return self.refilled_page(data, given_back=True, retype=retype)

    # ── Drafts that wait ────────────────────────────────────────────────────
    def offer(self, form: RecordForm, draft: FormDraft) -> dict[str, Any]:
        """Return what is shown of a draft before it is taken up again."""
        excerpt = drafts.excerpt(form, drafts.content_of(draft))
        address = address_with_draft(self.draft_address(), draft.number)
        return {"draft": draft, "excerpt": excerpt, "address": address}

    def draft_page(self, instance: Record) -> HttpResponse:
        """Show the form as the draft in the address has it; the plain form where that is no longer there."""
        number = drafts.number_of(self.request.GET["draft"])
        draft = drafts.find(reader_of(self.request), self.draft_form(instance), number)
        if draft is None:
            return redirect(self.draft_address())
        return self.refilled_page(drafts.content_of(draft), restored=draft)

    # ── Filled in again ─────────────────────────────────────────────────────
    def refilled_page(self, data: QueryDict, status: int = 200, **notices: Any) -> HttpResponse:
        """Show the form with what was typed, unjudged."""
        instance = self.instance()
        form, formsets = self.form(instance, data), self.formsets(instance, data)
        drafts.without_errors(form, formsets)
        return self.form_page(form, formsets, status=status, **notices)

    def removed_page(self, data: QueryDict, status: int, **notices: Any) -> HttpResponse:
        """Show the form of a record that is taken away, with what was typed, and who took it away."""
        removals = store.removed_records(self.pages.model, reader_of(self.request))
        removal = get_object_or_404(removals, id=self.kwargs["pk"])
        record = store.as_record(removal)
        record._state.adding = False
        form = self.pages.form_class()(data, instance=record, reader=reader_of(self.request))
        form.is_valid()
        formsets = []
        for kind in self.pages.children:
            rows = store.removed_rows(removal, kind)
            formsets.append(self.formset(kind, record, data, removed_rows=rows))
        return self.form_page(form, formsets, removal=removal, errors=[], status=status, **notices)

    def trouble_page(self, error: DatabaseError) -> HttpResponse:
        """Show the form filled in, and what the database refused; where it cannot be read, no form."""
        title, advice = explain(error)
        if drafts.by_script(self.request):
            return JsonResponse({"trouble": f"{title}。{advice}"}, status=503)
        try:
            trouble = {"title": title, "advice": advice}
            return self.refilled_page(self.request.POST, trouble=trouble, status=503)
        except DatabaseError:
            page = drafts.handed_back(self.request, title, advice, status=503)
            if page is None:
                raise
            return page


def address_with_draft(address: str, number: UUID) -> str:
    """Return where a form opens with its draft filled in."""
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}draft={number}"
