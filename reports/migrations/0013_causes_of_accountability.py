"""The library offers causes for duties not done, for what a 约谈 asked to be put right, and for vacancies."""

from typing import Any

from django.db import migrations
from django.utils import timezone

MORE = (
    "分得不细。责任由谁办、哪天办完，我分得不细。",
    "过问少。责任清单定下以后，我过问得少。",
    "只谈不看。约谈以后改没有改，我去看得少。",
    "期限没有定准。约谈时要求改到什么样、哪天改完，我没有说清。",
    "摸底不够。支部里谁能接书记，我了解得不够。",
    "交接没有管。书记离任前谁来接，我过问得晚。",
)
ADDED = "原因库增加的默认原因"


def add(apps: Any, schema_editor: Any) -> None:
    Cause = apps.get_model("reports", "Cause")
    of_office: dict[int, list[Any]] = {}
    for row in Cause.objects.order_by("order", "pk"):
        of_office.setdefault(row.subdistrict_id, []).append(row)
    for subdistrict, rows in of_office.items():
        names = {row.name for row in rows}
        new = [name for name in MORE if name not in names]
        for place, name in enumerate(new, start=1):
            row = Cause.objects.create(subdistrict_id=subdistrict, name=name, order=rows[-1].order + place)
            keep(apps, row)


def keep(apps: Any, row: Any) -> None:
    """Keep its first version, as a save does."""
    Version = apps.get_model("reports", "HistoricalCause")
    columns = {field.attname for field in Version._meta.fields}
    kept = {
        field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname in columns
    }
    Version.objects.create(**kept, history_date=timezone.now(), history_type="+", history_change_reason=ADDED)


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_accountability")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
