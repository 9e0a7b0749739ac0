"""Next year's targets, all on one form."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from access.roles import PageKind
from accounts.models import User
from communities.models import Community
from indicators.catalogue import CATALOGUE, TARGETS
from indicators.compute import compute
from indicators.kinds import TargetIndicator, Value
from records import inputs, store
from reports.context import ReportScope
from reports.models import Target
from reports.pledges.suggestions import advise
from reports.views.years import YearView, saved_form_query, years

FIGURES = list(TARGETS.values())
EACH = [figure for figure in FIGURES if figure.each]  # per month, visit or member

LEAST = Decimal("0.01")  # nothing is no target
Stored = dict[str, list[str]]  # by field, what is stored of it, as a browser sends it


def mean_of(figure: TargetIndicator) -> str:
    """Return the name of the box beside a target."""
    return f"{figure.key}.by_mean"


MEANS = {mean_of(figure) for figure in EACH}


class TargetsForm(forms.Form):
    """One field per target, an empty one is not set; those per month, visit or member have a box: by mean.

    Two may have it open at once. `opened` comes back with it and says what was stored when it was opened. A
    field that its writer left alone follows what a colleague stored since; one that both changed is asked
    about.
    """

    data: QueryDict

    def __init__(self, data: QueryDict | None = None, *, scope: ReportScope, suggest: bool = False) -> None:
        super().__init__(data)
        self.scope = scope
        self.now = compute([CATALOGUE[figure.measure] for figure in FIGURES], scope)
        self.advice = {}
        for figure in FIGURES:
            now = self.now[figure.measure]
            self.advice[figure.key] = advise(figure, now, scope, self.by_mean(figure))
            self.add_target(figure, suggest)
            if figure.each:
                self.fields[mean_of(figure)] = self.box(figure)
                self.initial[mean_of(figure)] = self.by_mean(figure)
        self.overtaken: Stored = {}
        if self.is_bound:
            self.follow()

    def add_target(self, figure: TargetIndicator, suggest: bool) -> None:
        """Add the field of a target with what is stored of it, else, if wanted, with what is suggested."""
        self.fields[figure.key] = self.field(figure)
        initial = self.current(figure)
        advice = self.advice[figure.key].amount
        if initial is None and suggest and advice is not None:
            initial = plain(advice)
        self.initial[figure.key] = initial

    # ── What is stored ──────────────────────────────────────────────────────
    @property
    def stored_fields(self) -> Stored:
        """What is stored now, by field, as a browser sends it."""
        fields = {}
        for figure in FIGURES:
            fields[figure.key] = self.stored_values(figure)
            if figure.each:
                fields[mean_of(figure)] = ["on"] if self.by_mean(figure) else []
        return fields

    def stored_values(self, figure: TargetIndicator) -> list[str]:
        now = self.current(figure)
        if not now:
            return []
        if isinstance(now, str):
            return [now]
        return sorted(str(community.pk) for community in now)

    @property
    def stored_as_text(self) -> str:
        return json.dumps(self.stored_fields)

    def current(self, figure: TargetIndicator) -> str | list[Community] | None:
        """Return the amount, or the 社区, that are stored of a target; None where none is."""
        target = self.scope.targets.get(figure.key)
        if target is None:
            return None
        if figure.of_communities:
            return list(target.communities)
        return None if target.amount is None else plain(target.amount)

    def by_mean(self, figure: TargetIndicator) -> bool:
        """Whether the mean is meant: as it is set; of a target not set yet as the year's own was."""
        target = self.scope.targets.get(figure.key) or self.scope.promised.get(figure.key)
        return target is not None and target.by_mean

    # ── What was sent ───────────────────────────────────────────────────────
    def follow(self) -> None:
        """Set what was left alone to what is stored now; note what a colleague changed as well."""
        opened_with, data = values_at_opening(self.data), self.data.copy()
        for name, now in self.stored_fields.items():
            before = opened_with.get(name, now)
            own = sorted(filter(None, data.getlist(name)))
            if own == before:
                data.setlist(name, now)
            elif now not in (before, own):
                self.overtaken[name] = now
        self.data = data

    def clean(self) -> None:
        for name, now in self.overtaken.items():
            change = self.describe_change(name, now)
            message = f"打开这一页以后，同事已经{change}；要用您填的，请核对以后再保存一次"
            self.add_error(name, message)

    def describe_change(self, name: str, now: list[str]) -> str:
        """Say what a colleague did to a field."""
        if not now:
            return self.describe_clearing(name)
        if name in MEANS:
            return "勾上了"
        if TARGETS[name].of_communities:
            communities = Community.objects.everywhere().filter(pk__in=now)
            return f"改选“{'、'.join(map(str, communities))}”"
        return f"改为 {now[0]}"

    def describe_clearing(self, name: str) -> str:
        if name in MEANS:
            return "去掉了勾"
        if TARGETS[name].of_communities:
            return "取消了选择"
        return "清空了这一项"

    # ── Fields ──────────────────────────────────────────────────────────────
    def box(self, figure: TargetIndicator) -> forms.Field:
        """Make the box by which the mean is meant."""
        mean = figure.per(True)
        help_text = f"不勾则{figure.per(False)}都要达到才算兑现；勾了印作“{mean}”，按平均数核对"
        return forms.BooleanField(label=f"{figure.label}：按“{mean}”算", required=False, help_text=help_text)

    def field(self, figure: TargetIndicator) -> forms.Field:
        """Make the field of a target: an amount, or 社区."""
        help_text = self.result(figure, self.now[figure.measure])
        if figure.of_communities:
            return forms.ModelMultipleChoiceField(
                self.eligible(figure),
                required=False,
                label=figure.label,
                help_text=help_text,
                widget=forms.CheckboxSelectMultiple,
            )
        label = figure.label
        if figure.unit:
            label += f"（{figure.unit}）"
        return inputs.AmountField(
            label=label,
            required=False,
            min_value=LEAST,
            error_messages={"min_value": "目标要大于 0；这一项不定目标的，请留空"},
            max_value=100 if figure.unit == "%" else None,
            max_digits=12,
            decimal_places=2,
            help_text=help_text,
        )

    def result(self, figure: TargetIndicator, now: Value) -> str:
        """Say this year's result, and what may be promised after it."""
        this_year = f"今年截至{self.scope.until}" if self.scope.running else "今年"
        if now.missing:
            return f"{this_year}缺数"
        text = f"{this_year} {now.text}"
        if now.indicator.unit != "%":
            text += f" {now.indicator.unit}"
        advice = self.advice[figure.key]
        if advice.amount is not None:
            text += f"，建议 {plain(advice.amount)}"
        if advice.remark:
            text += f"（{advice.remark}）"
        return text

    def eligible(self, figure: TargetIndicator) -> QuerySet[Community]:
        """Return the communities that are no 示范社区 yet, and those already chosen."""
        keys = set()
        for pk, community in self.scope.in_stocks.asked.items():
            if not community.stands("demonstration_", self.scope.day):
                keys.add(pk)
        target = self.scope.targets.get(figure.key)
        if target is not None:
            keys.update(community.pk for community in target.communities)
        return self.scope.all(Community).filter(pk__in=keys)

    # ── Writing ─────────────────────────────────────────────────────────────
    @transaction.atomic
    def save(self, *, by: User) -> None:
        for figure in FIGURES:
            if not {figure.key, mean_of(figure)}.isdisjoint(self.changed_data):
                self.write(figure, by)

    def write(self, figure: TargetIndicator, by: User) -> None:
        """Write one target; a box ticked beside an empty one sets nothing."""
        value = self.cleaned_data[figure.key]
        target = self.scope.target_rows.get(figure.key)
        if value is None and target is None:
            return
        if target is None:
            target = Target(subdistrict=self.scope.subdistrict, year=self.scope.year + 1, key=figure.key)
        links: dict[str, Sequence[Community]] = {}
        if figure.of_communities:
            target.amount = None
            links["communities"] = value
        else:
            target.amount = value
        target.by_mean = bool(figure.each and self.cleaned_data[mean_of(figure)])
        version = target.version if target.pk else None
        store.save(target, by=by, links=links, expected_version=version)


