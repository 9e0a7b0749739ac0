"""What the admin site needs of lists that are searched."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.db.models import QuerySet

from records import searching
from records.personal import digest


class SearchedByPost(ModelAdmin):
    """A list whose search box is sent by POST, as those of records are: somebody's phone may be his user name.

    A full number stands in the address by its digest, and is looked for in the first of `search_fields`.
    """

    def changelist_view(self, request: Any, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "POST" and SEARCH_VAR in request.POST:
            return searching.answered(
                request, [name for name in request.POST if name != "csrfmiddlewaretoken"]
            )
        if shorter := searching.shortened(request):
            return shorter
        query = request.GET.copy()
        request.sought = searching.digests("".join(query.pop(searching.NUMBER, [""])[-1:]))
        if ORDER_VAR in query:
            query[ORDER_VAR] = query[ORDER_VAR][
                : searching.LONGEST_VALUE
            ]  # columns to sort by; databases refuse hundreds
        request.GET = query
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request: Any) -> Any:
        shown: Any = super().get_changelist_instance(request)
        shown.sought = " ".join(request.sought)
        return shown

    def get_search_results(self, request: Any, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words, _ = searching.few(search_term)
        rows, repeats = super().get_search_results(request, queryset, words)
        for sought in getattr(request, "sought", []):
            called = queryset.values_list("pk", self.search_fields[0])
            rows = rows.filter(pk__in=[pk for pk, text in called if digest(text) == sought])
        return rows, repeats
