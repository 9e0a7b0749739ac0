"""`backup`: one private file, whole or not there; kept by number and age; in one line what went wrong."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from operations import retention, sealing
from operations.errors import ArchiveError
from operations.management.commands.backup import Command
from operations.manifest import Manifest
from operations.retention import name_of, superfluous
from operations.sealing import read_passphrase
from operations.sqlite import NOTICE
from tests.operations.conftest import FILES
from tests.operations.installation import ON_POSTGRESQL
from tests.reliability.support import ROOT
from tests.reliability.test_trouble import assert_one_line

PASSPHRASE = "一句很长的口令，只有我们知道"

NO_MIGHT = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]  # root as anybody else


@pytest.fixture
def passphrase_file(tmp_path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def only(folder: Path) -> Path:
    (found,) = folder.glob("dangjian-*")
    return found


def test_a_backup_is_one_private_file_that_says_what_it_holds(portal_of, tmp_path):
    told = portal_of.managed("backup", tmp_path / "new" / "folder", "--keep", "14", "--days", "60")
    file = only(tmp_path / "new" / "folder")
    assert str(file) in told
    assert retention.PATTERN.fullmatch(file.name)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as bundle:
        manifest = Manifest.from_json(bundle.read("manifest.json"))
        names = set(bundle.namelist())
    database = "database.dump" if ON_POSTGRESQL else "database.sqlite3"
    assert names == {"manifest.json", database, *(f"files/{name}" for name in FILES)}, (
        "files of records, no upload in flight"
    )
    contents = portal_of.contents()
    assert {path: stored.sha256 for path, stored in manifest.files.items()} == contents["files"]
    counted = {name: list(digest) for name, digest in manifest.tables.items() if name in contents["tables"]}
    assert counted == contents["tables"]
    assert "django_session" not in manifest.tables
    assert portal_of.ask("SELECT file_name, size, encrypted, verified_at FROM operations_backup") == [
        (file.name, file.stat().st_size, False, None)
        if ON_POSTGRESQL
        else (file.name, file.stat().st_size, 0, None)
    ]
    assert manifest.migrations
    assert f"备份完好：{file.name}" in portal_of.managed("verify", file.parent), (
        "a folder speaks of its newest"
    )
    assert not [path for path in (tmp_path / "new" / "folder").iterdir() if path.name.endswith(".part")]


@pytest.mark.skipif(ON_POSTGRESQL, reason="a server's files are not copied by hand")
def test_where_people_would_copy_the_file_they_are_told_not_to(portal_of, tmp_path):
    portal_of.managed("backup", tmp_path)
    note = (portal_of.folder / "请勿直接复制数据库文件.txt").read_text(encoding="utf-8")
    assert "portal.sqlite3" in note
    assert "manage.py backup" in note


def test_no_session_is_in_a_backup(filled_office, backup_of_filled_office, new_office):
    (key,) = filled_office.ask("SELECT session_key FROM django_session")[0]
    place = new_office()
    place.managed("restore", backup_of_filled_office, "--yes")
    assert place.ask("SELECT count(*) FROM django_session") == [(0,)]
    with zipfile.ZipFile(backup_of_filled_office) as bundle:
        for name in bundle.namelist():
            assert key.encode() not in bundle.read(name)


def test_an_encrypted_backup_shows_nothing_and_opens_with_its_passphrase_only(
    portal_of, tmp_path, passphrase_file
):
    other = tmp_path / "other"
    other.write_text("另一句很长的口令，谁都不知道", encoding="utf-8")
    other.chmod(0o600)
    _, opened, without, with_other = portal_of.manage_each(
        ("backup", tmp_path / "sealed", "--passphrase-file", passphrase_file),
        ("verify", tmp_path / "sealed", "--passphrase-file", passphrase_file),
        ("verify", tmp_path / "sealed"),
        ("verify", tmp_path / "sealed", "--passphrase-file", other),
    )
    file = only(tmp_path / "sealed")
    assert file.name.endswith("-加密.zip")
    with zipfile.ZipFile(file) as bundle:
        assert bundle.namelist() == ["key.json", "archive.zip.age"]
        assert bundle.read("archive.zip.age").startswith(b"age-encryption.org/v1\n")
    assert "密钥相符" in opened.stdout, opened.stderr
    assert_one_line(without, "加了密", "--passphrase-file")
    assert_one_line(with_other, "口令不对")


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [("短", 0o600, "不少于 12 个字"), (PASSPHRASE, 0o644, "chmod 600"), ("", 0o600, "口令")],
)
def test_a_passphrase_that_protects_nothing_is_refused(content, mode, told, passphrase_file):
    passphrase_file.write_text(content, encoding="utf-8")
    passphrase_file.chmod(mode)
    with pytest.raises(ArchiveError, match=told):
        read_passphrase(passphrase_file)


def test_a_mark_that_an_editor_puts_first_is_no_part_of_the_passphrase(passphrase_file):
    passphrase_file.write_text(PASSPHRASE, encoding="utf-8-sig")
    assert read_passphrase(passphrase_file) == PASSPHRASE


def test_without_its_passphrase_or_a_folder_nothing_is_backed_up(portal_of, tmp_path):
    (tmp_path / "file").write_text("")
    sealed, without_folder = portal_of.manage_each(
        ("backup", tmp_path / "backups", "--passphrase-file", tmp_path / "none"),
        ("backup", tmp_path / "file" / "folder"),
    )
    assert_one_line(sealed, "读不了口令文件")
    assert not (tmp_path / "backups").exists()
    assert_one_line(without_folder, "不是文件夹")


@pytest.mark.parametrize("of", ["file", "folder"])
def test_a_link_among_the_files_is_named(of, filled_office, new_office, tmp_path):
    office = new_office(filled_office)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("of a record")
    link = office.files / "attachments" / "2026" / "link"
    link.symlink_to(tmp_path / "folder" / ("file" if of == "file" else ""))
    assert_one_line(office.manage("backup", tmp_path / "backups"), str(link), "是一个链接")
    assert not (tmp_path / "backups").exists()


def test_a_folder_among_the_files_that_cannot_be_read_is_named(portal_of, tmp_path):
    folder = portal_of.files / "attachments" / "2026"
    folder.chmod(0)
    told = _under([] if os.getuid() else NO_MIGHT, portal_of, "backup", tmp_path / "backups")
    folder.chmod(0o700)
    assert_one_line(told, str(folder), "没有权限")
    assert not (tmp_path / "backups").exists()


def test_a_full_disk_is_one_line_and_nothing_half_is_left(portal_of, tmp_path):
    limited = ["prlimit", f"--fsize={32 * 1024}"]
    told = _under(limited, portal_of, "backup", tmp_path)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name != ".dangjian-backup.lock"] == []
    assert portal_of.ask("SELECT count(*) FROM operations_backup") == [(0,)]


def _under(before: list[str], office, *arguments):
    command = [*before, sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, env=office.environment(), cwd=ROOT, capture_output=True, text=True)


@pytest.mark.skipif(ON_POSTGRESQL, reason="of the folder of SQLite's file")
def test_what_fails_after_a_backup_is_a_sentence_more(portal_of, tmp_path):
    """It is made, and the database knows of it."""
    (portal_of.folder / NOTICE).mkdir()
    told = portal_of.managed("backup", tmp_path)
    assert "没有写成，请核对文件夹的权限" in told
    assert portal_of.ask("SELECT count(*) FROM operations_backup") == [(1,)]


def test_an_old_one_that_cannot_be_removed_is_named(tmp_path, monkeypatch):
    made, old = laid(tmp_path, 0, 90)
    old.unlink()
    old.mkdir()
    monkeypatch.setattr(retention, "superfluous", lambda *arguments: [old])
    assert Command().clear(made, 1, 60) == f"；旧备份 {old.name} 删不掉：这是一个文件夹，请写明文件名"


def test_a_lock_of_root_does_not_keep_others_out(portal_of, tmp_path):
    assert _under(["sh", "-c", 'umask 077; exec "$@"', "sh"], portal_of, "backup", tmp_path).returncode == 0
    assert stat.S_IMODE((tmp_path / ".dangjian-backup.lock").stat().st_mode) == 0o666


def test_a_backup_that_the_database_does_not_know_is_verified_and_said_so(portal_of, backup_of_filled_office):
    assert "没有记着这一份" in portal_of.managed("verify", backup_of_filled_office)


@pytest.mark.parametrize("number", ["0", "-3", "36501"])
@pytest.mark.parametrize("option", ["--keep", "--days"])
def test_numbers_that_keep_nothing_are_refused(option, number):
    with pytest.raises(CommandError, match=f"{option} 要写 1 到 36500 的整数"):
        call_command("backup", "nowhere", f"{option}={number}")


def test_what_is_no_number_is_still_named():
    with pytest.raises(CommandError, match="--keep 要写整数"):
        call_command("backup", "nowhere", "--keep=many")


# ── Under a passphrase ──────────────────────────────────────────────────────
@pytest.fixture
def encrypted(tmp_path):
    """A file encrypted with other work of scrypt than today's, whose key may be changed; gives what decrypts it."""
    (tmp_path / "plain").write_bytes(b"content")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "WORK", {"n": 2**10, "r": 8, "p": 2})
        sealing.encrypt(tmp_path / "plain", tmp_path / "encrypted", PASSPHRASE)

    def decrypted(**changes) -> bytes:
        with (
            zipfile.ZipFile(tmp_path / "encrypted") as source,
            zipfile.ZipFile(tmp_path / "changed", "w") as changed,
        ):
            changed.writestr("key.json", json.dumps({**json.loads(source.read("key.json")), **changes}))
            changed.writestr("archive.zip.age", source.read("archive.zip.age"))
        with zipfile.ZipFile(tmp_path / "changed") as bundle:
            sealing.decrypt(bundle, tmp_path / "out", PASSPHRASE)
        return (tmp_path / "out").read_bytes()

    return decrypted


