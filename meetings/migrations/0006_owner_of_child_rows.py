"""Child rows carry their 街道, taken from the record they are below."""

from typing import Any

import records.owners
import django.db.models.deletion
from django.db import migrations


def fill(apps: Any, editor: Any) -> None:
    records.owners.fill_owners(apps, "meetings", "DecisionOpinion", "Decision", "decision")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_names_as_entered"),
        ("meetings", "0005_one_meeting_of_the_office"),
    ]

    operations = [
        migrations.AddField("DecisionOpinion", "subdistrict", records.owners.OwnerField(null=True, source="decision")),
        migrations.AddField(
            "HistoricalDecisionOpinion",
            "subdistrict",
            records.owners.OwnerField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                source="decision",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("DecisionOpinion", "subdistrict", records.owners.OwnerField(source="decision")),
    ]
