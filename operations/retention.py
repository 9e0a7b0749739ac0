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


def name_of(moment: datetime, *, before: bool, encrypted: bool) -> str:
    return f"dangjian-{timezone.localtime(moment):{STAMP}}{BEFORE * before}{ENCRYPTED * encrypted}.zip"


@dataclass(frozen=True, order=True)
class Kept:
    """A backup in a folder, by the moment that its name says."""

    made_at: datetime
    path: Path

    @classmethod
    def in_folder(cls, folder: Path) -> list[Self]:
        """Files of our names only, the newest first."""
        found = [(PATTERN.fullmatch(path.name), path) for path in folder.iterdir() if path.is_file()]
        return sorted((cls(_moment(match[1]), path) for match, path in found if match), reverse=True)


def _moment(stamp: str) -> datetime:
    try:
        return timezone.make_aware(datetime.strptime(stamp, STAMP))
    except ValueError:  # digits that are no day: never old enough to go
        return timezone.now()


def superfluous(folder: Path, keep: int | None, days: int | None) -> list[Path]:
    """What may go: beyond the newest `keep`, and older than so many `days`; both where both are given, nothing where neither.

    The newest backup always stays. What a restore set aside is no backup of a night: it does not count, and goes by its age
    alone.
    """
    if keep is None and days is None:
        return []
    all_kept = Kept.in_folder(folder)
    ordinary = [kept for kept in all_kept if BEFORE not in kept.path.name]
    aside = [kept for kept in all_kept if BEFORE in kept.path.name and days is not None]
    beyond = ordinary[max(keep or 1, 1) :] + aside
    oldest = timezone.now() - timedelta(days=days or 0)
    return [kept.path for kept in beyond if kept.made_at < oldest]


def drafts(folder: Path) -> list[Path]:
    """What a backup left that was killed."""
    return [path for path in folder.iterdir() if DRAFT.fullmatch(path.name)]
