"""The keys of personal data as a database knows them: a row for each that was ever in use.

A key is written down by `migrate` and when the portal starts to serve, before it encrypts; `require` asks for
it in every transaction that does. So keys that do not fit are named, and nothing is written that they would
make unreadable or blind.
"""

from collections.abc import Iterable, Iterator, Sequence
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from records.ciphers import WrongKeysError, fingerprint, lock_of, place_of, secrets_in_use, text_in

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
        """Return the row of a key that begins to be used now; not yet saved."""
        return cls(
            fingerprint=fingerprint(secret),
            sealed=lock_of(secret).encrypt(SEALED.encode()).decode(),
            first_used=timezone.now(),
            makes_digests=makes_digests,
            derived=secret == settings.SECRET_KEY and not settings.PERSONAL_DATA_KEYS,
        )

    def is_of(self, secret: str) -> bool:
        """Say whether this is the row of a secret."""
        return self.fingerprint == fingerprint(secret) and text_in(secret, self.sealed) == SEALED

    def among(self, secrets: Iterable[str]) -> str | None:
        """Return its own among these secrets."""
        for secret in secrets:
            if self.is_of(secret):
                return secret
        return None


# ── Whether the given keys are the database's ───────────────────────────────
def problems(using: str = "default") -> list[str]:
    """Say what is wrong with the given keys for this database, a sentence each; database errors pass."""
    return misfits(list(KeySentinel.objects.using(using).order_by("first_used", "pk")))


def misfits(sentinels: Sequence[KeySentinel]) -> list[str]:
    """Say what is wrong with the given keys for records that these keys encrypted."""
    if not sentinels:
        return []
    if settings.PERSONAL_DATA_KEYS and all(sentinel.derived for sentinel in sentinels):
        return _problems_without_keys(sentinels)
    missing = [sentinel for sentinel in sentinels if sentinel.among(secrets_in_use()) is None]
    if len(missing) == len(sentinels):
        return [_none_fits(sentinels)]
    return [_is_missing(sentinel) for sentinel in missing] + list(_disorder(sentinels))


def _problems_without_keys(sentinels: Sequence[KeySentinel]) -> list[str]:
    """Say what is wrong where an office that began without keys was given some."""
    late = "PERSONAL_DATA_KEYS 是后来加上的，已存的个人信息仍由 SECRET_KEY 推出的密钥加密"
    secrets = [*secrets_in_use(), settings.SECRET_KEY]
    for sentinel in sentinels:
        if sentinel.among(secrets) is None:
            return [
                f"{late}，而 SECRET_KEY 也换过了：请先在 .env 恢复指纹 {sentinel}的 SECRET_KEY，再{GIVE}。"
            ]
    if any(sentinel.among(secrets_in_use()) is None for sentinel in sentinels):
        return [f"{late}：请{GIVE}，改由第一把新密钥加密。"]
    return list(_disorder(sentinels))


def _none_fits(sentinels: Sequence[KeySentinel]) -> str:
    names = "、".join(map(str, sentinels))
    if all(sentinel.derived for sentinel in sentinels):
        restore = f"请在 .env 恢复指纹 {names}的 SECRET_KEY"
        change = f"要换它，先设 PERSONAL_DATA_KEYS 并{GIVE}"
        return f"SECRET_KEY 换过了，已存的个人信息打不开：{restore}；{change}。"
    if not settings.PERSONAL_DATA_KEYS:
        return f"没有设置 PERSONAL_DATA_KEYS，已存的个人信息打不开：应有指纹 {names}的密钥，{FETCH}。"
    remedy = f"应有指纹 {names}的密钥，{FETCH}，并核对 DATABASE_URL"
    return f"PERSONAL_DATA_KEYS 没有一把是这个数据库的密钥：{remedy}。"


def _is_missing(sentinel: KeySentinel) -> str:
    place = "放在最后" if sentinel.makes_digests else "放在最后一把之前"
    return f"PERSONAL_DATA_KEYS 少了指纹 {sentinel}的密钥，用它加密的个人信息打不开：{FETCH}，{place}。"


