"""Removing any kind of record, and restoring it from 回收站."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from access.roles import reader_of
from records import store
from records.models import Record
from records.views import RecordView, seen_version

NAMED = 10  # records that stand in the way, one by one
LISTED = 100  # records in 回收站


class RecordDelete(RecordView):
    """Asks first, and says what goes along or stands in the way."""

    writes = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.ask(self.record())

    def ask(self, record: Record, *, is_stale: bool = False, status: int = 200) -> HttpResponse:
        """Ask whether to delete; of a version seen that `is_stale`, with what was changed since."""
        holders = store.holders(record)
        names = {f"{holder._meta.verbose_name}：{holder}" for holder in self.within_reach(holders)}
        blocking = sorted(names)[:NAMED]
        context = {
            "record": record,
            "along": self.rows_along(record),
            "held": bool(holders),
            "blocking": blocking,
            "more": len(set(holders)) - len(blocking),
            "changed": None,
        }
        if is_stale:
            context["changed"] = store.changes(record, self.pages.children, self.naming())[0]
        return self.show("delete", context, status=status)

    def rows_along(self, record: Record) -> list[tuple[str, int]]:
        """Return the kinds of rows that are removed together with a record, and how many of each."""
        counts = [(kind.title, kind.of(record).count()) for kind in self.pages.children]
        return [(title, count) for title, count in counts if count]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        record = self.present_record()
        if record is None:
            return self.removed_meanwhile()
        text = str(record)
        try:
            store.remove(
                record,
                by=reader_of(request),
                children=self.pages.children,
                expected_version=seen_version(request),
            )
        except store.StillReferencedError:
            return self.ask(self.record(), status=409)
        except store.EditConflictError:
            return self.ask(self.record(), is_stale=True, status=409)
        except ValidationError as error:
            messages.error(request, f"没有移走：{'；'.join(store.problems(error, self.pages.model))}")
            return redirect(self.pages.url("detail", record.pk))
        except (store.GoneError, IntegrityError):
            # an IntegrityError: somebody let a record name this one at the same moment
            return self.after_a_race()
        messages.success(request, f"已移入回收站：{text}")
        return redirect(self.pages.url("list"))

    def present_record(self) -> Record | None:
        """Return the record; None where it is not within reach or taken away."""
        return self.pages.queryset(reader_of(self.request)).filter(pk=self.kwargs["pk"]).first()

    def after_a_race(self) -> HttpResponse:
        """Ask anew, if the record is still there."""
        record = self.present_record()
        return self.removed_meanwhile() if record is None else self.ask(record, status=409)

    def removed_meanwhile(self) -> HttpResponse:
        """Say who took the record away before."""
        removals = store.removed_records(self.pages.model, reader_of(self.request))
        row = get_object_or_404(removals, id=self.kwargs["pk"])
        who = row.history_user or "另一位同事"
        messages.info(self.request, f"{who}已把这条记录移入回收站：{store.title(row)}")
        return redirect(self.pages.url("list"))

    def within_reach(self, records: Iterable[Model]) -> list[Model]:
        """Keep those that the user may know of."""
        reader = reader_of(self.request)
        keys: dict[type[Model], set[int]] = {}
        within = []
        for record in records:
            model = type(record)
            if model not in keys:
                rows = model._default_manager.visible_to(reader)  # type: ignore[attr-defined]
                keys[model] = set(rows.values_list("pk", flat=True))
            if record.pk in keys[model]:
                within.append(record)
        return within


class RemovedList(RecordView):
    """回收站 of one kind of record."""

    writes = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        rows = []
        for row in store.removed_records(self.pages.model, reader_of(request))[:LISTED]:
            url = self.pages.url("restore", row.history_id)
            rows.append({"row": row, "text": store.title(row), "url": url})
        return self.show("removed", {"rows": rows})


class RecordRestore(RecordView):
    """Brings a record back from 回收站."""

    writes = True

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        model, reader = self.pages.model, reader_of(request)
        row = get_object_or_404(store.removals(model, reader), history_id=self.kwargs["history_id"])
        if not store.removed_records(model, reader).filter(pk=row.pk).exists():
            return self.too_late(row)
        try:
            record = store.restore(row, by=reader, children=self.pages.children)
        except ValidationError as error:
            return self.refuse(row, store.problems(error, model))
        except IntegrityError:
            return self.refuse(row, ["刚才已有一条相同的记录写入，请到列表中核对"])
        messages.success(request, f"已恢复：{record}")
        return redirect(self.pages.url("detail", record.pk))

    def refuse(self, row: store.HistoryRow, problems: list[str]) -> HttpResponse:
        """Say what stands against it: a rule, or that somebody restored it at the same moment."""
        if self.pages.model._base_manager.filter(pk=row.id).exists():
            return self.too_late(row)
        messages.error(self.request, f"没有恢复：{'；'.join(problems)}")
        return redirect(self.pages.url("removed"))

    def too_late(self, row: store.HistoryRow) -> HttpResponse:
        """Say that somebody restored it before, or took it away once more after that."""
        record = self.pages.queryset(reader_of(self.request)).filter(pk=row.id).first()
        if record is not None:
            messages.info(self.request, f"这条记录已经恢复：{record}")
            return redirect(self.pages.url("detail", record.pk))
        messages.error(self.request, "没有恢复：这条记录刚才又有改动，请在下面找最近移走的一条")
        return redirect(self.pages.url("removed"))
