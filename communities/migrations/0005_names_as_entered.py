"""Names of before are written as they are entered today, so that one person is one name."""

from typing import Any

from django.db import migrations

from records.renaming import rewrite_names


def rewrite(apps: Any, editor: Any) -> None:
    for model in ("Leader", "PartTimeMember"):
        rewrite_names(apps.get_model("communities", model), "name")


class Migration(migrations.Migration):
    dependencies = [("communities", "0004_name_order")]

    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
