"""Open a backup after everything that can be known of it without a live database has been verified."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from operations import keys, postgresql, schema, sealing, sqlite
from operations.archive import FILES, FOREIGN, check_seal, read_manifest, unpack
from operations.disk import workroom
from operations.errors import ArchiveError
from operations.files import is_inside
from operations.manifest import NEWER, Manifest

ENGINES: dict[str, Any] = {sqlite.VENDOR: sqlite, postgresql.VENDOR: postgresql}
FILE_ROOM = "files"


class Examined(NamedTuple):
    """A backup found whole: what it says, and its parts in a work room."""

    path: Path
    digest: str
    encrypted: bool
    manifest: Manifest
    database: Path
    files: Path


@contextmanager
def examined(path: Path, passphrase: str | None) -> Iterator[Examined]:
    """Raise `ArchiveError` that says what is wrong with the file, its passphrase, its version or the keys at hand."""
    digest = check_seal(path)
    with workroom() as room, _opened(path) as outer:
        encrypted = sealing.is_encrypted(outer)
        with _opened(_decrypted(outer, room, passphrase)) if encrypted else _opened(path) as bundle:
            manifest = read_manifest(bundle)
            _check_version(manifest)
            found = Examined(
                path, digest, encrypted, manifest, room / ENGINES[manifest.engine].FILE, room / FILE_ROOM
            )
            unpack(bundle, found.database.name, manifest.database, found.database)
            _unpack_files(bundle, found)
        ENGINES[manifest.engine].examine(found.database, manifest)
        keys.refuse_others(list(manifest.keys))
        yield found


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        bundle = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ArchiveError(FOREIGN) from error
    with bundle:
        yield bundle


def _decrypted(outer: zipfile.ZipFile, room: Path, passphrase: str | None) -> Path:
    if passphrase is None:
        raise ArchiveError("这份备份加了密，请用 --passphrase-file 给出口令文件")
    plain = room / "archive.zip"
    sealing.decrypt(outer, plain, passphrase)
    return plain


def _check_version(manifest: Manifest) -> None:
    if manifest.engine not in ENGINES:
        raise ArchiveError(NEWER)
    if not schema.is_portals(manifest.migrations):
        raise ArchiveError("备份里没有本系统的内容，请换用另一份")
    newer = schema.unknown(manifest.migrations)
    if newer:
        raise ArchiveError(f"{NEWER}（这一版程序没有 {newer[0]}）")


def _unpack_files(bundle: zipfile.ZipFile, found: Examined) -> None:
    found.files.mkdir()
    for path, stored in found.manifest.files.items():
        if not is_inside(path):
            raise ArchiveError(f"备份里的文件名 {path} 不可用，没有恢复")
        target = found.files / path
        target.parent.mkdir(parents=True, exist_ok=True)
        unpack(bundle, f"{FILES}{path}", stored, target)
