"""Read the file of the portal's variables without ever repeating what stands in it."""

import logging
import re
from io import StringIO
from pathlib import Path

import environ

logger = logging.getLogger(__name__)
_VARIABLE = re.compile(r"(export )?[A-Za-z_0-9]+=.*")
_NOTHING = re.compile(r"\s*(#.*)?")


def read(path: Path) -> None:
    """Add to the environment what it lacks of a file's `NAME=VALUE` lines.

    A warning names lines of another form by their numbers. The library would log them whole, and one with a
    space before its `=` may hold a key.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        return
    variables = []
    wrong_lines = []
    for number, line in enumerate(lines, start=1):
        if _VARIABLE.fullmatch(line):
            variables.append(line)
        elif not _NOTHING.fullmatch(line):
            wrong_lines.append(str(number))
    if wrong_lines:
        warning = "%s 第 %s 行不是“名称=值”，没有读：名称要顶格写，等号前不能有空格。"
        logger.warning(warning, path, "、".join(wrong_lines))
    environ.Env.read_env(StringIO("\n".join(variables)))
