"""Carry out a command of `manage.py`, refuse it, or say in one line why it failed."""

import os
import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error, IntegrityError, InterfaceError, OperationalError, connection

from common.databases import missing_file
from common.trouble import OTHERWISE, explain
from records.ciphers import WrongKeysError

REFUSED_STATUS = 2
OWN_WAY = "成批写入只走导入（import_workbook）：它按同一套规则核对，留下历史，可以撤销。"
KEPT_WHOLE = "历史要完整保留，不能清理或补造。"
# Commands of libraries that destroy what must be kept or write past the rules, and what to do instead.
REFUSED = {
    "flush": "它会清空整个数据库。要重新开始，请把 DATABASE_URL 指向一个新的数据库，再运行 migrate。",
    "sqlflush": "它写出清空整个数据库的语句。"
    "要重新开始，请把 DATABASE_URL 指向一个新的数据库，再运行 migrate。",
    "loaddata": f"它绕过规则和历史写入记录。{OWN_WAY}整库迁移用 move_to，恢复备份用 restore。",
    "import": OWN_WAY,
    "export": "导出请用 export_workbook：它按账号的权限和范围导出，并留下记录。",
    "clean_old_history": KEPT_WHOLE,
    "clean_duplicate_history": KEPT_WHOLE,
    "populate_history": KEPT_WHOLE,
    "axes_reset_logs": "登录记录要保留，由 housekeeping 按期清理。",
    "axes_reset_failure_logs": "登录记录要保留，由 housekeeping 按期清理。",
}

# Commands of libraries that ask the database: where a SQLite file is not there they would make an empty one.
ASKING = {
    "axes_list_attempts",
    "axes_reset",
    "axes_reset_ip",
    "axes_reset_ip_username",
    "axes_reset_username",
    "changepassword",
    "clearsessions",
    "createsuperuser",
    "dbshell",
    "dumpdata",
    "inspectdb",
    "remove_stale_contenttypes",
    "showmigrations",
}


def run(arguments: Sequence[str]) -> int:
    """Carry out a command and return its status, unless it ends the process itself."""
    name = ""
    if len(arguments) > 1:
        name = arguments[1]
    if name in REFUSED:
        return _refuse(f"不能运行 {name}：{REFUSED[name]}")
    if name == "migrate":
        os.umask(0o077)  # the file of a database that it makes is this account's alone
    try:
        if name in ASKING:
            missing = missing_file(connection)
            if missing:
                return _refuse(missing)
        execute_from_command_line(list(arguments))
    except ImproperlyConfigured as error:
        return _refuse(explain_settings(error))
    except WrongKeysError as error:
        return _refuse("\n".join(error.sentences))
    except Error as error:
        if not _is_trouble(error):
            raise
        return _refuse("：".join(explain(error)))
    return 0


def explain_settings(error: ImproperlyConfigured) -> str:
    """Say in a sentence what is wrong with the settings."""
    if "SECRET_KEY" in str(error):
        return "没有设置 SECRET_KEY：请在 manage.py 旁边的 .env 里写上，参照 .env.example。"
    return f"设置有误：{error}。请核对 .env。"


def _is_trouble(error: Error) -> bool:
    """Whether the database itself is in trouble, rather than a program wrong that asks it."""
    if isinstance(error, IntegrityError):
        return False
    return isinstance(error, OperationalError | InterfaceError) or explain(error) != OTHERWISE


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED_STATUS
