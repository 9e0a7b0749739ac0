"""Records are written by `records.store` alone, and by whoever it is told."""

import ast
from pathlib import Path

import pytest

from records import store
from tests.factories import (
    LeaderFactory,
    MemberFactory,
    PartyOrgFactory,
    UserFactory,
    VisitFactory,
    VisitIssueFactory,
)
from visits.models import Visit, VisitIssue

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "records" / "store"
PACKAGES = (
    "accounts",
    "communities",
    "demo",
    "funding",
    "imports",
    "mediation",
    "meetings",
    "members",
    "portal",
    "records",
    "reports",
)
STAMPS = {"_change_reason", "_history_date", "_history_user", "skip_history_when_saving"}
COPIES = {
    "bulk_history_create",
    "bulk_create_with_history",
    "create_historical_record",
    "HistoryRequestMiddleware",
}


def counts_versions(code: ast.AST) -> bool:
    """Whether this statement adds to a record's version, or stamps or writes a version by itself."""
    if isinstance(code, ast.AugAssign):
        return isinstance(code.target, ast.Attribute) and code.target.attr == "version"
    return isinstance(code, ast.Attribute) and code.attr in STAMPS | COPIES


def found_in(text: str) -> list[int]:
    """The lines that do what only the store may."""
    return [node.lineno for node in ast.walk(ast.parse(text)) if counts_versions(node)]


def test_versions_are_counted_nowhere_else():
    files = [
        file
        for name in (*PACKAGES, "services", "visits", "operations")
        for file in (ROOT / name).rglob("*.py")
    ]
    outside = [file for file in files if DOOR not in file.parents and "migrations" not in file.parts]
    lines = {str(file.relative_to(ROOT)): found_in(file.read_text(encoding="utf-8")) for file in outside}
    assert {name: numbers for name, numbers in lines.items() if numbers} == {}
    assert any(found_in(file.read_text(encoding="utf-8")) for file in DOOR.glob("*.py")), "the control"


def stamp_of(row):
    return row.history_type, row.version, row.history_user, row.history_change_reason, row.history_date


@pytest.mark.django_db
class TestOneStamp:
    def test_record_rows_and_links_share_author_moment_and_reason(self, qingquan, clerk):
        visit = VisitFactory(community=qingquan)
        gone = VisitIssueFactory(visit=visit, kind="opinion", content="路灯不亮")
        key = gone.pk  # which deleting takes from the instance
        new = VisitIssue(visit=visit, kind="opinion", content="楼道没有灯")
        leaders = [LeaderFactory(subdistrict=qingquan.subdistrict)]
        visit.summary = "补充"
        rows = [store.Rows(written=[new], removed=[gone])]
        store.save(visit, by=clerk, reason="补记", links={"leaders": leaders}, rows=rows, expected_version=1)
        last = visit.history.first()
        assert stamp_of(last)[:4] == ("~", 2, clerk, "补记")
        assert [link.leader for link in last.leaders.all()] == leaders
        below = VisitIssue.history.filter(
            history_date=last.history_date, history_user=clerk, history_change_reason="补记"
        )
        assert set(below.values_list("id", "history_type")) == {(key, "-"), (new.pk, "+")}

    def test_no_stamp_stays_on_the_record(self, qingquan, clerk):
        visit = VisitFactory(community=qingquan)
        store.save(visit, by=clerk, reason="补记")
        visit.save()
        assert [row.history_user for row in visit.history.all()][:2] == [None, clerk]

    def test_nothing_is_written_over_a_version_not_seen(self, qingquan, clerk):
        visit, colleague = VisitFactory(community=qingquan), UserFactory(subdistrict=qingquan.subdistrict)
        mine = Visit.objects.get(pk=visit.pk)
        store.save(visit, by=colleague, expected_version=1)
        with pytest.raises(store.EditConflictError) as conflict:
            store.save(mine, by=clerk, expected_version=1)
        assert (conflict.value.current.version, mine.history.count()) == (2, 2)

    def test_many_at_once_have_the_author_too(self, qingquan, clerk):
        visits = [VisitFactory(community=qingquan) for _ in range(2)]
        leader = LeaderFactory(subdistrict=qingquan.subdistrict)
        links = [store.LinkChange(visits[0], "leaders", [leader])]
        store.update(visits, by=clerk, reason="核对", links=links)
        last = [visit.history.first() for visit in visits]
        assert {stamp_of(row) for row in last} == {("~", 2, clerk, "核对", last[0].history_date)}
        assert [row.leaders.count() for row in last] == [1, 0]

    def test_whoever_follows_is_written_by_the_same_hand_at_the_same_moment(self, qingquan, clerk):
        org, taker = PartyOrgFactory(community=qingquan), PartyOrgFactory(community=qingquan)
        member = MemberFactory(org=org)
        org.taker = taker
        store.save(org, by=clerk)
        last = member.history.first()
        assert (last.org_id, last.version, last.history_user) == (taker.pk, 2, clerk)
        assert last.history_date == org.history.first().history_date
