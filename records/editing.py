"""Entering, changing and copying any kind of record."""

import logging
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from access.roles import reader_of
from common.trouble import explain
from records import alike, drafts, store
from records.children import Children
from records.columns.registry import column_of, columns_of
from records.comparing import telling
from records.inputs import whole
from records.models import FormDraft, Record
from records.presentation import NamesWithinReach, present
from records.views import RecordView, seen_version

logger = logging.getLogger(__name__)
SIGN_IN_AGAIN = "您填写的内容都在这一页，还没有写入。请在新窗口登录，再回到这一页按“继续填写”。"
ROLE_CHANGED = (
    "您的角色或负责范围变了。您填写的内容都在这一页，还没有写入；请联系管理员调整，再按“继续填写”。"
)
OTHER_ACCOUNT = (
    "这些内容是用别的账号填写的，还没有写入。请在新窗口换回原来的账号登录，再回到这一页按“继续填写”。"
)


class RecordFormView(RecordView):
    """Entering and changing a record together with its child rows. What is typed is kept as a draft until it is saved."""

    writes = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if drafts.by_script(
            request
        ):  # whether the session goes on, and its token: a new session has a new one
            self.drafted()
            return JsonResponse({"account": str(request.user.pk), "token": get_token(request)})
        instance = self.instance()
        if "draft" in request.GET:
            return self.restored(instance)
        form = self.pages.form_class()(instance=instance, initial=self.initial(), reader=request.user)
        waiting = drafts.waiting(request.user, self.draft_form(instance))
        offers = [self.offer(form, draft) for draft in waiting]
        return self.form_page(form, self.formsets(instance), offers=offers)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            action = self.actions().get(request.POST.get(drafts.ACTION, ""), self.submit)
            return action()
        except DatabaseError as error:
            logger.exception("a form could not be saved")
            return self.in_trouble(error)

    def submit(self) -> HttpResponse:
        """Save the record, or show the form again with what stands against it."""
        request = self.request
        instance = self.instance()
        token = submission(request) if instance._state.adding else None
        if token and (record := self.already(token)):
            return self.done(record)
        form, formsets = self.bound(instance, token)
        if not all([form.is_valid(), *[formset.is_valid() for formset in formsets]]):
            if token and (
                record := self.already(token)
            ):  # the same form landed while this one was being checked
                return self.done(record)
            return self.refused(form, formsets)
        if (
            not instance._state.adding
            and not form.has_changed()
            and not any(formset.has_changed() for formset in formsets)
        ):
            drafts.forget(request.user, submission(request))
            messages.info(request, "没有改动，记录仍是原来的内容")
            return redirect(self.pages.url("detail", instance.pk))
        repetition = self.repetition(form, formsets)
        if repetition and not repetition.is_agreed(alike.agreed(form.data)):
            if token and (record := self.already(token)):  # what the form says again may be itself
                return self.done(record)
            return self.form_page(form, formsets, repetition=repetition, status=409)
        return self.save(form, formsets, token)

    def repetition(self, form: Any, formsets: list) -> alike.Repetition | None:
        """What the form says again of what is on record."""
        reader: Any = self.request.user
        return alike.repetition(self.pages, form, formsets, reader)

    def refused(self, form: Any, formsets: list) -> HttpResponse:
        """The form with what stands against it: where that is a record, with the way there."""
        there = self.repetition(form, formsets) if is_there_already(form) else None
        return self.form_page(form, formsets, there=there, status=422)

    def bound(self, instance: Any, token: uuid.UUID | None = None) -> tuple[Any, list]:
        """The form and its child rows with what was sent."""
        if token:
            instance.submission = token
        form = self.pages.form_class()(
            self.request.POST, instance=instance, initial=self.initial(), reader=self.request.user
        )
        return form, self.formsets(instance, self.request.POST)

    def save(self, form: Any, formsets: list, token: uuid.UUID | None) -> HttpResponse:
        try:
            with transaction.atomic():
                record = store.save(
                    form.instance,
                    by=self.request.user,
                    links=form.links(),
                    rows=[row_changes(formset) for formset in formsets],
                    expected_version=seen_version(self.request),
                )
                drafts.forget(self.request.user, submission(self.request))
        except store.EditConflictError as conflicting:
            return self.form_page(form, formsets, overtaken=conflicting.current, status=409)
        except store.GoneError:
            return self.removed_meanwhile()
        except IntegrityError:
            # somebody entered the same meanwhile: this very form, or a record that a rule forbids twice
            if token and (earlier := self.already(token)):
                return self.done(earlier)
            return self.refused_by_database(token)
        return self.done(record, said=True)

    def refused_by_database(self, token: uuid.UUID | None) -> HttpResponse:
        """Judge what was sent by what is on record now: what it names may be gone, or what it says is there."""
        form, formsets = self.bound(self.instance(), token)
        if all([form.is_valid(), *[formset.is_valid() for formset in formsets]]):
            form.add_error(None, "刚才已有一条相同的记录写入，请到列表中核对")
        return self.refused(form, formsets)

    def removed_meanwhile(self) -> HttpResponse:
        """Somebody took the record away: say who and when, and keep what was typed."""
        return self.of_removed(self.request.POST, status=409)

    def of_removed(self, typed: QueryDict, status: int, **more: Any) -> HttpResponse:
        """The form of a record that is taken away, with what was typed."""
        gone = store.removed(self.pages.model, reader_of(self.request))
        row = get_object_or_404(gone, id=self.kwargs["pk"])
        record = row.instance
        record._state.adding = False
        form = self.pages.form_class()(typed, instance=record, reader=self.request.user)
        form.is_valid()
        formsets = [
            self.formset(kind, record, typed, removed=store.removed_rows(row, kind))
            for kind in self.pages.children
        ]
        return self.form_page(form, formsets, removal=row, status=status, **more)

    # ── Drafts ──
    def actions(self) -> dict[str, Callable[[], HttpResponse]]:
        """What a form may ask for instead of being saved."""
        return {drafts.KEEP: self.keep_draft, drafts.DROP: self.drop_draft, drafts.GIVE_BACK: self.give_back}

    def drafted(self) -> Any:
        """The record that drafts of this form are about; 404 where it is out of reach."""
        return self.instance()

    def draft_form(self, instance: Any) -> str:
        """Which form a draft belongs to: that of a record, or that of new ones of the kind."""
        return f"{self.pages.label()}/{instance.pk or 'new'}"

    def draft_address(self) -> str:
        """Where drafts of this form are opened again."""
        return self.request.path

    def offer(self, form: Any, draft: FormDraft) -> dict[str, Any]:
        """What is shown of a draft before it is taken up again."""
        excerpt = drafts.excerpt(form, drafts.typed_in(draft))
        return {"draft": draft, "excerpt": excerpt, "address": with_draft(self.draft_address(), draft.number)}

    def restored(self, instance: Any) -> HttpResponse:
        """The form as it was typed; the plain form where the draft is no longer there."""
        number = drafts.number_of(self.request.GET["draft"])
        draft = drafts.find(self.request.user, self.draft_form(instance), number)
        if draft is None:
            return redirect(self.draft_address())
        return self.filled(drafts.typed_in(draft), restored=draft)

    def keep_draft(self) -> HttpResponse:
        """Answer the script that sends what is being typed."""
        instance, number = self.drafted(), submission(self.request)
        if self.request.POST.get(drafts.ACCOUNT) != str(self.request.user.pk):
            return JsonResponse({"other": str(self.request.user)}, status=409)
        if number is None:
            return JsonResponse({"refused": "这一页缺少表单编号，请重新打开"}, status=400)
        if instance._state.adding and (record := self.already(number)):
            return JsonResponse({"saved": self.pages.url_of(record)}, status=409)
        draft = drafts.keep(self.request.user, self.draft_form(instance), number, self.request.POST)
        address = with_draft(self.draft_address(), number)
        return JsonResponse(
            {"kept": timezone.localtime(draft.saved_at).strftime("%H:%M"), "address": address}
        )

    def drop_draft(self) -> HttpResponse:
        drafts.forget(self.request.user, submission(self.request))
        messages.info(self.request, "草稿已丢弃")
        return redirect(self.draft_address())

    def give_back(self) -> HttpResponse:
        """Fill the form with what a page or the browser held back; nothing is saved."""
        request = self.request
        if request.POST.get(drafts.ACCOUNT) != str(request.user.pk):
            page = drafts.handed_back(request, "现在登录的是另一个账号", OTHER_ACCOUNT, status=403)
            return page or redirect(self.draft_address())
        draft = drafts.find(request.user, self.draft_form(self.instance()), submission(request))
        retype = drafts.labels(self.pages, request.POST.getlist(drafts.RETYPE))
        return self.filled(
            drafts.with_personal(self.pages, request.POST, draft), given_back=True, retype=retype
        )

    def filled(self, typed: QueryDict, status: int = 200, **more: Any) -> HttpResponse:
        """The form with what was typed, unjudged."""
        instance = self.instance()
        form = self.pages.form_class()(
            typed, instance=instance, initial=self.initial(), reader=self.request.user
        )
        formsets = self.formsets(instance, typed)
        drafts.without_errors(form, formsets)
        return self.form_page(form, formsets, status=status, **more)

    def in_trouble(self, error: DatabaseError) -> HttpResponse:
        """The form filled in, and what the database refused; without the form where it cannot even be read."""
        title, advice = explain(error)
        if drafts.by_script(self.request):
            return JsonResponse({"trouble": f"{title}。{advice}"}, status=503)
        try:
            return self.filled(self.request.POST, trouble={"title": title, "advice": advice}, status=503)
        except DatabaseError:
            page = drafts.handed_back(self.request, title, advice, status=503)
            if page is None:
                raise
            return page

    def already(self, token: uuid.UUID) -> Record | None:
        return self.pages.queryset(self.request.user).filter(submission=token).first()

    def instance(self) -> Any:
        return self.pages.model()

    def initial(self) -> dict[str, Any]:
        return {}

    def formsets(self, instance: Any, data: Any = None) -> list:
        return [self.formset(kind, instance, data) for kind in self.pages.children]

    def formset(self, kind: Children, instance: Any, data: Any = None, **kwargs: Any) -> Any:
        form_kwargs = {"reader": self.request.user}
        return kind.formset(self.pages.model)(
            data, instance=instance, prefix=kind.prefix, form_kwargs=form_kwargs, **kwargs
        )

    def done(self, record: Any, said: bool = False) -> HttpResponse:
        if said:
            messages.success(self.request, f"已保存：{record}")
            for warning in record.warnings():
                messages.warning(self.request, f"请留意：{warning}")
        if not wants_another(self.request):
            return redirect(self.pages.url("detail", record.pk))
        kept = {
            name: getattr(record, column_of(self.pages.model, name).field.attname) for name in self.pages.keep
        }
        query = "&".join(f"{name}={quote(str(value))}" for name, value in kept.items() if value is not None)
        return redirect(f"{self.pages.url('create')}?{query}")

    def form_page(
        self,
        form: Any,
        formsets: list,
        overtaken: Any = None,
        removal: Any = None,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        """The form; where somebody was faster with what he left (`overtaken`), or that it is taken away (`removal`)."""
        context = {
            "form": form,
            "sections": [
                (title, [form[name] for name in names if name in form.fields])
                for title, names in self.pages.form_sections()
            ],
            "formsets": list(zip(self.pages.children, formsets, strict=True)),
            "errors": [] if removal else summary(form, formsets, self.pages.children),
            "removal": removal,
            "token": form.data.get("submission") or uuid.uuid4(),
            "seen": overtaken.version if overtaken else form.data.get("version") or form.instance.version,
            "adding": form.instance._state.adding,
            "record": None if form.instance._state.adding else form.instance,
            "conflict": conflict(form, formsets, self.pages.children, overtaken) if overtaken else None,
            "agreed": " ".join(alike.agreed(form.data)),
            "wants_another": wants_another(self.request),
            "telling": " ".join(telling_fields(self.pages)),
            "draft_form": self.draft_form(form.instance),
            "draft_address": self.draft_address(),
            "most_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            **more,
        }
        return self.show("form", context, status=status)


class RecordCreate(RecordFormView):
    """A new record; the address may carry first values (保存并新增 does)."""

    def initial(self) -> dict[str, Any]:
        names = self.pages.fields()
        first = {"date": timezone.localdate()} if "date" in names else {}
        return {**first, **{name: value for name, value in self.request.GET.items() if name in names}}


class RecordCopy(RecordCreate):
    """A new record that starts from another; personal data is not carried over."""

    def draft_address(self) -> str:
        return self.pages.url("create")

    def initial(self) -> dict[str, Any]:
        source = self.record()
        columns = columns_of(self.pages.model, self.pages.fields())
        return {column.name: column.copied(source) for column in columns if not column.personal}


class RecordEdit(RecordFormView):
    def instance(self) -> Any:
        return self.record()

    def is_gone(self) -> bool:
        """Whether no record of that number is within reach: somebody may have taken it away."""
        return not self.pages.queryset(self.request.user).filter(pk=self.kwargs["pk"]).exists()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.left_draft() if self.is_gone() and not drafts.by_script(request) else None
        if draft is not None:
            return self.of_removed(drafts.typed_in(draft), status=200, restored=draft)
        return super().get(request, *args, **kwargs)

    def left_draft(self) -> FormDraft | None:
        """The draft of a record that is taken away: the one in the address, or the latest."""
        waiting = drafts.waiting(self.request.user, self.draft_form(self.drafted()))
        number = drafts.number_of(self.request.GET.get("draft"))
        return next((draft for draft in waiting if draft.number == number), waiting[0] if waiting else None)

    def drop_draft(self) -> HttpResponse:
        response = super().drop_draft()
        return redirect(self.pages.url("list")) if self.is_gone() else response

    def drafted(self) -> Any:
        """The record, or what it last was: its draft waits where somebody took it away meanwhile."""
        record = self.pages.queryset(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if record is not None:
            return record
        record = get_object_or_404(
            store.removed(self.pages.model, reader_of(self.request)), id=self.kwargs["pk"]
        ).instance
        record._state.adding = False
        return record

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
        """The record that is being changed, named in the address; else a new one."""
        pk = whole(self.request.GET.get("record", ""))
        return (
            self.pages.model()
            if pk is None
            else get_object_or_404(self.pages.queryset(self.request.user), pk=pk)
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, formsets = self.bound(self.instance())
        for part in (form, *formsets):
            part.is_valid()  # half filled in: what can be read of it is compared
        repetition = self.repetition(form, formsets)
        records = (
            [{"text": text, "address": address} for text, address in repetition.records] if repetition else []
        )
        return JsonResponse({"records": records, "remarks": repetition.remarks if repetition else []})


def row_changes(formset: Any) -> store.Rows:
    """What a valid formset says of the rows below its record."""
    return store.Rows(formset.save(commit=False), formset.deleted_objects)


def submission(request: HttpRequest) -> uuid.UUID | None:
    """The number a form was given when it was shown: the same form sent twice is one record."""
    return drafts.number_of(request.POST.get("submission"))


def wants_another(request: HttpRequest) -> bool:
    """Whether 保存并新增 was pressed, now or before somebody was asked about records that say the same."""
    return "again" in request.POST or (alike.AGREED in request.POST and alike.AGAIN in request.POST)


def is_there_already(form: Any) -> bool:
    """Whether a unique constraint stands against the form."""
    told = {str(constraint.get_violation_error_message()) for constraint in form.instance._meta.constraints}
    return any(not told.isdisjoint(messages) for messages in form.errors.values())


def telling_fields(pages: Any) -> list[str]:
    """The fields of a form by which records say the same; those of rows below as `mediationparty--name`."""
    rows = [f"{kind.prefix}--{name}" for kind in pages.children for name in _telling_of_rows(pages, kind)]
    return [*(name for name in telling(pages.model) if name in pages.fields()), *rows]


def _telling_of_rows(pages: Any, kind: Children) -> list[str]:
    relation = kind.link(pages.model).remote_field.name
    names = [*telling(kind.model), *(name.removeprefix(f"{relation}__") for name in telling(pages.model))]
    return [name for name in kind.fields if name in names]


def with_draft(address: str, number: uuid.UUID) -> str:
    """Where a form opens with its draft filled in."""
    return f"{address}{'&' if '?' in address else '?'}draft={number}"


def summary(form: Any, formsets: list, kinds: list) -> list[dict[str, str]]:
    """Every error of the form and its child rows, each with the field to go to."""
    found = [{"target": "", "text": text} for text in form.non_field_errors()]
    for field in form:
        found += [
            {"target": field.id_for_label or field.auto_id, "text": f"{field.label}：{text}"}
            for text in field.errors
        ]
    for kind, formset in zip(kinds, formsets, strict=True):
        found += [{"target": "", "text": f"{kind.title}：{text}"} for text in formset.non_form_errors()]
        for number, row in enumerate(formset.forms, start=1):
            where = f"{kind.title}第 {number} 行"
            found += [{"target": "", "text": f"{where}：{text}"} for text in row.non_field_errors()]
            for field in row:
                found += [
                    {"target": field.auto_id, "text": f"{where}，{field.label}：{text}"}
                    for text in field.errors
                ]
    return found


def conflict(form: Any, formsets: list, kinds: list, current: Any) -> dict[str, Any]:
    """What the other writer left beside what was just typed."""
    last = (
        type(current)
        .history.filter(id=current.pk)
        .select_related("history_user")
        .order_by("-history_id")
        .first()
    )
    naming = NamesWithinReach(form.reader, silent=True)
    columns = [column for name in form.fields if (column := column_of(type(current), name)).field]
    rows = [
        (form.fields[column.name].label, column.presenter(naming)(current), column.typed(form))
        for column in columns
    ]
    for kind, formset in zip(kinds, formsets, strict=True):
        theirs = "；".join(present(row, kind.fields[0], naming=naming) for row in kind.of(current))
        mine = "；".join(
            column_of(kind.model, kind.fields[0]).typed(row)
            for row in formset
            if row.has_changed() or row.instance.pk
        )
        rows.append((kind.title, theirs, mine))
    differing = [(name, theirs or "空", mine or "空") for name, theirs, mine in rows if theirs != mine]
    return {
        "rows": differing,
        "who": last.history_user if last else None,
        "when": last.history_date if last else None,
    }
