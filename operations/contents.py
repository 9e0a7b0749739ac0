"""What an installation holds, the same on SQLite and PostgreSQL: rows as stored, counts, digests, counters.

Encrypted columns are read and written as ciphertext, and columns that follow from others are not computed
anew: no key is needed. Sessions are left out: in an office that was moved or restored everybody signs in
anew. Whoever needs tables that agree with each other calls from inside a `snapshot`.
"""

import hashlib
import ipaddress
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import AutoField, Expression, Field, JSONField, Max, Model, TextField
from django.db.models.functions import Cast

from records.personal import EncryptedField

CHUNK = 500  # rows of a table in memory at once
LEFT_OUT = frozenset({"sessions"})  # apps
Row = tuple[Any, ...]
Converter = Callable[[Any], object]


class TableDigest(NamedTuple):
    """How many rows a table has, and their SHA-256, the same on every database."""

    rows: int
    sha256: str


# ── Tables ──────────────────────────────────────────────────────────────────
def tables(registry: Apps = apps) -> list[type[Model]]:
    """List a model for every table of a registry, many-to-many and history included, by the table's name."""
    models = {}
    for model in registry.get_models(include_auto_created=True):
        if _has_table(model):
            models[model._meta.db_table] = model
    return [models[name] for name in sorted(models)]


def _has_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT


def columns(model: type[Model]) -> list[Field]:
    """List the columns in the order in which `rows` gives their values."""
    return list(model._meta.concrete_fields)


# ── Reading ─────────────────────────────────────────────────────────────────
def rows(model: type[Model], using: str = DEFAULT_DB_ALIAS) -> Iterator[Row]:
    """Read every row in the order of primary keys, with only `CHUNK` of them in memory.

    Values are Django's for the kind of column, except that JSON is its canonical text, and an encrypted value
    is the ciphertext.
    """
    expressions = [_stored_value(field) for field in columns(model)]
    records = model._base_manager.using(using).order_by("pk").values_list(*expressions).iterator(CHUNK)
    converters = [NEUTRAL.get(field.get_internal_type()) for field in columns(model)]
    if not any(converters):
        return records
    return (_convert_row(converters, row) for row in records)


def _stored_value(field: Field) -> str | Expression:
    """Return what a query selects to get a column's value as stored, neither decrypted nor parsed."""
    if isinstance(field, EncryptedField | JSONField):
        return Cast(field.attname, TextField())
    return field.attname


def _convert_row(converters: list[Converter | None], row: Row) -> Row:
    values = []
    for convert, value in zip(converters, row, strict=True):
        if convert is None or value is None:
            values.append(value)
        else:
            values.append(convert(value))
    return tuple(values)


def canonical_json(text: str) -> str:
    """Return one text for one content: sorted keys, no spaces, 1.0 as 1. A text that is no JSON stays."""
    try:
        content = json.loads(text, parse_float=_number)
    except ValueError:
        return text
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def _number(text: str) -> float | int:
    """Return whole numbers as int: PostgreSQL keeps JSON numbers as decimals and gives 1e2 back as 100."""
    number = float(text)
    if number.is_integer():
        return int(number)
    return number


def _canonical_address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text


# By kind of column: what makes the values of both databases equal.
NEUTRAL: dict[str, Converter] = {
    "JSONField": canonical_json,
    "BinaryField": bytes,
    "GenericIPAddressField": _canonical_address,
}


def chunks(all_rows: Iterable[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """Split rows into lists of at most `size`."""
    iterator = iter(all_rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


# ── Counting ────────────────────────────────────────────────────────────────
class Tally:
    """The count and the digest of rows that are added one by one; the names of the columns take part."""

    def __init__(self, model: type[Model]) -> None:
        self.rows = 0
        self.hash = hashlib.sha256(_line([field.column for field in columns(model)]))

    def add(self, row: Row) -> None:
        self.rows += 1
        self.hash.update(_line(row))

    @property
    def digest(self) -> TableDigest:
        return TableDigest(self.rows, self.hash.hexdigest())


def digest(model: type[Model], using: str = DEFAULT_DB_ALIAS) -> TableDigest:
    """Count and digest all rows of a table."""
    tally = Tally(model)
    for row in rows(model, using):
        tally.add(row)
    return tally.digest


def digests(using: str = DEFAULT_DB_ALIAS) -> dict[str, TableDigest]:
    """Count and digest all tables, by the table's name."""
    return {model._meta.db_table: digest(model, using) for model in tables()}


def _plain(value: object) -> str:
    """Write a value that JSON does not have.

    Moments are in UTC, decimals have the places of their column, bytes are hexadecimal.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        return value.hex()
    return str(value)  # days and times in ISO 8601, numbers of records


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def _line(row: Iterable[object]) -> bytes:
    return f"{_encode(list(row))}\n".encode()


# ── Numbers given to records ────────────────────────────────────────────────
def counters(using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Return the highest number that each table ever gave to a record, by table; 0 where it gave none.

    It may be higher than any number there is: that of a record which was removed, and lives on in the
    history, is never given again.
    """
    if connections[using].vendor == "sqlite":
        last_numbers = _sqlite_counters(using)
    else:
        last_numbers = _postgresql_counters(using)
    highest_numbers = {}
    for model in _numbered_models():
        table = model._meta.db_table
        highest_numbers[table] = max(last_numbers.get(table, 0), _highest_key(model, using))
    return highest_numbers


def set_counters(values: dict[str, int], using: str) -> None:
    """Let each table give its next record the number after this one."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            _set_sqlite_counters(cursor, values)
        else:
            _set_postgresql_counters(cursor, values)


def _numbered_models() -> list[type[Model]]:
    """List the models whose records are numbered by the database."""
    return [model for model in tables() if isinstance(model._meta.pk, AutoField)]


def _highest_key(model: type[Model], using: str) -> int:
    return model._base_manager.using(using).aggregate(highest=Max("pk"))["highest"] or 0


def _sqlite_counters(using: str) -> dict[str, int]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())


def _set_sqlite_counters(cursor: CursorWrapper, values: dict[str, int]) -> None:
    cursor.executemany("DELETE FROM sqlite_sequence WHERE name = %s", [(table,) for table in values])
    cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", list(values.items()))


def _postgresql_counters(using: str) -> dict[str, int]:
    last_numbers = {}
    with connections[using].cursor() as cursor:
        for table, sequence in _sequences(cursor):
            # the name of the sequence comes quoted from PostgreSQL
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608
            last_value, is_called = cursor.fetchone()
            if is_called:
                last_numbers[table] = last_value
    return last_numbers


def _set_postgresql_counters(cursor: CursorWrapper, values: dict[str, int]) -> None:
    for table, sequence in _sequences(cursor):
        has_records = values[table] > 0
        cursor.execute("SELECT setval(%s, %s, %s)", [sequence, max(values[table], 1), has_records])


def _sequences(cursor: CursorWrapper) -> Iterator[tuple[str, str]]:
    """Find the tables and the sequences that number their records, as PostgreSQL quotes them."""
    for model in _numbered_models():
        table = model._meta.db_table
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', model._meta.pk.column])
        yield table, cursor.fetchone()[0]
