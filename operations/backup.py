"""Make a backup: database first, then files; under a name that is no backup's until it is whole and on the disk."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations import files, postgresql, sealing, sqlite
from operations.archive import check_seal, pack
from operations.disk import move, private_folder, workroom
from operations.errors import ArchiveError
from operations.manifest import Manifest
from operations.models import Backup
from operations.retention import ENCRYPTED, drafts, name_of

LOCK = ".dangjian-backup.lock"
ANYBODY = 0o666  # it says nothing; one that root made by hand must not keep the nightly backup out


class Made(NamedTuple):
    """A finished backup."""

    path: Path
    digest: str
    manifest: Manifest

    @property
    def row(self) -> Backup:
        """How it is remembered in a database."""
        return Backup(
            made_at=self.manifest.moment,
            file_name=self.path.name,
            size=self.path.stat().st_size,
            digest=self.digest,
            encrypted=ENCRYPTED in self.path.name,
        )


def engine() -> Any:
    return sqlite if connection.vendor == sqlite.VENDOR else postgresql


def make(folder: Path, passphrase: str | None = None, *, before: bool = False) -> Made:
    """Write a backup into `folder`. `ArchiveError`, `OSError` or a database's error leaves nothing behind."""
    if files.holds(Path(settings.PRIVATE_ROOT), folder):
        raise ArchiveError(f"备份不能放在 {folder}：那里是记录的附件，备份会把自己也装进去。请换一个文件夹")
    files.refuse_what_would_be_left_out(Path(settings.PRIVATE_ROOT))
    private_folder(folder)
    with _alone(folder), workroom() as room:
        database, manifest = engine().dump(room)
        target = _free_name(folder, before=before, encrypted=passphrase is not None)
        draft = folder / f".{target.name}.part"
        try:
            manifest = _write(draft, manifest, database, room, passphrase)
            digest = check_seal(draft)  # read back: what the disk gives is what was written
            move(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    return Made(target, digest, manifest)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time in a folder; what a killed one left is cleared away."""
    with os.fdopen(os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, ANYBODY), "w") as lock:
        with suppress(PermissionError):  # somebody else's, and opened
            os.fchmod(lock.fileno(), ANYBODY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveError(f"另一次备份正在写入 {folder}，请等它完成") from error
        for draft in drafts(folder):
            draft.unlink(missing_ok=True)
        yield


def _free_name(folder: Path, *, before: bool, encrypted: bool) -> Path:
    moment = timezone.now()
    while (target := folder / name_of(moment, before=before, encrypted=encrypted)).exists():
        moment += timedelta(seconds=1)
    return target


def _write(draft: Path, manifest: Manifest, database: Path, room: Path, passphrase: str | None) -> Manifest:
    root = Path(settings.PRIVATE_ROOT)
    plain = draft if passphrase is None else room / "archive.zip"
    manifest = pack(plain, manifest, database, root, files.paths(root))
    if passphrase is not None:
        sealing.encrypt(plain, draft, passphrase)
    return manifest
