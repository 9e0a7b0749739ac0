"""Values that SQLite keeps and PostgreSQL does not take are named by table and record, before anything is moved."""

import pytest
from django.db import connection

from operations.databases import connection_to
from operations.misfits import misfits
from tests.factories import BatchFactory, MemberFactory, PaymentFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps such values"),
]
NOWHERE = "postgres://nobody@127.0.0.1:1/nothing"  # its rules are asked, not itself
KINDS = {"members_member": MemberFactory, "funding_payment": PaymentFactory, "imports_batch": BatchFactory}

CASES = [
    ("members_member", "name", "'李' || char(0) || '明'", "含有空字符（NUL）"),
    ("members_member", "name", "replace(hex(zeroblob(26)), '0', '长')", "超过 50 个字"),
    ("members_member", "name", "x'61'", "不是文字"),
    ("members_member", "id_no", "'密' || char(0)", "含有空字符（NUL）"),
    ("members_member", "version", "2147483648", "超出 0 至 2147483647 的范围"),
    ("members_member", "version", "'许多'", "不是整数"),
    ("members_member", "since", "'2026-02-30'", "不是日期"),
    ("members_member", "since", "'去年'", "不是日期"),
    ("members_member", "submission", "'NOT-A-NUMBER'", "不是记录编号"),
    ("funding_payment", "amount", "1e15", "太大，整数部分最多 12 位"),
    ("funding_payment", "amount", "'很多'", "不是数字"),
    ("imports_batch", "created_at", "'昨天'", "不是日期和时间"),
    ("imports_batch", "created_at", "'2026-02-30 08:00:00'", "不是日期和时间"),
    ("imports_batch", "created_at", "'2026-02-28'", "不是日期和时间"),
    ("imports_batch", "created_at", "'2026-02-28 08:00:00.x'", "不是日期和时间"),
    ("imports_batch", "created_at", "'2026-02-28 25:00:00'", "不是日期和时间"),
    ("imports_batch", "only_right", "2", "不是“是”或“否”"),
    ("imports_batch", "counts", "'{\"new\": '", "不是 JSON"),
    ("imports_batch", "counts", '\'{"new": "\\u0000"}\'', "含有空字符（NUL）"),
    ("imports_batch", "counts", '\'{"new": "\\ud800"}\'', "不是 JSON"),
]


def found() -> list[str]:
    with connection_to(NOWHERE, "nowhere") as target:
        return [str(misfit) for misfit in misfits(connection.alias, target)]


@pytest.mark.parametrize(("table", "column", "value", "reason"), CASES)
def test_each_is_named_by_table_record_and_column(table, column, value, reason):
    record = KINDS[table]()
    label = type(record)._meta.get_field(column).verbose_name
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE {table} SET {column} = {value} WHERE id = {record.pk}")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert found() == [f"{table} 第 {record.pk} 号记录「{label}」{reason}"]


def test_what_the_portal_writes_fits():
    for make in KINDS.values():
        make()
    assert found() == []


@pytest.mark.parametrize(
    "moment", ["2025-12-31 23:59:59.999999", "2025-12-31 23:59:59", "2025-12-31 23:59", "0001-01-01 00:00:00"]
)
def test_a_moment_of_a_day_fits_to_its_last_instant(moment):
    batch = BatchFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE imports_batch SET created_at = %s WHERE id = %s", [moment, batch.pk])
    assert found() == []
