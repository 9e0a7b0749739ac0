"""What an error of the database or of a file means, in words that say what to do."""

import errno

from django.db import Error

UNREACHABLE = ("连接不上数据库", "请管理员检查数据库服务和 DATABASE_URL。")
# By signs in the text of an error, in lower case: a title and an advice. The first that fits counts.
REASONS = (
    (
        ("not a database", "malformed"),
        "数据库文件损坏了，或者不是数据库",
        "请管理员核对 DATABASE_URL 指的文件；确实是它时，请从备份恢复：python manage.py restore 备份文件 --yes。",
    ),
    (
        ("authentication failed", "no password supplied", "pg_hba.conf", 'fatal:  role "'),
        "数据库不让登录",
        "请管理员核对 DATABASE_URL 中的用户名和密码，以及数据库服务的 pg_hba.conf。",
    ),
    (
        ('fatal:  database "',),
        "数据库服务里没有这个数据库",
        "请管理员核对 DATABASE_URL 末尾的库名，或者先建立这个数据库。",
    ),
    (("connection to server", "could not translate host", "timeout expired", "unable to open"), *UNREACHABLE),
    (("locked", "timeout"), "数据库正忙", "另一项操作占用了数据库，现在什么都没有写入。请稍后再试。"),
    (
        ("readonly", "read-only"),
        "数据库只能读不能写",
        "现在什么都没有写入。请管理员检查数据库文件和所在文件夹的写入权限。",
    ),
    (
        ("no such table", "no such column", "no column named", "does not exist"),
        "数据库还没有升级到当前版本",
        "请管理员运行 python manage.py migrate。",
    ),
    (("connect", "refused"), *UNREACHABLE),
    (
        ("disk i/o error",),
        "磁盘读写出错",
        "多半是磁盘满了，现在什么都没有写入。请管理员用 df -h 看空间，清理以后再试；空间够的，检查硬盘。",
    ),
    (("full",), "磁盘已满", "现在什么都没有写入。请管理员清理磁盘后再保存。"),
)
OTHERWISE = ("数据库出错", "现在什么都没有写入。请把时间和正在做的操作告诉管理员。")


def explain(error: Error) -> tuple[str, str]:
    """Return a title and an advice."""
    text = str(error).lower()
    for signs, title, advice in REASONS:
        if any(sign in text for sign in signs):
            return title, advice
    return OTHERWISE


OF_FILES = {
    errno.ENOENT: "没有这个文件或文件夹，请核对路径",
    errno.ENOTDIR: "路径中间有一段不是文件夹，请核对路径",
    errno.EISDIR: "这是一个文件夹，请写明文件名",
    errno.EACCES: "没有权限，请换一个地方或请管理员开通",
    errno.EPERM: "没有权限，请换一个地方或请管理员开通",
    errno.EROFS: "这个磁盘只能读不能写，请换一个地方",
    errno.ENOSPC: "磁盘已满，请清理以后再试",
    errno.EDQUOT: "磁盘配额已满，请清理以后再试",
    errno.ENAMETOOLONG: "文件名太长，请写短一些",
}


def explain_file(error: OSError) -> str:
    """Say why a file cannot be read or written, and what to do."""
    return OF_FILES.get(error.errno or 0, f"系统不允许（错误号 {error.errno}），请换一个地方再试")
