"""Printed sheets as HTML, in the same layout as the Word file: class `paper` of the style sheet."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents.paper import Paper


def render(papers: Sequence[Paper]) -> SafeString:
    """Write the sheets one below the other."""
    return render_to_string("documents/papers.html", {"papers": papers})
