"""`restore`: the old state or the new, never less; the state before is kept; what does not fit is refused by name."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from operations.archive import pack
from operations.manifest import Manifest
from tests.operations.conftest import FILES
from tests.operations.installation import ON_POSTGRESQL, Installation
from tests.operations.test_backup import only, passphrase_file  # noqa: F401  (a fixture)
from tests.reliability.support import Caller, runs, serving
from tests.reliability.test_trouble import assert_one_line

on_sqlite = pytest.mark.skipif(ON_POSTGRESQL, reason="of SQLite's file")
once = pytest.mark.skipif(ON_POSTGRESQL, reason="no database has a part in it: SQLite's run is enough")


@pytest.fixture
def backup_of(backup_of_filled_office, tmp_path) -> Path:
    """A backup of the office as it was filled, in a folder of its own."""
    (tmp_path / "backups").mkdir()
    return Path(shutil.copy(backup_of_filled_office, tmp_path / "backups"))


def go_on(office: Installation) -> None:
    """The office works on: records change, come and go; a file comes, one goes, one changes."""
    office.write("DELETE FROM visits_visit WHERE id IN (SELECT min(id) FROM visits_visit)")
    office.write("UPDATE visits_visit SET summary = '后来改的'")
    (office.files / "attachments" / "扫描件.pdf").write_bytes(b"changed")
    (office.files / "attachments" / "new.pdf").write_bytes(b"new")
    next(office.files.rglob("*.jpg")).unlink()


def assert_intact(office: Installation) -> None:
    if not ON_POSTGRESQL:
        assert office.ask("PRAGMA integrity_check") == [("ok",)]
        assert office.ask("PRAGMA foreign_key_check") == []


# ── The drill ───────────────────────────────────────────────────────────────
def test_a_drill_in_an_empty_place_gives_everything_equal(portal_of, backup_of, new_office):
    """Nothing but the file and the keys: rows, digests, files."""
    place = new_office()
    live = portal_of.contents()
    told, migrations = place.managed_each(
        ("restore", backup_of, "--yes"), ("migrate", "--check", "--verbosity", "0")
    )
    assert place.contents() == live
    assert migrations == ""
    assert "没有做完的导入须重新上传" in told
    assert place.ask("SELECT state, count(*) FROM imports_batch GROUP BY state ORDER BY state") == [
        ("done", 2),
        ("dropped", 5),
        ("refused", 1),
        ("undone", 1),
    ]
    (row,) = place.ask("SELECT file_name, verified_at FROM operations_backup")
    assert row[0] == backup_of.name
    assert row[1] is not None
    assert (place.files / "attachments").stat().st_mode & 0o077 == 0


def test_a_live_office_goes_back_and_keeps_what_it_was(portal_of, backup_of, new_office):
    before = portal_of.contents()
    go_on(portal_of)
    later = portal_of.contents()
    assert later != before
    portal_of.managed("restore", backup_of, "--yes")
    assert portal_of.contents() == before
    assert (portal_of.files / "imports" / "7" / "upload").exists(), "uploads are no part of it"
    assert_intact(portal_of)
    (kept,) = backup_of.parent.glob("*-恢复前.zip")
    names = {name for (name,) in portal_of.ask("SELECT file_name FROM operations_backup")}
    assert names == {backup_of.name, kept.name}
    place = new_office()
    place.managed("restore", kept, "--into", place.url, "--files", place.files)
    assert place.contents() == later


def test_a_look_beside_does_not_touch_the_live_data(portal_of, backup_of, new_office):
    go_on(portal_of)
    live, place = portal_of.contents(), new_office()
    beside = ("restore", backup_of, "--into", place.url, "--files")
    first, again = portal_of.manage_each((*beside, place.files), (*beside, place.folder / "more"))
    assert first.returncode == 0, first.stderr
    assert f"PRIVATE_ROOT={place.files}" in first.stdout
    assert "gunicorn dangjian.wsgi" in first.stdout
    assert_one_line(again, "不是空的" if ON_POSTGRESQL else "已经存在")
    assert portal_of.contents() == live
    assert place.ask("SELECT count(*) FROM visits_visit WHERE summary = '原样'") == [(16,)]
    assert (place.files / "attachments" / "扫描件.pdf").read_bytes() == FILES["attachments/扫描件.pdf"]


def test_an_encrypted_one_keeps_the_state_before_encrypted_too(portal_of, tmp_path, passphrase_file):  # noqa: F811
    portal_of.managed("backup", tmp_path / "sealed", "--passphrase-file", passphrase_file)
    file = only(tmp_path / "sealed")
    before = portal_of.contents()
    go_on(portal_of)
    portal_of.managed("restore", file, "--yes", "--passphrase-file", passphrase_file)
    assert portal_of.contents() == before
    (kept,) = file.parent.glob("*-恢复前*")
    assert zipfile.ZipFile(kept).namelist() == ["key.json", "archive.zip.age"]


def test_a_portal_that_is_running_goes_on_with_the_restored_data(portal_of, backup_of):
    """Whoever forgot to stop it loses what was saved in those seconds, no more; everybody signs in anew."""
    (session,) = portal_of.ask("SELECT session_key FROM django_session")[0]
    more = {
        name: portal_of.environment()[name] for name in ("DATABASE_URL", "PRIVATE_ROOT", "PERSONAL_DATA_KEYS")
    }
    with serving(portal_of.folder / "served", **more) as address:
        caller = Caller(address, session)
        assert "原样" in caller.get("/visits/visit/").text
        portal_of.write("UPDATE visits_visit SET summary = '后来改的'")
        assert "原样" not in caller.get("/visits/visit/").text
        portal_of.managed("restore", backup_of, "--yes")
        refused = caller.get("/visits/visit/")
        assert (refused.status, refused.location) == (302, "/login/?next=/visits/visit/")
        assert caller.get("/login/").status == 200
    assert portal_of.ask("SELECT count(*) FROM visits_visit WHERE summary = '原样'") == [(16,)]


@once
def test_only_the_files_of_records_are_packed_and_replaced(portal_of, backup_of):
    """Whatever else an office lays into the private folder is neither in a backup nor touched by a restore."""
    own = {
        portal_of.files / "passphrase": b"of the office",
        portal_of.files / "old.sqlite3": b"another database",
    }
    for path, content in own.items():
        path.write_bytes(content)
    go_on(portal_of)
    told, _ = portal_of.managed_each(("backup", portal_of.files / "backups"), ("restore", backup_of, "--yes"))
    assert f"{len(FILES)} 个文件" in told
    assert only(portal_of.files / "backups").exists()
    assert {path: path.read_bytes() for path in own} == own


@once
def test_no_backup_is_laid_among_the_files_that_it_holds(portal_of):
    (portal_of.files / "link").symlink_to(portal_of.files / "attachments")
    before = portal_of.contents()
    ways = ["attachments", "attachments/2026/new", "link"]
    for refused in portal_of.manage_each(*(("backup", portal_of.files / way) for way in ways)):
        assert_one_line(refused, "那里是记录的附件", "请换一个文件夹")
    assert portal_of.contents() == before


# ── Live data in trouble ────────────────────────────────────────────────────
@on_sqlite
@pytest.mark.parametrize("harm", ["no database", "pages", "half"])
def test_a_damaged_live_file_is_set_aside_with_its_journals(harm, portal_of, backup_of):
    before, file = portal_of.contents(), Path(portal_of.url.removeprefix("sqlite:///"))
    content = file.read_bytes()
    damage = {"no database": b"not a database " * 500, "half": content[: len(content) // 2]}
    damage["pages"] = content[:8192] + b"\0" * 8192 * 8 + content[8192 * 9 :]
    file.write_bytes(damage[harm])
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).write_bytes(b"an old journal")
    verified, told = portal_of.managed_each(("verify", backup_of), ("restore", backup_of, "--yes"))
    assert "备份完好" in verified, "also where the live database is broken"
    (aside,) = [path for path in file.parent.glob("*.损坏-*") if not path.name.endswith(("-wal", "-shm"))]
    assert str(aside) in told
    assert aside.read_bytes() == damage[harm]
    assert portal_of.contents() == before
    assert_intact(portal_of)


@on_sqlite
def test_old_journals_beside_no_file_do_not_meet_the_new_one(portal_of, backup_of):
    before, file = portal_of.contents(), Path(portal_of.url.removeprefix("sqlite:///"))
    file.unlink()
    file.with_name(f"{file.name}-wal").write_bytes(b"an old journal")
    portal_of.managed("restore", backup_of, "--yes")
    assert portal_of.contents() == before
    assert_intact(portal_of)


@on_sqlite
@pytest.mark.parametrize("obstacle", ["private/attachments", ".portal.sqlite3.new/full"])
def test_a_damaged_file_stays_where_it_is_until_the_new_one_is_ready(obstacle, portal_of, backup_of):
    """A portal that is running must not find an empty place and begin a database there."""
    before, file = portal_of.contents(), Path(portal_of.url.removeprefix("sqlite:///"))
    file.write_bytes(b"not a database " * 500)
    obstructed, in_the_way = portal_of.folder / obstacle, portal_of.folder / "moved"
    if obstructed.exists():
        obstructed.rename(in_the_way)
    obstructed.parent.mkdir(exist_ok=True)
    obstructed.write_bytes(b"")
    failed = portal_of.manage("restore", backup_of, "--yes")
    assert (failed.returncode, "Traceback" in failed.stderr) == (2, False), failed.stderr
    assert file.read_bytes() == b"not a database " * 500
    assert not list(file.parent.glob("*损坏*"))
    obstructed.unlink()
    if obstructed.parent != portal_of.files:
        obstructed.parent.rmdir()
    portal_of.managed("restore", backup_of, "--yes")
    assert portal_of.contents() == before


# ── Back to the version before ──────────────────────────────────────────────
LATER = "INSERT INTO django_migrations (app, name, applied) VALUES ('visits', '0999_later', '2030-01-01 00:00:00')"


@on_sqlite
def test_a_file_of_a_later_version_goes_back_and_a_sound_copy_of_it_is_kept(portal_of, backup_of):
    before = portal_of.contents()
    portal_of.write("CREATE TABLE visits_later (id integer)")
    portal_of.write(LATER)
    told = portal_of.managed("restore", backup_of, "--yes")
    assert portal_of.contents() == before
    assert portal_of.ask("SELECT name FROM sqlite_master WHERE name = 'visits_later'") == []
    (aside,) = portal_of.folder.glob("portal.sqlite3.恢复前-*")
    assert f"恢复前的数据保存在 {aside}" in told
    assert not list(portal_of.folder.glob("*损坏*"))
    kept = Installation(f"sqlite:///{aside}", portal_of.folder)
    assert kept.ask("SELECT count(*) FROM django_migrations WHERE name = '0999_later'") == [(1,)]
    assert kept.ask("SELECT count(*) FROM visits_later") == [(0,)]
    assert aside.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not ON_POSTGRESQL, reason="PostgreSQL's way")
def test_a_database_of_a_later_version_stays_and_the_way_back_that_is_named_works(
    portal_of, backup_of, new_office
):
    """As the refusal says: into an empty database, which then is the portal's own."""
    before, place = portal_of.contents(), new_office()
    portal_of.write(LATER)
    refused = portal_of.manage("restore", backup_of, "--yes")
    assert_one_line(refused, "visits.0999_later", "--into 新库的地址 --files 新文件夹", "DATABASE_URL")
    told = portal_of.managed("restore", backup_of, "--into", place.url, "--files", place.files)
    assert "要改用它" in told
    assert place.contents() == before
    assert "System check" in place.managed("check")
    assert portal_of.ask("SELECT count(*) FROM django_migrations WHERE name = '0999_later'") == [(1,)]


