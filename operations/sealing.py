"""Encrypt a backup of any size under a passphrase, piece by piece, in the age format of the library pyrage.

The library streams for keys only. So the content (`archive.zip.age`) is encrypted to a key of the file's own,
and that key (`key.json`) under one derived from the passphrase with a fixed amount of work: the library's own
way with passphrases measures the machine, and what a fast machine wrote a slower one may refuse to open.
"""

import base64
import hashlib
import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pyrage
from cryptography.fernet import Fernet, InvalidToken

from operations.archive import sealed_zip
from operations.errors import ArchiveError
from operations.manifest import NEWER

KEY = "key.json"
CONTENT = "archive.zip.age"
SHORTEST = 12  # characters of a passphrase
FORMAT = 1
WORK = {"n": 2**17, "r": 8, "p": 1}  # of scrypt: 128 MiB and some tenths of a second
# What a file may ask for, a few times the work of today: bytes, and runs over them.
MEMORY = 1024**3 + 1024**2
RUNS = 4
DAMAGED = "备份已损坏：加密的内容解不开"


def read_passphrase(path: Path) -> str:
    """Read a passphrase, the first line of a file. `ArchiveError` for one that others can read or guess."""
    try:
        open_to_others = path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"读不了口令文件 {path}，请检查文件名和权限") from error
    if open_to_others:
        raise ArchiveError(f"口令文件 {path} 别的账号也能读，请先运行 chmod 600 {path}")
    passphrase = lines[0].strip() if lines else ""
    if len(passphrase) < SHORTEST:
        raise ArchiveError(f"口令文件 {path} 的第一行应是不少于 {SHORTEST} 个字的口令")
    return passphrase


def is_encrypted(bundle: zipfile.ZipFile) -> bool:
    return KEY in bundle.namelist()


def encrypt(plain: Path, target: Path, passphrase: str) -> None:
    """Write a new file with the content of another, encrypted."""
    identity = pyrage.x25519.Identity.generate()
    salt = os.urandom(16)
    secret = _cipher(passphrase, salt, **WORK).encrypt(str(identity).encode()).decode()
    key = {"format": FORMAT, "kdf": "scrypt", **WORK, "salt": salt.hex(), "identity": secret}
    with sealed_zip(target) as bundle:
        bundle.writestr(KEY, json.dumps(key))
        with plain.open("rb") as source, bundle.open(CONTENT, "w", force_zip64=True) as sink:
            pyrage.encrypt_io(source, sink, [identity.to_public()])


def decrypt(bundle: zipfile.ZipFile, target: Path, passphrase: str) -> None:
    """Write what was encrypted into a new file. `ArchiveError` for another passphrase or a later format."""
    try:
        key = json.loads(bundle.read(KEY))
        _refuse_later_format(key)
        cipher = _cipher(passphrase, bytes.fromhex(key["salt"]), key["n"], key["r"], key["p"])
        secret = cipher.decrypt(key["identity"])
    except InvalidToken as error:
        raise ArchiveError("口令不对，打不开这份备份") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(DAMAGED) from error
    try:
        with bundle.open(CONTENT) as source, target.open("wb") as sink:
            identity = pyrage.x25519.Identity.from_str(secret.decode())
            pyrage.decrypt_io(source, sink, [identity])
    except (pyrage.DecryptError, KeyError) as error:
        raise ArchiveError(DAMAGED) from error


def _refuse_later_format(key: dict[str, Any]) -> None:
    """Raise `ArchiveError` for a format of a later version; the first files did not say theirs."""
    is_later = key.get("format", FORMAT) > FORMAT or key["kdf"] != "scrypt"
    needs_more_work = key["p"] > RUNS or 128 * key["n"] * key["r"] > MEMORY
    if is_later or needs_more_work:
        raise ArchiveError(NEWER)


def _cipher(passphrase: str, salt: bytes, n: int, r: int, p: int) -> Fernet:
    """Derive a cipher from a passphrase; `n`, `r` and `p` are the cost, block size and runs of scrypt."""
    maxmem = MEMORY + 1024**2
    key = hashlib.scrypt(passphrase.encode(), salt=salt, n=n, r=r, p=p, maxmem=maxmem, dklen=32)
    return Fernet(base64.urlsafe_b64encode(key))
