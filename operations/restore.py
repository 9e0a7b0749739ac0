"""Put a backup back: in place of the live data, or beside them for a look."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from common.databases import SQLITE, database
from operations import backup, dependents, files, postgresql, schema, sqlite
from operations.databases import is_migrated, migrate, opened
from operations.errors import ArchiveError
from operations.examination import Examined
from operations.models import Backup


class Restored(NamedTuple):
    """What a restore did, for the one who asked for it."""

    before: Path | None  # where the state before it is kept; None where there was none
    migrated: bool


# ── In place of the live data ───────────────────────────────────────────────
def restore(found: Examined, passphrase: str | None) -> Restored:
    """Replace the live data. `ArchiveError` or a database's error says why, and leaves them as they were."""
    _check_engine(found, connection.vendor)
    root = Path(settings.PRIVATE_ROOT)
    _refuse_newer_on_a_server(len(found.manifest.files))
    if connection.vendor == postgresql.VENDOR:
        dependents.refuse(postgresql.replaced_tables(found.manifest))
    before, kept = _keep_before(found.path.parent, passphrase if found.encrypted else None)
    rows = [row for row in (_row_of(found), kept) if row is not None]
    for path in files.differing(root, found.manifest.files):  # a file that no record names harms nobody
        files.put(found.files, root, path)
    if connection.vendor == sqlite.VENDOR:
        migrated, aside = _into_sqlite(found, rows)
    else:
        migrated, aside = _into_postgresql(found, rows), None
    files.remove_others(root, found.manifest.files)
    return Restored(before or aside, migrated)


def _check_engine(found: Examined, vendor: str) -> None:
    names = {sqlite.VENDOR: "SQLite", postgresql.VENDOR: "PostgreSQL"}
    if found.manifest.engine != vendor:
        there, here = names[found.manifest.engine], names[vendor]
        raise ArchiveError(
            f"这份备份来自 {there}，现在用的是 {here}。请先用 restore 备份文件 --into 恢复到一个空的 {there} 库，"
            f"把 DATABASE_URL 改成它，再用 move_to 搬到 {here}"
        )


def _refuse_newer_on_a_server(files_held: int) -> None:
    """Raise `ArchiveError` for a PostgreSQL database of a later program: this one knows not all of its tables.

    It could neither count them for the state before, nor remove them, and the next upgrade would meet them.
    """
    newer = [] if connection.vendor == sqlite.VENDOR else schema.unknown(schema.applied())
    if newer:
        with_files, own_root = (
            (" --files 新文件夹", "，PRIVATE_ROOT 改成新文件夹") if files_held else ("", "")
        )
        raise ArchiveError(
            f"现在的数据库由更新版本的程序建立（有 {newer[0]}），这一版程序不能替换它，没有恢复。要退回这一版，请另建一个空的数据库，"
            f"运行 restore 备份文件 --into 新库的地址{with_files}，再把 .env 里的 DATABASE_URL 改成新库{own_root}；"
            "现在的数据库不会动，就是恢复前的数据"
        )


def _keep_before(folder: Path, passphrase: str | None) -> tuple[Path | None, Backup | None]:
    """Back up what is there. Of a SQLite file that a later program wrote a copy is kept, of one that is damaged nothing yet."""
    if connection.vendor == sqlite.VENDOR and (not sqlite.file_of().exists() or sqlite.is_damaged()):
        return None, None
    if not connection.introspection.table_names():
        return None, None
    if not schema.is_portals(schema.applied()):
        raise ArchiveError(
            "现在的数据库里是别的程序的内容，没有恢复。请核对 DATABASE_URL，或者换一个空的数据库"
        )
    if schema.unknown(schema.applied()):
        return sqlite.copy_aside(), None
    made = backup.make(folder, passphrase, before=True)
    return made.path, made.row


def _row_of(found: Examined) -> Backup:
    """The backup itself, which could not know of itself."""
    return Backup(
        made_at=found.manifest.moment,
        file_name=found.path.name,
        size=found.path.stat().st_size,
        digest=found.digest,
        encrypted=found.encrypted,
        verified_at=timezone.now(),
    )


def _finish(rows: list[Backup], using: str) -> None:
    """What a restored installation needs beyond its rows; each callable of `AFTER_RESTORE` is given the database."""
    for path in settings.AFTER_RESTORE:
        import_string(path)(using)
    for row in rows:
        row.pk = None
        row.save(using=using, force_insert=True)


def _into_sqlite(found: Examined, rows: list[Backup]) -> tuple[bool, Path | None]:
    """All is done to the copy, which then takes the place of the live data in one step.

    Whether it was migrated, and where a damaged file is kept that it took the place of.
    """
    migrated = _completed(found.database, rows)
    aside = sqlite.put(found.database)
    sqlite.warn_against_copying()
    return migrated, aside


def _completed(copy: Path, rows: list[Backup]) -> bool:
    """Migrate and finish a copy of a SQLite database; whether there was anything to migrate."""
    with opened(sqlite.url_of(copy), "completed") as alias:
        current = is_migrated(alias)
    if not current:
        migrate(sqlite.url_of(copy))
    with opened(sqlite.url_of(copy), "completed") as alias:
        _finish(rows, alias)
    return not current


def _into_postgresql(
    found: Examined, rows: list[Backup], using: str = DEFAULT_DB_ALIAS, url: str | None = None
) -> bool:
    """In one transaction; migrations that the backup lacks come after it, each in its own.

    `url` is where `using` leads, unless it is the portal's own database.
    """

    def finish(alias: str) -> None:
        if is_migrated(alias):
            _finish(rows, alias)

    postgresql.put(found.database, found.manifest, finish, using)
    if is_migrated(using):
        return False
    if url is None:
        call_command("migrate", verbosity=0, interactive=False)
    else:
        migrate(url)
    _finish(rows, using)
    return True


# ── Beside them ─────────────────────────────────────────────────────────────
def restore_beside(found: Examined, url: str, folder: Path | None) -> None:
    """Make an empty place into what the backup says; the live data are not touched."""
    if found.manifest.files and folder is None:
        raise ArchiveError(f"备份里有 {len(found.manifest.files)} 个文件，请用 --files 指定放到哪个空文件夹")
    if folder is not None and any(files.paths(folder)):
        raise ArchiveError(f"文件夹 {folder} 不是空的，请换一个")
    target = database(url)
    if target["ENGINE"] == SQLITE:
        _beside_in_sqlite(found, Path(target["NAME"]))
    else:
        _beside_in_postgresql(found, url)
    for path in found.manifest.files:
        files.put(found.files, folder or Path(), path)


def _beside_in_sqlite(found: Examined, target: Path) -> None:
    _check_engine(found, sqlite.VENDOR)
    if target.exists():
        raise ArchiveError(f"{target} 已经存在，请换一个还没有的文件名")
    left = sqlite.journals_of(target)
    if left:
        raise ArchiveError(f"{left[0]} 是另一个数据库留下的，会混进恢复的内容，请移走它，或换一个文件名")
    _completed(found.database, [])
    sqlite.place(found.database, target)


def _beside_in_postgresql(found: Examined, url: str) -> None:
    _check_engine(found, postgresql.VENDOR)
    with opened(url, "restored") as alias:
        if connections[alias].introspection.table_names():
            raise ArchiveError("这个数据库不是空的，请换一个空的数据库")
        _into_postgresql(found, [], alias, url)
