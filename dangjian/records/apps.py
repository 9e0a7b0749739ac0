from django.apps import AppConfig
from django.db import models

from dangjian.records.lookups import InRange


class RecordsConfig(AppConfig):
    name = "dangjian.records"
    label = "records"
    verbose_name = "记录"

    def ready(self) -> None:
        models.IntegerField.register_lookup(InRange)
