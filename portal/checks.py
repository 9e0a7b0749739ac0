"""System checks: a portal that could lose or leak records says so before it serves."""

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.management.base import CommandError
from django.db import Error as DatabaseTrouble
from django.db import connection, connections

from common.databases import missing_file
from common.proxies import problems_of_setting
from records.keys import problems as key_problems
from records.strength import MADE_BY

SAFE_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@register(Tags.database)
def sqlite_is_safe(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Refuse SQLite unless it writes ahead, syncs fully, queues its writers and enforces foreign keys."""
    errors = []
    for alias in databases or []:
        errors += _weaknesses(alias)
    return errors


def _weaknesses(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.vendor != "sqlite":
        return []
    options = connection.settings_dict.get("OPTIONS", {})
    problems = []
    if options.get("transaction_mode") != "IMMEDIATE" or options.get("timeout", 0) < 10:
        problems.append("transaction_mode 须为 IMMEDIATE，timeout 不少于 10 秒")
    try:
        with connection.cursor() as cursor:
            for pragma, value in SAFE_PRAGMAS.items():
                if cursor.execute(f"PRAGMA {pragma}").fetchone()[0] != value:
                    problems.append(f"PRAGMA {pragma} 须为 {value}")
    except DatabaseTrouble as error:
        problems.append(f"无法打开数据库文件：{error}")
    return [Error(f"SQLite 设置不安全：{problem}", id="dangjian.E001") for problem in problems]


@register(Tags.security)
def keys_fit(**kwargs: object) -> list[CheckMessage]:
    """Refuse keys that are not those of the database. Other checks speak of one that does not answer."""
    if missing_file(connection):
        return []
    try:
        sentences = key_problems()
    except DatabaseTrouble:
        return []
    _refuse(sentences)
    return []


@register(Tags.security, deploy=True)
def keys_are_given(**kwargs: object) -> list[CheckMessage]:
    """Warn where personal data has no keys of its own, apart from SECRET_KEY."""
    if settings.PERSONAL_DATA_KEYS:
        return []
    return [
        Warning(
            "没有设置 PERSONAL_DATA_KEYS，身份证号和手机号的密钥由 SECRET_KEY 推出，SECRET_KEY 就不能再换。",
            hint=f"在 .env 写上 PERSONAL_DATA_KEYS（由 {MADE_BY} 得到），SECRET_KEY 不动；停止服务，运行"
            " python manage.py give_key，再启动。.env 要与数据库分开另存一份。",
            id="dangjian.W001",
        )
    ]


@register(Tags.security, deploy=True)
def http_is_a_choice(**kwargs: object) -> list[CheckMessage]:
    """Warn where passwords cross the office network in the clear, for want of a certificate."""
    if not settings.ALLOW_HTTP or settings.DEBUG:
        return []
    return [
        Warning(
            "ALLOW_HTTP 已打开：密码和个人信息在网络上不加密传送，只可用于内部网络。",
            hint="没有证书时就这样用。有了证书，先让代理用 https 打开系统，再从 .env 去掉 ALLOW_HTTP；"
            "反过来做，系统就打不开了。",
            id="dangjian.W002",
        )
    ]


@register(Tags.security)
def proxies_are_addresses(**kwargs: object) -> list[CheckMessage]:
    """Refuse entries of TRUSTED_PROXIES that name no proxy, or would trust everybody."""
    _refuse(problems_of_setting(settings.TRUSTED_PROXIES))
    return []


def _refuse(sentences: list[str]) -> None:
    """End a command with these sentences and status 2, as the portal's own commands end.

    Django would put an English heading above them and end with status 1.
    """
    if sentences:
        raise CommandError("\n".join(sentences), returncode=2)
