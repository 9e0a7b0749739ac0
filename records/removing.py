"""Removing any kind of record, and restoring it from 回收站."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from access.roles import reader_of
from records import store
from records.views import RecordView, seen_version


class RecordDelete(RecordView):
    """Asks first, and says what goes along or stands in the way."""

    writes = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(self.record())

    def ask(self, record: Any, overtaken: bool = False, status: int = 200) -> HttpResponse:
        """Ask whether to delete; anew where somebody `overtaken` by a newer version has to look at that first."""
        along = [(kind.title, kind.of(record).count()) for kind in self.pages.children]
        holders = store.holders(record)
        named = sorted({f"{item._meta.verbose_name}：{item}" for item in self.within_reach(holders)})[:10]
        context = {
            "record": record,
            "along": [pair for pair in along if pair[1]],
            "held": bool(holders),
            "blocking": named,
        }
        context["more"] = len(set(holders)) - len(named)
        context["changed"] = (
            store.changes(record, self.pages.children, self.naming())[0] if overtaken else None
        )
        return self.show("delete", context, status=status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.pages.queryset(request.user).filter(pk=kwargs["pk"]).first()
        if record is None:
            return self.removed_meanwhile()
        text = str(record)
        try:
            store.remove(
                record, by=request.user, children=self.pages.children, expected_version=seen_version(request)
            )
        except store.StillReferencedError:
            return self.ask(self.record(), status=409)
        except store.EditConflictError:
            return self.ask(self.record(), overtaken=True, status=409)
        except (store.GoneError, IntegrityError):
            # an IntegrityError: somebody let a record name this one at the same moment
            return self.after_a_race()
        messages.success(request, f"已移入回收站：{text}")
        return redirect(self.pages.url("list"))

    def after_a_race(self) -> HttpResponse:
        there = self.pages.queryset(self.request.user).filter(pk=self.kwargs["pk"]).first()
        return self.removed_meanwhile() if there is None else self.ask(there, status=409)

    def removed_meanwhile(self) -> HttpResponse:
        """Say who took the record away before."""
        row = get_object_or_404(
            store.removed(self.pages.model, reader_of(self.request)), id=self.kwargs["pk"]
        )
        messages.info(
            self.request, f"{row.history_user or '另一位同事'}已把这条记录移入回收站：{store.title(row)}"
        )
        return redirect(self.pages.url("list"))

    def within_reach(self, records: list) -> list:
        """Those the user may know of."""
        models = {type(record) for record in records}
        known = {
            model: set(model._default_manager.visible_to(self.request.user).values_list("pk", flat=True))
            for model in models
        }
        return [record for record in records if record.pk in known[type(record)]]


class RemovedList(RecordView):
    """回收站 of one kind of record."""

    writes = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = list(store.removed(self.pages.model, reader_of(request))[:100])
        found = [
            {"row": row, "text": store.title(row), "url": self.pages.url("restore", row.history_id)}
            for row in rows
        ]
        return self.show("removed", {"rows": found})


class RecordRestore(RecordView):
    writes = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(
            store.removals(self.pages.model, reader_of(request)), history_id=kwargs["history_id"]
        )
        if not store.removed(self.pages.model, reader_of(request)).filter(pk=row.pk).exists():
            return self.too_late(row)
        try:
            record = store.restore(row, by=request.user, children=self.pages.children)
        except ValidationError as error:
            return self.refused(row, store.problems(error, self.pages.model))
        except IntegrityError:
            return self.refused(row, ["刚才已有一条相同的记录写入，请到列表中核对"])
        messages.success(request, f"已恢复：{record}")
        return redirect(self.pages.url("detail", record.pk))

    def refused(self, row: Any, problems: list[str]) -> HttpResponse:
        """Something stands against it: a rule, or that somebody restored it at the same moment."""
        if self.pages.model._default_manager.filter(pk=row.id).exists():
            return self.too_late(row)
        messages.error(self.request, f"没有恢复：{'；'.join(problems)}")
        return redirect(self.pages.url("removed"))

    def too_late(self, row: Any) -> HttpResponse:
        """Somebody restored it before, or took it away once more after that."""
        record = self.pages.queryset(self.request.user).filter(pk=row.id).first()
        if record is not None:
            messages.info(self.request, f"这条记录已经恢复：{record}")
            return redirect(self.pages.url("detail", record.pk))
        messages.error(self.request, "没有恢复：这条记录刚才又有改动，请在下面找最近移走的一条")
        return redirect(self.pages.url("removed"))
