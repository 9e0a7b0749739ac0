"""Encrypt the personal data on record by another key."""

from collections.abc import Sequence

from django.conf import settings
from django.core.management.base import CommandError

from common.commands import OfficeCommand
from records.ciphers import WrongKeysError
from records.keys import FETCH, KeySentinel
from records.rekeying import RepeatedNumberError, reencrypt
from records.strength import MADE_BY, faults


class Command(OfficeCommand):
    """A command for an office that began without keys of its own, or whose key is weak or known to others.

    The first of PERSONAL_DATA_KEYS becomes the only one in use; the others, and SECRET_KEY, open what is on
    record.
    """

    help = "把已存的个人信息全部改由 PERSONAL_DATA_KEYS 的第一把密钥加密和查找。请先停止服务。"
    requires_system_checks = ()  # they refuse what this command mends

    def handle(self, *args: object, **options: object) -> None:
        new = _new_key()
        old = tuple(dict.fromkeys([*settings.PERSONAL_DATA_KEYS, settings.SECRET_KEY]))
        _refuse_missing_keys(old)
        try:
            reencrypt(old, (new,), report=self._report)
        except (WrongKeysError, RepeatedNumberError) as error:
            raise CommandError(str(error), returncode=2) from error
        others = len(settings.PERSONAL_DATA_KEYS) - 1
        rest = "现在可以启动服务。"
        if others:
            rest = f"请从 .env 的 PERSONAL_DATA_KEYS 去掉后面 {others} 把，再启动服务。"
        self.stdout.write(
            f"已存的个人信息都改由新密钥加密。{rest}以前的备份仍要用旧密钥恢复，请把旧密钥和它们分开保存。"
        )

    def _report(self, label: str, rows: int) -> None:
        if rows:
            self.stdout.write(f"{label}：{rows} 行")


def _refuse_missing_keys(secrets: Sequence[str]) -> None:
    """Raise `CommandError` where something on record can be opened by none of these secrets."""
    for sentinel in KeySentinel.objects.order_by("first_used", "pk"):
        if sentinel.among(secrets) is None:
            missing = f"缺少指纹 {sentinel}的密钥，用它加密的打不开，什么都没有改动"
            raise CommandError(f"{missing}：{FETCH}，加在新密钥后面。", returncode=2)


def _new_key() -> str:
    if not settings.PERSONAL_DATA_KEYS:
        raise CommandError(
            f"请先在 .env 设置 PERSONAL_DATA_KEYS，由 {MADE_BY} 得到；SECRET_KEY 保持不变。", returncode=2
        )
    new: str = settings.PERSONAL_DATA_KEYS[0]
    if new == settings.SECRET_KEY:
        raise CommandError(
            f"PERSONAL_DATA_KEYS 的第一把和 SECRET_KEY 相同：请换一把，由 {MADE_BY} 得到。", returncode=2
        )
    for fault in faults(new):
        raise CommandError(f"PERSONAL_DATA_KEYS 的第一把{fault}：请换一把，由 {MADE_BY} 得到。", returncode=2)
    return new
