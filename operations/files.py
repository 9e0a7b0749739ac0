"""The private files that belong to records: those in one folder of PRIVATE_ROOT, in which nothing else may lie."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from operations.disk import move, private_folder
from operations.errors import ArchiveError
from operations.manifest import Stored

OF_RECORDS = "attachments"  # below PRIVATE_ROOT: backups hold it, a restore replaces it, and neither looks at what is beside it


def paths(root: Path) -> Iterator[str]:
    """Relative to `root`, with slashes, in order."""
    folder = root / OF_RECORDS
    found = [path.relative_to(root) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    yield from (path.as_posix() for path in sorted(found))


def refuse_what_would_be_left_out(root: Path) -> None:
    """Raise `ArchiveError` for a link among the files, which is not followed, and `OSError` for a folder that nobody can read."""
    folder = root / OF_RECORDS
    for place, folders, names in os.walk(folder, onerror=_stop) if folder.exists() else ():
        links = [name for name in [*folders, *names] if (Path(place) / name).is_symlink()]
        if links:
            raise ArchiveError(
                f"{Path(place) / links[0]} 是一个链接，里面的文件进不了备份。请把文件本身放到这里，删去链接"
            )


def _stop(error: OSError) -> NoReturn:
    raise error


def holds(root: Path, place: Path) -> bool:
    """Whether a place lies among the files of records, by whatever way it is named."""
    return place.resolve().is_relative_to((root / OF_RECORDS).resolve())


def is_inside(path: str) -> bool:
    """Whether a path of an archive stays in the folder of the files of records."""
    parts = Path(path).parts
    return len(parts) > 1 and parts[0] == OF_RECORDS and ".." not in parts


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
    # a name of its own: any name made of this one may be that of another record's file
    handle, draft = tempfile.mkstemp(prefix=".", dir=target.parent)
    with os.fdopen(handle, "wb") as copy, (folder / path).open("rb") as file:
        shutil.copyfileobj(file, copy)
    move(Path(draft), target)


def remove_others(root: Path, wanted: Mapping[str, Stored]) -> None:
    """Remove the files that belong to no record of a restored database."""
    for path in list(paths(root)):
        if path not in wanted:
            (root / path).unlink(missing_ok=True)
