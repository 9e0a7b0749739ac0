from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "运维"

    def ready(self) -> None:
        from operations import checks  # noqa: F401  (registers the system checks)
