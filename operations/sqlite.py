"""SQLite: copied by its online backup, and put back by the same, in one transaction."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone

from operations import keys, state
from operations.databases import connection_to
from operations.disk import move, private_file
from operations.errors import ArchiveError
from operations.manifest import Manifest

VENDOR = "sqlite"
FILE = "database.sqlite3"
BESIDE = ("", "-wal", "-shm")  # the files of one database
WAIT = 60  # seconds for those who are just writing
JOURNALS = ("-wal", "-shm", "-journal")
NOTICE = "请勿直接复制数据库文件.txt"
NOTICE_TEXT = """这个文件夹里的 {name} 是街道党建工作台正在使用的数据库。

系统运行时直接复制它，得到的多半是坏的：最近的记录在旁边的 {name}-wal 里，
复制的过程中两个文件还在变。用复制来的文件覆盖它，会丢失记录。

备份请在程序所在的文件夹运行：
    .venv/bin/python manage.py backup 备份文件夹
检查一份备份：
    .venv/bin/python manage.py verify 备份文件
恢复一份备份：
    .venv/bin/python manage.py restore 备份文件 --yes
"""


def url_of(path: Path) -> str:
    return f"sqlite:///{quote(str(path))}"


def file_of(using: str = DEFAULT_DB_ALIAS) -> Path:
    return Path(connections[using].settings_dict["NAME"])


def warn_against_copying(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Write a note beside the file of a database that says what to do instead of copying it.

    Return whether it could be written.
    """
    file = file_of(using)
    try:
        (file.parent / NOTICE).write_text(NOTICE_TEXT.format(name=file.name), encoding="utf-8")
    except OSError:
        return False
    return True


def _give_up_when_locked() -> Callable[[int, int, int], None]:
    """Return a callback for SQLite's backup that raises `ArchiveError` after `WAIT` seconds.

    The backup itself would wait for ever where somebody else holds the database.
    """
    end = time.monotonic() + WAIT

    def check_progress(status: int, remaining: int, total: int) -> None:
        is_locked = status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if is_locked and time.monotonic() > end:
            raise ArchiveError(
                f"有人占用着数据库，等了 {WAIT} 秒还没有让出，没有完成。请结束占用它的程序后再试"
            )

    return check_progress


# ── Out ─────────────────────────────────────────────────────────────────────
def dump(folder: Path) -> tuple[Path, Manifest]:
    """Copy the database as it stands at one moment, without its sessions; the manifest describes the copy.

    One step of SQLite's backup is one reading transaction: in WAL it holds up no writer, and no writer
    disturbs it.
    """
    copy = folder / FILE
    if not file_of().exists():
        raise ArchiveError(f"还没有数据库 {file_of()}，没有可备份的内容")
    state.refuse_another_programs()
    made_at = timezone.now()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target, progress=_give_up_when_locked())
        _forget_sessions(target)
    with connection_to(url_of(copy), "copied") as alias:
        manifest = state.describe(VENDOR, alias, made_at)
    _close_journal(copy)
    return copy, manifest


def _forget_sessions(copy: sqlite3.Connection) -> None:
    """Remove the sessions from a copy, also from the free pages of its file."""
    copy.execute("PRAGMA journal_mode = DELETE")
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_session'").fetchone():
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("DELETE FROM django_session")
        copy.commit()


def _close_journal(copy: Path) -> None:
    """Make one file of a copy again, after Django has written ahead beside it."""
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


# ── Is it whole? ────────────────────────────────────────────────────────────
def faults(file: Path) -> str:
    """Say what SQLite itself finds wrong with a file, which it only reads; empty where the file is whole."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as database:
            (answer,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    if answer == "ok":
        return ""
    return str(answer)


def examine(file: Path, manifest: Manifest) -> None:
    """Raise `ArchiveError` unless a file is whole, is as its manifest says, and opens by the given keys."""
    problem = faults(file)
    if problem:
        raise ArchiveError(f"备份里的数据库损坏：{problem}")
    with connection_to(url_of(file), "examined") as alias:
        state.compare(manifest, alias)
        keys.refuse_others_than_of(alias)


# ── In ──────────────────────────────────────────────────────────────────────
def is_damaged(using: str = DEFAULT_DB_ALIAS) -> bool:
    return file_of(using).exists() and bool(faults(file_of(using)))


def put(copy: Path, using: str = DEFAULT_DB_ALIAS) -> Path | None:
    """Replace the content of the database in use, in one transaction of its own.

    Who reads meanwhile reads the old content, who writes waits. Whatever ends this process leaves the old or
    the new, and the file never meets another one's journal. A file that is damaged is given another name,
    which is returned, once the new file lies finished beside it.
    """
    target = file_of(using)
    if not target.exists() or is_damaged(using):
        return _take_place(copy, target, using)
    connections[using].close()
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target)) as live:
        live.execute("PRAGMA synchronous = FULL")
        source.backup(live, progress=_give_up_when_locked())
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return None


def _take_place(copy: Path, target: Path, using: str) -> Path | None:
    """Let a copy become the file of the database; return where an earlier file is kept, None without one."""
    connections[using].close()
    draft = _draft(copy, target)
    replaces_file = target.exists()
    aside = _set_aside(target)  # also journals whose database is gone
    move(draft, target)
    if replaces_file:
        return aside
    return None


def journals_of(file: Path) -> list[Path]:
    """List the files beside a database file that SQLite would play into it."""
    journals = [file.with_name(file.name + ending) for ending in JOURNALS]
    return [path for path in journals if path.exists()]


def place(copy: Path, target: Path) -> None:
    """Make a new database file of a copy."""
    move(_draft(copy, target), target)


def copy_aside(using: str = DEFAULT_DB_ALIAS) -> Path:
    """Copy the database in use, sessions included, to a file of its own beside it, which is returned."""
    aside = _beside(file_of(using), "恢复前")
    place(file_of(using), aside)
    return aside


def _beside(file: Path, word: str) -> Path:
    return file.with_name(f"{file.name}.{word}-{timezone.localtime():%Y%m%d-%H%M%S}")


def _draft(copy: Path, target: Path) -> Path:
    """Write the content of a copy beside its place, in one file that nobody else may read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.new")
    draft.unlink(missing_ok=True)
    private_file(draft).close()
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(draft)) as new:
        source.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")
    return draft


def _set_aside(file: Path) -> Path:
    """Rename the files that a damaged database has; return the new name of its main file.

    Journals come first, so that they never meet a new file.
    """
    aside = _beside(file, "损坏")
    for ending in reversed(BESIDE):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    return aside
