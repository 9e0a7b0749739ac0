"""Child rows carry their 街道, taken from the record they are below."""

from typing import Any

import dangjian.records.owners
import django.db.models.deletion
from django.db import migrations


def fill(apps: Any, editor: Any) -> None:
    dangjian.records.owners.fill_owners(apps, "mediation", "MediationParty", "MediationCase", "case")
    dangjian.records.owners.fill_owners(apps, "mediation", "HeartNote", "MediationCase", "case")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_names_as_entered"),
        ("mediation", "0003_names_as_entered"),
    ]

    operations = [
        migrations.AddField("MediationParty", "subdistrict", dangjian.records.owners.OwnerField(null=True, source="case")),
        migrations.AddField(
            "HistoricalMediationParty",
            "subdistrict",
            dangjian.records.owners.OwnerField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                source="case",
            ),
        ),
        migrations.AddField("HeartNote", "subdistrict", dangjian.records.owners.OwnerField(null=True, source="case")),
        migrations.AddField(
            "HistoricalHeartNote",
            "subdistrict",
            dangjian.records.owners.OwnerField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                source="case",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("MediationParty", "subdistrict", dangjian.records.owners.OwnerField(source="case")),
        migrations.AlterField("HeartNote", "subdistrict", dangjian.records.owners.OwnerField(source="case")),
    ]
