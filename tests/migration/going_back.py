"""Take the migrations since the state before back, in a process of its own: JSON of what is there then, on stdout."""

import json
import sys
from typing import Any

from tests.migration.telling import begin, counts


def go_back(leaves: list[list[str]]) -> dict[str, Any]:
    """To the last migration that each app had then."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    MigrationExecutor(connection).migrate([tuple(leaf) for leaf in leaves])
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, person_key FROM services_checkin ORDER BY id")
        keys = [list(row) for row in cursor.fetchall()]
    return {"counts": counts(), "person keys": keys}


if __name__ == "__main__":
    begin()
    json.dump(go_back(json.loads(sys.argv[1])), sys.stdout)
