"""How an installation stands with its backups, for the home page of the 管理员."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from operations.models import Backup, verification_is_due

MAKE = "manage.py backup 备份文件夹"
VERIFY = "manage.py verify 备份文件"


@dataclass(frozen=True)
class BackupStatus:
    """The last backup made and the last one verified, and what is wrong with that, in words."""

    made: Backup | None
    verified: Backup | None
    is_old: bool
    is_unverified: bool

    @classmethod
    def now(cls) -> "BackupStatus":
        """Ask the database."""
        latest = Backup.objects.latest_made()
        latest_verified = Backup.objects.latest_verified()
        first = Backup.objects.first_made()
        is_old = latest is None or latest.is_old
        is_unverified = False
        if first is not None:
            verified_at = latest_verified.verified_at if latest_verified else None
            is_unverified = verification_is_due(verified_at, first.made_at)
        return cls(latest, latest_verified, is_old, is_unverified)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, each with what to do about it."""
        problems = []
        if self.made is None:
            problems.append(("还没有做过备份。", f"请运行 {MAKE}，并启用每晚的定时备份。"))
        elif self.is_old:
            advice = f"请检查每晚的定时备份，现在先运行 {MAKE}。"
            problems.append((f"已 {_days_since(self.made.made_at)} 天没有备份。", advice))
        if self.is_unverified:
            title = "备份还从来没有核对过。"
            if self.verified and self.verified.verified_at:
                title = f"已 {_days_since(self.verified.verified_at)} 天没有核对过备份。"
            problems.append((title, f"请运行 {VERIFY}，不影响正在使用的数据。"))
        return problems


def _days_since(moment: datetime) -> int:
    return (timezone.now() - moment).days
