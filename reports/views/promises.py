"""上年承诺—今年实际: last year's targets with this year's figures, and what the report may say of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.models import Passage
from reports.outline import tokens
from reports.pledges.promises import Promise
from reports.views.access import years
from reports.views.desk import DeskView


class Promises(DeskView):
    def get(self, request: HttpRequest) -> HttpResponse:
        draft = self.draft
        told = "".join(passage.wording for passage in draft.passages if passage.written)
        rows = [row(draft, promise, told) for promise in draft.facts.promises]
        pieces = draft.document.pieces()
        leads = [p for p in draft.passages if p.is_lead and p.part == Passage.Part.HIGHLIGHTS]
        sections = [
            (p.key, pieces[p.key].text if p.key in pieces else tokens.with_labels(p.wording)) for p in leads
        ]
        context = {
            "rows": rows,
            "scope": draft.scope,
            "report": draft.scope.report,
            "sections": sections,
            "years": years(),
        }
        return render(request, "reports/promises.html", context)


def row(draft: Any, promise: Promise, told: str) -> dict[str, Any]:
    """A promise with what may be said of it, and whether the report says it already."""
    sentence = promise.sentence
    return {
        "promise": promise,
        "text": tokens.with_labels(promise.passage),
        "filled": filled(draft, sentence),
        "told": bool(sentence) and sentence in told,
    }


def filled(draft: Any, text: str) -> str:
    return "".join(run.text for run in draft.writer.text(text))
