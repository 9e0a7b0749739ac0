"""System checks: an office that could not back itself up is told before it needs to."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection

from operations import postgresql


@register(Tags.database)
def backups_can_be_made(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """pg_dump must be there, and not older than the server: it refuses to dump a newer one."""
    if DEFAULT_DB_ALIAS not in (databases or []) or connection.vendor != postgresql.VENDOR:
        return []
    try:
        problem = postgresql.faults_of_programs()
    except OperationalError:  # a database that does not answer is told of elsewhere
        return []
    return [Warning(problem, id="dangjian.W003")] if problem else []
