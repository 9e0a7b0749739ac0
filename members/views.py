"""The admitted and the roster of members: who is in it already, and who is to be."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from members import actions
from members.models import Applicant, Member
from records import store
from records.columns.reference import BEYOND
from records.exports import TOLD_APART
from records.inputs import whole
from records.presentation import NamesWithinReach
from records.views import Generous, RecordDetail, RecordView

UNLISTED = "unlisted"
PER_PAGE = 50


@dataclass(frozen=True)
class Other:
    """The record tied to the one shown: what it is called and where it is read; no address beyond reach."""

    name: str
    url: str


class PairDetail(RecordDetail):
    """One of the two kinds that are tied to each other."""

    def other(self, linked: Any, name: str) -> Other | None:
        """How the record tied to this one, read at the address of that name, is shown to this reader; None without one."""
        if linked is None:
            return None
        reader: Any = self.request.user
        called = NamesWithinReach(reader, TOLD_APART)(linked)
        return Other(called, "" if called == BEYOND else reverse(name, args=[linked.pk]))


class MemberDetail(PairDetail):
    """With the way of a member into the Party, where it is on record."""

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        context["applicant"] = self.other(context["record"].tied_applicant(), "members:applicant-detail")
        return super().show("member", context, status)


class ApplicantDetail(PairDetail):
    """With the member a person has become, or with the way there."""

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        record: Applicant = context["record"]
        reader: Any = self.request.user
        context["member"] = self.other(record.member, "members:member-detail")
        context["waits"] = Applicant.objects.unlisted().filter(pk=record.pk).exists()
        context["candidates"] = actions.candidates([record], reader)[record.pk] if context["waits"] else []
        return super().show("applicant", context, status)


class UnlistedApplicants(RecordView):
    """已接收未转入党员名册: each with one press for what is to be done."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reader: Any = request.user
        rows = self.pages.queryset(reader).unlisted().order_by("admitted_on", "pk")
        page = Generous(rows, PER_PAGE).page(whole(request.GET.get("page", "")) or 1)
        candidates = actions.candidates(list(page), reader)
        return self.show("unlisted", {"page": page, "rows": [(row, candidates[row.pk]) for row in page]})


class ApplicantRoster(RecordView):
    """The confirmation: a new 预备党员, or the member named, who is this person."""

    writes = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        applicant = self.record()
        try:
            self.carry_out(applicant, whole(request.POST.get("member", "")))
        except ValidationError as error:
            messages.error(request, "没有转入：" + "；".join(store.problems(error, Member)))
        if request.POST.get("to") == UNLISTED:
            return redirect(f"{self.pages.url(UNLISTED)}?page={whole(request.POST.get('page', '')) or 1}")
        return redirect(self.pages.url("detail", applicant.pk))

    def carry_out(self, applicant: Applicant, key: int | None) -> None:
        reader: Any = self.request.user
        if key is None:
            member = actions.list_as_member(applicant, by=reader)
            messages.success(self.request, f"已转入党员名册：{member}")
            return
        member = get_object_or_404(Member.objects.visible_to(reader), pk=key)
        actions.tie(applicant, member, by=reader)
        messages.success(self.request, f"已对应到党员名册：{member}")


class ApplicantUntie(RecordView):
    """Takes back a tie to the wrong person."""

    writes = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        applicant = self.record()
        reader: Any = request.user
        if applicant.member and not reader.record_reach.includes(applicant.member):
            raise Http404
        actions.untie(applicant, by=reader)
        messages.success(request, "已解除与党员名册的对应，党员的记录没有变动")
        return redirect(self.pages.url("detail", applicant.pk))
