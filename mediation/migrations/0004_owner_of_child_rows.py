"""Child rows carry their 街道, taken from the record they are below."""

from typing import Any

import records.owners
import django.db.models.deletion
from django.db import migrations


def fill(apps: Any, editor: Any) -> None:
    records.owners.fill_owners(apps, "mediation", "MediationParty", "MediationCase", "case")
    records.owners.fill_owners(apps, "mediation", "HeartNote", "MediationCase", "case")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_names_as_entered"),
        ("mediation", "0003_names_as_entered"),
    ]

    operations = [
        migrations.AddField("MediationParty", "subdistrict", records.owners.OwnerField(null=True, source="case")),
        migrations.AddField(
            "HistoricalMediationParty",
            "subdistrict",
            records.owners.OwnerField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                source="case",
            ),
        ),
        migrations.AddField("HeartNote", "subdistrict", records.owners.OwnerField(null=True, source="case")),
        migrations.AddField(
            "HistoricalHeartNote",
            "subdistrict",
            records.owners.OwnerField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                source="case",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("MediationParty", "subdistrict", records.owners.OwnerField(source="case")),
        migrations.AlterField("HeartNote", "subdistrict", records.owners.OwnerField(source="case")),
    ]
