"""What others hang on the portal's tables in PostgreSQL is named before a restore would take it away."""

import pytest
from django.db import connections

from operations import dependents
from operations.databases import connection_to
from tests.operations.installation import ON_POSTGRESQL
from tests.operations.test_restore import backup_of  # noqa: F401  (a fixture)
from tests.reliability.test_trouble import assert_one_line

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="of PostgreSQL")

HANGING = """
CREATE SCHEMA stats;
CREATE TABLE stats.note (visit bigint CONSTRAINT of_visit REFERENCES visits_visit);
CREATE VIEW stats.told AS SELECT id, summary FROM visits_visit;
CREATE MATERIALIZED VIEW stats.counted AS SELECT count(*) FROM visits_visit;
CREATE TABLE stats.child () INHERITS (django_session);
CREATE FUNCTION stats.visits() RETURNS SETOF visits_visit LANGUAGE sql AS 'SELECT * FROM visits_visit';
GRANT SELECT ON visits_visit TO PUBLIC;
GRANT SELECT (id) ON visits_visitissue TO PUBLIC;
GRANT USAGE ON SEQUENCE visits_visit_id_seq TO PUBLIC;
"""


def test_all_of_it_is_named_and_nothing_is_touched(portal_of, backup_of):  # noqa: F811
    portal_of.write(HANGING)
    before = portal_of.contents()
    told = portal_of.manage("restore", backup_of, "--yes")
    assert_one_line(told, "没有恢复", "等 8 项", "--into")
    assert portal_of.contents() == before
    assert portal_of.ask("SELECT count(*) FROM stats.told") == portal_of.ask(
        "SELECT count(*) FROM visits_visit"
    )
    assert not list(backup_of.parent.glob("*-恢复前*"))
    with connection_to(portal_of.url, "hung") as alias:
        tables = connections[alias].introspection.table_names()
        names = dependents.hanging_on(tables, alias)
    assert sorted(names) == [
        "函数 stats.visits()",
        "外键 of_visit（表 stats.note）",
        "权限 PUBLIC（表 visits_visit_id_seq）",
        "权限 PUBLIC（表 visits_visitissue）",
        "权限 PUBLIC（表 visits_visit）",
        "表 stats.child",
        "视图 stats.counted",
        "视图 stats.told",
    ]


def test_what_needs_none_of_them_stays(portal_of, backup_of):  # noqa: F811
    portal_of.write(
        "CREATE TABLE note (id int); GRANT SELECT ON note TO PUBLIC; CREATE VIEW noted AS SELECT * FROM note"
    )
    portal_of.managed("restore", backup_of, "--yes")
    assert portal_of.ask("SELECT count(*) FROM noted") == [(0,)]
