"""What an installation holds, in words that SQLite and PostgreSQL share: rows as they are stored, counts, digests, counters.

Encrypted columns come and go as ciphertext, and columns that follow from others are not made anew: no key is needed.
Sessions are left out: in an office that was moved or restored everybody signs in anew. Whoever needs tables that agree with
each other calls from inside a `snapshot`.
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
from django.db.models import AutoField, Field, JSONField, Max, Model, TextField
from django.db.models.functions import Cast

from records.personal import EncryptedField

CHUNK = 500  # rows of a table in memory at once
LEFT_OUT = frozenset({"sessions"})  # apps
Row = tuple[Any, ...]


class TableDigest(NamedTuple):
    """How many rows a table has, and their SHA-256, the same on every database."""

    rows: int
    sha256: str


# ── Tables ──────────────────────────────────────────────────────────────────
def tables(registry: Apps = apps) -> list[type[Model]]:
    """A model for every table, many-to-many and history included, by the table's name; today's or those of a registry."""
    models = {
        model._meta.db_table: model
        for model in registry.get_models(include_auto_created=True)
        if _has_table(model)
    }
    return [models[name] for name in sorted(models)]


def _has_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT


def columns(model: type[Model]) -> list[Field]:
    """The columns in the order in which `rows` gives their values."""
    return list(model._meta.concrete_fields)


# ── Reading ─────────────────────────────────────────────────────────────────
def rows(model: type[Model], using: str = DEFAULT_DB_ALIAS) -> Iterator[Row]:
    """Every row by primary key, only some at a time in memory.

    Values are Django's for the kind of column, but JSON is its canonical text, and an encrypted one is the ciphertext.
    """
    stored = [_stored(field) for field in columns(model)]
    found = model._base_manager.using(using).order_by("pk").values_list(*stored).iterator(CHUNK)
    neutral = [NEUTRAL.get(field.get_internal_type()) for field in columns(model)]
    if not any(neutral):
        return found
    return (tuple(map(_neutral, neutral, row)) for row in found)


def _stored(field: Field) -> Any:
    """What asks for a column's value without reading a meaning into it."""
    if isinstance(field, EncryptedField | JSONField):
        return Cast(field.attname, TextField())
    return field.attname


def _neutral(change: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if value is None or change is None else change(value)


def canonical_json(text: str) -> str:
    """One text for one content: sorted keys, no spaces, 1.0 as 1; a text that is no JSON stays."""
    try:
        content = json.loads(text, parse_float=_number)
    except ValueError:
        return text
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def _number(text: str) -> float | int:
    """PostgreSQL keeps JSON numbers as decimals: it gives 1e2 back as 100."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _canonical_address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text


# By kind of column: what makes the values of both databases equal.
NEUTRAL: dict[str, Callable[[Any], Any]] = {
    "JSONField": canonical_json,
    "BinaryField": bytes,
    "GenericIPAddressField": _canonical_address,
}


def chunks(found: Iterable[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """The rows, so many at a time."""
    iterator = iter(found)
    while chunk := list(islice(iterator, size)):
        yield chunk


# ── Counting ────────────────────────────────────────────────────────────────
class Tally:
    """Counts and digests the rows of a table as they pass; the names of its columns take part."""

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
    tally = Tally(model)
    for row in rows(model, using):
        tally.add(row)
    return tally.digest


def digests(using: str = DEFAULT_DB_ALIAS) -> dict[str, TableDigest]:
    """Of all tables, by the table's name."""
    return {model._meta.db_table: digest(model, using) for model in tables()}


def _plain(value: Any) -> str:
    """A value that JSON does not have: moments in UTC, decimals with the places of their column, bytes in hexadecimal."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        return value.hex()
    return str(value)  # days and times in ISO 8601, numbers of records


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def _line(row: Iterable[Any]) -> bytes:
    return f"{_encode(list(row))}\n".encode()


# ── Numbers given ───────────────────────────────────────────────────────────
def counters(using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """The highest number that a table ever gave to a record, by table; 0 where it gave none.

    It may be higher than any number there is: that of a record which was removed, and lives on in the history, is never
    given again.
    """
    given = _sqlite_counters if connections[using].vendor == "sqlite" else _postgresql_counters
    ever = given(using)
    return {
        model._meta.db_table: max(ever.get(model._meta.db_table, 0), _highest(model, using))
        for model in _counting()
    }


def set_counters(values: dict[str, int], using: str) -> None:
    """Let each table go on after that number."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            cursor.executemany("DELETE FROM sqlite_sequence WHERE name = %s", [(table,) for table in values])
            cursor.executemany(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", list(values.items())
            )
            return
        for table, sequence in _sequences(cursor):
            cursor.execute("SELECT setval(%s, %s, %s)", [sequence, max(values[table], 1), values[table] > 0])


def _counting() -> list[type[Model]]:
    """The models whose records are numbered by the database."""
    return [model for model in tables() if isinstance(model._meta.pk, AutoField)]


def _highest(model: type[Model], using: str) -> int:
    return model._base_manager.using(using).aggregate(highest=Max("pk"))["highest"] or 0


def _sqlite_counters(using: str) -> dict[str, int]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())


def _postgresql_counters(using: str) -> dict[str, int]:
    ever = {}
    with connections[using].cursor() as cursor:
        for table, sequence in _sequences(cursor):
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608  (quoted by PostgreSQL)
            ever[table] = cursor.fetchone()[0]
    return ever


def _sequences(cursor: Any) -> Iterator[tuple[str, str]]:
    """Tables and the sequences that number their records, as PostgreSQL quotes them."""
    for model in _counting():
        table = model._meta.db_table
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', model._meta.pk.column])
        yield table, cursor.fetchone()[0]
