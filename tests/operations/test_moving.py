"""A whole installation moved into another database: equal there, or nothing moved and the reason said."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import TextField

from accounts.models import User
from communities.models import Community
from funding.models import Payment
from members.models import Member
from operations import contents, moving
from operations.databases import BESIDE, connection_to
from operations.moving import MoveError, move, refuse_contents
from reports.models import Edition
from tests.demo.loaded import YEAR
from tests.factories import CommunityFactory, MemberFactory, PaymentFactory
from tests.operations.installation import Installation
from tests.postgres import empty_database
from tests.records.support import ID_NO
from tests.reliability.support import HANGS, ROOT, environment, manage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("beside")]
ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="asks a server")
BETWEEN_FILES = pytest.mark.skipif(connection.vendor != "sqlite", reason="from file to file: asks no server")


PLACE = {
    "PRIVATE_ROOT": os.environ["PRIVATE_ROOT"],
    "PERSONAL_DATA_KEYS": "",
}  # as the process of the tests has them


def in_file(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def blank(tmp_path_factory) -> Path:
    """An empty SQLite database of this version: copy it."""
    folder = tmp_path_factory.mktemp("blank")
    office = Installation(in_file(folder / "portal.sqlite3"), folder)
    office.script("quick_schema", **PLACE)
    return folder / "portal.sqlite3"


@pytest.fixture
def beside(db, monkeypatch) -> None:
    """Let the process of the tests open databases beside its own: Django's tests refuse every name they did not begin with."""
    refusing = BaseDatabaseWrapper.ensure_connection

    def ensure_connection(self: Any) -> None:
        if not self.alias.startswith(BESIDE):
            refusing(self)
        elif self.connection is None:
            with self.wrap_database_errors:
                self.connect()

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure_connection)


@pytest.fixture
def target(blank, tmp_path) -> Iterator[str]:
    """The alias of an empty database of this version."""
    with connection_to(in_file(shutil.copy(blank, tmp_path / "target.sqlite3"))) as alias:
        yield alias


# ── Everything arrives ──────────────────────────────────────────────────────
def test_every_table_is_equal_and_no_key_is_asked(target, office, settings):
    record = MemberFactory(gender="female", id_no=ID_NO)
    keys, settings.PERSONAL_DATA_KEYS = settings.PERSONAL_DATA_KEYS, ["another"]
    moved = move(target)
    assert moved.digests == contents.digests() == contents.digests(target)
    assert moved.rows > 100
    settings.PERSONAL_DATA_KEYS = keys
    there = Member.objects.using(target).get(pk=record.pk)
    assert (there.id_no, there.id_no_digest) == (ID_NO, record.id_no_digest)


def test_a_number_of_a_removed_record_is_not_given_again_there(target, office):
    last = CommunityFactory(subdistrict=office)
    Community.objects.filter(pk=last.pk).delete()
    move(target)
    assert contents.counters(target) == contents.counters()
    assert (
        Community.objects.using(target).create(subdistrict_id=office.pk, code="99", name="新建社区").pk
        == last.pk + 1
    )


