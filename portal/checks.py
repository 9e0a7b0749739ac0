"""System checks: a portal that could lose or leak records says so before it serves."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.management.base import CommandError
from django.db import Error as DatabaseTrouble
from django.db import connection, connections

from common.databases import missing_file
from common.proxies import misnamed
from records.keys import problems as key_problems
from records.strength import MADE_BY


@register(Tags.database)
def sqlite_is_safe(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite must write ahead, sync fully, queue its writers and hold foreign keys."""
    return [problem for alias in databases or [] for problem in _weaknesses(alias)]


def _weaknesses(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.vendor != "sqlite":
        return []
    options = connection.settings_dict.get("OPTIONS", {})
    problems = []
    if options.get("transaction_mode") != "IMMEDIATE" or options.get("timeout", 0) < 10:
        problems.append("transaction_mode 须为 IMMEDIATE，timeout 不少于 10 秒")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    try:
        with connection.cursor() as cursor:
            for pragma, value in wanted.items():
                if cursor.execute(f"PRAGMA {pragma}").fetchone()[0] != value:
                    problems.append(f"PRAGMA {pragma} 须为 {value}")
    except DatabaseTrouble as error:
        problems.append(f"无法打开数据库文件：{error}")
    return [Error(f"SQLite 设置不安全：{problem}", id="dangjian.E001") for problem in problems]


@register(Tags.security)
def keys_fit(**kwargs: Any) -> list[CheckMessage]:
    """The keys must be those of the database; one that cannot tell is spoken of where it is used."""
    if missing_file(connection):
        return []
    try:
        sentences = key_problems()
    except DatabaseTrouble:
        return []
    _refuse(sentences)
    return []


@register(Tags.security, deploy=True)
def keys_are_given(**kwargs: Any) -> list[CheckMessage]:
    """Personal data deserves keys of its own, kept apart from SECRET_KEY."""
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
def http_is_a_choice(**kwargs: Any) -> list[CheckMessage]:
    """Without a certificate, passwords cross the office network in the clear."""
    if not settings.ALLOW_HTTP or settings.DEBUG:
        return []
    return [
        Warning(
            "ALLOW_HTTP 已打开：密码和个人信息在网络上不加密传送，只可用于内部网络。",
            hint="没有证书时就这样用。有了证书，先让代理用 https 打开系统，再从 .env 去掉 ALLOW_HTTP；反过来做，系统就打不开了。",
            id="dangjian.W002",
        )
    ]


@register(Tags.security)
def proxies_are_addresses(**kwargs: Any) -> list[CheckMessage]:
    """A proxy that no address names is not believed; one that is everybody would be believed by mistake."""
    _refuse(misnamed(settings.TRUSTED_PROXIES))
    return []


def _refuse(sentences: list[str]) -> None:
    """End a command by these sentences, as all of the portal's own end: Django would head them in English, and with status 1."""
    if sentences:
        raise CommandError("\n".join(sentences), returncode=2)
