# ruff: noqa: E402
"""An archive whose rows are not those that its manifest counts: restored with the comparison, and with it switched off."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import CommandError, call_command

from operations import backup, state
from visits.models import Visit


def summaries() -> list[str]:
    return sorted(set(Visit.objects.values_list("summary", flat=True)))


def restoring(file: Path) -> str:
    with open(os.devnull, "w") as nowhere:
        try:
            call_command("restore", str(file), "--yes", stdout=nowhere)
        except CommandError as error:
            return str(error)
    return ""


def main(folder: Path) -> dict[str, Any]:
    counted = state.describe("sqlite" if backup.connection.vendor == "sqlite" else "postgresql")
    Visit.objects.update(summary="改过的")
    describe, state.describe = state.describe, lambda *arguments, **more: counted
    file = backup.make(folder).path
    state.describe = describe
    Visit.objects.update(summary="原样")
    guarded, between = restoring(file), summaries()
    state.compare = lambda *arguments: None
    restoring(file)
    return {"guarded": guarded, "between": between, "unguarded": summaries()}


json.dump(main(Path(sys.argv[1])), sys.stdout)
