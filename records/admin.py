"""What the admin site needs of lists that are searched."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from records import searching
from records.personal import digest


class SearchedByPost(ModelAdmin):
    """A list in the admin site whose search box is sent by POST: somebody's phone may be his user name.

    A full number stands in the address by its digest, and is looked for in the first of `search_fields`.
    """

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> Any:
        if request.method == "POST" and SEARCH_VAR in request.POST:
            names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
            return searching.redirect_to_query(request, names)
        shorter = searching.redirect_to_fewer_words(request)
        if shorter:
            return shorter
        query = request.GET.copy()
        number = "".join(query.pop(searching.NUMBER, [""])[-1:])
        request.sought = searching.digests(number)  # type: ignore[attr-defined]
        if ORDER_VAR in query:
            # columns to sort by; databases refuse hundreds
            query[ORDER_VAR] = str(query[ORDER_VAR])[: searching.LONGEST_VALUE]
        request.GET = query  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changes: Any = super().get_changelist_instance(request)
        changes.sought = " ".join(request.sought)  # type: ignore[attr-defined]
        return changes

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        words, _ = searching.few(search_term)
        rows, repeats = super().get_search_results(request, queryset, words)
        for sought in getattr(request, "sought", []):
            names = queryset.values_list("pk", self.search_fields[0])
            rows = rows.filter(pk__in=[pk for pk, name in names if digest(name) == sought])
        return rows, repeats
