"""The project's own app: system checks, and the admin site that holds accounts and places only."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "dangjian"

    def ready(self) -> None:
        from dangjian import checks  # noqa: F401  (registers the system checks)


class PortalAdminConfig(AdminConfig):
    default_site = "dangjian.admin.PortalAdminSite"
