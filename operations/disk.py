"""Files that only the portal's own account reads, written so that a power cut leaves the old or the new."""

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
    """Make a folder and those above it that are missing, which nobody else may enter."""
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
    """Give a finished file its name, for good."""
    sync(source)
    source.replace(target)
    sync(target.parent)


def chunks(file: BinaryIO, most: int | None = None) -> Iterator[bytes]:
    """Read a file piece by piece, `most` bytes of it."""
    left = most
    while left is None or left > 0:
        piece = file.read(CHUNK if left is None else min(CHUNK, left))
        if not piece:
            return
        left = None if left is None else left - len(piece)
        yield piece


def copy_and_digest(source: BinaryIO, sink: BinaryIO) -> tuple[int, str]:
    """Copy, and give the size and the SHA-256 of what was copied."""
    size, digest = 0, hashlib.sha256()
    for piece in chunks(source):
        sink.write(piece)
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


@contextmanager
def workroom() -> Iterator[Path]:
    """A folder for the time of one command, as private as the database: a passphrase's content lies open in it."""
    root = Path(settings.PRIVATE_ROOT)
    private_folder(root)
    with ExitStack() as stack:
        with _held(root, fcntl.LOCK_EX):  # a room that is not yet held is nobody's
            _clear_workrooms(root)
            room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=WORKROOM, dir=root)))
            stack.enter_context(_held(room, fcntl.LOCK_EX))
        yield room


def _clear_workrooms(root: Path) -> None:
    """Remove what killed processes left: a room whose process lives is held by it."""
    for room in root.glob(f"{WORKROOM}*"):
        with suppress(OSError), _held(room, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    """Let no other process hold it until the end, be it that of this process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
