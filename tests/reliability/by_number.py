"""Settings of a portal that takes a worker for dead when it sees no such process: the rule before heartbeats."""

from django.apps import AppConfig

from tests.reliability.support import commands
from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS


class ByNumberConfig(AppConfig):
    name = "tests.reliability.by_number"

    def ready(self) -> None:
        from imports.models import Batch

        Batch.is_deserted = property(lambda batch: batch.is_working and not _seen(batch.run))


def _seen(run: str) -> bool:
    return any(run.encode() in command for _, command in commands())


INSTALLED_APPS = [*INSTALLED_APPS, "tests.reliability.by_number.ByNumberConfig"]
