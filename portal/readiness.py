"""Why the portal may not serve, each reason with what to do: for `check` and before the first request."""

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from common.databases import NEW_OR_LOST, SQLITE, missing_file
from common.proxies import problems_of_setting
from common.trouble import explain
from portal.staticfiles import problems_of_collection
from records.ciphers import WrongKeysError
from records.keys import problems
from records.registration import register_keys
from records.strength import weaknesses

COMPARE = "请核对 DATABASE_URL"


def refusals(using: str = "default") -> list[str]:
    """List all that stands in the way of serving."""
    sentences = [*exposures(), *exposed_database(connections[using].settings_dict)]
    sentences += problems_of_setting(settings.TRUSTED_PROXIES)
    sentences += weaknesses()
    sentences += problems_of_collection()
    sentences += database_problems(using) or problems(using)
    return sentences


def make_ready(using: str = "default") -> list[str]:
    """Write down the keys in use, unless something stands in the way of serving; return what does."""
    sentences = refusals(using)
    if sentences:
        return sentences
    try:
        register_keys(using)
    except WrongKeysError as error:
        return error.sentences
    except Error as error:
        return ["：".join(explain(error))]
    finally:
        connections.close_all()  # processes that the server forks must not share them
    return []


# ── The settings ────────────────────────────────────────────────────────────
def exposures() -> Iterator[str]:
    """Name the settings by which the portal would stand open."""
    if settings.DEBUG:
        yield "DEBUG 开着，出错时会把内部情况给人看，只可用于开发：请在 .env 去掉它。"
    if "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS 是 *，谁都可以冒用网址：请写上本系统真正的域名或地址，用逗号分开。"
    if not settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS 是空的，什么网址都打不开：请写上本系统的域名或地址，用逗号分开。"
    if is_open_to_others(settings.ENV_FILE):
        yield f"{settings.ENV_FILE} 里有密钥，别的账号也能读：请运行 chmod 600 {settings.ENV_FILE}。"


def exposed_database(database: Mapping[str, Any]) -> Iterator[str]:
    """Name a SQLite file that other accounts can open; `database` is its settings as Django has them."""
    path = Path(database["NAME"])
    if database["ENGINE"] == SQLITE and is_open_to_others(path) and _is_reachable_by_others(path):
        yield f"数据库文件 {path} 里是全部记录，别的账号也能打开：请运行 chmod 600 {path}。"


def is_open_to_others(path: Path) -> bool:
    """Whether a file gives any right to accounts other than its owner's; Windows has no such bits."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return os.name == "posix" and stat.S_ISREG(mode) and bool(mode & 0o077)


def _is_reachable_by_others(path: Path) -> bool:
    """Whether every folder above it lets other accounts through."""
    return all(folder.stat().st_mode & 0o011 for folder in path.parents)


# ── The database ────────────────────────────────────────────────────────────
def database_problems(using: str = "default") -> list[str]:
    """Say in at most one sentence why a database cannot be used as it is."""
    connection = connections[using]
    missing = missing_file(connection)
    if missing:
        return [missing]
    try:
        problem = _contents_problem(connection)
    except Error as error:
        problem = "：".join(explain(error))
    if not problem:
        return []
    return [problem]


def _contents_problem(connection: BaseDatabaseWrapper) -> str:
    """Say what is wrong with the tables and migrations of a database; empty where nothing is."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    if not tables:
        return f"数据库是空的：{NEW_OR_LOST}"
    if MigrationRecorder.Migration._meta.db_table not in tables:
        return f"这不是本系统的数据库，里面是别的表（例如 {min(tables)}）：{COMPARE}。"
    own_apps = own_labels()
    problem = _migrations_problem(MigrationLoader(connection), own_apps)
    if problem:
        return problem
    missing_tables = sorted(set(own_tables(own_apps)) - tables)
    if missing_tables:
        missing = f"数据库里缺 {len(missing_tables)} 张表（例如 {missing_tables[0]}）"
        return f"{missing}，却记着已经升级：{COMPARE}，或者从备份恢复。"
    return ""


def _migrations_problem(loader: MigrationLoader, own_apps: Collection[str]) -> str:
    """Say what is wrong with the migrations of a database; empty where they are those of this version."""
    applied_migrations = set(loader.applied_migrations or {})
    own_migrations = sorted(key for key in applied_migrations if key[0] in own_apps)
    if not own_migrations:
        return f"这不是本系统的数据库，是另一个程序的：{COMPARE}。"
    newer = [key for key in own_migrations if key not in (loader.disk_migrations or {})]
    if newer:
        return f"数据库比程序新（{'.'.join(newer[0])}）：请换上新版程序，或者恢复升级前的备份。"
    waiting = set(loader.graph.nodes) - applied_migrations
    if waiting:
        steps = f"差 {len(waiting)} 步"
        return f"数据库还没有升级到当前版本，{steps}：请先备份，再运行 python manage.py migrate。"
    return ""


def own_labels() -> set[str]:
    """Return the labels of the portal's own apps."""
    labels = set()
    for config in apps.get_app_configs():
        path = Path(config.path)
        if path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts:
            labels.add(config.label)
    return labels


def own_tables(labels: Collection[str]) -> Iterator[str]:
    """List the tables of these apps."""
    for label in labels:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                yield model._meta.db_table
