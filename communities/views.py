"""Ending a 社区.

With a successor nothing is asked; without one, what becomes of everything that stands in it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from communities.actions import end_community
from communities.forms import EndForm
from communities.models import Community
from communities.models.lives import rows_outside, standing_through
from records import store
from records.form_notices import summary
from records.models import Record, heir_serves, tie_of
from records.views import RecordView, seen_version

LISTED = 50  # records of a kind named one by one


@dataclass(frozen=True)
class Beyond:
    """The records of one kind whose days do not fit the life of a 社区: each with where it is read."""

    kind: str
    records: list[tuple[str, str]]
    more: int


def beyond(community: Community) -> list[Beyond]:
    """Return what stands against these days of a 社区, to be opened from the page that is refused."""
    kinds = []
    for rows in rows_outside(community):
        records = [(str(record), _address(record)) for record in rows.order_by("-pk")[:LISTED]]
        if records:
            name = str(rows.model._meta.verbose_name)
            kinds.append(Beyond(name, records, rows.count() - len(records)))
    return kinds


def _address(record: Record) -> str:
    """Return the address of a record's own page; of one entered with another record that one's."""
    owner = record
    if heir_serves(type(record)):
        owner = getattr(record, tie_of(type(record)))
    for each in (record, owner):
        with suppress(NoReverseMatch):
            return reverse(f"{each._meta.app_label}:{each._meta.model_name}-detail", args=[each.pk])
    return ""


class CommunityEnd(RecordView):
    """The page on which somebody ends a 社区, or changes how it ended."""

    writes = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        community = self.record()
        first = {"until": community.until or timezone.localdate(), "successor": community.successor_id}
        return self.page(community, self.form(community, initial=first))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        community = self.record()
        form = self.form(community, request.POST)
        if not form.is_valid():
            return self.page(community, form, status=422)
        community.until, community.successor = form.cleaned_data["until"], form.cleaned_data["successor"]
        author: Any = request.user
        try:
            end_community(community, form.fates(), form.takers(), seen_version(request), by=author)
        except store.EditConflictError:
            form.add_error(None, "刚才有同事改过这个社区，请看过新的内容再提交")
            return self.page(self.record(), form, status=409)
        except store.GoneError:
            raise Http404 from None
        except ValidationError as error:
            form = self.form(self.record(), request.POST)  # asks of what stands now
            form.add_error(None, error.messages)
            return self.page(self.record(), form, status=422, beyond=beyond(community))
        messages.success(request, f"已撤销：{community}")
        return redirect(self.pages.url("detail", community.pk))

    def form(
        self, community: Community, data: QueryDict | None = None, initial: dict[str, object] | None = None
    ) -> EndForm:
        lasting = Community.objects.of(community.subdistrict_id).filter(until__isnull=True)
        others = lasting.exclude(pk=community.pk)
        return EndForm(data, community=community, others=others, initial=initial)

    def page(
        self, community: Community, form: EndForm, status: int = 200, beyond: Sequence[Beyond] = ()
    ) -> HttpResponse:
        context = {
            "beyond": beyond,
            "record": community,
            "form": form,
            "life": [form["until"], form["successor"]],
            "kinds": [form[name] for name in form.questions],
            "listing": form.listing,
            "along": standing_through(community, form.day),
            "errors": summary(form, [], []),
            "seen": community.version,
        }
        return self.show("end", context, status=status)
