"""上年承诺—今年实际: last year's targets with this year's figures, and what the report may say of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.checks.base import print_text
from reports.draft import Draft
from reports.models import Passage
from reports.outline import tokens
from reports.pledges.promises import Promise
from reports.views.desk import DeskView
from reports.views.years import years


class Promises(DeskView):
    """The promises, each with a form that adds its sentence to a section of the report."""

    def get(self, request: HttpRequest) -> HttpResponse:
        draft = self.draft
        wording = "".join(passage.wording for passage in draft.passages if passage.written)
        context = {
            "rows": [row(draft, promise, wording) for promise in draft.facts.promises],
            "scope": draft.scope,
            "report": draft.scope.report,
            "sections": sections(draft),
            "years": years(),
        }
        return render(request, "reports/promises.html", context)


def sections(draft: Draft) -> list[tuple[str, str]]:
    """Return the sections of the results: key, and heading as it is printed or would be."""
    pieces = draft.document.pieces()
    sections = []
    for passage in draft.passages:
        if passage.part != Passage.Part.HIGHLIGHTS or not passage.is_lead:
            continue
        heading = tokens.with_labels(passage.wording)
        if passage.key in pieces:
            heading = pieces[passage.key].text
        sections.append((passage.key, heading))
    return sections


def row(draft: Draft, promise: Promise, wording: str) -> dict[str, object]:
    """Return a promise with what may be said of it, and whether the report says that already."""
    sentence = promise.sentence
    return {
        "promise": promise,
        "text": tokens.with_labels(promise.passage),
        "filled": print_text(draft, sentence),
        "told": bool(sentence) and sentence in wording,
    }
