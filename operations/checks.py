"""System checks: an office that could not back itself up learns of it before it needs to."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection

from operations import postgresql


@register(Tags.database)
def backups_can_be_made(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Warn where pg_dump is not installed, or older than the server: it refuses to dump a newer one."""
    if DEFAULT_DB_ALIAS not in (databases or []) or connection.vendor != postgresql.VENDOR:
        return []
    try:
        problem = postgresql.faults_of_programs()
    except OperationalError:  # another check speaks of a database that does not answer
        return []
    if not problem:
        return []
    return [Warning(problem, id="dangjian.W003")]
