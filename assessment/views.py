"""The pages of 考核: the board of a year, and of a round its 打分表 and its end."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from access.roles import PageKind, Reader, reader_of
from assessment import closing
from assessment.board import board_of
from assessment.entry import Entry, save_sheet
from assessment.figures import usual_closing_day
from assessment.scores import ScoreTable, score_table
from communities.models import SubDistrict
from duties.models import Round
from duties.pages import RoundPages, SchemePages, ScorePages
from records import store
from records.inputs import DateField
from records.views import RecordView, seen_version
from reports.models import AnnualReport
from reports.views.years import YearView, saved_form_query, years


class RoundView(RecordView):
    """A page of one round."""

    pages = RoundPages

    def is_allowed(self, reader: Reader) -> bool:
        """Let whoever sees scores of some 社区 see the round that they are of."""
        return RoundPages.may_write(reader) if self.writes else ScorePages.may_read(reader)

    def record(self) -> Round:
        round_: Round = super().record()
        return round_

    def show(self, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        reader = reader_of(self.request)
        own: dict[str, object] = {
            "pages": self.pages,
            "may_write": RoundPages.may_write(reader),
            "may_open": RoundPages.may_read(reader),
        }
        own |= context
        return render(self.request, f"assessment/{template}.html", own, status=status)


class ScoreSheet(RoundView):
    """打分表: all points of a round within reach, to be filled in while it is open."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.sheet(self.record())

    def sheet(self, round_: Round, entry: Entry | None = None, status: int = 200) -> HttpResponse:
        reader = reader_of(self.request)
        table = score_table(round_, reader.record_reach) if entry is None else entry.table
        context = {
            "round": round_,
            "table": table,
            "entry": entry,
            "errors": entry.errors if entry else [],
            "may_score": ScorePages.may_write(reader) and not round_.is_closed,
        }
        return self.show("sheet", context, status)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not ScorePages.may_write(reader_of(request)):
            raise PermissionDenied
        round_ = self.record()
        try:
            entry = save_sheet(round_, request.POST, reader_of(request))
        except ValidationError as error:
            messages.error(request, f"没有保存：{'；'.join(error.messages)}。要改请先重新打开这一轮。")
            return redirect("assessment:sheet", round_.pk)
        if entry.errors:
            return self.sheet(round_, entry, status=422)
        if entry.conflicts:
            return self.sheet(round_, entry, status=409)
        if entry.is_empty:
            messages.info(request, "没有改动，得分仍是原来的")
        else:
            messages.success(request, f"已保存：{round_}，改动 {entry.number} 项")
        address = reverse("assessment:sheet", args=[round_.pk])
        return redirect(f"{address}?{saved_form_query(request).removeprefix('&')}".removesuffix("?"))


class RoundEnd(RoundView):
    """What stands against closing a round, and closing it; of a closed one, opening it again."""

    writes = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        round_ = self.record()
        return self.ask(round_, usual_closing_day(round_, timezone.localdate()))

    def ask(
        self, round_: Round, day: Any, *, text: str = "", error: str = "", status: int = 200
    ) -> HttpResponse:
        """Show the page for a day on which the round may end; `text` is what stands in its only box."""
        context: dict[str, object] = {"round": round_, "day": day, "text": text, "error": error}
        if not round_.is_closed:
            table = self.table(round_, day)
            context |= {"faults": closing.faults(table), "lacks": closing.lacks(table), "table": table}
        return self.show("end", context, status)

    def table(self, round_: Round, day: Any) -> ScoreTable:
        return score_table(round_, reader_of(self.request).record_reach, day)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        round_ = self.record()
        reader, version = reader_of(request), seen_version(request)
        try:
            if "reason" in request.POST:
                closing.reopen(round_, request.POST["reason"].strip(), reader, version)
                messages.success(request, f"已重新打开：{round_}，得分可以再改")
            else:
                return self.close(round_, reader, version)
        except ValidationError as error:
            day = usual_closing_day(round_, timezone.localdate())
            return self.ask(round_, day, error="；".join(error.messages), status=422)
        except store.EditConflictError:
            return self.changed_meanwhile(round_)
        return redirect("assessment:sheet", round_.pk)

    def close(self, round_: Round, reader: Reader, version: int | None) -> HttpResponse:
        """Close the round on the day that was typed, or say what stands against it."""
        text = self.request.POST.get("closed_on", "")
        usual = usual_closing_day(round_, timezone.localdate())
        try:
            day = DateField().clean(text)
        except ValidationError as error:
            return self.ask(round_, usual, text=text, error="；".join(error.messages), status=422)
        try:
            closing.close(round_, day, reader, version)
        except ValidationError as error:
            is_day = day < round_.begun_on or day > timezone.localdate()
            return self.ask(
                round_, usual if is_day else day, text=text, error="；".join(error.messages), status=422
            )
        messages.success(self.request, f"已结束：{round_}，得分不再变动")
        return redirect("assessment:sheet", round_.pk)

    def changed_meanwhile(self, round_: Round) -> HttpResponse:
        """Show the page anew: what somebody saw of the round no longer holds."""
        messages.warning(self.request, "另一位同事刚才改过这一轮，什么都没有写入，请看过现在的情况再定")
        return redirect("assessment:end", round_.pk)


class YearBoard(YearView):
    """考核一览 of the year in the address."""

    kind = PageKind.RECORDS

    def get(self, request: HttpRequest) -> HttpResponse:
        reader = reader_of(request)
        subdistrict = cast(SubDistrict, self.user.subdistrict)  # the page is open to accounts of one alone
        board = board_of(subdistrict.pk, self.year, reader.record_reach)
        report = AnnualReport.of_year(subdistrict, self.year)
        shows_last = report.shows_last_places and reader.record_reach.is_whole
        context = {
            "board": board,
            "year": self.year,
            "years": years(),
            "last_places": board.last_places if shows_last else [],
            "may_write": RoundPages.may_write(reader),
            "create": RoundPages.url("create"),
            "schemes": SchemePages.url("list") if SchemePages.may_read(reader) else "",
            "here": reverse("assessment:board"),
        }
        return render(request, "assessment/board.html", context)
