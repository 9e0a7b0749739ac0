"""The private files that belong to records: everything below PRIVATE_ROOT but uploads in flight and what commands need."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from operations.disk import PRIVATE, WORKROOM, move, private_folder
from operations.manifest import Stored

IN_FLIGHT = "imports"


def paths(root: Path) -> Iterator[str]:
    """Relative, with slashes, in order."""
    found = [path.relative_to(root) for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    for path in sorted(found):
        if path.parts[0] != IN_FLIGHT and not path.parts[0].startswith(WORKROOM):
            yield path.as_posix()


def is_inside(path: str) -> bool:
    """Whether a path of an archive stays below the folder it is put into, and out of what is not of records."""
    parts = Path(path).parts
    return bool(parts) and not Path(path).is_absolute() and ".." not in parts and parts[0] != IN_FLIGHT


def differing(root: Path, wanted: Mapping[str, Stored]) -> list[str]:
    """Those that are absent below `root`, or say something else."""
    return [path for path, stored in wanted.items() if not _is_same(root / path, stored)]


def _is_same(path: Path, stored: Stored) -> bool:
    if not path.is_file() or path.stat().st_size != stored.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256


def put(folder: Path, root: Path, path: str) -> None:
    """Copy a file from `folder` to its place below `root`; there is never half of it."""
    target = root / path
    private_folder(target.parent)
    draft = target.with_name(f"{target.name}.new")
    shutil.copyfile(folder / path, draft)
    draft.chmod(PRIVATE)
    move(draft, target)


def remove_others(root: Path, wanted: Mapping[str, Stored]) -> None:
    """Remove the files that belong to no record of a restored database."""
    for path in list(paths(root)):
        if path not in wanted:
            (root / path).unlink(missing_ok=True)
