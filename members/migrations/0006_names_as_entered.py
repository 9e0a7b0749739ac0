"""Names of before are written as they are entered today, so that one person is one name."""

from typing import Any

from django.db import migrations

from records.renaming import rewrite_names


def rewrite(apps: Any, editor: Any) -> None:
    for model, name in (("PartyOrg", "secretary"), ("Applicant", "name"), ("Member", "name"), ("Instructor", "name")):
        rewrite_names(apps.get_model("members", model), name)


class Migration(migrations.Migration):
    dependencies = [("members", "0005_tie_admitted_members")]

    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