@on_sqlite
def test_no_look_beside_meets_the_journal_of_another_database(filled_office, backup_of, tmp_path):
    endings = {tmp_path / f"beside{ending}.sqlite3": ending for ending in ("-wal", "-shm", "-journal")}
    left = {beside: beside.with_name(f"{beside.name}{ending}") for beside, ending in endings.items()}
    for journal in left.values():
        journal.write_bytes(b"of another one")
    done = filled_office.manage_each(
        *(
            ("restore", backup_of, "--into", f"sqlite:///{beside}", "--files", tmp_path / "files")
            for beside in left
        )
    )
    for (beside, journal), refused in zip(left.items(), done, strict=True):
        assert_one_line(refused, str(journal), "请移走它")
        assert not beside.exists()


# ── Refused by name ─────────────────────────────────────────────────────────
@pytest.fixture
def unchanged(portal_of):
    """The live data, of which a refusal changes nothing and keeps no copy."""
    go_on(portal_of)
    before = portal_of.contents()
    yield
    assert portal_of.contents() == before


def test_other_keys_are_refused(portal_of, backup_of, unchanged):
    commands = (("restore", backup_of, "--yes"), ("verify", backup_of))
    restored, verified = portal_of.manage_each(*commands, PERSONAL_DATA_KEYS="another key")
    assert_one_line(restored, "备份完好", "没有一把是这个数据库的密钥")
    assert_one_line(verified, "没有一把是这个数据库的密钥")
    assert not list(backup_of.parent.glob("*-恢复前*"))


