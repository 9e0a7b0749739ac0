"""The databases that a backup can be made of, and what each of them does for it."""

from pathlib import Path
from typing import Protocol

from operations import postgresql, sqlite
from operations.manifest import Manifest


class Engine(Protocol):
    """What the modules `sqlite` and `postgresql` both offer."""

    VENDOR: str
    FILE: str  # the name of the database's part of a backup

    def dump(self, folder: Path) -> tuple[Path, Manifest]:
        """Write the portal's database into a folder, and describe it."""

    def examine(self, file: Path, manifest: Manifest) -> None:
        """Raise `ArchiveError` unless a dump is whole."""


ENGINES: dict[str, Engine] = {
    sqlite.VENDOR: sqlite,
    postgresql.VENDOR: postgresql,
}  # by vendor, as Django names it
