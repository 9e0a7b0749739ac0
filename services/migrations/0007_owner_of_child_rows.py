"""Child rows carry their 街道, taken from the record they are below."""

from typing import Any

import records.owners
import django.db.models.deletion
from django.db import migrations


def fill(apps: Any, editor: Any) -> None:
    records.owners.fill_owners(apps, "services", "MediaReport", "Brand", "brand")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_names_as_entered"),
        ("services", "0006_names_as_entered"),
    ]

    operations = [
        migrations.AddField("MediaReport", "subdistrict", records.owners.OwnerField(null=True, source="brand")),
        migrations.AddField(
            "HistoricalMediaReport",
            "subdistrict",
            records.owners.OwnerField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                source="brand",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("MediaReport", "subdistrict", records.owners.OwnerField(source="brand")),
    ]
