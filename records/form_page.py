"""The page with the form of a record and of the rows below it."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from access.roles import reader_of
from records import alike, drafts
from records.children import ChildFormSet, Children
from records.form_notices import conflict, summary, telling_fields
from records.forms import RecordForm
from records.models import Record
from records.views import RecordView


class RecordFormPage(RecordView):
    """A page with a form; what is done with it when it is sent, others say."""

    writes = True

    def instance(self) -> Any:
        """Return the record that the form is about, of the declared model."""
        return self.pages.model()

    def initial(self) -> dict[str, Any]:
        """Return what the form is filled in with beside what the record holds."""
        return {}

    # ── Forms ───────────────────────────────────────────────────────────────
    def form(self, instance: Record, data: QueryDict | None = None) -> RecordForm:
        """Make the form of a record, with what was sent if anything was."""
        reader = reader_of(self.request)
        return self.pages.form_class()(data, instance=instance, initial=self.initial(), reader=reader)

    def formsets(self, instance: Record, data: QueryDict | None = None) -> list[ChildFormSet]:
        """Make the tables of rows below a record, one for each kind."""
        return [self.formset(kind, instance, data) for kind in self.pages.children]

    def formset(
        self,
        kind: Children,
        instance: Record,
        data: QueryDict | None = None,
        removed_rows: list[Record] | None = None,
    ) -> ChildFormSet:
        """Make the table of rows of one kind."""
        make = kind.formset(self.pages.model)
        form_kwargs = {"reader": reader_of(self.request)}
        return make(
            data,
            instance=instance,
            prefix=kind.prefix,
            removed_rows=removed_rows,
            form_kwargs=form_kwargs,
        )

    def bind(self, instance: Record, token: uuid.UUID | None = None) -> tuple[RecordForm, list[ChildFormSet]]:
        """Make the form and its child rows with what was sent."""
        if token:
            instance.submission = token
        form = self.form(instance, self.request.POST)
        return form, self.formsets(instance, self.request.POST)

    # ── The page ────────────────────────────────────────────────────────────
    def draft_form(self, instance: Record) -> str:
        """Return which form a draft belongs to: that of a record, or that of new ones of the kind."""
        return f"{self.pages.label()}/{instance.pk or 'new'}"

    def draft_address(self) -> str:
        """Return where drafts of this form are opened again."""
        return self.request.path

    def form_page(
        self,
        form: RecordForm,
        formsets: list[ChildFormSet],
        *,
        status: int = 200,
        errors: list[dict[str, str]] | None = None,
        **notices: Any,
    ) -> HttpResponse:
        """Show the form; `notices` is what the page says besides, under the names of the template.

        `errors` stand in place of those of the form.
        """
        record = form.instance
        is_new = record._state.adding
        if errors is None:
            errors = summary(form, formsets, self.pages.children)
        context = {
            "form": form,
            "sections": self.bound_sections(form),
            "formsets": list(zip(self.pages.children, formsets, strict=True)),
            "errors": errors,
            "token": form.data.get("submission") or uuid.uuid4(),
            "seen": form.data.get("version") or record.version,
            "adding": is_new,
            "record": None if is_new else record,
            "agreed": " ".join(alike.agreed_marks(form.data)),
            "wants_another": wants_another(self.request),
            "telling": " ".join(telling_fields(self.pages)),
            "draft_form": self.draft_form(record),
            "draft_address": self.draft_address(),
            "most_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            **notices,
        }
        return self.show("form", context, status=status)

    def conflict_page(self, form: RecordForm, formsets: list[ChildFormSet], current: Record) -> HttpResponse:
        """Show the form beside what somebody who was faster left; saved again, it is the form that counts."""
        differences = conflict(form, formsets, self.pages.children, current)
        return self.form_page(form, formsets, conflict=differences, seen=current.version, status=409)

    def bound_sections(self, form: RecordForm) -> list[tuple[str, list[Any]]]:
        """Return the fields of the form, as far as it has them, under their headings."""
        sections = []
        for title, names in self.pages.form_sections():
            sections.append((title, [form[name] for name in names if name in form.fields]))
        return sections


def submission(request: HttpRequest) -> uuid.UUID | None:
    """Return the number a form was given when it was shown: the same form sent twice is one record."""
    return drafts.number_of(request.POST.get("submission"))


def wants_another(request: HttpRequest) -> bool:
    """Say whether 保存并新增 was pressed, now or before somebody was asked about records that say the same."""
    return "again" in request.POST or (alike.AGREED in request.POST and alike.AGAIN in request.POST)
