"""Ending a 社区: with a successor nothing is asked, without one what becomes of everything that stands in it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from communities.actions import end_community
from communities.forms import EndForm
from communities.models import Community
from communities.models.lives import rows_outside, standing_through
from records import store
from records.form_notices import summary
from records.views import RecordView, seen_version

LISTED = 50  # records of a kind named one by one


@dataclass(frozen=True)
class Beyond:
    """The records of one kind whose days do not fit the life of a 社区: each with where it is read."""

    kind: str
    records: list[tuple[str, str]]
    more: int


def beyond(community: Community) -> list[Beyond]:
    """What stands against these days of a 社区, to be opened from the page that is refused."""
    found = []
    for rows in rows_outside(community):
        records = [(str(record), _address(record)) for record in rows.order_by("-pk")[:LISTED]]
        if records:
            found.append(Beyond(str(rows.model._meta.verbose_name), records, rows.count() - len(records)))
    return found


def _address(record: Any) -> str:
    """A record's own page; of one entered with another record that one's."""
    path = type(record).community_path
    owner = getattr(record, path.partition("__")[0]) if "__" in path else record
    for each in (record, owner):
        with suppress(NoReverseMatch):
            return reverse(f"{each._meta.app_label}:{each._meta.model_name}-detail", args=[each.pk])
    return ""


class CommunityEnd(RecordView):
    writes = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        community = self.record()
        first = {"until": community.until or timezone.localdate(), "successor": community.successor_id}
        return self.page(community, self.form(community, initial=first))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        community = self.record()
        form = self.form(community, request.POST)
        if not form.is_valid():
            return self.page(community, form, status=422)
        community.until, community.successor = form.cleaned_data["until"], form.cleaned_data["successor"]
        try:
            end_community(community, form.fates(), form.takers(), seen_version(request), by=request.user)
        except store.EditConflictError:
            form.add_error(None, "刚才有同事改过这个社区，请看过新的内容再提交")
            return self.page(self.record(), form, status=409)
        except store.GoneError:
            raise Http404 from None
        except ValidationError as error:
            form = self.form(self.record(), request.POST)  # with what stands now
            form.add_error(None, error.messages)
            return self.page(self.record(), form, status=422, beyond=beyond(community))
        messages.success(request, f"已撤销：{community}")
        return redirect(self.pages.url("detail", community.pk))

    def form(self, community: Community, data: Any = None, **kwargs: Any) -> EndForm:
        others = (
            Community.objects.of(community.subdistrict_id).filter(until__isnull=True).exclude(pk=community.pk)
        )
        return EndForm(data, community=community, others=others, **kwargs)

    def page(self, community: Community, form: EndForm, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            **more,
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
