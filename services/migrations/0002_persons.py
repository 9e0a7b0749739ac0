"""Registrations are grouped by person: what was computed of each row by itself gives way to a column of the group."""

from collections import defaultdict

import django.db.models
from django.db import migrations, models

import records.personal
import services.models
from records.forms import as_entered
from records.personal import digest
from services.persons import belongings
from services.regrouping import registration


def group(apps, schema_editor):
    CheckIn = apps.get_model("services", "CheckIn")
    form_of = services.models.CheckIn._meta.get_field  # a migration's own column is plain text, and would be read as such
    name, unit = form_of("name"), form_of("unit")
    by_office = defaultdict(list)
    rows = CheckIn.objects.order_by("pk").values_list("subdistrict_id", "pk", "since", "name", "unit", "phone", "id_no_digest")
    for office, pk, since, called, employer, phone, id_no in rows.iterator(chunk_size=2000):
        told = registration(unit, pk, since, as_entered(name, called), employer, digest(phone), id_no)
        by_office[office].append(told)
    table = schema_editor.quote_name(CheckIn._meta.db_table)
    statement = f"UPDATE {table} SET name_key = %s, phone_digest = %s, person = %s, in_doubt = %s WHERE id = %s"
    for told in by_office.values():
        found = belongings(told)
        values = [(row.name, row.phone or None, *found[row.pk], row.pk) for row in told]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(statement, values)


COLUMNS = {
    "phone_digest": lambda: records.personal.DigestField("phone", verbose_name="手机号摘要"),
    "name_key": lambda: services.models.NameKeyField(verbose_name="姓名辨认"),
    "person": lambda: models.BigIntegerField("人员", null=True, editable=False, db_index=True),
    "in_doubt": lambda: models.BooleanField("重复待核", default=False, editable=False),
}


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial")]

    operations = [
        *(
            migrations.AddField(model, name, column())
            for model in ("checkin", "historicalcheckin")
            for name, column in COLUMNS.items()
        ),
        migrations.RunPython(group, migrations.RunPython.noop),
    ]