def test_a_backup_of_a_newer_portal_is_refused(portal_of, tmp_path, unchanged):
    portal_of.write(LATER)
    portal_of.managed("backup", tmp_path / "newer")
    portal_of.write("DELETE FROM django_migrations WHERE name = '0999_later'")
    assert_one_line(
        portal_of.manage("restore", only(tmp_path / "newer"), "--yes"), "更新版本", "visits.0999_later"
    )


def test_a_backup_of_the_other_kind_of_database_is_refused_with_a_way(
    portal_of, backup_of, new_office, unchanged, tmp_path
):
    engine, other = ("postgresql", "sqlite") if ON_POSTGRESQL else ("sqlite", "postgresql")
    elsewhere = (
        f"sqlite:///{tmp_path / 'other.sqlite3'}" if ON_POSTGRESQL else "postgres://nobody@127.0.0.1:1/none"
    )
    assert engine != other
    refused = portal_of.manage("restore", backup_of, "--into", elsewhere, "--files", tmp_path / "files")
    assert_one_line(refused, "--into", "move_to")


def test_an_empty_database_and_another_programs_are_not_taken_for_the_portals(
    backup_of, new_office, tmp_path
):
    other = new_office()
    assert_one_line(other.manage("backup", tmp_path / "new"), "没有可备份的")
    if not ON_POSTGRESQL:
        Path(other.url.removeprefix("sqlite:///")).touch()
        assert_one_line(other.manage("backup", tmp_path / "new"), "没有可备份的")
    other.write("CREATE TABLE auth_user (name varchar(20))")
    other.write("INSERT INTO auth_user VALUES ('of another program')")
    backed_up, restored = other.manage_each(("backup", tmp_path / "new"), ("restore", backup_of, "--yes"))
    assert_one_line(backed_up, "没有可备份的")
    assert_one_line(restored, "别的程序的内容，没有恢复")
    assert other.ask("SELECT name FROM auth_user") == [("of another program",)]
    assert not list((tmp_path / "new").glob("dangjian-*"))


