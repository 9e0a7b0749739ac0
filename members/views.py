"""Pages of people: of a member, of somebody in post, and of the admitted who are to join the roster."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from members import actions
from members.models import Applicant, FlagPost, Honour, Member
from records import store
from records.columns.reference import BEYOND
from records.exports import TOLD_APART
from records.inputs import whole
from records.models import Record
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
    """The page of one of the two kinds that are tied to each other."""

    def other(self, record: Record | None, address: str) -> Other | None:
        """Return how the record tied to this one is shown to this reader; None without one.

        `address` is the name of the address at which it is read.
        """
        if record is None:
            return None
        reader: Any = self.request.user
        name = NamesWithinReach(reader, TOLD_APART)(record)
        if name == BEYOND:
            return Other(name, "")
        return Other(name, reverse(address, args=[record.pk]))


class MemberDetail(PairDetail):
    """The page of a member: the way into the Party where it is on record, honours and flag posts."""

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        record: Member = context["record"]
        reader: Any = self.request.user
        context["honours"] = Honour.objects.visible_to(reader).filter(member=record)
        context["flags"] = FlagPost.objects.visible_to(reader).filter(member=record)
        context["applicant"] = self.other(record.tied_applicant(), "members:applicant-detail")
        return super().show("member", context, status)


class PostHolderDetail(RecordDetail):
    """The page of somebody in post, with his own work of the year."""

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return super().show("post_holder", context, status)


class ApplicantDetail(PairDetail):
    """The page of an applicant, with the member this person has become, or with the way there."""

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        record: Applicant = context["record"]
        reader: Any = self.request.user
        context["member"] = self.other(record.member, "members:member-detail")
        context["waits"] = Applicant.objects.everywhere().outside_roster().filter(pk=record.pk).exists()
        context["candidates"] = []
        if context["waits"]:
            context["candidates"] = actions.candidates([record], reader)[record.pk]
        return super().show("applicant", context, status)


class UnlistedApplicants(RecordView):
    """The list 已接收未转入党员名册: each person with one press for what is to be done."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        reader: Any = request.user
        applicants: Any = self.pages.queryset(reader)
        rows = applicants.outside_roster().order_by("admitted_on", "pk")
        page = Generous(rows, PER_PAGE).page(whole(request.GET.get("page", "")) or 1)
        candidates = actions.candidates(list(page), reader)
        pairs = [(row, candidates[row.pk]) for row in page]
        return self.show("unlisted", {"page": page, "rows": pairs})


class ApplicantRoster(RecordView):
    """The confirmation that a new 预备党员, or the member named, is this person."""

    writes = True

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        applicant = self.record()
        try:
            self.carry_out(applicant, whole(request.POST.get("member", "")))
        except ValidationError as error:
            messages.error(request, "没有转入：" + "；".join(store.problems(error, Member)))
        if request.POST.get("to") == UNLISTED:
            page = whole(request.POST.get("page", "")) or 1
            return redirect(f"{self.pages.url(UNLISTED)}?page={page}")
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
    """The press that takes back a tie to the wrong person."""

    writes = True

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        applicant = self.record()
        reader: Any = request.user
        if applicant.member and not reader.record_reach.includes(applicant.member):
            raise Http404
        actions.untie(applicant, by=reader)
        messages.success(request, "已解除与党员名册的对应，党员的记录没有变动")
        return redirect(self.pages.url("detail", applicant.pk))
