from uuid import uuid4

from django.db import migrations


def number(apps, schema_editor):
    """Records entered before 记录编号 had a default get one each; versions do not hold it."""
    for model in apps.get_models():
        if any(field.name == "submission" for field in model._meta.fields):
            _number(model, schema_editor.connection)


def _number(model, connection):
    field, key = model._meta.get_field("submission"), model._meta.pk
    keys = model._base_manager.filter(submission=None).values_list("pk", flat=True)
    numbers = [(field.get_db_prep_value(uuid4(), connection), pk) for pk in keys]
    if not numbers:
        return
    table, column, by = map(connection.ops.quote_name, (model._meta.db_table, field.column, key.column))
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {by} = %s", numbers)  # our own names


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
        ("communities", "0001_initial"),
        ("members", "0001_initial"),
        ("meetings", "0001_initial"),
        ("funding", "0001_initial"),
        ("visits", "0001_initial"),
        ("mediation", "0001_initial"),
        ("services", "0001_initial"),
        ("reports", "0003_causes"),
    ]
    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
