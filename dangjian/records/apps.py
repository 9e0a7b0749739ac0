from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "dangjian.records"
    label = "records"
    verbose_name = "记录"
