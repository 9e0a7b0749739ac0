"""The names of backups, and which of a folder may go."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from django.utils import timezone

BEFORE, ENCRYPTED = "-恢复前", "-加密"
PATTERN = re.compile(rf"dangjian-(\d{{8}}-\d{{6}})({BEFORE})?({ENCRYPTED})?\.zip")
DRAFT = re.compile(rf"\.{PATTERN.pattern}\.part")
STAMP = "%Y%m%d-%H%M%S"


def name_of(moment: datetime, *, before: bool, is_encrypted: bool) -> str:
    """Return the name of a backup of that moment; `before` says that it keeps the state before a restore."""
    name = f"dangjian-{timezone.localtime(moment):{STAMP}}"
    if before:
        name += BEFORE
    if is_encrypted:
        name += ENCRYPTED
    return f"{name}.zip"


@dataclass(frozen=True, order=True)
class BackupFile:
    """A backup in a folder, with the moment that its name says."""

    made_at: datetime
    path: Path

    @classmethod
    def in_folder(cls, folder: Path) -> list[Self]:
        """List the files that have names of ours, the newest first."""
        backups = []
        for path in folder.iterdir():
            match = PATTERN.fullmatch(path.name)
            if match and path.is_file():
                backups.append(cls(_moment(match[1]), path))
        return sorted(backups, reverse=True)

    @property
    def is_before_restore(self) -> bool:
        """Whether a restore put it aside: then it is no backup of a night."""
        return BEFORE in self.path.name


def _moment(stamp: str) -> datetime:
    """Read the moment of a file's name, which stands there in local time."""
    try:
        return timezone.make_aware(datetime.strptime(stamp, STAMP))
    except ValueError:  # digits that are no day: never old enough to go
        return timezone.now()


def superfluous(folder: Path, keep: int | None, days: int | None) -> list[Path]:
    """List what may go: what is beyond the newest `keep` and also older than `days`.

    Where only one of the two is given it decides alone, and where neither is, nothing goes. The newest backup
    always stays. What a restore put aside is no backup of a night: it does not count, and goes by its age
    alone.
    """
    if keep is None and days is None:
        return []
    backups = BackupFile.in_folder(folder)
    nightly = [backup for backup in backups if not backup.is_before_restore]
    candidates = nightly[max(keep or 1, 1) :]
    if days is not None:
        candidates += [backup for backup in backups if backup.is_before_restore]
    oldest = timezone.now() - timedelta(days=days or 0)
    return [backup.path for backup in candidates if backup.made_at < oldest]


def drafts(folder: Path) -> list[Path]:
    """List what backups left that were killed."""
    return [path for path in folder.iterdir() if DRAFT.fullmatch(path.name)]
