"""What a database says, as JSON: run on the checkout of a state, with that state's own code, so that two can be compared.

`python telling.py` with `DATABASE_URL`, `SECRET_KEY` and `PERSONAL_DATA_KEYS` of the database, in the folder of the checkout.
"""

import hashlib
import io
import json
import os
import sys
import zipfile
from typing import Any

CLOSED_YEARS = (2024, 2025)
UNTOLD = ("django_", "auth_", "sqlite_")  # tables of the framework, which every `migrate` fills by itself


def tell() -> dict[str, Any]:
    """Counts by table, figures by closed year, and of each edition every part of every file."""
    from communities.models import SubDistrict
    from reports.models import Edition

    office = SubDistrict.objects.get()
    return {
        "counts": counts(),
        "figures": {str(year): figures(office, year) for year in CLOSED_YEARS},
        "editions": {str(edition.report.year): parts(edition) for edition in Edition.objects.order_by("pk")},
    }


def counts() -> dict[str, int]:
    """Rows by table."""
    from django.db import connection

    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if not name.startswith(UNTOLD)]
        return {name: _count(cursor, connection.ops.quote_name(name)) for name in sorted(names)}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return cursor.fetchone()[0]


def figures(office: Any, year: int) -> dict[str, Any]:
    """Text, numerator, denominator and rows by community of every figure."""
    from reports.signing import edition

    values = computed(office, year)
    kept = ("text", "numerator", "denominator", "rows")
    return {key: {name: edition.figure(value)[name] for name in kept} for key, value in values.items()}


def computed(office: Any, year: int) -> Any:
    """All figures by key, by this state's code or by that of a state before `indicators` was a package of its own."""
    try:
        from indicators.catalogue import CATALOGUE
        from indicators.compute import compute
        from reports.context import scope_of
    except ImportError:
        from reports.figures.compute import compute
        from reports.scope import Scope

        from reports.figures import CATALOGUE

        scope_of = Scope.of
    return compute(CATALOGUE.values(), scope_of(office, year))


def parts(edition: Any) -> dict[str, Any]:
    """The fingerprint, and by kind of file the SHA-256 of each of its parts."""
    from reports.outputs.copies import COPIES
    from reports.signing import edition as editions

    files = {key: copy.of_edition(edition) for key, copy in COPIES.items()}
    with editions.data(edition) as workbook:
        files["data"] = workbook.read()
    return {
        "fingerprint": edition.fingerprint,
        "files": {name: digests(content) for name, content in files.items()},
    }


def digests(content: bytes) -> dict[str, str]:
    """The SHA-256 of each part of a file, but for the moment at which a workbook was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        workbook = "xl/workbook.xml" in package.namelist()
        names = [name for name in package.namelist() if not (workbook and name == "docProps/core.xml")]
        return {name: hashlib.sha256(package.read(name)).hexdigest() for name in names}


def begin() -> None:
    """Set Django up in the checkout that is the working folder."""
    import django

    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()


if __name__ == "__main__":
    begin()
    json.dump(tell(), sys.stdout, ensure_ascii=False)
