"""The secretary's desk: the report's text with its figures, what is missing, and every check beside it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from access.roles import PageKind
from common.snapshot import snapshot
from communities.models import Leader
from indicators.catalogue import CATALOGUE
from indicators.kinds import Value
from reports.checks import run
from reports.draft import Draft
from reports.editing.desk import laid_out, proposals
from reports.figures import gaps
from reports.figures.ledger import GROUPS, compared
from reports.models import AnnualReport, Cause
from reports.outline import tokens
from reports.rubric import Reading, score
from reports.rubric.twins import sides
from reports.signing.edition import Difference, differences
from reports.signing.steps import others
from reports.views.access import YearView, years


class DeskView(YearView):
    """A page of the year's report as it stands."""

    kind = PageKind.REPORT

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self._draft: Draft | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is read and handed out is of one state of the records."""
        if request.method not in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        with snapshot():
            return super().dispatch(request, *args, **kwargs)

    @property
    def draft(self) -> Draft:
        if self._draft is None:
            self._draft = Draft(self.scope)
        return self._draft

    def desk(self, status: int = 200, **extra: Any) -> HttpResponse:
        """The desk as it is now, with what a refused change wants to say."""
        draft = self.draft
        results = run(draft)
        user: Any = self.request.user
        context = {
            "draft": draft,
            "report": draft.scope.report,
            "document": draft.document,
            "parts": laid_out(draft, results),
            "proposals": proposals(draft),
            "causes": Cause.objects.of(draft.scope.subdistrict.pk).filter(in_use=True),
            "picker": picker(draft),
            "years": years(),
            "card": self.card(),
            "changed": changed(draft),
            "leaders": leaders(draft),
            "may_sign": draft.scope.report.submitted_by_id != user.pk or not others(user),
            **side(draft, results, user),
        }
        return render(self.request, "reports/desk.html", {**context, **extra}, status=status)

    def card(self) -> dict[str, Any] | None:
        """The figure chosen in the text, where one is."""
        key = self.request.GET.get("figure", "")
        return (
            card(self.draft, CATALOGUE[key].key, self.request.GET.get("at", "")) if key in CATALOGUE else None
        )


class Desk(DeskView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.desk()


class Card(DeskView):
    """What stands behind one figure of the text: a fragment for the desk's right side."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        if key not in CATALOGUE:
            raise Http404
        context = {
            "card": card(self.draft, key, request.GET.get("at", "")),
            "report": self.draft.scope.report,
            "scope": self.draft.scope,
        }
        return render(request, "reports/card.html", context)


def leaders(draft: Draft) -> list[str]:
    """Who may take a problem on besides who reports: the 班子 in post on the cut-off day."""
    rows = (
        Leader.objects.of(draft.scope.subdistrict.pk)
        .in_force(draft.scope.day)
        .exclude(name=draft.scope.reporter)
    )
    return list(dict.fromkeys(rows.values_list("name", flat=True)))


def changed(draft: Draft) -> list[Difference]:
    """What the records say otherwise since the report was signed."""
    signed = (
        draft.scope.report.stage == AnnualReport.Stage.SIGNED and draft.editions and draft.editions[0].intact
    )
    return differences(draft.editions[0], draft.facts) if signed else []


def side(draft: Draft, results: list[Any], user: Any) -> dict[str, Any]:
    """The right side: what is missing, what does not hold, what somebody passed."""
    values = draft.facts.values
    places = draft.document.places()
    missing = gaps.missing(values.values(), draft.scope, user)
    listed = [
        result
        for result in results
        if not result.fault.figure or result.check.key not in ("missing", "incomplete")
    ]
    warnings = [result for result in listed if not result.check.blocking and result.remark is None]
    reading = Reading(draft, results)
    return {
        "scope": draft.scope,
        "score": score(reading),
        "twins": sides(reading),
        "alike": [(label, round(percent)) for label, percent in reading.alike],
        "problem_share": round(reading.share_of("problems", "causes")),
        "mine": reading.text.count("我"),
        "several": [
            check for check, number in Counter(result.check for result in warnings).items() if number > 1
        ],
        "missing": [(gap, places[gap.value.key]) for gap in missing if gap.value.key in places],
        "unprinted": [(gap, "") for gap in missing if gap.value.key not in places],
        "incomplete": [
            (gap, places[gap.value.key])
            for gap in gaps.incomplete(values.values(), draft.scope, user)
            if gap.value.key in places
        ],
        "blocking": [result for result in listed if result.check.blocking],
        "warnings": warnings,
        "passed": [result for result in listed if result.remark is not None],
        "stopping": sum(result.stops for result in results),
    }


def card(draft: Draft, key: str, passage: str) -> dict[str, Any]:
    value, before = draft.facts.values[key], draft.facts.before[key]
    last, change = compared(value, before)
    source = next((p for p in draft.passages if p.key == passage and key in tokens.figures(p.wording)), None)
    way = (
        next((m[2] or "" for m in tokens.TOKEN.finditer(source.wording) if tokens.figure_of(m[1]) == key), "")
        if source
        else ""
    )
    return {
        "value": value,
        "before": last,
        "change": change,
        "note": dict(draft.document.notes).get(key),
        "passage": source,
        "way": way,
        "beside": beside(draft, key),
        "roundings": list(tokens.roundings(value)) if source else [],
    }


def picker(draft: Draft) -> list[tuple[str, list[Value | tuple[str, str]]]]:
    """All that may stand in the text, by section of the ledger: figures with their values, then names."""
    values = draft.facts.values
    found: list[Any] = [
        (f"{title}　{subtitle}", [(values[key].indicator.label, values[key].text) for key in keys])
        for title, subtitle, keys in GROUPS
    ]
    groups = (
        ("名称和事实", tokens.PLAIN),
        ("门槛", tokens.LIMITS),
        ("上年承诺和下年目标", tokens.OF_TARGETS),
        ("比率的分子和分母", tokens.COUNTS),
    )
    return [*found, *((title, _told(draft, group)) for title, group in groups)]


def _told(draft: Draft, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names with what they print now."""
    return [
        (label, draft.writer.phrasing.name(key) or "—") for key, label in labels.items() if key != "count"
    ]


def beside(draft: Draft, figure: str) -> list[tuple[str, str]]:
    """What else may be said of a figure, as far as the records give it: its change, its months, its 社区."""
    labels = {
        key: label
        for key, label in tokens.OF_FIGURES.items()
        if tokens.about(key) == figure and key not in tokens.COUNTS
    }
    return [(label, said) for label, said in _told(draft, labels) if said != "—"]
