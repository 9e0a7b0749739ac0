"""Open a backup after everything that can be known of it without a live database has been verified."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from operations import keys, schema, sealing
from operations.archive import FILES, FOREIGN, check_seal, read_manifest, unpack
from operations.disk import workroom
from operations.engines import ENGINES
from operations.errors import ArchiveError
from operations.files import is_inside
from operations.manifest import NEWER, Manifest

FILE_ROOM = "files"


class OpenBackup(NamedTuple):
    """A backup that is whole: what it says of itself, and its parts in a work room."""

    path: Path
    digest: str
    is_encrypted: bool
    manifest: Manifest
    database: Path
    files: Path


@contextmanager
def open_backup(path: Path, passphrase: str | None) -> Iterator[OpenBackup]:
    """Unpack a backup and examine it; its parts are there until the end.

    `ArchiveError` says what is wrong with the file, its passphrase, its version or the keys at hand.
    """
    digest = check_seal(path)
    with workroom() as room:
        plain_path = _decrypt_if_needed(path, room, passphrase)
        with _open_zip(plain_path) as bundle:
            manifest = read_manifest(bundle)
            _check_version(manifest)
            engine = ENGINES[manifest.engine]
            is_encrypted = plain_path != path
            backup = OpenBackup(path, digest, is_encrypted, manifest, room / engine.FILE, room / FILE_ROOM)
            unpack(bundle, engine.FILE, manifest.database, backup.database)
            _unpack_files(bundle, backup)
        engine.examine(backup.database, manifest)
        keys.refuse_others(manifest.keys)
        yield backup


@contextmanager
def _open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        bundle = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ArchiveError(FOREIGN) from error
    with bundle:
        yield bundle


def _decrypt_if_needed(path: Path, room: Path, passphrase: str | None) -> Path:
    """Return the path of the archive that can be read: the backup itself, or its content in the work room."""
    with _open_zip(path) as outer:
        if not sealing.is_encrypted(outer):
            return path
        if passphrase is None:
            raise ArchiveError("这份备份加了密，请用 --passphrase-file 给出口令文件")
        plain_path = room / "archive.zip"
        sealing.decrypt(outer, plain_path, passphrase)
        return plain_path


def _check_version(manifest: Manifest) -> None:
    if manifest.engine not in ENGINES:
        raise ArchiveError(NEWER)
    if not schema.is_portals(manifest.migrations):
        raise ArchiveError("备份里没有本系统的内容，请换用另一份")
    newer = schema.unknown_migrations(manifest.migrations)
    if newer:
        raise ArchiveError(f"{NEWER}（这一版程序没有 {newer[0]}）")


def _unpack_files(bundle: zipfile.ZipFile, backup: OpenBackup) -> None:
    backup.files.mkdir()
    for path, expected_digest in backup.manifest.files.items():
        if not is_inside(path):
            raise ArchiveError(f"备份里的文件名 {path} 不可用，没有恢复")
        target = backup.files / path
        target.parent.mkdir(parents=True, exist_ok=True)
        unpack(bundle, f"{FILES}{path}", expected_digest, target)
