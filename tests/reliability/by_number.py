"""Settings of a portal that takes a worker for dead when it sees no such process: the rule before heartbeats."""

from pathlib import Path

from django.apps import AppConfig

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS


class ByNumberConfig(AppConfig):
    name = "tests.reliability.by_number"

    def ready(self) -> None:
        from imports.models import Batch

        Batch.is_deserted = property(lambda batch: batch.is_working and not _seen(batch.run))


def _seen(run: str) -> bool:
    return any(run in path.read_text() for path in Path("/proc").glob("[0-9]*/cmdline"))


INSTALLED_APPS = [*INSTALLED_APPS, "tests.reliability.by_number.ByNumberConfig"]
