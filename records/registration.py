"""When keys are written down: after `migrate`, and when the portal starts to serve.

A database of before knows no keys. Those given must open all that it holds and be the ones its digests were
made by, before anything is migrated: a wrong one would make new columns, and would be taken for right from
then on.
"""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations import Migration

from records.ciphers import WrongKeysError, place_of, secrets_in_use
from records.keys import FETCH, GIVE, KeySentinel, problems, register
from records.rekeying import Finding, RepeatedNumberError, examine, reencrypt

log = logging.getLogger(__name__)


def refuse_wrong_keys(using: str, **kwargs: object) -> None:
    """Raise `CommandError` before `migrate` where the given keys are not the database's."""
    sentences = problems(using) if _knows_keys(using) else misfits_of(_examine(using))
    if sentences:
        raise CommandError("\n".join(sentences), returncode=2)


def refuse_backwards(plan: list[tuple[Migration, bool]], **kwargs: object) -> None:
    """Raise `CommandError` before `migrate` where it would take back a migration with its tables."""
    if any(backwards for _, backwards in plan) and not settings.DEBUG:
        raise CommandError(
            "不能把数据库退回以前的步骤：那会删去记录和历史。"
            "要退回以前的版本，请恢复升级前的备份（manage.py restore）。",
            returncode=2,
        )


def register_after_migrating(using: str, **kwargs: object) -> None:
    """Write down the given keys after `migrate`; after `flush`, which has no plan, nothing is examined."""
    if "plan" in kwargs:
        register_keys(using)
    else:
        register(using=using)


def register_keys(using: str) -> None:
    """Write down the given keys, where the database has come as far as their table.

    `WrongKeysError` where they are not the database's. Where an earlier key was in a wrong place, the digests
    it made are made anew.
    """
    if KeySentinel._meta.db_table not in _tables(using):
        return
    if _knows_keys(using):
        register(using=using)
        return
    finding = _examine(using)
    sentences = misfits_of(finding)
    if sentences:
        raise WrongKeysError(sentences)
    register(finding.openers, using)
    if finding.blind or set(finding.digesters) - {secrets_in_use()[-1]}:
        _mend_digests(using)


def misfits_of(finding: Finding) -> list[str]:
    """Say what is wrong with the given keys for what a database of before holds."""
    has_made_some = settings.SECRET_KEY in finding.openers or settings.SECRET_KEY in finding.digesters
    if has_made_some and settings.SECRET_KEY not in secrets_in_use():
        return [
            "PERSONAL_DATA_KEYS 是后来加上的，已存的个人信息仍由 SECRET_KEY 推出的密钥加密：请先从 .env 去掉它，运行"
            f" python manage.py migrate，再写回 .env，{GIVE}。"
        ]
    if finding.unreadable:
        return [_unreadable(finding)]
    return list(_disorder(finding))


def _unreadable(finding: Finding) -> str:
    where = f"{finding.unreadable} 处打不开，例如{finding.example}"
    if finding.openers:
        return f"PERSONAL_DATA_KEYS 少了以前用过的密钥，已存的个人信息有 {where}：{FETCH}，放在最后一把之前。"
    if settings.PERSONAL_DATA_KEYS:
        wrong = "PERSONAL_DATA_KEYS 没有一把是这个数据库的密钥"
        return f"{wrong}，已存的个人信息 {where}：{FETCH}，并核对 DATABASE_URL。"
    return f"SECRET_KEY 换过了，或者去掉了 PERSONAL_DATA_KEYS，已存的个人信息 {where}：{FETCH}。"


def _disorder(finding: Finding) -> Iterator[str]:
    secrets, digesters = secrets_in_use(), finding.digesters
    if not digesters and finding.blind:
        yield f"PERSONAL_DATA_KEYS 的最后一把不是查找用的密钥，查找和查重会失灵：{FETCH}，放在最后。"
    elif digesters and digesters[secrets[-1]] < max(digesters.values()):
        [(secret, _)] = digesters.most_common(1)
        place = place_of(secret, secrets)
        yield f"PERSONAL_DATA_KEYS 的顺序不对，查找和查重会失灵：第 {place} 把必须放在最后。"


def _mend_digests(using: str) -> None:
    try:
        reencrypt(secrets_in_use(), secrets_in_use(), using)
    except RepeatedNumberError as error:
        log.warning(str(error))


def _examine(using: str) -> Finding:
    secrets = dict.fromkeys([*secrets_in_use(), settings.SECRET_KEY])
    return examine(tuple(secrets), using)


def _knows_keys(using: str) -> bool:
    return KeySentinel._meta.db_table in _tables(using) and KeySentinel.objects.using(using).exists()


def _tables(using: str) -> list[str]:
    connection = connections[using]
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)
