"""What an address of a database comes to: the portal's own, and any other beside it."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
KEPT_OPEN = 60  # seconds: a server's connection is dear, a file's is not


def database(url: str) -> dict[str, Any]:
    """Django's settings of the database at an address, which is one of SQLite or PostgreSQL."""
    if not url.startswith(("sqlite:", "postgres:", "postgresql:")):
        raise ImproperlyConfigured("数据库地址须以 sqlite:/// 或 postgres:// 开头，见 .env.example 中的 DATABASE_URL")
    found = environ.Env.db_url_config(url)
    if found["ENGINE"] != SQLITE:
        return {**found, "CONN_MAX_AGE": KEPT_OPEN}
    # Readers never wait, writers queue, and what was acknowledged survives a power cut (checks.py refuses less).
    options = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    return {**found, "OPTIONS": options}
