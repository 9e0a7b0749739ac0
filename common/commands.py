"""Commands that say in one line, with exit code 2, what is wrong with the database, a file or an argument."""

import re
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError, connection

from common.databases import missing_file
from common.trouble import explain, explain_file

# What argparse says of wrong arguments, in English alone, and how it is said here.
ARGUMENTS = (
    (r"the following arguments are required: (.+)", r"还要写 \1"),
    (r"one of the arguments (.+) is required", r"\1 要写一个"),
    (r"unrecognized arguments: (.+)", r"认不出 \1"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 可以是 \2，请写全"),
    (r"argument (\S+): invalid choice: (.+) \(choose from (.+)\)", r"\1 不能是 \2，可以是 \3"),
    (r"argument (\S+): invalid int value: (.+)", r"\1 要写整数，不能是 \2"),
    (r"argument (\S+): not allowed with argument (.+)", r"\1 和 \2 只能写一个"),
    (r"argument (\S+): expected .+", r"\1 后面要写内容"),
    (r"argument (\S+): (要写.+)", r"\1 \2"),
)


def in_chinese(message: str) -> str:
    """Translate what argparse says of wrong arguments; a message that is not listed stays English."""
    for pattern, words in ARGUMENTS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(words)
    return message


def refuse_arguments(parser: CommandParser, subcommand: str, message: str) -> NoReturn:
    """End a command with one line and exit code 2, in place of what argparse prints."""
    text = f"参数不对：{in_chinese(message)}。用法见 python manage.py {subcommand} --help"
    if parser.called_from_command_line:
        parser.exit(2, f"{text}\n")
    raise CommandError(text, returncode=2)


class OfficeCommand(BaseCommand):
    """A command whose errors are one Chinese line and exit code 2, without a traceback."""

    needs_database = True  # whether a SQLite file that is not there is an error

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = partial(refuse_arguments, parser, subcommand)  # type: ignore[method-assign]
        return parser

    def execute(self, *args: object, **options: Any) -> str | None:
        if self.needs_database:
            missing = missing_file(connection)
            if missing:
                raise CommandError(missing, returncode=2)
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError("：".join(explain(error)), returncode=2) from error

    def save(self, content: IO[bytes], path: Path, more: str = "") -> None:
        """Write a file and say so; `more` follows its name."""
        try:
            with path.open("wb") as file:
                copyfileobj(content, file)
        except OSError as error:
            raise CommandError(f"写不了 {path}：{explain_file(error)}", returncode=2) from error
        self.stdout.write(f"已写入 {path}{more}")
