"""Damage of every kind to the file of a backup: refused before anything is touched; each layer shown switched off."""

import random
import zipfile
from pathlib import Path

import pytest

from operations import archive
from operations.archive import check_seal, pack, unpack
from operations.errors import ArchiveError
from operations.manifest import FileDigest, Manifest
from tests.operations.installation import ON_POSTGRESQL
from tests.reliability.support import runs
from tests.reliability.test_trouble import assert_one_line

MANIFEST = Manifest("sqlite", "2026-11-26T02:00:00+08:00", [], {}, [])


@pytest.fixture
def packed(tmp_path) -> Path:
    """An archive of a database and a file that are none."""
    root = tmp_path / "private"
    root.mkdir()
    (root / "one.pdf").write_bytes(random.Random(1).randbytes(5000))
    database = tmp_path / "database.sqlite3"
    database.write_bytes(b"rows " * 3000)
    pack(tmp_path / "whole.zip", MANIFEST, database, root, ["one.pdf"])
    return tmp_path / "whole.zip"


def test_a_whole_one_passes(packed):
    assert check_seal(packed) == packed.read_bytes()[-64:].decode()


@pytest.mark.parametrize("count", runs(500, 50))
def test_a_flipped_byte_is_seen_wherever_it_is(count, packed, tmp_path):
    content, chance, damaged = packed.read_bytes(), random.Random(), tmp_path / "damaged.zip"
    places = [*range(64), *range(len(content) - 90, len(content)), *chance.sample(range(len(content)), count)]
    for place in places:
        flipped = bytes([content[place] ^ chance.randint(1, 255)])
        damaged.write_bytes(content[:place] + flipped + content[place + 1 :])
        with pytest.raises(ArchiveError):
            check_seal(damaged)


def test_a_truncated_one_is_seen_wherever_it_ends(packed, tmp_path):
    content, damaged = packed.read_bytes(), tmp_path / "damaged.zip"
    for length in [0, 1, 3, 4, 63, 64, 65, 100, len(content) // 2, len(content) - 64, len(content) - 1]:
        damaged.write_bytes(content[:length])
        with pytest.raises(ArchiveError):
            check_seal(damaged)


def test_with_the_seal_unasked_a_part_that_was_exchanged_is_still_refused(packed, tmp_path):
    """A zip that somebody packed anew, with a seal of its own: the manifest knows better."""
    database = tmp_path / "database.sqlite3"
    with zipfile.ZipFile(packed) as bundle:
        manifest = Manifest.from_json(bundle.read("manifest.json"))
    exchanged = tmp_path / "exchanged.zip"
    database.write_bytes(b"lies " * 3000)
    with archive.sealed_zip(exchanged) as bundle:
        bundle.write(database, database.name)
        bundle.writestr("manifest.json", manifest.to_json())
    assert check_seal(exchanged)
    with zipfile.ZipFile(exchanged) as bundle, pytest.raises(ArchiveError, match="与清单不符"):
        unpack(bundle, database.name, manifest.database, tmp_path / "out")
    (tmp_path / "out").unlink()
    harmed = FileDigest(15000, "0" * 64)
    with zipfile.ZipFile(exchanged) as bundle, pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "copy_and_digest", _claiming(harmed))
        unpack(bundle, database.name, harmed, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == database.read_bytes(), (
        "without the comparison the lie comes through"
    )


def _claiming(stored: FileDigest):
    """Copy, and say of it what was expected."""

    def copy(source, sink):
        sink.write(source.read())
        return stored.size, stored.sha256

    return copy


def test_a_damaged_backup_leaves_the_live_data_as_they_are(backup_of_filled_office, portal_of, tmp_path):
    """The whole way, once for each kind of damage."""
    content, before = backup_of_filled_office.read_bytes(), portal_of.contents()
    middle = len(content) // 2
    half, flipped = tmp_path / "half.zip", tmp_path / "flipped.zip"
    half.write_bytes(content[:middle])
    flipped.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    no_seal, *other_seal = portal_of.manage_each(
        ("restore", half, "--yes"), ("restore", flipped, "--yes"), ("verify", flipped)
    )
    assert_one_line(no_seal, "末尾没有校验值")
    for refused in other_seal:
        assert_one_line(refused, "与文件末尾的校验值不符")
    assert portal_of.contents() == before
    assert sorted(path.name for path in tmp_path.glob("*.zip*")) == ["flipped.zip", "half.zip"]


@pytest.mark.skipif(ON_POSTGRESQL, reason="a dump is counted where it is put: see the test below")
def test_rows_that_are_not_those_of_the_manifest_are_refused(portal_of, tmp_path):
    """A database that is whole, in an archive that is whole, and not the one that was counted."""
    told = portal_of.tell("exchanged_rows", tmp_path)
    assert "数据与清单不符，有 1 张表：visits_visit" in told["guarded"]
    assert told["unguarded"] == ["改过的"], "with the comparison switched off the other rows are restored"


@pytest.mark.skipif(not ON_POSTGRESQL, reason="PostgreSQL's way")
def test_rows_that_are_not_those_of_the_manifest_are_taken_back(portal_of, tmp_path):
    before = portal_of.contents()
    told = portal_of.tell("exchanged_rows", tmp_path)
    assert "数据与清单不符，有 1 张表：visits_visit" in told["guarded"]
    assert told["between"] == ["原样"], "the transaction was taken back"
    assert told["unguarded"] == ["改过的"]
    assert portal_of.contents() != before