@on_sqlite
def test_a_backup_without_the_portals_tables_is_not_called_whole(portal_of, tmp_path):
    """As versions before made one of an empty file."""
    (tmp_path / "database.sqlite3").touch()
    manifest = Manifest("sqlite", "2026-11-26T02:00:00+08:00", [], {}, [])
    pack(tmp_path / "empty.zip", manifest, tmp_path / "database.sqlite3", tmp_path, [])
    assert_one_line(portal_of.manage("verify", tmp_path / "empty.zip"), "没有本系统的内容")


@on_sqlite
def test_an_empty_file_is_replaced(portal_of, backup_of, new_office):
    place = new_office()
    Path(place.url.removeprefix("sqlite:///")).touch()
    place.managed("restore", backup_of, "--yes")
    assert place.contents() == portal_of.contents()


@once
def test_without_yes_nothing_happens(portal_of, backup_of, unchanged):
    assert_one_line(portal_of.manage("restore", backup_of), "--yes", "--into")


@once
def test_a_file_that_is_no_backup_is_refused(portal_of, tmp_path, unchanged):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as bundle:
        bundle.writestr("hello", "world" * 100)
    (tmp_path / "no.zip").write_bytes(b"%PDF" * 100)
    told = {"other.zip": "末尾没有校验值", "no.zip": "不是本系统的备份文件", "none.zip": "没有这个文件"}
    done = portal_of.manage_each(*(("restore", tmp_path / name, "--yes") for name in told))
    for refused, words in zip(done, told.values(), strict=True):
        assert_one_line(refused, words)


