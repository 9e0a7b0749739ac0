"""The secretary's desk: the report's text with its figures, what is missing, and every check beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from access.roles import PageKind, Reader
from common.snapshot import snapshot
from communities.models import Leader
from indicators.catalogue import CATALOGUE
from reports.checks import Check, Result, run, stops
from reports.draft import Draft
from reports.editing.desk import lay_out, proposals
from reports.figures import gaps
from reports.figures.gaps import Gap
from reports.figures.ledger import GROUPS, compare
from reports.models import AnnualReport, Cause, Passage
from reports.outline import rounding, tokens
from reports.rubric import Reading, score
from reports.rubric.twins import sides
from reports.signing.edition import Difference, differences
from reports.signing.steps import has_other_signer
from reports.views.years import YearView, years

ABSENT = "—"  # what a name shows that the records do not give
GAP_CHECKS = ("missing", "incomplete")  # what they find of a figure is shown by its gap
# The names that stand in the text, besides figures.
NAMES = (
    ("名称和事实", tokens.PLAIN),
    ("门槛", tokens.LIMITS),
    ("上年承诺和下年目标", tokens.OF_TARGETS),
    ("比率的分子和分母", tokens.COUNTS),
)
Shown = tuple[str, str]  # a label, and what it prints now


class DeskView(YearView):
    """A page of the year's report as it stands."""

    kind = PageKind.REPORT

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self._draft: Draft | None = None

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer; what is read and handed out is of one state of the records."""
        if request.method not in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        with snapshot():
            return super().dispatch(request, *args, **kwargs)

    @property
    def draft(self) -> Draft:
        if self._draft is None:
            self._draft = Draft(self.scope)
        return self._draft

    def desk(self, status: int = 200, **extra: object) -> HttpResponse:
        """Show the desk as it is now, with what a refused change wants to say."""
        draft = self.draft
        report = draft.scope.report
        results = run(draft)
        context = {
            "draft": draft,
            "report": report,
            "document": draft.document,
            "parts": lay_out(draft, results),
            "proposals": proposals(draft),
            "causes": Cause.objects.of(draft.scope.subdistrict.pk).filter(in_use=True),
            "picker": picker(draft),
            "years": years(),
            "card": self.card(),
            "changed": differences_since_signing(draft),
            "leaders": leaders(draft),
            "may_sign": report.submitted_by_id != self.user.pk or not has_other_signer(self.user),
            **side(draft, results, self.user),
        }
        return render(self.request, "reports/desk.html", {**context, **extra}, status=status)

    def card(self) -> dict[str, object] | None:
        """Return the card of the figure that is chosen in the text, where one is."""
        key = self.request.GET.get("figure", "")
        if key not in CATALOGUE:
            return None
        return card(self.draft, key, self.request.GET.get("at", ""))


class Desk(DeskView):
    """The desk."""

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
    """Return who may take a problem on besides who reports: the 班子 in post on the cut-off day."""
    rows = Leader.objects.of(draft.scope.subdistrict.pk).in_force(draft.scope.day)
    names = rows.exclude(name=draft.scope.reporter).values_list("name", flat=True)
    return list(dict.fromkeys(names))


def differences_since_signing(draft: Draft) -> list[Difference]:
    """Return what the records say otherwise since the report was signed."""
    if draft.scope.report.stage != AnnualReport.Stage.SIGNED:
        return []
    if not draft.editions or not draft.editions[0].intact:
        return []
    return differences(draft.editions[0], draft.facts)


def side(draft: Draft, results: list[Result], reader: Reader) -> dict[str, object]:
    """Return the right side: the score, what is missing, what does not hold, what somebody passed."""
    blocking, warnings, passed_warnings = [], [], []
    for result in results:
        if _is_shown_as_gap(result):
            continue
        if result.check.blocking:
            blocking.append(result)
        elif result.remark is None:
            warnings.append(result)
        else:
            passed_warnings.append(result)
    reading = Reading(draft, results)
    return {
        "scope": draft.scope,
        "score": score(reading),
        "twins": sides(reading),
        "alike": [(label, round(percent)) for label, percent in reading.alike],
        "problem_share": round(reading.share_of("problems", "causes")),
        "mine": reading.text.count("我"),
        "several": _with_several(warnings),
        **_gaps(draft, reader),
        "blocking": blocking,
        "warnings": warnings,
        "passed": passed_warnings,
        "stopping": len(stops(results)),
    }


def _is_shown_as_gap(result: Result) -> bool:
    return bool(result.fault.figure) and result.check.key in GAP_CHECKS


def _with_several(warnings: Iterable[Result]) -> list[Check]:
    """Return the checks of more than one warning: they can be passed together."""
    numbers = Counter(result.check for result in warnings)
    return [check for check, number in numbers.items() if number > 1]


def _gaps(draft: Draft, reader: Reader) -> dict[str, list[tuple[Gap, str]]]:
    """Return what is missing, each with the passage that prints it first; `unprinted` is printed by none."""
    values, places = draft.facts.values, draft.document.places()
    missing, not_printed = [], []
    for gap in gaps.missing(values.values(), draft.scope, reader):
        place = places.get(gap.value.key)
        if place is None:
            not_printed.append((gap, ""))
        else:
            missing.append((gap, place))
    incomplete = []
    for gap in gaps.incomplete(values.values(), draft.scope, reader):
        if gap.value.key in places:
            incomplete.append((gap, places[gap.value.key]))
    return {"missing": missing, "unprinted": not_printed, "incomplete": incomplete}


def card(draft: Draft, key: str, passage_key: str) -> dict[str, object]:
    """Return what stands behind a figure, and how the passage it was chosen in may write it."""
    value = draft.facts.values[key]
    last, change = compare(value, draft.facts.before[key])
    passage = _passage_with(draft, passage_key, key)
    way, roundings = "", []
    if passage is not None:
        way = _rounding_of(passage, key)
        roundings = rounding.roundings(value)
    return {
        "value": value,
        "before": last,
        "change": change,
        "note": dict(draft.document.notes).get(key),
        "passage": passage,
        "way": way,
        "beside": beside(draft, key),
        "roundings": roundings,
    }


def _passage_with(draft: Draft, passage_key: str, figure: str) -> Passage | None:
    """Return the passage with that key, if it prints the figure."""
    for passage in draft.passages:
        if passage.key == passage_key and figure in tokens.figures(passage.wording):
            return passage
    return None


def _rounding_of(passage: Passage, figure: str) -> str:
    """Return how a passage rounds a figure where it prints it first; empty for the exact number."""
    for match in tokens.TOKEN.finditer(passage.wording):
        if tokens.figure_of(match[1]) == figure:
            return match[2] or ""
    return ""


def picker(draft: Draft) -> list[tuple[str, list[Shown]]]:
    """Return all that may stand in the text: by section of the ledger the figures, then the names."""
    values = draft.facts.values
    groups = []
    for title, subtitle, keys in GROUPS:
        figures = [(values[key].indicator.label, values[key].text) for key in keys]
        groups.append((f"{title}　{subtitle}", figures))
    for title, labels in NAMES:
        groups.append((title, _shown_names(draft, labels)))
    return groups


def _shown_names(draft: Draft, labels: Mapping[str, str]) -> list[Shown]:
    """Return the labels of names with what they print now."""
    name = draft.writer.phrasing.name
    return [(label, name(key) or ABSENT) for key, label in labels.items() if key != "count"]


def beside(draft: Draft, figure: str) -> list[Shown]:
    """Return what else the records say of a figure: its change, its months, its 社区."""
    labels = {}
    for key, label in tokens.OF_FIGURES.items():
        if tokens.about(key) == figure and key not in tokens.COUNTS:
            labels[key] = label
    return [shown_name for shown_name in _shown_names(draft, labels) if shown_name[1] != ABSENT]
