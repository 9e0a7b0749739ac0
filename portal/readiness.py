"""Why the portal may not serve, a sentence each that says what to do: asked by `check` and before the first request."""

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import Error, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from common.databases import NEW_OR_LOST, SQLITE, missing_file
from common.proxies import misnamed
from common.trouble import explain
from portal.staticfiles import uncollected
from records.ciphers import WrongKeysError
from records.keys import problems
from records.registration import register_keys
from records.strength import weaknesses

COMPARE = "请核对 DATABASE_URL"


def refusals(using: str = "default") -> list[str]:
    """All that stands in the way of serving."""
    exposed = [*exposures(), *exposed_database(connections[using].settings_dict)]
    files = uncollected()
    return [
        *exposed,
        *misnamed(settings.TRUSTED_PROXIES),
        *weaknesses(),
        *files,
        *(database_problems(using) or problems(using)),
    ]


def make_ready(using: str = "default") -> list[str]:
    """Write down the keys in use where nothing stands in the way; else what does."""
    found = refusals(using)
    if found:
        return found
    try:
        register_keys(using)
    except WrongKeysError as error:
        return error.sentences
    except Error as error:
        return ["：".join(explain(error))]
    finally:
        connections.close_all()  # a server that forks now must not share them
    return []


# ── The settings ────────────────────────────────────────────────────────────
def exposures() -> Iterator[str]:
    """Settings by which the portal would stand open."""
    if settings.DEBUG:
        yield "DEBUG 开着，出错时会把内部情况给人看，只可用于开发：请在 .env 去掉它。"
    if "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS 是 *，谁都可以冒用网址：请写上本系统真正的域名或地址，用逗号分开。"
    if not settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS 是空的，什么网址都打不开：请写上本系统的域名或地址，用逗号分开。"
    if is_open_to_others(settings.ENV_FILE):
        yield f"{settings.ENV_FILE} 里有密钥，别的账号也能读：请运行 chmod 600 {settings.ENV_FILE}。"


def exposed_database(database: Mapping[str, Any]) -> Iterator[str]:
    """A SQLite file that other accounts can open; `database` is its settings as Django has them."""
    path = Path(database["NAME"])
    if database["ENGINE"] == SQLITE and is_open_to_others(path) and _is_reached_by_others(path):
        yield f"数据库文件 {path} 里是全部记录，别的账号也能打开：请运行 chmod 600 {path}。"


def is_open_to_others(path: Path) -> bool:
    """Whether a file gives any right to accounts other than its owner's; Windows has no such bits."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return os.name == "posix" and stat.S_ISREG(mode) and bool(mode & 0o077)


def _is_reached_by_others(path: Path) -> bool:
    """Whether every folder above it lets other accounts through."""
    return all(folder.stat().st_mode & 0o011 for folder in path.parents)


# ── The database ────────────────────────────────────────────────────────────
def database_problems(using: str = "default") -> list[str]:
    """A database that does not answer, is none of the portal's or not of this version; at most one sentence."""
    connection: Any = connections[using]
    missing = missing_file(connection)
    if missing:
        return [missing]
    try:
        return list(_of_an_open_one(connection))[:1]
    except Error as error:
        return ["：".join(explain(error))]


def _of_an_open_one(connection: Any) -> Iterator[str]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    if not tables:
        yield f"数据库是空的：{NEW_OR_LOST}"
    elif MigrationRecorder.Migration._meta.db_table not in tables:
        yield f"这不是本系统的数据库，里面是别的表（例如 {min(tables)}）：{COMPARE}。"
    else:
        yield from _of_one_migrated(MigrationLoader(connection), tables)


def _of_one_migrated(loader: MigrationLoader, tables: Collection[str]) -> Iterator[str]:
    own = own_labels()
    applied = set(loader.applied_migrations or {})
    newer = sorted(key for key in applied - set(loader.disk_migrations or {}) if key[0] in own)
    waiting = set(loader.graph.nodes) - applied
    if not any(label in own for label, _ in applied):
        yield f"这不是本系统的数据库，是另一个程序的：{COMPARE}。"
    if newer:
        yield f"数据库比程序新（{'.'.join(newer[0])}）：请换上新版程序，或者恢复升级前的备份。"
    if waiting:
        yield f"数据库还没有升级到当前版本，差 {len(waiting)} 步：请先备份，再运行 python manage.py migrate。"
    missing = sorted(set(own_tables(own)) - set(tables))
    if missing:
        yield f"数据库里缺 {len(missing)} 张表（例如 {missing[0]}），却记着已经升级：{COMPARE}，或者从备份恢复。"


def own_labels() -> set[str]:
    """The labels of the portal's own apps."""
    roots = {config.label: Path(config.path) for config in apps.get_app_configs()}
    return {
        label
        for label, path in roots.items()
        if path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts
    }


def own_tables(labels: Collection[str]) -> Iterator[str]:
    for label in labels:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                yield model._meta.db_table