# ── Killed ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("count", runs(20, 2))
def test_killed_at_any_moment_it_leaves_the_old_state_or_the_new(count, portal_of, backup_of, new_office):
    old_office = new_office(portal_of)
    new = portal_of.contents()
    go_on(old_office)
    old_office.managed("backup", backup_of.parent / "old")
    old = old_office.contents()
    states = old_office.tell("restore_killer", backup_of, only(backup_of.parent / "old"), count)
    assert len(states) == count
    assert all(state["tables"] in (old["tables"], new["tables"]) for state in states)
    assert all(lacking(state, old, new) == [] for state in states)
    assert_intact(old_office)


def lacking(state: dict, old: dict, new: dict) -> list[str]:
    """The files that are neither as before nor as in the backup, or, once the rows are those of the backup, not as in it."""
    whole = {(name, digest) for office in (old, new) for name, digest in office["files"].items()}
    drafts = {
        name for name in state["files"] if name.endswith(".new")
    }  # half of one, which the next restore removes
    strange = [
        name for name, digest in state["files"].items() if (name, digest) not in whole and name not in drafts
    ]
    absent = [name for name in new["files"] if state["files"].get(name) != new["files"][name]]
    return strange + (absent if state["tables"] == new["tables"] else [])


def test_files_that_are_lacking_after_a_kill_would_be_seen():
    old, new = (
        {"tables": {"t": 1}, "files": {"a": "1", "b": "1"}},
        {"tables": {"t": 2}, "files": {"a": "2", "c": "2"}},
    )
    assert lacking({"tables": old["tables"], "files": {"a": "2", "b": "1"}}, old, new) == []
    assert lacking({"tables": old["tables"], "files": {"a": "half", "a.new": "half"}}, old, new) == ["a"]
    assert lacking({"tables": new["tables"], "files": {"a": "2", "b": "1"}}, old, new) == ["c"]


# ── With the protection off ─────────────────────────────────────────────────
@on_sqlite
def test_a_file_copied_over_the_live_one_meets_its_journal(portal_of, new_office, tmp_path):
    """What `restore` does not do: the journal of the old file is played into the new one, and harms it."""
    file = Path(portal_of.url.removeprefix("sqlite:///"))
    earlier = shutil.copy(file, tmp_path / "earlier.sqlite3")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("DELETE FROM visits_visitissue")
        connection.execute("UPDATE visits_visit SET summary = '后来改的'")
        connection.commit()
        assert file.with_name(f"{file.name}-wal").stat().st_size > 0
        with file.open("r+b") as live, Path(earlier).open("rb") as copy:
            shutil.copyfileobj(copy, live)
        assert portal_of.ask("SELECT count(*) FROM visits_visit WHERE summary = '后来改的'") == [(16,)]
