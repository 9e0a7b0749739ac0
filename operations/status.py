"""How an installation stands with its backups, for the home of the 管理员."""

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
        made, verified = Backup.objects.latest_made(), Backup.objects.latest_verified()
        first = Backup.objects.first_made()
        due = first is not None and verification_is_due(
            verified.verified_at if verified else None, first.made_at
        )
        return cls(made, verified, made is None or made.is_old, due)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, and what to do about it."""
        told = []
        if self.made is None:
            told.append(("还没有做过备份。", f"请运行 {MAKE}，并启用每晚的定时备份。"))
        elif self.is_old:
            advice = f"请检查每晚的定时备份，现在先运行 {MAKE}。"
            told.append((f"已 {_days_since(self.made.made_at)} 天没有备份。", advice))
        if self.is_unverified:
            since = self.verified.verified_at if self.verified else None
            title = f"已 {_days_since(since)} 天没有核对过备份。" if since else "备份还从来没有核对过。"
            told.append((title, f"请运行 {VERIFY}，不影响正在使用的数据。"))
        return told


def _days_since(moment: datetime) -> int:
    return (timezone.now() - moment).days
