"""Names of before are written as they are entered today, so that one person is one name.

Registrations whose name was compared otherwise are grouped anew, with all of their 街道.
"""

from collections import defaultdict
from typing import Any

from django.db import migrations

from records.forms import as_entered
from records.renaming import rewrite_names
from services.models import CheckIn as Today
from services.persons import Registration, belongings
from services.regrouping import registration

BATCH = 500


def rewrite(apps: Any, editor: Any) -> None:
    rewrite_names(apps.get_model("services", "ServiceCase"), "applicant")
    rewrite_names(apps.get_model("services", "CheckIn"), "name")
    _group(apps.get_model("services", "CheckIn"))


def _group(check_ins: Any) -> None:
    """By a migration's own columns nothing is read as a form reads it: those of today are asked."""
    name_column, unit_column = Today._meta.get_field("name"), Today._meta.get_field("unit")
    by_office: dict[int, list[Registration]] = defaultdict(list)
    stale: set[int] = set()
    rows = check_ins.objects.values_list("subdistrict_id", "name_key", "pk", "since", "name", "unit", "phone_digest", "id_no_digest")
    for office, key, pk, since, name, *told in rows.iterator(chunk_size=2000):
        entered = as_entered(name_column, name)
        by_office[office].append(registration(unit_column, pk, since, entered, *told))
        if entered != key:
            stale.add(office)
    for office in stale:
        found = belongings(by_office[office])
        changed = [
            check_ins(pk=row.pk, name_key=row.name, person=found[row.pk].person, in_doubt=found[row.pk].in_doubt) for row in by_office[office]
        ]
        check_ins.objects.bulk_update(changed, ["name_key", "person", "in_doubt"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("services", "0005_number_of_a_person")]

    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
