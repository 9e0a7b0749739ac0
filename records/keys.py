"""The keys of personal data as a database knows them: a row for each that ever encrypted here, or makes the digests.

A key is written down by `migrate` and when the portal starts to serve, before it encrypts; `require` asks for it in every
transaction that does. So keys that do not fit are named, and nothing is written that they would make unreadable or blind.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connections, models, transaction
from django.utils import timezone

from records.ciphers import WrongKeysError, fingerprint, given, lock_of, place_of, text_in

SEALED = "personal data"  # what every key seals, to be opened again
FETCH = "请从另存的 .env 找回"
GIVE = "停止服务，运行 python manage.py give_key"


class KeySentinel(models.Model):
    """A key in use, without anything by which it could be guessed."""

    fingerprint = models.CharField("指纹", max_length=64, unique=True)
    sealed = models.TextField("试样")
    first_used = models.DateTimeField("开始使用")
    makes_digests = models.BooleanField("用于查找")
    derived = models.BooleanField("由 SECRET_KEY 推出")

    class Meta:
        verbose_name = verbose_name_plural = "密钥"

    def __str__(self) -> str:
        return f"{self.fingerprint[:8]}（{timezone.localtime(self.first_used):%Y-%m-%d} 起使用）"

    @classmethod
    def of(cls, secret: str, *, makes_digests: bool) -> "KeySentinel":
        """The row of a key that begins to be used now; not yet saved."""
        sealed = lock_of(secret).encrypt(SEALED.encode()).decode()
        return cls(
            fingerprint=fingerprint(secret),
            sealed=sealed,
            first_used=timezone.now(),
            makes_digests=makes_digests,
            derived=secret == settings.SECRET_KEY and not settings.PERSONAL_DATA_KEYS,
        )

    def is_of(self, secret: str) -> bool:
        return self.fingerprint == fingerprint(secret) and text_in(secret, self.sealed) == SEALED

    def among(self, secrets: Iterable[str]) -> str | None:
        """Its own among these secrets."""
        return next((secret for secret in secrets if self.is_of(secret)), None)


# ── Whether the given keys are the database's ───────────────────────────────
def problems(using: str = "default") -> list[str]:
    """What is wrong with the given keys for this database, a sentence each; database errors pass."""
    return misfits(list(KeySentinel.objects.using(using).order_by("first_used", "pk")))


def misfits(known: Sequence[KeySentinel]) -> list[str]:
    """What is wrong with the given keys for records that these keys encrypted."""
    if not known:
        return []
    if settings.PERSONAL_DATA_KEYS and all(sentinel.derived for sentinel in known):
        return _of_an_office_without_keys(known)
    lost = [sentinel for sentinel in known if sentinel.among(given()) is None]
    if len(lost) == len(known):
        return [_all_lost(known)]
    return [_lost(sentinel) for sentinel in lost] + list(_disorder(known))


def _of_an_office_without_keys(known: Sequence[KeySentinel]) -> list[str]:
    lost = [sentinel for sentinel in known if sentinel.among([*given(), settings.SECRET_KEY]) is None]
    late = "PERSONAL_DATA_KEYS 是后来加上的，已存的个人信息仍由 SECRET_KEY 推出的密钥加密"
    if lost:
        return [f"{late}，而 SECRET_KEY 也换过了：请先在 .env 恢复指纹 {lost[0]}的 SECRET_KEY，再{GIVE}。"]
    if any(sentinel.among(given()) is None for sentinel in known):
        return [f"{late}：请{GIVE}，改由第一把新密钥加密。"]
    return list(_disorder(known))


def _all_lost(known: Sequence[KeySentinel]) -> str:
    names = "、".join(map(str, known))
    if all(sentinel.derived for sentinel in known):
        return f"SECRET_KEY 换过了，已存的个人信息打不开：请在 .env 恢复指纹 {names}的 SECRET_KEY；要换它，先设 PERSONAL_DATA_KEYS 并{GIVE}。"
    if not settings.PERSONAL_DATA_KEYS:
        return f"没有设置 PERSONAL_DATA_KEYS，已存的个人信息打不开：应有指纹 {names}的密钥，{FETCH}。"
    return f"PERSONAL_DATA_KEYS 没有一把是这个数据库的密钥：应有指纹 {names}的密钥，{FETCH}，并核对 DATABASE_URL。"


def _lost(sentinel: KeySentinel) -> str:
    place = "放在最后" if sentinel.makes_digests else "放在最后一把之前"
    return f"PERSONAL_DATA_KEYS 少了指纹 {sentinel}的密钥，用它加密的个人信息打不开：{FETCH}，{place}。"


def _disorder(known: Sequence[KeySentinel]) -> Iterator[str]:
    in_use = {sentinel.fingerprint for sentinel in known}
    for sentinel in known:
        secret = sentinel.among(given())
        if sentinel.makes_digests and secret and secret != given()[-1]:
            place = place_of(secret, given())
            name = f"第 {place} 把（指纹 {sentinel.fingerprint[:8]}）"
            later = {fingerprint(key) for key in given()[place:]}
            yield _in_the_way(name, len(later)) if later.isdisjoint(in_use) else _misplaced(name)


def _misplaced(name: str) -> str:
    return f"PERSONAL_DATA_KEYS 的顺序不对，查找和查重会失灵：{name}必须放在最后。"


def _in_the_way(name: str, number: int) -> str:
    """Of keys that are not in use: put in front of the one that is, an old one would encrypt again."""
    return (
        f"PERSONAL_DATA_KEYS 里{name}在用，它必须是最后一把，后面的 {number} 把这个数据库都不用："
        f"是换下的旧密钥，请去掉后面的 {number} 把；是新加的，请移到最前面。"
    )


# ── Writing them down ───────────────────────────────────────────────────────
def register(used: Iterable[str] = (), using: str = "default") -> None:
    """Write down the given keys that begin to be used: the first, the last, and those that `used` names.

    `WrongKeysError` where they are not the database's.
    """
    sentences = problems(using)
    if sentences:
        raise WrongKeysError(sentences)
    known = set(KeySentinel.objects.using(using).values_list("fingerprint", flat=True))
    wanted = dict.fromkeys([*used, given()[0], given()[-1]])
    new = [secret for secret in wanted if fingerprint(secret) not in known]
    if new:
        rows = [KeySentinel.of(key, makes_digests=key == given()[-1]) for key in new]
        with transaction.atomic(using):
            KeySentinel.objects.using(using).bulk_create(
                rows, ignore_conflicts=True
            )  # another process may be as far


# ── Asking for them ─────────────────────────────────────────────────────────
_required: WeakKeyDictionary[Any, tuple[Any, tuple[str, ...]]] = WeakKeyDictionary()


def require(using: str) -> None:
    """Refuse to encrypt by keys that are not written down, or no longer; asked once in a transaction.

    On PostgreSQL nobody takes them away until the transaction ends; on SQLite nobody else writes.
    """
    connection = connections[using]
    # The list of what is to be done on commit is a new one after every commit and rollback.
    moment = (connection.run_on_commit, given())
    last = _required.get(connection)
    if connection.in_atomic_block and last and last[0] is moment[0] and last[1] == moment[1]:
        return
    if not _are_written_down(connection):
        raise WrongKeysError(
            problems(using)
            or [
                "PERSONAL_DATA_KEYS 的第一把是新密钥，还没有启用：请重启服务，或运行 python manage.py migrate。"
            ]
        )
    _required[connection] = moment


def _are_written_down(connection: Any) -> bool:
    first, last = fingerprint(given()[0]), fingerprint(given()[-1])
    table = connection.ops.quote_name(KeySentinel._meta.db_table)
    lock = "FOR SHARE" if connection.vendor == "postgresql" else ""
    statement = f"SELECT fingerprint, makes_digests FROM {table} WHERE fingerprint IN (%s, %s) {lock}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [first, last])
        rows = dict(cursor.fetchall())
    return first in rows and bool(rows.get(last))
