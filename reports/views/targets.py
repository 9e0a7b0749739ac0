"""Next year's targets, all on one form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from communities.models import Community
from dangjian.records import inputs
from dangjian.records.history import one_version
from dangjian.records.readers import Role
from reports.figures import CATALOGUE
from reports.figures.base import Target as TargetFigure
from reports.figures.compute import compute
from reports.models import Target
from reports.scope import Scope
from reports.views.access import YearView, years

FIGURES = [figure for figure in CATALOGUE.values() if isinstance(figure, TargetFigure)]


class TargetsForm(forms.Form):
    """One field per target; an empty one is not set."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        now = compute([CATALOGUE[figure.measure] for figure in FIGURES], scope)
        for figure in FIGURES:
            self.fields[figure.key] = self.field(figure, now[figure.measure])
            self.initial[figure.key] = self.current(figure)

    def field(self, figure: TargetFigure, now: Any) -> forms.Field:
        done = "今年缺数" if now.missing else f"今年 {now.text}{f' {now.figure.unit}' if now.figure.unit != '%' else ''}"
        if figure.of_communities:
            queryset = self.scope.all(Community)
            return forms.ModelMultipleChoiceField(
                queryset, required=False, label=figure.label, help_text=done, widget=forms.CheckboxSelectMultiple
            )
        unit = f"（{figure.unit}）" if figure.unit else ""
        return inputs.AmountField(
            label=f"{figure.label}{unit}",
            required=False,
            min_value=0,
            max_value=100 if figure.unit == "%" else None,
            max_digits=12,
            decimal_places=2,
            help_text=done,
        )

    def current(self, figure: TargetFigure) -> Any:
        target = self.scope.targets.get(figure.key)
        if target is None:
            return None
        if figure.of_communities:
            return list(target.communities.all())
        return target.amount if target.amount is None else f"{target.amount.normalize():f}"

    @transaction.atomic
    def save(self) -> None:
        for figure in FIGURES:
            if figure.key in self.changed_data:
                self.write(figure, self.cleaned_data[figure.key])

    def write(self, figure: TargetFigure, given: Any) -> None:
        target = self.scope.targets.get(figure.key)
        kind = "~" if target else "+"
        target = target or Target(subdistrict=self.scope.subdistrict, year=self.scope.year + 1, key=figure.key)
        with one_version(target, kind):
            target.amount = None if figure.of_communities else given
            target.version += kind == "~"
            target.save()
            if figure.of_communities:
                target.communities.set(given)


class Targets(YearView):
    """Set for the year after the chosen one; printed in the chosen year's report."""

    roles = frozenset({Role.SECRETARY})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(TargetsForm(scope=self.scope))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TargetsForm(request.POST, scope=self.scope)
        if not form.is_valid():
            return self.page(form, status=422)
        form.save()
        messages.success(request, f"已保存 {self.year + 1} 年目标")
        return redirect(f"{reverse('reports:targets')}?year={self.year}")

    def page(self, form: TargetsForm, status: int = 200) -> HttpResponse:
        errors = [{"target": field.auto_id, "text": f"{field.label}：{text}"} for field in form for text in field.errors]
        context = {"form": form, "scope": self.scope, "years": years(), "errors": errors, "next_year": self.year + 1}
        return render(self.request, "reports/targets.html", context, status=status)
