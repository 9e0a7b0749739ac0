"""Every encrypted column and every digest of a database, read and written as it is stored."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connections, transaction

from records.ciphers import WrongKeysError, digest_by, lock_of, opened
from records.keys import KeySentinel
from records.personal import digest_fields, encrypted_fields

AT_ONCE = 1000  # rows


@dataclass(frozen=True)
class PersonalTable:
    """Where a table holds personal data: columns by name, digests with the column they are made of."""

    name: str
    label: str
    key: str
    encrypted: tuple[str, ...]
    digests: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.encrypted, *(name for name, _ in self.digests))

    def rows(self, connection: Any) -> Iterator[list[tuple[Any, dict[str, str]]]]:
        """Some rows at a time: key and stored values, without what is empty."""
        if not self.columns:
            return
        quote = connection.ops.quote_name
        names = ", ".join(map(quote, (self.key, *self.columns)))
        statement = (
            f"SELECT {names} FROM {quote(self.name)} WHERE {quote(self.key)} > %s "  # noqa: S608  (our own names)
            f"ORDER BY {quote(self.key)} LIMIT {AT_ONCE}"
        )
        last = -1
        with connection.cursor() as cursor:
            while True:
                cursor.execute(statement, [last])
                found = cursor.fetchall()
                if not found:
                    return
                yield [(key, self._filled(values)) for key, *values in found]
                last = found[-1][0]

    def _filled(self, values: Sequence[Any]) -> dict[str, str]:
        return {name: value for name, value in zip(self.columns, values, strict=True) if value}

    def write(self, connection: Any, rows: list[tuple[Any, dict[str, str]]]) -> None:
        """Store other values for what these rows have filled in."""
        quote = connection.ops.quote_name
        by_columns: dict[tuple[str, ...], list[list[Any]]] = {}
        for key, values in rows:
            by_columns.setdefault(tuple(values), []).append([*values.values(), key])
        with connection.cursor() as cursor:
            for columns, parameters in by_columns.items():
                assignments = ", ".join(f"{quote(name)} = %s" for name in columns)
                statement = f"UPDATE {quote(self.name)} SET {assignments} WHERE {quote(self.key)} = %s"  # noqa: S608
                cursor.executemany(statement, parameters)


def personal_tables(connection: Any) -> list[PersonalTable]:
    """All that the database has, as far as it is migrated; history and form drafts included."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
    models = (model for model in apps.get_models(include_auto_created=True) if _is_personal(model))
    return [
        _table(model, _columns(connection, model._meta.db_table))
        for model in models
        if model._meta.db_table in present
    ]


def _is_personal(model: Any) -> bool:
    return model._meta.managed and bool(encrypted_fields(model) or digest_fields(model))


def _columns(connection: Any, table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _table(model: Any, present: set[str]) -> PersonalTable:
    encrypted = [str(field.column) for field in encrypted_fields(model) if field.column in present]
    digests = [field for field in digest_fields(model) if field.column in present]
    sources = [(str(field.column), str(model._meta.get_field(field.source).column)) for field in digests]
    meta = model._meta
    return PersonalTable(
        meta.db_table, str(meta.verbose_name), meta.pk.column, tuple(encrypted), tuple(sources)
    )


# ── What is on record, before its keys were written down ────────────────────
@dataclass
class Finding:
    """By which secrets the values of a database were made."""

    openers: Counter[str] = field(default_factory=Counter)
    closed: int = 0  # values that none of them opens
    example: str = ""  # where the first of those stands
    digesters: Counter[str] = field(default_factory=Counter)
    blind: int = 0  # digests that none of them makes


def examine(secrets: Sequence[str], using: str = "default") -> Finding:
    """Try these secrets on every encrypted value and every digest: once, so that nothing is taken on trust."""
    connection, finding = connections[using], Finding()
    for table in personal_tables(connection):
        for rows in table.rows(connection):
            for key, values in rows:
                _examine_row(table, key, values, secrets, finding)
    return finding


def _examine_row(
    table: PersonalTable, key: Any, values: dict[str, str], secrets: Sequence[str], finding: Finding
) -> None:
    texts: dict[str, str] = {}
    for name in table.encrypted:
        if name not in values:
            continue
        found = opened(secrets, values[name])
        if found is None:
            finding.closed += 1
            finding.example = finding.example or f"{table.label}第 {key} 号"
            continue
        secret, texts[name] = found
        finding.openers[secret] += 1
    for name, source in table.digests:
        if name not in values or source not in texts:
            continue
        made_by = [secret for secret in secrets if digest_by(secret, texts[source]) == values[name]]
        finding.digesters.update(made_by)
        finding.blind += not made_by


# ── Writing all of it anew ──────────────────────────────────────────────────
class RepeatedNumberError(Exception):
    """Two records hold a number that only one may have: their digests were made by different keys."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"{label}里有两条记录的号码相同，是查找用的密钥放错位置时录入的，什么都没有改动："
            "请在系统里按姓名找到它们，删去一条，再运行 python manage.py give_key。"
        )


def reencrypt(
    old: Sequence[str],
    new: Sequence[str],
    using: str = "default",
    report: Callable[[str, int], Any] = lambda *_: None,
) -> None:
    """Encrypt and digest everything that `old` opens by `new`, in one transaction that nobody else writes in.

    The first of `new` encrypts, the last makes the digests, and no other key is in use afterwards. `report` is given
    each kind of record with its number of rows. `WrongKeysError` where something cannot be opened, `RepeatedNumberError`
    where wrong digests have let a number in twice: then nothing is changed.
    """
    connection = connections[using]
    with transaction.atomic(using):
        tables = personal_tables(connection)
        _hold_others_out(connection, tables)
        for table in tables:
            report(
                table.label,
                sum(_write_anew(connection, table, rows, old, new) for rows in table.rows(connection)),
            )
        KeySentinel.objects.using(using).all().delete()
        rows = [
            KeySentinel.of(secret, makes_digests=secret == new[-1])
            for secret in dict.fromkeys((new[0], new[-1]))
        ]
        KeySentinel.objects.using(using).bulk_create(rows)


def _hold_others_out(connection: Any, tables: Sequence[PersonalTable]) -> None:
    """SQLite's transaction does so by itself; whoever encrypts on PostgreSQL shares the keys' rows (`keys.require`)."""
    list(KeySentinel.objects.using(connection.alias).select_for_update())
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(table.name) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def _write_anew(
    connection: Any, table: PersonalTable, rows: Sequence[Any], old: Sequence[str], new: Sequence[str]
) -> int:
    anew = ((key, _made_anew(table, key, values, old, new)) for key, values in rows)
    written = [(key, values) for key, values in anew if values]
    try:
        table.write(connection, written)
    except IntegrityError as error:
        raise RepeatedNumberError(table.label) from error
    return len(written)


def _made_anew(
    table: PersonalTable, key: Any, values: dict[str, str], old: Sequence[str], new: Sequence[str]
) -> dict[str, Any]:
    texts = {name: _text(table, name, key, values[name], old) for name in table.encrypted if name in values}
    made: dict[str, Any] = {
        name: lock_of(new[0]).encrypt(text.encode()).decode() for name, text in texts.items()
    }
    for name, source in table.digests:
        if name in values:
            made[name] = digest_by(new[-1], texts.get(source, "")) or None
    return made


def _text(table: PersonalTable, name: str, key: Any, token: str, secrets: Sequence[str]) -> str:
    found = opened(secrets, token)
    if found is None:
        raise WrongKeysError(
            [f"{table.label}第 {key} 号（{table.name}.{name}）用现有的密钥打不开，什么都没有改动。"]
        )
    return found[1]
