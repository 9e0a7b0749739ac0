"""A backup as one file: a zip whose last 64 bytes, its comment, are the SHA-256 of everything before them."""

import hashlib
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from operations.disk import chunks, copy_and_digest, private_file
from operations.errors import ArchiveError
from operations.manifest import NAME, FileDigest, Manifest

SEAL = 64  # bytes: SHA-256 in hexadecimal digits
FILES = "files/"
BROKEN = "备份已损坏：内容与文件末尾的校验值不符，请换用另一份"
CUT = "备份不完整：文件末尾没有校验值，可能没有复制完，请重新复制或换用另一份"
FOREIGN = "这不是本系统的备份文件"


# ── The file ────────────────────────────────────────────────────────────────
@contextmanager
def sealed_zip(target: Path) -> Iterator[zipfile.ZipFile]:
    """Open a new private file to put parts into; in the end it bears its digest and is on the disk."""
    with private_file(target) as file:
        with zipfile.ZipFile(file, "w") as bundle:
            bundle.comment = b"0" * SEAL
            yield bundle
        digest = _digest_before_seal(file)
        file.seek(-SEAL, os.SEEK_END)
        file.write(digest.encode())
        file.flush()
        os.fsync(file.fileno())


def _digest_before_seal(file: BinaryIO) -> str:
    length = file.seek(0, os.SEEK_END) - SEAL
    file.seek(0)
    digest = hashlib.sha256()
    for piece in chunks(file, length):
        digest.update(piece)
    return digest.hexdigest()


def check_seal(path: Path) -> str:
    """Return the digest at the end of a file. `ArchiveError` where the rest of the file has another."""
    with path.open("rb") as file:
        head = file.read(4)
        if not b"PK\3\4".startswith(head) or not head:
            raise ArchiveError(FOREIGN)
        if file.seek(0, os.SEEK_END) <= SEAL:
            raise ArchiveError(CUT)
        file.seek(-SEAL, os.SEEK_END)
        seal = file.read().decode("ascii", "replace")
        if not re.fullmatch(r"[0-9a-f]{64}", seal):
            raise ArchiveError(CUT)
        if _digest_before_seal(file) != seal:
            raise ArchiveError(BROKEN)
        return seal


# ── Its parts ───────────────────────────────────────────────────────────────
def pack(target: Path, manifest: Manifest, database: Path, root: Path, files: Iterable[str]) -> Manifest:
    """Write a new archive of a database and of files below `root`; return its manifest.

    A file that was removed meanwhile is left out.
    """
    digests: dict[str, FileDigest] = {}
    with sealed_zip(target) as bundle:
        database_digest = _add(bundle, database.name, database)
        for path in files:
            try:
                digests[path] = _add(bundle, f"{FILES}{path}", root / path)
            except FileNotFoundError:
                continue
        manifest = replace(manifest, database=database_digest, files=digests)
        bundle.writestr(NAME, manifest.to_json())
    return manifest


def _add(bundle: zipfile.ZipFile, name: str, source: Path) -> FileDigest:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    if name.endswith(".dump"):  # pg_dump compresses by itself
        entry.compress_type = zipfile.ZIP_STORED
    with source.open("rb") as content, bundle.open(entry, "w", force_zip64=True) as sink:
        return FileDigest(*copy_and_digest(content, sink))  # type: ignore[arg-type]  # zipfile's own file


def read_manifest(bundle: zipfile.ZipFile) -> Manifest:
    """Read what an archive says of itself. `ArchiveError` where it says nothing."""
    try:
        return Manifest.from_json(bundle.read(NAME))
    except KeyError as error:
        raise ArchiveError(FOREIGN) from error


def unpack(bundle: zipfile.ZipFile, name: str, expected_digest: FileDigest, target: Path) -> None:
    """Write a part into a new file. `ArchiveError` where it is not what the manifest says."""
    try:
        with bundle.open(name) as source, private_file(target) as sink:
            digest = FileDigest(*copy_and_digest(source, sink))  # type: ignore[arg-type]
    except (KeyError, zipfile.BadZipFile) as error:
        raise ArchiveError(f"备份已损坏：读不出 {name}") from error
    if digest != expected_digest:
        raise ArchiveError(f"备份已损坏：{name} 与清单不符")
