"""What a backup says of itself."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from operations.errors import ArchiveError

FORMAT = 1
NAME = "manifest.json"
NEWER = "这份备份由更新版本的程序做成，请先升级程序，再使用它"
KeyRow = dict[str, Any]  # a row of KeySentinel, its moment in ISO 8601


@dataclass(frozen=True)
class FileDigest:
    """A file in the archive: its size in bytes, and its SHA-256 as 64 hex digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The state of an installation: its schema, its tables with rows and digests, its files, its keys."""

    engine: str
    made_at: str  # ISO 8601 with the offset
    migrations: Sequence[Sequence[str]]  # app and name
    tables: dict[str, Sequence[int | str]]  # by name: rows, SHA-256
    keys: Sequence[KeyRow]  # as the database has them; none in one from before they were written down
    files: dict[str, FileDigest] = field(default_factory=dict)  # by path below PRIVATE_ROOT
    database: FileDigest = FileDigest(0, "")
    portal: str = ""
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        return timezone.localtime(datetime.fromisoformat(self.made_at))

    @property
    def rows(self) -> int:
        return sum(int(rows) for rows, _ in self.tables.values())

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        """Read a manifest. `ArchiveError` for a format that this version does not know, or none at all."""
        try:
            values = json.loads(content)
            if values["format"] > FORMAT:
                raise ArchiveError(NEWER)
            files = {path: FileDigest(**entry) for path, entry in values.pop("files").items()}
            database = FileDigest(**values.pop("database"))
            return cls(**values, files=files, database=database)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ArchiveError("备份里的清单读不出来，这不是一份可用的备份") from error


def portal_version() -> str:
    """Return the portal's version as `pyproject.toml` has it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
