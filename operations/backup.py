"""Make a backup: the database first, then the files.

It is written under a name that is no backup's, and gets its own when it is whole and on the disk.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations import files, sealing
from operations.archive import check_seal, pack
from operations.disk import move, private_folder, workroom
from operations.engines import ENGINES
from operations.errors import ArchiveError
from operations.manifest import Manifest
from operations.models import Backup
from operations.retention import ENCRYPTED, drafts, name_of

LOCK = ".dangjian-backup.lock"
ANYBODY = 0o666  # the lock is empty; one that root made by hand must not keep the nightly backup out


class FinishedBackup(NamedTuple):
    """A backup that lies in its place, and what it says of itself."""

    path: Path
    digest: str
    manifest: Manifest

    @property
    def row(self) -> Backup:
        """The row by which a database remembers it."""
        return Backup(
            made_at=self.manifest.moment,
            file_name=self.path.name,
            size=self.path.stat().st_size,
            digest=self.digest,
            encrypted=ENCRYPTED in self.path.name,
        )


def make(folder: Path, passphrase: str | None = None, *, before: bool = False) -> FinishedBackup:
    """Write a backup into `folder`; `before` says that it keeps the state before a restore.

    `ArchiveError`, `OSError` or a database's error leaves nothing behind.
    """
    root = Path(settings.PRIVATE_ROOT)
    if files.holds(root, folder):
        raise ArchiveError(f"备份不能放在 {folder}：那里是记录的附件，备份会把自己也装进去。请换一个文件夹")
    files.refuse_what_would_be_left_out(root)
    private_folder(folder)
    with _alone(folder), workroom() as room:
        database, manifest = ENGINES[connection.vendor].dump(room)
        target = _free_name(folder, before=before, is_encrypted=passphrase is not None)
        draft = folder / f".{target.name}.part"
        try:
            manifest = _write(draft, manifest, database, room, passphrase)
            digest = check_seal(draft)  # read back: what the disk gives is what was written
            move(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    return FinishedBackup(target, digest, manifest)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one backup at a time be written into a folder, and clear away what a killed one left."""
    handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, ANYBODY)
    with os.fdopen(handle, "w") as lock:
        with suppress(PermissionError):  # a lock of somebody else, which could be opened all the same
            os.fchmod(lock.fileno(), ANYBODY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveError(f"另一次备份正在写入 {folder}，请等它完成") from error
        for draft in drafts(folder):
            draft.unlink(missing_ok=True)
        yield


def _free_name(folder: Path, *, before: bool, is_encrypted: bool) -> Path:
    """Find a name that no file of the folder has yet, if need be of a later second."""
    moment = timezone.now()
    target = folder / name_of(moment, before=before, is_encrypted=is_encrypted)
    while target.exists():
        moment += timedelta(seconds=1)
        target = folder / name_of(moment, before=before, is_encrypted=is_encrypted)
    return target


def _write(draft: Path, manifest: Manifest, database: Path, room: Path, passphrase: str | None) -> Manifest:
    """Write a database and the files of records into a new file, under a passphrase where there is one."""
    root = Path(settings.PRIVATE_ROOT)
    if passphrase is None:
        return pack(draft, manifest, database, root, files.paths(root))
    plain = room / "archive.zip"
    manifest = pack(plain, manifest, database, root, files.paths(root))
    sealing.encrypt(plain, draft, passphrase)
    return manifest
