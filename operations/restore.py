"""Put a backup back: in place of the live data, or beside them for a look."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from common.databases import SQLITE, database
from operations import dependents, files, postgresql, schema, sqlite
from operations.backup import make
from operations.databases import connection_to, is_migrated, migrate
from operations.errors import ArchiveError
from operations.examination import OpenBackup
from operations.models import Backup

ENGINE_NAMES = {sqlite.VENDOR: "SQLite", postgresql.VENDOR: "PostgreSQL"}


class RestoreResult(NamedTuple):
    """What a restore did, for the one who asked for it."""

    before: Path | None  # where the state before it is kept; None where there was none
    migrated: bool  # whether the backup lacked migrations of this version


# ── In place of the live data ───────────────────────────────────────────────
def restore(backup: OpenBackup, passphrase: str | None) -> RestoreResult:
    """Replace the live data.

    `ArchiveError` or a database's error says why they were not replaced; then they are as they were.
    """
    _check_engine(backup, connection.vendor)
    if connection.vendor == postgresql.VENDOR:
        _refuse_newer_on_a_server(len(backup.manifest.files))
        dependents.refuse(postgresql.replaced_tables(backup.manifest))
    if not backup.is_encrypted:
        passphrase = None  # what is kept lies as open as the backup itself
    path_before, row_before = _keep_before(backup.path.parent, passphrase)
    rows = [_row_of(backup)]
    if row_before is not None:
        rows.append(row_before)
    root = Path(settings.PRIVATE_ROOT)
    for path in files.different_paths(
        root, backup.manifest.files
    ):  # a file that no record names harms nobody
        files.put(backup.files, root, path)
    if connection.vendor == sqlite.VENDOR:
        is_newly_migrated, damaged_path = _into_sqlite(backup, rows)
        path_before = path_before or damaged_path
    else:
        is_newly_migrated = _into_postgresql(backup, rows)
    files.remove_others(root, backup.manifest.files)
    return RestoreResult(path_before, is_newly_migrated)


def _check_engine(backup: OpenBackup, vendor: str) -> None:
    """Raise `ArchiveError` for a backup of another kind of database."""
    if backup.manifest.engine == vendor:
        return
    there = ENGINE_NAMES[backup.manifest.engine]
    here = ENGINE_NAMES[vendor]
    raise ArchiveError(
        f"这份备份来自 {there}，现在用的是 {here}。请先用 restore 备份文件 --into 恢复到一个空的 {there} 库，"
        f"把 DATABASE_URL 改成它，再用 move_to 搬到 {here}"
    )


def _refuse_newer_on_a_server(file_count: int) -> None:
    """Raise `ArchiveError` for a PostgreSQL database of a later program.

    This one does not know all of its tables: it could neither count them for the state before nor remove
    them, and the next upgrade would meet them.
    """
    newer = schema.unknown_migrations(schema.applied_migrations())
    if not newer:
        return
    files_option = ""
    root_advice = ""
    if file_count:
        files_option = " --files 新文件夹"
        root_advice = "，PRIVATE_ROOT 改成新文件夹"
    raise ArchiveError(
        f"现在的数据库由更新版本的程序建立（有 {newer[0]}），这一版程序不能替换它，没有恢复。"
        "要退回这一版，请另建一个空的数据库，"
        f"运行 restore 备份文件 --into 新库的地址{files_option}，"
        f"再把 .env 里的 DATABASE_URL 改成新库{root_advice}；"
        "现在的数据库不会动，就是恢复前的数据"
    )


def _keep_before(folder: Path, passphrase: str | None) -> tuple[Path | None, Backup | None]:
    """Back up what is there; return where it is kept, and the row by which the backup is remembered.

    A SQLite file that a later program wrote is only copied; of a damaged one nothing is kept yet.
    """
    if connection.vendor == sqlite.VENDOR and (not sqlite.file_of().exists() or sqlite.is_damaged()):
        return None, None
    if not connection.introspection.table_names():
        return None, None
    if not schema.is_portals(schema.applied_migrations()):
        raise ArchiveError(
            "现在的数据库里是别的程序的内容，没有恢复。请核对 DATABASE_URL，或者换一个空的数据库"
        )
    if schema.unknown_migrations(schema.applied_migrations()):
        return sqlite.copy_aside(), None
    kept_backup = make(folder, passphrase, before=True)
    return kept_backup.path, kept_backup.row


def _row_of(backup: OpenBackup) -> Backup:
    """Return the row of the backup itself, which it does not hold."""
    return Backup(
        made_at=backup.manifest.moment,
        file_name=backup.path.name,
        size=backup.path.stat().st_size,
        digest=backup.digest,
        encrypted=backup.is_encrypted,
        verified_at=timezone.now(),
    )


def _finish(rows: list[Backup], using: str) -> None:
    """Do what a restored installation needs beyond its rows, and remember the backups.

    Each callable of the setting `AFTER_RESTORE` is given the alias of the database.
    """
    for path in settings.AFTER_RESTORE:
        import_string(path)(using)
    for row in rows:
        row.pk = None
        row.save(using=using, force_insert=True)


def _into_sqlite(backup: OpenBackup, rows: list[Backup]) -> tuple[bool, Path | None]:
    """Complete the copy, which then takes the place of the live data in one step.

    Return whether it was migrated, and where a damaged file is kept that it took the place of.
    """
    is_newly_migrated = _complete(backup.database, rows)
    damaged_path = sqlite.put(backup.database)
    sqlite.warn_against_copying()
    return is_newly_migrated, damaged_path


def _complete(copy: Path, rows: list[Backup]) -> bool:
    """Migrate and finish a copy of a SQLite database; return whether there was anything to migrate."""
    url = sqlite.url_of(copy)
    with connection_to(url, "completed") as alias:
        is_current = is_migrated(alias)
    if not is_current:
        migrate(url)
    with connection_to(url, "completed") as alias:
        _finish(rows, alias)
    return not is_current


def _into_postgresql(
    backup: OpenBackup, rows: list[Backup], using: str = DEFAULT_DB_ALIAS, url: str | None = None
) -> bool:
    """Put a backup into a database in one transaction, and then apply the migrations that it lacks.

    `url` is where `using` leads, unless that is the portal's own database. Return whether it was migrated.
    """

    def finish(alias: str) -> None:
        if is_migrated(alias):
            _finish(rows, alias)

    postgresql.put(backup.database, backup.manifest, finish, using)
    if is_migrated(using):
        return False
    if url is None:
        call_command("migrate", verbosity=0, interactive=False)
    else:
        migrate(url)
    _finish(rows, using)
    return True


# ── Beside them ─────────────────────────────────────────────────────────────
def restore_beside(backup: OpenBackup, url: str, folder: Path | None) -> None:
    """Restore a backup into an empty database and an empty folder; the live data are not touched."""
    if backup.manifest.files and folder is None:
        raise ArchiveError(f"备份里有 {len(backup.manifest.files)} 个文件，请用 --files 指定放到哪个空文件夹")
    if folder is not None and any(files.paths(folder)):
        raise ArchiveError(f"文件夹 {folder} 不是空的，请换一个")
    target = database(url)
    if target["ENGINE"] == SQLITE:
        _beside_in_sqlite(backup, Path(target["NAME"]))
    else:
        _beside_in_postgresql(backup, url)
    for path in backup.manifest.files:
        files.put(backup.files, folder or Path(), path)


def _beside_in_sqlite(backup: OpenBackup, target: Path) -> None:
    _check_engine(backup, sqlite.VENDOR)
    if target.exists():
        raise ArchiveError(f"{target} 已经存在，请换一个还没有的文件名")
    journals = sqlite.journals_of(target)
    if journals:
        raise ArchiveError(f"{journals[0]} 是另一个数据库留下的，会混进恢复的内容，请移走它，或换一个文件名")
    _complete(backup.database, [])
    sqlite.place(backup.database, target)


def _beside_in_postgresql(backup: OpenBackup, url: str) -> None:
    _check_engine(backup, postgresql.VENDOR)
    with connection_to(url, "restored") as alias:
        if connections[alias].introspection.table_names():
            raise ArchiveError("这个数据库不是空的，请换一个空的数据库")
        _into_postgresql(backup, [], alias, url)
