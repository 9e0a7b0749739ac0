"""Answer a supervisor or a proxy: whether the process lives, and whether the portal can do its work.

The answers are one word each; why the portal is not ready stands in the log alone.
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.readiness import database_problems
from records.keys import problems

log = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; neither the database nor anything else is asked."""
    return answer("ok")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether the database is there, with the tables of this version, and the keys are its own."""
    reasons = database_problems() or problems()
    if reasons:
        log.warning("not ready: %s", "".join(reasons))
        return answer("not ready", 503)
    return answer("ready")


def answer(word: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain")


PROBES = {"/healthz": healthz, "/readyz": readyz}
