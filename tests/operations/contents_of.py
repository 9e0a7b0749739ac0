"""What an installation holds: rows and digest by table, files with their SHA-256."""

import hashlib
from pathlib import Path

from operations import files, state

TOLD_APART = (
    "operations_backup",
    "imports_batch",
)  # a restore adds its backup, and gives up imports under way


def tables(using: str = "default") -> dict[str, list]:
    return {name: list(digest) for name, digest in state.tables(using).items() if name not in TOLD_APART}


def stored(root: Path) -> dict[str, str]:
    return {path: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in files.paths(root)}
