"""The project's own app: its folders, its system checks, and its admin site."""

import os
from contextlib import suppress
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig

from common.databases import SQLITE


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import checks  # noqa: F401  (registers the system checks)

        make_folders()


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin.PortalAdminSite"


def make_folders() -> None:
    """Make the folders of private files and of a SQLite database where they are missing.

    Only this account may enter them. A folder that cannot be made is named where it is needed.
    """
    folders = [Path(settings.PRIVATE_ROOT)]
    database = settings.DATABASES["default"]
    if database["ENGINE"] == SQLITE and database["NAME"] != ":memory:":
        folders.append(Path(database["NAME"]).parent)
    before = os.umask(0o077)
    try:
        for folder in folders:
            _make(folder)
    finally:
        os.umask(before)


def _make(folder: Path) -> None:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
