"""Next year's targets, all on one form."""

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from access.roles import PageKind
from communities.models import Community
from indicators.catalogue import CATALOGUE, TARGETS
from indicators.compute import compute
from indicators.kinds import TargetIndicator, Value
from records import inputs, store
from reports.context import ReportScope
from reports.models import Target
from reports.pledges.suggestions import suggested
from reports.views.access import YearView, taken, years

FIGURES = list(TARGETS.values())

LEAST = Decimal("0.01")  # nothing is no target


class TargetsForm(forms.Form):
    """One field per target, an empty one is not set; and a box beside those per month, visit or member: their mean is meant.

    Two may have it open at once. `opened` comes back with it and says what was stored when it was opened: a field that its
    writer left alone follows what a colleague stored since, one that both changed is asked about.
    """

    data: Any  # a QueryDict where it was sent

    def __init__(self, data: Any = None, *, scope: ReportScope, suggest: bool = False) -> None:
        super().__init__(data)
        self.scope = scope
        now = compute([CATALOGUE[figure.measure] for figure in FIGURES], scope)
        self.advice = {
            figure.key: suggested(figure, now[figure.measure], scope, self.by_mean(figure))
            for figure in FIGURES
        }
        for figure in FIGURES:
            self.fields[figure.key] = self.field(figure, now[figure.measure])
            self.initial[figure.key] = self.current(figure)
            if suggest and self.initial[figure.key] is None and self.advice[figure.key].amount is not None:
                self.initial[figure.key] = plain(self.advice[figure.key].amount)
            if figure.each:
                self.fields[mean_of(figure)] = self.switch(figure)
                self.initial[mean_of(figure)] = self.by_mean(figure)
        self.overtaken: dict[str, list[str]] = {}
        if self.is_bound:
            self.follow()

    @property
    def stored(self) -> dict[str, list[str]]:
        """What is stored now, by field, as a browser sends it."""
        sent: dict[str, list[str]] = {}
        for figure in FIGURES:
            now = self.current(figure)
            chosen = (
                [str(community.pk) for community in now or ()]
                if figure.of_communities
                else [now]
                if now
                else []
            )
            sent[figure.key] = sorted(chosen)
            if figure.each:
                sent[mean_of(figure)] = ["on"] if self.by_mean(figure) else []
        return sent

    @property
    def stored_as_text(self) -> str:
        return json.dumps(self.stored)

    def follow(self) -> None:
        """Set what was left alone to what is stored now; note what a colleague changed as well."""
        opened, stored = opened_with(self.data), self.stored
        data = self.data.copy()
        for name, now in stored.items():
            before, given = opened.get(name, now), sorted(value for value in data.getlist(name) if value)
            if given == before:
                data.setlist(name, now)
            elif now not in (before, given):
                self.overtaken[name] = now
        self.data = data

    def clean(self) -> None:
        for name, now in self.overtaken.items():
            self.add_error(
                name, f"打开这一页以后，同事已经{self.as_said(name, now)}；要用您填的，请核对以后再保存一次"
            )

    def as_said(self, name: str, now: list[str]) -> str:
        if name in MEANS:
            return "勾上了" if now else "去掉了勾"
        if TARGETS[name].of_communities:
            chosen = Community.objects.filter(pk__in=now)
            return f"改选“{'、'.join(map(str, chosen))}”" if now else "取消了选择"
        return f"改为 {now[0]}" if now else "清空了这一项"

    def by_mean(self, figure: TargetIndicator) -> bool:
        """As it is set; of a target not set yet as the year's own was."""
        stored = self.scope.targets.get(figure.key) or self.scope.promised.get(figure.key)
        return stored is not None and stored.by_mean

    def switch(self, figure: TargetIndicator) -> forms.Field:
        mean = figure.per(True)
        help_text = f"不勾则{figure.per(False)}都要达到才算兑现；勾了印作“{mean}”，按平均数核对"
        return forms.BooleanField(label=f"{figure.label}：按“{mean}”算", required=False, help_text=help_text)

    def done(self, figure: TargetIndicator, now: Value) -> str:
        """This year's result, and what may be promised after it."""
        this = f"今年截至{self.scope.until}" if self.scope.running else "今年"
        if now.missing:
            return f"{this}缺数"
        unit = "" if now.indicator.unit == "%" else f" {now.indicator.unit}"
        advice = self.advice[figure.key]
        proposal = f"，建议 {plain(advice.amount)}" if advice.amount is not None else ""
        return f"{this} {now.text}{unit}{proposal}{f'（{advice.remark}）' if advice.remark else ''}"

    def field(self, figure: TargetIndicator, now: Value) -> forms.Field:
        done = self.done(figure, now)
        if figure.of_communities:
            return forms.ModelMultipleChoiceField(
                self.eligible(figure),
                required=False,
                label=figure.label,
                help_text=done,
                widget=forms.CheckboxSelectMultiple,
            )
        unit = f"（{figure.unit}）" if figure.unit else ""
        return inputs.AmountField(
            label=f"{figure.label}{unit}",
            required=False,
            min_value=LEAST,
            error_messages={"min_value": "目标要大于 0；这一项不定目标的，请留空"},
            max_value=100 if figure.unit == "%" else None,
            max_digits=12,
            decimal_places=2,
            help_text=done,
        )

    def eligible(self, figure: TargetIndicator) -> Any:
        """The communities that are no 示范社区 yet, and those already chosen."""
        asked = self.scope.in_stocks.asked
        candidates = {
            pk for pk, community in asked.items() if not community.stands("demonstration_", self.scope.day)
        }
        chosen = {community.pk for community in self.current(figure) or ()}
        return self.scope.all(Community).filter(pk__in=candidates | chosen)

    def current(self, figure: TargetIndicator) -> Any:
        target = self.scope.targets.get(figure.key)
        if target is None:
            return None
        if figure.of_communities:
            return list(target.communities)
        return target.amount if target.amount is None else plain(target.amount)

    @transaction.atomic
    def save(self, *, by: Any) -> None:
        for figure in FIGURES:
            if {figure.key, mean_of(figure)} & set(self.changed_data):
                self.write(figure, self.cleaned_data[figure.key], by)

    def write(self, figure: TargetIndicator, given: Any, by: Any) -> None:
        """A box ticked beside an empty target sets nothing."""
        target = self.scope.target_rows.get(figure.key)
        if given is None and target is None:
            return
        target = target or Target(
            subdistrict=self.scope.subdistrict, year=self.scope.year + 1, key=figure.key
        )
        target.amount = None if figure.of_communities else given
        target.by_mean = bool(figure.each and self.cleaned_data[mean_of(figure)])
        links = {}
        if figure.of_communities:
            links["communities"] = given
        store.save(target, by=by, links=links, expected_version=target.version if target.pk else None)


