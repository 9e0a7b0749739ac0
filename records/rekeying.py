"""Every encrypted column and every digest of a database, read and written as it is stored."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.apps import apps
from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from records.ciphers import WrongKeysError, digest_by, lock_of, open_by
from records.keys import KeySentinel
from records.personal import digest_fields, encrypted_fields

AT_ONCE = 1000  # rows


class Row(NamedTuple):
    """A row of a table: its key, and the values that it has, by column."""

    key: int
    values: Mapping[str, str | None]


@dataclass(frozen=True)
class PersonalTable:
    """A table that holds personal data."""

    name: str
    #: The name of the kind of record.
    label: str
    #: The column of its key.
    key: str
    #: Its encrypted columns.
    encrypted: tuple[str, ...]
    #: Its columns of digests, each with the column it is made of.
    digests: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        digests = [name for name, _ in self.digests]
        return (*self.encrypted, *digests)

    def rows(self, connection: BaseDatabaseWrapper) -> Iterator[list[Row]]:
        """Yield some rows at a time: key and stored values, without what is empty."""
        if not self.columns:
            return
        quote = connection.ops.quote_name
        names = ", ".join(map(quote, (self.key, *self.columns)))
        statement = (
            f"SELECT {names} FROM {quote(self.name)} "  # noqa: S608  (our own names)
            f"WHERE {quote(self.key)} > %s ORDER BY {quote(self.key)} LIMIT {AT_ONCE}"
        )
        last = -1
        with connection.cursor() as cursor:
            while True:
                cursor.execute(statement, [last])
                rows = [self._row(*values) for values in cursor.fetchall()]
                if not rows:
                    return
                yield rows
                last = rows[-1].key

    def _row(self, key: int, *values: str | None) -> Row:
        columns = zip(self.columns, values, strict=True)
        return Row(key, {name: value for name, value in columns if value})

    def write(self, connection: BaseDatabaseWrapper, rows: Sequence[Row]) -> None:
        """Store other values for what these rows have filled in."""
        quote = connection.ops.quote_name
        by_columns: dict[tuple[str, ...], list[list[str | int | None]]] = {}
        for row in rows:
            parameters = by_columns.setdefault(tuple(row.values), [])
            parameters.append([*row.values.values(), row.key])
        with connection.cursor() as cursor:
            for columns, parameters in by_columns.items():
                assignments = ", ".join(f"{quote(name)} = %s" for name in columns)
                update = f"UPDATE {quote(self.name)} SET {assignments}"  # noqa: S608  (our own names)
                cursor.executemany(f"{update} WHERE {quote(self.key)} = %s", parameters)


def personal_tables(connection: BaseDatabaseWrapper) -> list[PersonalTable]:
    """Return all such tables that the database has by now, those of history and of form drafts too."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
    tables = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in existing and _is_personal(model):
            tables.append(_table(model, _columns(connection, model._meta.db_table)))
    return tables


def _is_personal(model: type[Model]) -> bool:
    return model._meta.managed and bool(encrypted_fields(model) or digest_fields(model))


