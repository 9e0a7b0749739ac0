"""What others have attached to the portal's tables in PostgreSQL: views, foreign keys, functions, rights.

None of it is in a backup of ours, and it would be lost with tables that are replaced.
"""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections

from operations.errors import ArchiveError

OURS = """
WITH ours AS (
    SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s)
), held AS (
    SELECT oid FROM ours
    UNION SELECT objid FROM pg_depend JOIN pg_class ON pg_class.oid = objid AND relkind = 'S'
    WHERE classid = 'pg_class'::regclass AND refobjid IN (SELECT oid FROM ours)
)
"""
HANGING = """
SELECT '外键 ' || conname || '（表 ' || conrelid::regclass || '）' FROM pg_constraint
WHERE contype = 'f' AND confrelid IN (SELECT oid FROM ours) AND conrelid NOT IN (SELECT oid FROM ours)
UNION
SELECT '视图 ' || ev_class::regclass FROM pg_depend JOIN pg_rewrite ON pg_rewrite.oid = objid
WHERE classid = 'pg_rewrite'::regclass
    AND refobjid IN (SELECT oid FROM held) AND ev_class NOT IN (SELECT oid FROM ours)
UNION
SELECT '表 ' || inhrelid::regclass FROM pg_inherits
WHERE inhparent IN (SELECT oid FROM ours) AND inhrelid NOT IN (SELECT oid FROM ours)
UNION
SELECT '函数 ' || objid::regprocedure FROM pg_depend
WHERE classid = 'pg_proc'::regclass
    AND refobjid IN (SELECT oid FROM held UNION SELECT reltype FROM pg_class JOIN ours USING (oid))
UNION
SELECT '权限 ' || coalesce(rolname, 'PUBLIC') || '（表 ' || granted.oid::regclass || '）' FROM (
    SELECT oid, relowner, relacl FROM pg_class
    UNION ALL SELECT attrelid, relowner, attacl FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
) AS granted JOIN held USING (oid), aclexplode(relacl) AS one LEFT JOIN pg_roles ON pg_roles.oid = one.grantee
WHERE one.grantee <> relowner
ORDER BY 1
"""
NAMED = 5  # of what would be lost, in the sentence


def hanging_on(tables: Iterable[str], using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Name in Chinese what needs these tables from outside, and who besides their owner may use them.

    Looked for are foreign keys, views, functions and tables that inherit.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(OURS + HANGING, [list(tables)])
        return [name for (name,) in cursor.fetchall()]


def refuse(tables: Iterable[str]) -> None:
    """Raise `ArchiveError` that names what would be lost if these tables were replaced."""
    names = hanging_on(tables)
    if not names:
        return
    list_of_names = "、".join(names[:NAMED])
    if len(names) > NAMED:
        list_of_names += f" 等 {len(names)} 项"
    raise ArchiveError(
        f"别的程序或账号依靠本系统的表，备份里没有这些，替换时会丢失，所以没有恢复：{list_of_names}。"
        "请数据库管理员先记下并删去它们，恢复后再加上；或者用 --into 恢复到一个空的数据库"
    )
