"""The pages on which a 目标责任书 is judged and closed, and opened again."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from access.roles import reader_of
from assessment.pledges import close, judge_pledge, reopen
from duties.models import Pledge
from duties.pages import PledgePages
from records import store
from records.views import RecordView, seen_version

LONGEST_REASON = 100  # characters of a reason in the history
MEANWHILE = "刚才有同事改过这份责任书，请看过新的内容再办"


class PledgeView(RecordView):
    """A step of one 目标责任书, for whoever may change it."""

    pages = PledgePages
    writes = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.page(self.record())

    def page(self, pledge: Pledge, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
        context = {
            "pages": self.pages,
            "pledge": pledge,
            "judgements": [] if pledge.is_closed else judge_pledge(pledge),
            "errors": errors or [],
            "longest": LONGEST_REASON,
        }
        return render(
            request=self.request, template_name="assessment/pledge.html", context=context, status=status
        )

    def carry_out(self, step: Callable[[Pledge], None], notice: str) -> HttpResponse:
        """Take a step and lead back to the record, or show the page with what stands against it."""
        pledge = self.record()
        try:
            step(pledge)
        except ValidationError as error:
            return self.page(self.record(), error.messages, status=422)
        except store.EditConflictError:
            return self.page(self.record(), [MEANWHILE], status=409)
        except store.GoneError:
            raise Http404 from None
        messages.success(self.request, f"{notice}：{pledge}")
        return redirect(self.pages.url("detail", pledge.pk))


class PledgeClose(PledgeView):
    """The judgement of every item, and the closing."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        reader, version = reader_of(request), seen_version(request)
        return self.carry_out(lambda pledge: close(pledge, by=reader, expected_version=version), "已考核")


class PledgeReopen(PledgeView):
    """The opening of a closed one, with a reason."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        reader, version = reader_of(request), seen_version(request)
        reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
        return self.carry_out(
            lambda pledge: reopen(pledge, reason, by=reader, expected_version=version), "已重新打开"
        )
