"""What a supervisor or a proxy asks: whether the process answers, and whether the portal can do its work.

The answers are one word each; why the portal is not ready stands in the log alone.
"""

import logging
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; neither the database nor anything else is asked."""
    return answer("ok")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and has the tables of this version."""
    obstacle = what_hinders()
    if obstacle:
        log.warning("not ready: %s", obstacle)
        return answer("not ready", 503)
    return answer("ready")


def answer(word: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain")


def what_hinders() -> str:
    """The first reason for which the portal cannot work; empty where there is none."""
    try:
        missing = last_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError as error:
        return str(error).strip()
    return f"migrations not applied: {', '.join(sorted(map('.'.join, missing)))}" if missing else ""


@cache
def last_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app: where it is applied, those before it are."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


PROBES = {"/healthz": healthz, "/readyz": readyz}
