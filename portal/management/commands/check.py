"""Django's checks, and whatever would keep the portal from serving."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import check
from django.db import DEFAULT_DB_ALIAS

from portal.readiness import database_problems, exposed_database, exposures
from portal.staticfiles import problems_of_collection
from records.strength import weaknesses


class Command(check.Command):
    """Django's own command, and the reasons of `portal.readiness`.

    Of a development server (DEBUG) only the database is looked at, unless --deploy is given.
    """

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if app_labels or options["tags"] or options["list_tags"]:
            super().handle(*app_labels, **options)
            return
        aliases = options["databases"] or [DEFAULT_DB_ALIAS]
        sentences = []
        if options["deploy"] or not settings.DEBUG:
            sentences += settings_problems(deploy=options["deploy"])
        problems = []
        for alias in aliases:
            problems += database_problems(alias)
        if problems:
            aliases = []  # Django's own checks would fail at it
        sentences += problems
        try:
            super().handle(**{**options, "databases": aliases})
        finally:
            for sentence in sentences:
                self.stderr.write(sentence)
        if sentences:
            raise CommandError(f"共有 {len(sentences)} 处要先处理，服务才能启动。", returncode=2)


def settings_problems(*, deploy: bool) -> list[str]:
    """List the reasons that lie in the settings, and with `deploy` in the static files.

    During an installation static files are collected only after the database is there.
    """
    sentences = [*exposures(), *exposed_database(settings.DATABASES[DEFAULT_DB_ALIAS]), *weaknesses()]
    if deploy:
        sentences += problems_of_collection()
    return sentences
