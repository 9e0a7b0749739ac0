"""Take all that a checkout says of the demo in its database into one archive: `take.py ARCHIVE.zip WORKROOM [KIND …]`.

It runs in the checkout's own folder, of whatever state that is, so it uses what every state has: commands, addresses, and
the demo's accounts. It must not know a module of the project.
"""

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import clock

clock.stop(hours=1)

import django  # noqa: E402

django.setup()

import outputs  # noqa: E402
import pages  # noqa: E402
import rounds  # noqa: E402
from taken import Archive  # noqa: E402

TAKES: dict[str, Callable[[Archive], None]] = {
    "figures": outputs.take_figures,
    "documents": outputs.take_documents,
    "workbooks": outputs.take_workbooks,
    "pages": pages.take_pages,
    "imports": rounds.take_imports,  # the last: it writes
}


def main(archive: Path, workroom: Path, kinds: list[str]) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        taken = Archive(file, workroom)
        for kind, take in TAKES.items():
            if not kinds or kind in kinds:
                take(taken)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
