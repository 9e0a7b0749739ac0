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


@dataclass(frozen=True)
class Stored:
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
    keys: Sequence[dict[str, Any]]  # as the database has them; none in one of before
    files: dict[str, Stored] = field(default_factory=dict)  # by path below PRIVATE_ROOT
    database: Stored = Stored(0, "")
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
        """Raise `ArchiveError` for a format that this version does not know, or none at all."""
        try:
            values = json.loads(content)
            if values["format"] > FORMAT:
                raise ArchiveError(NEWER)
            files = {path: Stored(**entry) for path, entry in values.pop("files").items()}
            database = Stored(**values.pop("database"))
            return cls(**values, files=files, database=database)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ArchiveError("备份里的清单读不出来，这不是一份可用的备份") from error


def portal_version() -> str:
    """The version as `pyproject.toml` has it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
