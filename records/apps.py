from django.apps import AppConfig
from django.db import models
from django.db.models.signals import post_migrate, pre_migrate

from records.lookups import InRange


class RecordsConfig(AppConfig):
    name = "records"
    label = "records"
    verbose_name = "记录"

    def ready(self) -> None:
        from records.registration import refuse_backwards, refuse_wrong_keys, register_after_migrating

        models.IntegerField.register_lookup(InRange)
        # Django's own signals, as its content types use them: at no other place can `migrate` be stopped.
        pre_migrate.connect(refuse_backwards, sender=self)
        pre_migrate.connect(refuse_wrong_keys, sender=self)
        post_migrate.connect(register_after_migrating, sender=self)