def test_the_work_is_that_which_the_file_says(encrypted):
    assert encrypted() == b"content"


LATER = [{"format": 2}, {"kdf": "argon2"}, {"n": 2**40}, {"r": 2**30}, {"p": 10**6}]


@pytest.mark.parametrize(
    ("changes", "told"),
    [*((each, "更新版本") for each in LATER), ({"n": 1000}, "已损坏"), ({"salt": 1}, "已损坏")],
)
def test_a_key_of_a_later_form_or_none_is_named(changes, told, encrypted):
    with pytest.raises(ArchiveError, match=told):
        encrypted(**changes)


# ── What is kept ────────────────────────────────────────────────────────────
def laid(folder: Path, *days: int, before: bool = False) -> list[Path]:
    """Backups of so many days ago."""
    paths = [
        folder / name_of(timezone.now() - timedelta(days=day), before=before, is_encrypted=False)
        for day in days
    ]
    for path in paths:
        path.write_bytes(b"")
    return paths


@pytest.mark.parametrize(
    ("keep", "days", "gone"),
    [
        (None, None, []),
        (3, None, [40, 70]),
        (None, 30, [40, 70]),
        (None, 0, [1, 2, 40, 70]),
        (4, 30, [70]),
        (2, 50, [70]),
        (9, 1, []),
    ],
)
def test_older_ones_go_by_number_and_by_age_and_the_newest_never(keep, days, gone, tmp_path):
    (tmp_path / "dangjian.zip").write_bytes(b"")
    (tmp_path / "dangjian-20200101-000000.zip.copy").write_bytes(b"")
    made = dict(zip([0, 1, 2, 40, 70], laid(tmp_path, 0, 1, 2, 40, 70), strict=True))
    assert sorted(superfluous(tmp_path, keep, days)) == sorted(made[day] for day in gone)


