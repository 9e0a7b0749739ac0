"""Values that SQLite keeps and another database does not take, named by table and record.

SQLite keeps any value in any column: a text in a number's, more characters than the column has. The portal
writes none of them; another program may have. PostgreSQL keeps nothing that SQLite would not take.
"""

import ipaddress
import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import connections
from django.db.models import DecimalField, Field, ForeignKey, Model

from operations.contents import columns, tables

NAMED = 20  # records that are named of one fault in one column


class Misfit(NamedTuple):
    """A value that another database does not take: where it stands, and why, in Chinese."""

    table: str
    key: object
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.table} 第 {self.key} 号记录「{self.column}」{self.reason}"


def misfits(source: str, target: str) -> Iterator[Misfit]:
    """Find what stands in the database `source` and cannot stand in `target`; both are aliases."""
    if connections[source].vendor != "sqlite":
        return
    for model in tables():
        for field in columns(model):
            yield from _by_condition(model, field, source, target)
            yield from _by_value(model, field, source)
    yield from _broken_links(source)


def _names(model: type[Model], field: Field, source: str) -> list[str]:
    """Return the key, the table and the column as they are written in SQL."""
    quote = connections[source].ops.quote_name
    return [quote(str(name)) for name in (model._meta.pk.column, model._meta.db_table, field.column)]


# ── Asked in SQL ────────────────────────────────────────────────────────────
Condition = tuple[str, str]  # a condition in SQL with {0} for the column, and why such a value does not fit
DAY = "date({0}, '+0 days')"  # by reckoning: SQLite alone takes a 30th of February as it is
# Without the fraction of its second, which is rounded: 23:59:59.9996 to the next day.
SECOND = "date(substr({0}, 1, 19), '+0 days')"
# By kind of column: a condition under which a value does not fit, and why.
CONDITIONS: dict[str, Condition] = {
    "BooleanField": ("{0} NOT IN (0, 1)", "不是“是”或“否”"),
    "DateField": (f"{DAY} IS NOT {{0}} OR {{0}} < '0001'", "不是日期"),
    "DateTimeField": (
        f"date({{0}}) IS NULL OR {SECOND} IS NOT substr({{0}}, 1, 10)"
        " OR length({0}) < 16 OR {0} < '0001'",
        "不是日期和时间",
    ),
    "UUIDField": ("length({0}) <> 32 OR {0} GLOB '*[^0-9a-f]*'", "不是记录编号"),
}


def _by_condition(model: type[Model], field: Field, source: str, target: str) -> Iterator[Misfit]:
    key, table, column = _names(model, field, source)
    for condition, reason in _conditions(field, target):
        does_not_fit = condition.format(column)
        with connections[source].cursor() as cursor:
            cursor.execute(
                f"SELECT {key} FROM {table}"  # noqa: S608  (names of ours)
                f" WHERE {column} IS NOT NULL AND ({does_not_fit}) ORDER BY 1 LIMIT {NAMED}"
            )
            for (number,) in cursor.fetchall():
                yield Misfit(model._meta.db_table, number, str(field.verbose_name), reason)


def _conditions(field: Field, target: str) -> list[Condition]:
    """List the conditions by which a value of this column does not fit into the database `target`."""
    while isinstance(field, ForeignKey):
        field = field.target_field
    kind = field.get_internal_type()
    if kind in CONDITIONS:
        return [CONDITIONS[kind]]
    if kind in connections[target].ops.integer_field_ranges:
        lowest, highest = connections[target].ops.integer_field_range(kind)
        return _number_conditions(lowest, highest)
    if isinstance(field, DecimalField):
        return _decimal_conditions(field.max_digits - field.decimal_places)
    if kind in ("CharField", "TextField"):
        return _text_conditions(field, target)
    return []


def _number_conditions(lowest: int, highest: int) -> list[Condition]:
    is_outside = f"typeof({{0}}) = 'integer' AND {{0}} NOT BETWEEN {lowest} AND {highest}"
    return [
        ("typeof({0}) <> 'integer'", "不是整数"),
        (is_outside, f"超出 {lowest} 至 {highest} 的范围"),
    ]


def _decimal_conditions(digits: int) -> list[Condition]:
    return [
        ("typeof({0}) NOT IN ('integer', 'real')", "不是数字"),
        (f"abs({{0}}) >= 1e{digits}", f"太大，整数部分最多 {digits} 位"),
    ]


def _text_conditions(field: Field, target: str) -> list[Condition]:
    conditions = [("typeof({0}) <> 'text'", "不是文字")]
    if connections[target].vendor == "postgresql":
        conditions.append(("instr({0}, char(0)) > 0", "含有空字符（NUL）"))
        if field.get_internal_type() == "CharField":
            conditions.append((f"length({{0}}) > {field.max_length}", f"超过 {field.max_length} 个字"))
    return conditions


# ── Asked value by value ────────────────────────────────────────────────────
def _json_fault(text: str) -> str:
    """Say why PostgreSQL does not take a text as JSON; empty where it does."""
    try:
        content = json.loads(text, parse_constant=_refuse_constant)
        plain = json.dumps(content, ensure_ascii=False).encode()  # half of a surrogate pair cannot be encoded
    except ValueError:
        return "不是 JSON"
    without_backslashes = plain.replace(rb"\\", b"")
    if rb"\u0000" in without_backslashes:
        return "含有空字符（NUL）"
    return ""


def _refuse_constant(constant: str) -> None:
    """Refuse NaN and its like, which Python alone takes for JSON."""
    raise ValueError(constant)


def _address_fault(text: str) -> str:
    """Say why a text is no address; empty where it is one."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return "不是 IP 地址"
    return ""


FAULTS: dict[str, Callable[[str], str]] = {"JSONField": _json_fault, "GenericIPAddressField": _address_fault}


def _by_value(model: type[Model], field: Field, source: str) -> Iterator[Misfit]:
    find_fault = FAULTS.get(field.get_internal_type())
    if find_fault is None:
        return
    key, table, column = _names(model, field, source)
    with connections[source].cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, CAST({column} AS text)"  # noqa: S608  (names of ours)
            f" FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"
        )
        for number, text in cursor:
            reason = find_fault(text)
            if reason:
                yield Misfit(model._meta.db_table, number, str(field.verbose_name), reason)


# ── Links ───────────────────────────────────────────────────────────────────
def _broken_links(source: str) -> Iterator[Misfit]:
    """Find records that name another which does not exist."""
    with connections[source].cursor() as cursor:
        for model in tables():
            table = model._meta.db_table
            cursor.execute(f"PRAGMA foreign_key_check({connections[source].ops.quote_name(table)})")
            for _, number, parent, _ in cursor.fetchall():
                yield Misfit(table, number, parent, "所指的记录不存在")
