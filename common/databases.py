"""The settings of a database by its address: of the portal's own, and of any other beside it."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = "django.db.backends.sqlite3"
ROOT = Path(__file__).resolve().parent.parent
UNREADABLE = (
    "数据库地址读不通：密码里的 @ : / ? # % + 和空格要写成百分号编码，见 .env.example 中的 DATABASE_URL"
)
SILENCE = 5  # seconds: a server that accepts a connection and does not answer would hold up every command
NEW_OR_LOST = "新装的请运行 python manage.py migrate；已有数据库的请核对 DATABASE_URL，确实丢了的从备份恢复。"
KEPT_OPEN = 60  # seconds: a server's connection is dear, a file's is not


def refuse_unreadable(env_file: Path) -> None:
    """Raise `ImproperlyConfigured` for a file of settings that cannot be read: it would be passed over."""
    try:
        with env_file.open("rb"):
            return
    except FileNotFoundError:
        return
    except OSError as error:
        raise ImproperlyConfigured(f"读不了 {env_file}，它须是一个文件，属主是运行本系统的账号") from error


def database(url: str) -> dict[str, Any]:
    """Return Django's settings of the database at an address, which is one of SQLite or PostgreSQL.

    A file's path that is not absolute starts in the portal's own folder, whatever the working directory.
    `ImproperlyConfigured` for an address that cannot be read.
    """
    if not url.startswith(("sqlite:", "postgres:", "postgresql:")):
        raise ImproperlyConfigured(
            "数据库地址须以 sqlite:/// 或 postgres:// 开头，见 .env.example 中的 DATABASE_URL"
        )
    try:
        settings = environ.Env.db_url_config(url)
    except ValueError as error:
        # a / or ? in the password has ended the host, and what follows the colon is no port
        raise ImproperlyConfigured(UNREADABLE) from error
    if settings["ENGINE"] == SQLITE:
        return {**settings, **_sqlite_settings(settings["NAME"])}
    settings["CONN_MAX_AGE"] = KEPT_OPEN
    settings["OPTIONS"] = {"connect_timeout": SILENCE, **settings.get("OPTIONS", {})}
    return settings


def _sqlite_settings(name: str) -> dict[str, Any]:
    """Return the settings by which readers never wait, writers queue, and no power cut takes what was saved.

    `portal/checks.py` refuses less.
    """
    if name != ":memory:":
        name = str(ROOT / name)
    options = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    return {"NAME": name, "OPTIONS": options}


def missing_file(connection: BaseDatabaseWrapper) -> str:
    """Say that a SQLite database's file is not there; empty elsewhere. To connect would make an empty one."""
    if connection.vendor != "sqlite":
        return ""
    if connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's own
        return ""
    name = connection.settings_dict["NAME"]
    if Path(name).exists():
        return ""
    return f"数据库文件 {name} 还不存在：{NEW_OR_LOST}"
