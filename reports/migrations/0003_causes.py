from django.db import migrations

from reports.outline.problems import PROBLEMS


def fill(apps, schema_editor):
    """Every 街道 opened before gets its library of causes; later ones get theirs with the other local lists."""
    Cause = apps.get_model("reports", "Cause")
    for subdistrict in apps.get_model("communities", "SubDistrict").objects.all():
        Cause.objects.bulk_create(
            Cause(subdistrict=subdistrict, name=problem.cause, order=order) for order, problem in enumerate(PROBLEMS, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_desk")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
