"""Who looked at a full number or took records out is written down, and no version is made of it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.models import Entry
from members.models import Instructor, Member
from members.pages import InstructorPages, MemberPages
from records import store
from records.store.versions import one_version
from tests import factories as F
from tests.records.browser import text
from tests.records.support import make
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
migration = import_module("records.migrations.0003_looks_out_of_the_history")


@pytest.fixture
def trusted(as_user, office):
    return as_user(
        F.UserFactory(
            username="trusted", display_name="钱档案", subdistrict=office, may_view_personal_data=True
        )
    )


@pytest.fixture
def member(qingquan, clerk):
    record = F.MemberFactory(org=F.PartyOrgFactory(community=qingquan), phone=PHONE)
    store.save(record, by=clerk)
    return record


def look(client, record):
    return client.post(MemberPages.url("reveal", record.pk, "phone"), REMOTE_ADDR="10.1.2.3")


def entries() -> list[tuple]:
    names = ("account__username", "act", "address", "model", "record", "column", "count", "what")
    return list(Entry.objects.order_by("pk").values_list(*names))


# ── Looks ───────────────────────────────────────────────────────────────────
class TestLook:
    def test_is_written_down_and_is_no_version(self, trusted, member):
        before = list(Member.history.values_list("history_id", "version"))
        assert PHONE in text(look(trusted, member))
        assert entries() == [
            ("trusted", "look", "10.1.2.3", "members.Member", member.pk, "phone", 1, "查看完整手机号")
        ]
        assert list(Member.history.values_list("history_id", "version")) == before

    def test_stands_among_the_versions(self, trusted, clerk, member):
        look(trusted, member)
        member.work_unit = "社区"
        store.save(member, by=clerk)
        told = [(version.who, version.verb) for version in store.timeline(member, ())]
        assert told == [
            (str(clerk), "修改"),
            ("钱档案", "查看完整手机号"),
            (str(clerk), "修改"),
            ("系统", "录入"),
        ]
        assert [version.verb for version in store.changes(member, ())] == ["修改", "修改", "录入"]

    def test_is_not_taken_for_the_last_who_wrote(self, trusted, as_user, clerk, member):
        """A conflict names who saved, not who looked."""
        client, address = as_user(clerk), MemberPages.url("edit", member.pk)
        look(trusted, member)
        page = client.post(address, {"version": "1", "name": member.name})
        assert "钱档案" not in text(page)

    def test_that_is_refused_leaves_nothing(self, as_user, clerk, member):
        assert look(as_user(clerk), member).status_code == 403
        assert entries() == []


# ── Exports ─────────────────────────────────────────────────────────────────
class TestExport:
    def test_says_who_which_kind_how_many_and_by_what(self, as_user, clerk, qingquan, wenchang):
        F.VisitFactory(community=qingquan)
        F.VisitFactory(community=wenchang)
        as_user(clerk).get(f"{VisitPages.url('export')}?community={qingquan.pk}", REMOTE_ADDR="10.1.2.3")
        [entry] = entries()
        assert entry == (
            clerk.username,
            "export",
            "10.1.2.3",
            "visits.Visit",
            None,
            "",
            1,
            f"社区={qingquan}",
        )

    def test_with_full_numbers_says_so_and_names_nobody(self, trusted, member):
        trusted.post(f"{MemberPages.url('export')}?q={member.name}")
        assert [(entry[1], entry[6], entry[7]) for entry in entries()] == [("full_export", 1, "关键词=***")]


# ── The table ───────────────────────────────────────────────────────────────
def test_rows_are_only_added(trusted, member):
    look(trusted, member)
    entry = Entry.objects.get()
    attempts = (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(what=""))
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    assert entries()[0][-1] == "查看完整手机号"


# ── Versions that were only looks ───────────────────────────────────────────
def looked(record, user, reason="查看完整手机号"):
    """Write a version as a look did before the table."""
    with one_version(record, "~", store.Stamp(user, reason)):
        pass


class TestMove:
    def test_versions_of_looks_become_rows(self, clerk, member):
        versions = list(Member.history.values_list("history_id", flat=True))
        looked(member, clerk)
        looked(member, clerk)
        moments = list(Member.history.exclude(history_id__in=versions).values_list("history_date", flat=True))
        migration.move_looks(apps, None)
        assert list(Member.history.values_list("history_id", flat=True)) == versions
        assert sorted(Entry.objects.values_list("at", flat=True)) == sorted(moments)
        assert (
            entries()
            == [(clerk.username, "look", None, "members.Member", member.pk, "phone", 1, "查看完整手机号")] * 2
        )

    def test_links_of_such_versions_go_along(self, clerk, qingquan):
        record = make(Instructor, qingquan)
        record.phone = PHONE
        store.save(record, by=clerk, links={"units": [F.TwoNewUnitFactory(community=qingquan)]})
        before = [(row.history_id, row.units.count()) for row in Instructor.history.all()]
        looked(record, clerk, "查看完整联系电话")
        history = InstructorPages.model.history.first().units.model
        assert history.objects.count() > before[0][1]
        migration.move_looks(apps, None)
        assert [(row.history_id, row.units.count()) for row in Instructor.history.all()] == before
        assert history.objects.count() == sum(count for _, count in before)

    def test_a_version_that_says_more_than_a_look_stays(self, clerk, member):
        """Names were written anew without a version, so that an edition may print this one's."""
        Member.objects.filter(pk=member.pk).update(name="改写过的姓名")
        looked(Member.objects.get(pk=member.pk), clerk)
        before = list(Member.history.values_list("history_id", "name"))
        migration.move_looks(apps, None)
        assert list(Member.history.values_list("history_id", "name")) == before
        assert Entry.objects.count() == 1
        assert [version.verb for version in store.timeline(member, ())].count("查看完整手机号") == 1

    def test_one_written_before_the_clock_was_set_right_stays(self, clerk, member):
        looked(member, clerk)
        first = Member.history.filter(history_change_reason=None)
        first.update(history_date=timezone.now() + timedelta(days=1))
        migration.move_looks(apps, None)
        assert Member.history.filter(history_change_reason="查看完整手机号").count() == 1

    def test_every_kind_with_personal_data_is_looked_through(self):
        kinds = {model._meta.object_name for model in migration.histories(apps)}
        assert {
            "HistoricalMember",
            "HistoricalApplicant",
            "HistoricalCheckIn",
            "HistoricalInstructor",
        } <= kinds