def _columns(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _table(model: type[Model], existing: set[str]) -> PersonalTable:
    """Describe the table of a model by those of its columns that the database has."""
    meta = model._meta
    ciphers = [str(field.column) for field in encrypted_fields(model) if field.column in existing]
    digests = []
    for digest in digest_fields(model):
        if digest.column in existing:
            source = meta.get_field(digest.source).column
            digests.append((str(digest.column), str(source)))
    return PersonalTable(
        name=meta.db_table,
        label=str(meta.verbose_name),
        key=str(meta.pk.column),
        encrypted=tuple(ciphers),
        digests=tuple(digests),
    )


# ── What is on record, before its keys were written down ────────────────────
@dataclass
class Finding:
    """A count of the secrets by which the values of a database were made."""

    #: How many values each secret opens.
    openers: Counter[str] = field(default_factory=Counter)
    #: Values that none of them opens.
    unreadable: int = 0
    #: Where the first of those stands.
    example: str = ""
    #: How many digests each secret makes.
    digesters: Counter[str] = field(default_factory=Counter)
    #: Digests that none of them makes.
    blind: int = 0


def examine(secrets: Sequence[str], using: str = "default") -> Finding:
    """Try these secrets on every encrypted value and every digest, so that nothing is taken on trust."""
    connection, finding = connections[using], Finding()
    for table in personal_tables(connection):
        for rows in table.rows(connection):
            for row in rows:
                _examine_row(table, row, secrets, finding)
    return finding


def _examine_row(table: PersonalTable, row: Row, secrets: Sequence[str], finding: Finding) -> None:
    texts: dict[str, str] = {}
    for name in table.encrypted:
        token = row.values.get(name)
        if token is None:
            continue
        pair = open_by(secrets, token)
        if pair is None:
            finding.unreadable += 1
            finding.example = finding.example or f"{table.label}第 {row.key} 号"
            continue
        secret, texts[name] = pair
        finding.openers[secret] += 1
    for name, source in table.digests:
        if name in row.values and source in texts:
            _examine_digest(row.values[name], texts[source], secrets, finding)


def _examine_digest(digest: str | None, text: str, secrets: Sequence[str], finding: Finding) -> None:
    makers = [secret for secret in secrets if digest_by(secret, text) == digest]
    finding.digesters.update(makers)
    if not makers:
        finding.blind += 1


# ── Writing all of it anew ──────────────────────────────────────────────────
class RepeatedNumberError(Exception):
    """Two records hold a number that only one may have: their digests were made by different keys."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"{label}里有两条记录的号码相同，是查找用的密钥放错位置时录入的，什么都没有改动："
            "请在系统里按姓名找到它们，删去一条，再运行 python manage.py give_key。"
        )


def _report_nothing(label: str, number: int) -> None:
    """Tell nobody how far it is."""


def reencrypt(
    old: Sequence[str],
    new: Sequence[str],
    using: str = "default",
    report: Callable[[str, int], object] = _report_nothing,
) -> None:
    """Encrypt and digest everything that `old` opens by `new`, in one transaction that nobody else writes in.

    The first of `new` encrypts, the last makes the digests, and no other key is in use afterwards. `report`
    is given each kind of record with its number of rows. `WrongKeysError` where something cannot be opened,
    `RepeatedNumberError` where wrong digests have let a number in twice: then nothing is changed.
    """
    connection = connections[using]
    with transaction.atomic(using):
        tables = personal_tables(connection)
        _hold_others_out(connection, tables)
        for table in tables:
            number = 0
            for rows in table.rows(connection):
                number += _write_anew(connection, table, rows, old, new)
            report(table.label, number)
        KeySentinel.objects.using(using).all().delete()
        sentinels = []
        for secret in dict.fromkeys((new[0], new[-1])):
            sentinels.append(KeySentinel.of(secret, makes_digests=secret == new[-1]))
        KeySentinel.objects.using(using).bulk_create(sentinels)


def _hold_others_out(connection: BaseDatabaseWrapper, tables: Sequence[PersonalTable]) -> None:
    """Let nobody else write: SQLite's transaction does so by itself.

    Whoever encrypts on PostgreSQL shares the keys' rows (`keys.require`).
    """
    list(KeySentinel.objects.using(connection.alias).select_for_update())
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(table.name) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def _write_anew(
    connection: BaseDatabaseWrapper,
    table: PersonalTable,
    rows: Sequence[Row],
    old: Sequence[str],
    new: Sequence[str],
) -> int:
    """Write some rows by the new secrets; return how many had anything to write."""
    anew = []
    for row in rows:
        new_row = _row_anew(table, row, old, new)
        if new_row.values:
            anew.append(new_row)
    try:
        table.write(connection, anew)
    except IntegrityError as error:
        raise RepeatedNumberError(table.label) from error
    return len(anew)


def _row_anew(table: PersonalTable, row: Row, old: Sequence[str], new: Sequence[str]) -> Row:
    """Return a row as the new secrets would have made it."""
    texts: dict[str, str] = {}
    values: dict[str, str | None] = {}
    for name in table.encrypted:
        token = row.values.get(name)
        if token is not None:
            texts[name] = _text(table, name, row.key, token, old)
            values[name] = lock_of(new[0]).encrypt(texts[name].encode()).decode()
    for name, source in table.digests:
        if name in row.values:
            values[name] = digest_by(new[-1], texts.get(source, "")) or None
    return Row(row.key, values)


def _text(table: PersonalTable, name: str, key: int, token: str, secrets: Sequence[str]) -> str:
    pair = open_by(secrets, token)
    if pair is None:
        raise WrongKeysError(
            [f"{table.label}第 {key} 号（{table.name}.{name}）用现有的密钥打不开，什么都没有改动。"]
        )
    return pair[1]