def values_at_opening(data: Mapping[str, str]) -> Stored:
    """Return what was stored when the form was opened, as it sent that along; nothing if not readable."""
    try:
        fields = json.loads(data.get("opened") or "{}")
    except ValueError:
        return {}
    if not isinstance(fields, dict):
        return {}
    lists = {}
    for name, values in fields.items():
        if isinstance(values, list):
            lists[name] = sorted(map(str, values))
    return lists


def plain(amount: Decimal) -> str:
    """Write an amount without an exponent and without zeros behind it."""
    return f"{Decimal(amount).normalize():f}"


class Targets(YearView):
    """The targets of the year after the year in the address.

    They are printed in that year's report, and no longer changed once it is on its way.
    """

    kind = PageKind.REPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(TargetsForm(scope=self.scope, suggest="suggest" in request.GET))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.scope.report.open:
            message = f"{self.year} 年的报告已经送审或定稿，目标不能再改。要改请先退回修改，或开新稿。"
            messages.error(request, message)
            return redirect(self.after())
        form = TargetsForm(request.POST, scope=self.scope)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            form.save(by=self.user)
        except (store.EditConflictError, IntegrityError):
            return self.again()  # a colleague saved between the look and the writing
        messages.success(request, f"已保存 {self.year + 1} 年目标")
        return redirect(self.after() + saved_form_query(request))

    def again(self) -> HttpResponse:
        """Show the form as it was sent, held against what is stored by now."""
        del self.scope
        form = TargetsForm(self.request.POST, scope=self.scope)
        form.full_clean()
        return self.page(form, status=409)

    def after(self) -> str:
        """Return where the targets were opened from."""
        page = "report" if self.request.GET.get("next") == "desk" else "targets"
        return f"{reverse(f'reports:{page}')}?year={self.year}"

    def page(self, form: TargetsForm, status: int = 200) -> HttpResponse:
        errors = []
        for field in form:
            for text in field.errors:
                errors.append({"target": field.auto_id, "text": f"{field.label}：{text}"})
        context = {
            "form": form,
            "scope": self.scope,
            "years": years(),
            "errors": errors,
            "next_year": self.year + 1,
        }
        return render(self.request, "reports/targets.html", context, status=status)