def opened_with(data: Any) -> dict[str, list[str]]:
    """What was stored when the form was opened, as it sent that along; nothing where it is not to be read."""
    try:
        told = json.loads(data.get("opened") or "{}")
    except ValueError:
        return {}
    listed = told.items() if isinstance(told, dict) else ()
    return {name: sorted(map(str, values)) for name, values in listed if isinstance(values, list)}


def mean_of(figure: TargetIndicator) -> str:
    """The name of the box beside a target."""
    return f"{figure.key}.by_mean"


MEANS = {mean_of(figure) for figure in FIGURES if figure.each}


def plain(amount: Any) -> str:
    return f"{Decimal(amount).normalize():f}"


class Targets(YearView):
    """Set for the year after the chosen one; printed in the chosen year's report, and no longer changed once that is on its way."""

    kind = PageKind.REPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(TargetsForm(scope=self.scope, suggest="suggest" in request.GET))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.scope.report.open:
            messages.error(
                request, f"{self.year} 年的报告已经送审或定稿，目标不能再改。要改请先退回修改，或开新稿。"
            )
            return redirect(self.after())
        form = TargetsForm(request.POST, scope=self.scope)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            form.save(by=request.user)
        except (
            store.EditConflictError,
            IntegrityError,
        ):  # a colleague saved between the look and the writing
            return self.again()
        messages.success(request, f"已保存 {self.year + 1} 年目标")
        return redirect(self.after() + taken(request))

    def again(self) -> HttpResponse:
        """The form as it was sent, held against what is stored by now."""
        del self.scope
        form = TargetsForm(self.request.POST, scope=self.scope)
        form.full_clean()
        return self.page(form, status=409)

    def after(self) -> str:
        """Back to where the targets were opened from."""
        page = "report" if self.request.GET.get("next") == "desk" else "targets"
        return f"{reverse(f'reports:{page}')}?year={self.year}"

    def page(self, form: TargetsForm, status: int = 200) -> HttpResponse:
        errors = [
            {"target": field.auto_id, "text": f"{field.label}：{text}"}
            for field in form
            for text in field.errors
        ]
        context = {
            "form": form,
            "scope": self.scope,
            "years": years(),
            "errors": errors,
            "next_year": self.year + 1,
        }
        return render(self.request, "reports/targets.html", context, status=status)
