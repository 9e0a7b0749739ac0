"""Django's checks, and whatever would keep the portal from serving."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import check
from django.db import DEFAULT_DB_ALIAS

from portal.readiness import database_problems, exposed_database, exposures
from portal.staticfiles import uncollected
from records.strength import weaknesses


class Command(check.Command):
    """Of a development server (DEBUG) only the database is asked, but with --deploy."""

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if app_labels or options["tags"] or options["list_tags"]:
            super().handle(*app_labels, **options)
            return
        aliases = options["databases"] or [DEFAULT_DB_ALIAS]
        troubled = [sentence for alias in aliases for sentence in database_problems(alias)]
        exposed = [*exposures(), *exposed_database(settings.DATABASES[DEFAULT_DB_ALIAS])]
        files = (
            uncollected() if options["deploy"] else ()
        )  # during an installation they come after the database
        sentences = (
            troubled
            if settings.DEBUG and not options["deploy"]
            else [*exposed, *weaknesses(), *files, *troubled]
        )
        try:
            super().handle(**{**options, "databases": [] if troubled else aliases})
        finally:
            for sentence in sentences:
                self.stderr.write(sentence)
        if sentences:
            raise CommandError(f"共有 {len(sentences)} 处要先处理，服务才能启动。", returncode=2)