def test_what_a_restore_set_aside_goes_by_its_age_alone(tmp_path):
    laid(tmp_path, 0)
    laid(tmp_path, 1, 5, before=True)
    (old,) = laid(tmp_path, 90, before=True)
    assert superfluous(tmp_path, 1, None) == []
    assert superfluous(tmp_path, 1, 60) == [old]


def test_the_command_removes_them_and_what_a_killed_one_left(portal_of, tmp_path):
    kept, *_ = laid(tmp_path, 1, 80, 90)
    (tmp_path / f".{kept.name}.part").write_bytes(b"half")
    told = portal_of.managed("backup", tmp_path, "--keep", "2", "--days", "60")
    assert "删去旧备份 2 份" in told
    left = {path.name for path in tmp_path.iterdir()}
    assert kept.name in left
    assert len(left) == 3, "the new one, the kept one, the lock"
    os.remove(tmp_path / ".dangjian-backup.lock")


def test_the_manifest_is_read_as_it_was_written():
    manifest = Manifest(
        "sqlite", "2026-11-26T02:00:00+08:00", [["visits", "0001"]], {"visits_visit": [3, "ab"]}, ["f"]
    )
    read = Manifest.from_json(manifest.to_json())
    assert json.loads(read.to_json()) == json.loads(manifest.to_json())
