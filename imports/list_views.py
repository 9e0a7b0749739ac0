"""Lists of imports: all batches, and what was learnt of earlier files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views import View

from access.roles import Reader, reader_of
from imports import delivering, jobs
from imports.kinds import KINDS
from imports.memory import describe_learnt
from imports.models import Batch, Learnt
from records import searching
from records.inputs import whole

PER_PAGE = 20


class LearntList(LoginRequiredMixin, View):
    """What was learnt of the headings and words of earlier files, each to be taken back."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not _open_to(reader_of(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Learnt.objects.visible_to(reader_of(request)).select_related("decided_by")
        page = Paginator(rows, PER_PAGE).get_page(whole(request.GET.get("page", "")) or 1)
        return render(
            request, "imports/learnt.html", {"page": page, "rows": list(map(describe_learnt, page))}
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        number = whole(request.POST.get("forget", ""))
        count, _ = Learnt.objects.visible_to(reader_of(request)).filter(pk=number).delete()
        if count:
            messages.success(request, "已收回，下次导入会重新问。")
        return redirect("imports:learnt")


class BatchList(LoginRequiredMixin, View):
    """All batches within reach; a query is sent by POST and stands in the address without full numbers."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not self.open_to:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def open_to(self) -> list[str]:
        """The labels of the kinds that the reader may write."""
        return _open_to(reader_of(self.request))

    def post(self, request: HttpRequest) -> HttpResponse:
        return searching.redirect_to_query(request, (searching.WORDS, "kind"))

    def get(self, request: HttpRequest) -> HttpResponse:
        if shorter := searching.redirect_to_fewer_words(request):
            return shorter
        user: Any = request.user
        jobs.purge()
        delivering.purge()
        rows = Batch.objects.visible_to(user).filter(kind__in=self.open_to).select_related("user", "delivery")
        words, _ = searching.few(request.GET.get(searching.WORDS, ""))
        number = request.GET.get(searching.NUMBER, "")
        label = request.GET.get("kind", "")
        for word in words.split():
            rows = rows.filter(
                Q(file_name__icontains=word)
                | Q(user__display_name__icontains=word)
                | Q(user__username__icontains=word)
            )
        if number:
            rows = rows.none()  # neither a file nor a person is called by one
        if label in self.open_to:
            rows = rows.filter(kind=label)
        page = Paginator(rows, PER_PAGE).get_page(whole(request.GET.get("page", "")) or 1)
        kinds = [(label, KINDS[label].name()) for label in self.open_to]
        context = {"page": page, "query": words, "number": number, "kind_shown": label, "kinds": kinds}
        return render(request, "imports/list.html", context)


def _open_to(reader: Reader) -> list[str]:
    """Return the labels of the kinds that somebody may write."""
    return [label for label, pages in KINDS.items() if pages.may_write(reader)]
