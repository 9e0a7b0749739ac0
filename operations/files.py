"""The private files of records: those in one folder of PRIVATE_ROOT, in which nothing else may lie."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from operations.disk import move, private_folder
from operations.errors import ArchiveError
from operations.manifest import FileDigest

# Below PRIVATE_ROOT: backups hold it, a restore replaces it, and neither looks at what is beside it.
OF_RECORDS = "attachments"


def paths(root: Path) -> Iterator[str]:
    """List the files of records in order, relative to `root` and with slashes."""
    for path in sorted((root / OF_RECORDS).rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(root).as_posix()


def refuse_what_would_be_left_out(root: Path) -> None:
    """Raise `ArchiveError` for a link among the files, since it is not followed.

    `OSError` for a folder that cannot be read.
    """
    folder = root / OF_RECORDS
    if not folder.exists():
        return
    for place, folders, names in os.walk(folder, onerror=_raise):
        for name in [*folders, *names]:
            path = Path(place) / name
            if path.is_symlink():
                raise ArchiveError(f"{path} 是一个链接，里面的文件进不了备份。请把文件本身放到这里，删去链接")


def _raise(error: OSError) -> NoReturn:
    raise error


def holds(root: Path, place: Path) -> bool:
    """Whether a place lies among the files of records, by whatever way it is named."""
    return place.resolve().is_relative_to((root / OF_RECORDS).resolve())


def is_inside(path: str) -> bool:
    """Whether a path of an archive stays in the folder of the files of records."""
    parts = Path(path).parts
    return len(parts) > 1 and parts[0] == OF_RECORDS and ".." not in parts


def different_paths(root: Path, expected_files: Mapping[str, FileDigest]) -> list[str]:
    """List the expected files that are absent below `root` or have another content."""
    return [path for path, digest in expected_files.items() if not _is_same(root / path, digest)]


def _is_same(path: Path, digest: FileDigest) -> bool:
    if not path.is_file() or path.stat().st_size != digest.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest.sha256


def put(folder: Path, root: Path, path: str) -> None:
    """Copy a file from `folder` to its place below `root`, where there is never half of it."""
    target = root / path
    private_folder(target.parent)
    # a name of its own: any name made of this one may be that of another record's file
    handle, draft = tempfile.mkstemp(prefix=".", dir=target.parent)
    with os.fdopen(handle, "wb") as copy, (folder / path).open("rb") as file:
        shutil.copyfileobj(file, copy)
    move(Path(draft), target)


def remove_others(root: Path, expected_files: Mapping[str, FileDigest]) -> None:
    """Remove the files that belong to no record of a restored database."""
    for path in list(paths(root)):
        if path not in expected_files:
            (root / path).unlink(missing_ok=True)
