"""The file of the portal's variables, read without ever repeating what stands in it."""

import logging
import re
from io import StringIO
from pathlib import Path

import environ

logger = logging.getLogger(__name__)
_VARIABLE = re.compile(r"(export )?[A-Za-z_0-9]+=.*")
_NOTHING = re.compile(r"\s*(#.*)?")


def read(path: Path) -> None:
    """Add to the environment what it lacks of a file's `NAME=VALUE` lines; lines of another form are warned of by number.

    The library would log these whole: one with a space before its `=` may hold a key.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        return
    unread = [
        str(number)
        for number, line in enumerate(lines, 1)
        if not (_VARIABLE.fullmatch(line) or _NOTHING.fullmatch(line))
    ]
    if unread:
        logger.warning(
            "%s 第 %s 行不是“名称=值”，没有读：名称要顶格写，等号前不能有空格。", path, "、".join(unread)
        )
    environ.Env.read_env(StringIO("\n".join(filter(_VARIABLE.fullmatch, lines))))
