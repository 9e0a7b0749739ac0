"""Ending a 社区: with a successor nothing is asked, without one what becomes of everything that stands in it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from communities.actions import end_community
from communities.forms import EndForm
from communities.models import Community
from communities.models.lives import standing_through
from dangjian.records.editing import seen_version, summary
from dangjian.records.history import Overtaken
from dangjian.records.views import RecordView


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
            end_community(community, form.fates(), form.takers(), seen_version(request))
        except Overtaken:
            form.add_error(None, "刚才有同事改过这个社区，请看过新的内容再提交")
            return self.page(self.record(), form, status=409)
        except ValidationError as error:
            form = self.form(self.record(), request.POST)  # with what stands now
            form.add_error(None, error.messages)
            return self.page(self.record(), form, status=422)
        messages.success(request, f"已撤销：{community}")
        return redirect(self.pages.url("detail", community.pk))

    def form(self, community: Community, data: Any = None, **kwargs: Any) -> EndForm:
        others = Community.objects.of(community.subdistrict_id).filter(until__isnull=True).exclude(pk=community.pk)
        return EndForm(data, community=community, others=others, **kwargs)

    def page(self, community: Community, form: EndForm, status: int = 200) -> HttpResponse:
        context = {
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
