"""Child rows carry their 街道, taken from the record they are below."""

from typing import Any

import records.owners
import django.db.models.deletion
from django.db import migrations


def fill(apps: Any, editor: Any) -> None:
    records.owners.fill_owners(apps, "visits", "VisitIssue", "Visit", "visit")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_names_as_entered"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.AddField("VisitIssue", "subdistrict", records.owners.OwnerField(null=True, source="visit")),
        migrations.AddField(
            "HistoricalVisitIssue",
            "subdistrict",
            records.owners.OwnerField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                source="visit",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("VisitIssue", "subdistrict", records.owners.OwnerField(source="visit")),
    ]