class Shorter(TextField):
    """Loses the last character on the way."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return value and value[:-1]


def test_what_was_changed_on_the_way_is_seen_and_taken_back(target, monkeypatch):
    MemberFactory(gender="female", id_no=ID_NO)
    real = moving._as_stored
    monkeypatch.setattr(
        moving, "_as_stored", lambda field: Shorter() if field.name == "id_no" else real(field)
    )
    with pytest.raises(
        MoveError, match=r"不一致，已全部撤回，这些表不同：members_historicalmember、members_member$"
    ):
        move(target)
    refuse_contents(target)


# ── One state ───────────────────────────────────────────────────────────────
def pay(community) -> threading.Thread:
    """Somebody else saves a payment."""

    def save() -> None:
        PaymentFactory(community=community)
        connection.close()

    colleague = threading.Thread(target=save)
    colleague.start()
    return colleague


def versions_and_payments(target: str, community, monkeypatch, kept_waiting: bool) -> tuple[int, int]:
    """What arrives while somebody saves a payment after the versions were copied and before the payments are."""
    real, colleagues = moving._copy, []

    def late(model: Any, alias: str) -> Any:
        if model is Payment:
            colleagues.append(pay(community))
            if not kept_waiting:
                colleagues[0].join(HANGS)
        return real(model, alias)

    PaymentFactory(community=community)
    monkeypatch.setattr(moving, "_copy", late)
    digests = move(target).digests
    colleagues[0].join(HANGS)
    assert Payment.objects.count() == Payment.history.count() == 2
    return digests["funding_historicalpayment"].rows, digests["funding_payment"].rows


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_meanwhile_waits(target, qingquan, monkeypatch):
    assert versions_and_payments(target, qingquan, monkeypatch, kept_waiting=True) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_otherwise_two_states_would_be_mixed(target, qingquan, monkeypatch):
    monkeypatch.setattr(moving, "snapshot", lambda writes: nullcontext())
    monkeypatch.setattr(moving, "_keep_writers_out", lambda: None)
    assert versions_and_payments(target, qingquan, monkeypatch, kept_waiting=False) == (1, 2)


# ── Refusals ────────────────────────────────────────────────────────────────
def refusal(address: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("move_to", address)
    assert refused.value.returncode == 2
    assert str(refused.value).startswith("没有搬迁，原数据库没有改动。")
    return str(refused.value)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps such values")
def test_what_the_target_does_not_take_is_named_before_it_is_asked(office):
    Community.objects.bulk_create([Community(subdistrict=office, code="01", name="清\0泉社区")])
    with (
        connection_to("postgres://nobody@127.0.0.1:1/nothing") as nowhere,
        pytest.raises(MoveError) as refused,
    ):
        move(nowhere)
    number = Community.objects.get().pk
    assert str(refused.value).splitlines()[1:] == [
        f"communities_community 第 {number} 号记录「名称」含有空字符（NUL）"
    ]


def test_a_target_that_is_not_empty_is_named_and_left(blank, tmp_path, office):
    path = shutil.copy(blank, tmp_path / "target.sqlite3")
    with closing(sqlite3.connect(path)) as there:
        there.execute("INSERT INTO auth_group (name) VALUES ('somebody')")
        there.commit()
    assert refusal(in_file(path)).endswith("不是空的，这些表里已有内容：auth_group（1 条）")
    with closing(sqlite3.connect(path)) as there:
        there.execute("DELETE FROM auth_group")
        there.execute("CREATE TABLE somebody_elses (id integer)")
        there.commit()
    assert refusal(in_file(path)).endswith("有别的程序的表：somebody_elses")
    with connection_to(in_file(path)) as alias:
        assert not User.objects.using(alias).exists()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://root@localhost/portal", "须以 sqlite:/// 或 postgres:// 开头"),
        ("postgres://nobody:secret@127.0.0.1:1/portal", "目标数据库不能用。连接不上数据库："),
        ("sqlite:////nowhere/at/all/portal.sqlite3", "目标数据库不能用。连接不上数据库："),
        (in_file(Path(__file__)), "目标数据库不能用。数据库文件损坏了，或者不是数据库："),
    ],
)
def test_an_address_that_does_not_answer_is_told(address, reason):
    assert reason in refusal(address)


@BETWEEN_FILES
def test_a_database_of_before_is_to_be_migrated_first(tmp_path):
    (tmp_path / "empty.sqlite3").touch()
    done = manage(tmp_path / "empty.sqlite3", "move_to", in_file(tmp_path / "target.sqlite3"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "请先运行 python manage.py migrate" in done.stderr
    assert not (tmp_path / "target.sqlite3").exists()


# ── By the command, in a process of its own ─────────────────────────────────
def run(address: str, *arguments: str) -> subprocess.CompletedProcess:
    return manage(Path("/nowhere"), *arguments, DATABASE_URL=address, **PLACE)


def printed(address: str, *arguments: str) -> str:
    done = run(address, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def small(blank, tmp_path_factory) -> Path:
    """A SQLite database with an office that has no records yet."""
    database = Path(shutil.copy(blank, tmp_path_factory.mktemp("small") / "portal.sqlite3"))
    printed(in_file(database), "create_office", "JH", "锦河街道")
    return database


@BETWEEN_FILES
def test_to_where_it_is_already_is_refused(small):
    done = run(in_file(small), "move_to", in_file(small))
    assert (done.returncode, done.stdout) == (2, "")
    assert "不是空的" in done.stderr


@BETWEEN_FILES
def test_a_database_of_a_later_version_waits_for_its_program(small, tmp_path):
    later = Path(shutil.copy(small, tmp_path / "later.sqlite3"))
    with closing(sqlite3.connect(later)) as there:
        there.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('members', '9999_later', '2030-01-01')"
        )
        there.commit()
    done = run(in_file(later), "move_to", in_file(tmp_path / "target.sqlite3"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("请先把程序升级到写这个数据库的版本：members.9999_later\n")
    assert not (tmp_path / "target.sqlite3").exists()


@ON_POSTGRESQL
@pytest.mark.soak
def test_what_a_server_does_not_take_is_named_and_nothing_is_moved(small, tmp_path):
    faulty = Path(shutil.copy(small, tmp_path / "faulty.sqlite3"))
    with closing(sqlite3.connect(faulty)) as there:
        there.execute("UPDATE accounts_user SET display_name = '管' || char(0) || '理员'")
        there.commit()
    with empty_database() as server:
        done = run(in_file(faulty), "move_to", server)
        assert (done.returncode, done.stdout) == (2, "")
        assert "accounts_user 第 1 号记录「姓名」含有空字符（NUL）" in done.stderr
        with connection_to(server) as alias:
            refuse_contents(alias)


# ── There and back ──────────────────────────────────────────────────────────
@pytest.fixture(scope="module", params=[1, pytest.param(5, marks=pytest.mark.soak)])
def demo(request, blank, tmp_path_factory) -> Path:
    """A SQLite database with the demo, its report signed."""
    database = Path(shutil.copy(blank, tmp_path_factory.mktemp("demo") / "portal.sqlite3"))
    printed(in_file(database), "load_demo", "--scale", str(request.param))
    return database


def held(address: str) -> dict[str, Any]:
    """Counts and digests of all tables, numbers given, and whether each signed edition is what was signed."""
    with connection_to(address) as alias:
        editions = {edition.pk: edition.intact for edition in Edition.objects.using(alias)}
        return {
            "digests": contents.digests(alias),
            "counters": contents.counters(alias),
            "editions": editions,
        }


def figures(address: str) -> str:
    """Those of the signed year."""
    return printed(address, "figures", "--subdistrict", "JH", "--year", str(YEAR), "--json")


def there_and_back(demo: Path, server: str, back: str) -> None:
    home = in_file(demo)
    before, words = held(home), figures(home)
    assert list(before["editions"].values()) == [True]
    assert f"DATABASE_URL={server}" in printed(home, "move_to", server)
    assert held(server) == held(home) == before
    assert figures(server) == words
    printed(server, "move_to", back)
    printed(server, "create_office", "LS", "柳山街道")
    assert held(back) == before
    assert figures(back) == words
    printed(back, "create_office", "LS", "柳山街道")


@ON_POSTGRESQL
def test_there_and_back_everything_is_equal(demo, blank, tmp_path):
    with empty_database() as server:
        Installation(server, tmp_path).script("quick_schema", **PLACE)
        there_and_back(demo, server, in_file(shutil.copy(blank, tmp_path / "back.sqlite3")))


@ON_POSTGRESQL
@pytest.mark.soak
def test_databases_that_have_no_table_are_migrated(demo, tmp_path):
    with empty_database() as server:
        there_and_back(demo, server, in_file(tmp_path / "back.sqlite3"))


# ── Killed ──────────────────────────────────────────────────────────────────
@pytest.fixture
def empty(blank, tmp_path) -> Iterator[str]:
    """The address of a database without contents, of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield in_file(shutil.copy(blank, tmp_path / "empty.sqlite3"))
        return
    with empty_database() as server:
        Installation(server, tmp_path).script("quick_schema", **PLACE)
        yield server


def kill_after(tables: int, source: Path, target: str) -> None:
    """End the move, without a word, when it begins with that table."""
    command = [sys.executable, str(ROOT / "manage.py"), "move_to", target, "--verbosity", "2"]
    process = subprocess.Popen(
        command, env=environment(source), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    for _ in range(tables):
        assert process.stdout.readline()
    process.kill()
    process.wait(HANGS)
    process.stdout.close()


@pytest.mark.parametrize(
    "tables", [50, *(pytest.param(tables, marks=pytest.mark.soak) for tables in range(1, 100, 5))]
)
def test_killed_in_the_middle_the_target_is_empty_and_the_source_untouched(small, empty, tables):
    before = held(in_file(small))
    kill_after(tables, small, empty)
    with connection_to(empty) as alias:
        refuse_contents(alias)
    printed(in_file(small), "move_to", empty)
    assert held(in_file(small)) == held(empty) == before
