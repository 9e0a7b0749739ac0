"""System checks: an office that could not back itself up is told before it needs to."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import OperationalError, connection

from operations import postgresql


@register()
def backups_can_be_made(**kwargs: Any) -> list[CheckMessage]:
    """pg_dump must be there, and not older than the server: it refuses to dump a newer one."""
    if connection.vendor != postgresql.VENDOR:
        return []
    try:
        problem = postgresql.faults_of_programs()
    except OperationalError:  # a database that does not answer is told of elsewhere
        return []
    return [Warning(problem, id="dangjian.W003")] if problem else []