def _disorder(sentinels: Sequence[KeySentinel]) -> Iterator[str]:
    """Say which key makes the digests and is not the last one."""
    secrets = secrets_in_use()
    in_use = {sentinel.fingerprint for sentinel in sentinels}
    for sentinel in sentinels:
        secret = sentinel.among(secrets)
        if not sentinel.makes_digests or not secret or secret == secrets[-1]:
            continue
        place = place_of(secret, secrets)
        name = f"第 {place} 把（指纹 {sentinel.fingerprint[:8]}）"
        later = {fingerprint(key) for key in secrets[place:]}
        if later.isdisjoint(in_use):
            yield _in_the_way(name, len(later))
        else:
            yield f"PERSONAL_DATA_KEYS 的顺序不对，查找和查重会失灵：{name}必须放在最后。"


def _in_the_way(name: str, number: int) -> str:
    """Say that keys stand last which are not in use: in front, an old one would encrypt again."""
    return (
        f"PERSONAL_DATA_KEYS 里{name}在用，它必须是最后一把，后面的 {number} 把这个数据库都不用："
        f"是换下的旧密钥，请去掉后面的 {number} 把；是新加的，请移到最前面。"
    )


# ── Writing them down ───────────────────────────────────────────────────────
def register(others: Iterable[str] = (), using: str = "default") -> None:
    """Write down the given keys that begin to be used: the first, the last, and `others` that are in use.

    `WrongKeysError` where they are not the database's.
    """
    sentences = problems(using)
    if sentences:
        raise WrongKeysError(sentences)
    first, last = secrets_in_use()[0], secrets_in_use()[-1]
    on_record = set(KeySentinel.objects.using(using).values_list("fingerprint", flat=True))
    rows = []
    for secret in dict.fromkeys([*others, first, last]):
        if fingerprint(secret) not in on_record:
            rows.append(KeySentinel.of(secret, makes_digests=secret == last))
    if rows:
        with transaction.atomic(using):
            # another process may be as far
            KeySentinel.objects.using(using).bulk_create(rows, ignore_conflicts=True)


# ── Asking for them ─────────────────────────────────────────────────────────
# Of each connection the transaction in which its keys were asked for last, and the keys that were given then.
_last_asked: WeakKeyDictionary[BaseDatabaseWrapper, tuple[object, tuple[str, ...]]] = WeakKeyDictionary()


def require(using: str) -> None:
    """Refuse to encrypt by keys that are not written down, or no longer; asked once in a transaction.

    On PostgreSQL nobody takes them away until the transaction ends; on SQLite nobody else writes.
    """
    connection = connections[using]
    # The list of what is to be done on commit is a new one after every commit and rollback.
    transaction_mark, secrets = connection.run_on_commit, secrets_in_use()
    last = _last_asked.get(connection)
    if connection.in_atomic_block and last and last[0] is transaction_mark and last[1] == secrets:
        return
    if not _are_written_down(connection):
        new = "PERSONAL_DATA_KEYS 的第一把是新密钥，还没有启用：请重启服务，或运行 python manage.py migrate。"
        raise WrongKeysError(problems(using) or [new])
    _last_asked[connection] = (transaction_mark, secrets)


def _are_written_down(connection: BaseDatabaseWrapper) -> bool:
    first, last = fingerprint(secrets_in_use()[0]), fingerprint(secrets_in_use()[-1])
    table = connection.ops.quote_name(KeySentinel._meta.db_table)
    lock = "FOR SHARE" if connection.vendor == "postgresql" else ""
    columns = "fingerprint, makes_digests"
    query = f"SELECT {columns} FROM {table} WHERE fingerprint IN (%s, %s) {lock}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [first, last])
        rows = dict(cursor.fetchall())
    return first in rows and bool(rows.get(last))
