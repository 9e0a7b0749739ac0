"""Files that only the portal's own account reads; a power cut leaves the old content or the new."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 1024 * 1024  # bytes read at a time
PRIVATE = 0o600
WORKROOM = ".archive-"  # no name that an office would give


def private_folder(path: Path) -> None:
    """Make a folder that nobody else may enter, and those above it that are missing."""
    for folder in reversed([path, *path.parents]):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> BinaryIO:
    """Create a file that nobody else may read. `FileExistsError` where there is one."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE), "w+b")


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move(source: Path, target: Path) -> None:
    """Give a finished file its name, so that it has it even after a power cut."""
    sync(source)
    source.replace(target)
    sync(target.parent)


def chunks(file: BinaryIO, most: int | None = None) -> Iterator[bytes]:
    """Read a file piece by piece: at most so many bytes of it, or all."""
    if most is None:
        while piece := file.read(CHUNK):
            yield piece
        return
    remaining = most
    while remaining > 0:
        piece = file.read(min(CHUNK, remaining))
        if not piece:
            return
        remaining -= len(piece)
        yield piece


def copy_and_digest(source: BinaryIO, sink: BinaryIO) -> tuple[int, str]:
    """Copy a file; return the size in bytes and the SHA-256 of what was copied."""
    size = 0
    digest = hashlib.sha256()
    for piece in chunks(source):
        sink.write(piece)
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


@contextmanager
def workroom() -> Iterator[Path]:
    """Make a folder for the time of one command.

    It is as private as the database: what a passphrase protects lies open in it.
    """
    root = Path(settings.PRIVATE_ROOT)
    private_folder(root)
    with ExitStack() as stack:
        with _lock(root, fcntl.LOCK_EX):  # or another process would remove a room that is not locked yet
            _clear_workrooms(root)
            room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=WORKROOM, dir=root)))
            stack.enter_context(_lock(room, fcntl.LOCK_EX))
        yield room


def _clear_workrooms(root: Path) -> None:
    """Remove what killed processes left. A process that lives has its room locked."""
    for room in root.glob(f"{WORKROOM}*"):
        with suppress(OSError), _lock(room, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _lock(folder: Path, operation: int) -> Iterator[None]:
    """Lock a folder by an operation of `flock`, until the end or until this process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, operation)
        yield
    finally:
        os.close(handle)
